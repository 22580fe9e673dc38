"""Is the null rate of each primary feature flat, growing, in disguise, or is there too little data to say?"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checks.figures import percent
from checks.history import History
from checks.profiles.emptied import emptied, is_early_jump
from checks.profiles.having import having
from checks.profiles.missing import Disguise, disguise, missing, share
from checks.profiles.null_series import Series
from checks.profiles.null_series import evidence as evidence_of
from checks.profiles.profile import Profile
from checks.profiles.segment_growth import without
from checks.profiles.segment_verdicts import (
    COMMON,
    follows,
    growth_of,
    jumps_of,
    of_segments,
    pace,
    past_limit,
)
from checks.profiles.traded import BLANKS, traded
from checks.profiles.values import SENTINELS
from checks.statistics.baseline import Level, Walk
from checks.statistics.distance import surprise
from checks.statistics.growth import Growth, growth, leapt
from checks.statistics.single_days import LOOKED_BACK, is_beyond
from checks.statistics.trend import (
    FLAT_FROM,
    Direction,
    Points,
    Trend,
    expit,
    log_odds,
    share_trend,
)
from checks.verdict import Failing, Outcome, Urgency, Verdict

FLOOR = math.log(1.5)
SMALLEST_JUMP = 0.01
"""A level is a breach only when it is also a percentage point above what was expected, and no chance."""

CHANCE = 1e-4
CLEARLY = 0.001
"""A null rate that fell by a tenth of a point is worth a word."""

HISTORY_DAYS, SAME_BEGINNING = 180, 28
"""So many days at least; for so many days on end they begin with the same one, and are walked over once."""


@dataclass(frozen=True)
class Watched(Series):
    """A column whose missing values are watched, with what is known of its table."""

    history: History


def judge(history: History) -> Iterator[Verdict]:
    """One verdict for each watched column, and one for each segment that jumped on its own."""
    for name, column in history.table.columns.items():
        settings = column.watches_nulls
        if settings is None:
            continue
        profiles = having(history.judged, name, HISTORY_DAYS + len(history.judged) % SAME_BEGINNING)
        if not profiles or profiles[-1] is not history.newest:
            yield _undecided(history, name, "a newest partition with rows that has the column")
            continue
        yield from _with_segments(Watched(name, settings, profiles, history))


def _with_segments(series: Watched) -> Iterator[Verdict]:
    """The column, and its segments. A growth of a few segments that the rest does not share is told of them
    alone; one that the rest shares is told of the column alone."""
    whole, history = _judge(series), series.history
    found = of_segments(history.table, series.profiles, series.column, history.bad_days(series.column))
    about = series.column, series.rows[-1], history.today
    told = [growth_of(history.name, found.grew, *about)] if found.grew else []
    if told and whole.outcome is Outcome.BREACH:
        rest = replace(series, profiles=without(series.profiles, series.column, found.grew))
        if _growth(rest):
            told = []
        elif rest.profiles and _judge(rest).outcome is Outcome.OK:
            if series.over:
                told = [past_limit(told[0], series.rate, series.settings.limit or 0.0)]
            whole = follows(whole, found.grew, series.rate)
    yield whole
    for each in [*told, *jumps_of(history.name, found.jumped, *about)]:
        yield replace(each, since=history.start_of(each.bad[0]))


def _growth(series: Watched) -> Growth | None:
    if not series.profiles or not series.history.table.has_days:
        return None  # the states of one whole are no draws of their own: it wanders
    return growth(series.counts, series.rows, series.weekdays)


def _judge(series: Watched) -> Verdict:
    walk = series.history.memo.setdefault((Walk, series.column), Walk(FLOOR))
    levels = walk.upto(
        [log_odds(count, rows) for count, rows in zip(series.counts, series.rows, strict=True)],
        series.weekdays,
        early=lambda *days: is_early_jump(series.profiles, series.column, *days),
    )
    lately = (each[-FLAT_FROM:] for each in (series.counts, series.rows, series.weekdays))
    trend = share_trend(*lately)
    found = _growth(series)
    jumps = [
        _is_jump(level, each, series.column) for level, each in zip(levels, series.profiles, strict=True)
    ]
    for at in range(max(0, len(jumps) - LOOKED_BACK), len(jumps)):
        jumps[at] = jumps[at] or _is_beyond(series, at, jumps)
    if lost := emptied(series.profiles, series.column):  # however wild it was, this was never so
        jumps[-len(lost) :] = [True] * len(lost)
    if found and not _leapt(series, found, jumps):
        points = series.points_a_day(len(series.profiles) - found.began + 1)
        if points[0] > 0:  # what falls since it began to grow is not growing, whatever is left of it
            return _growing(series, found, levels, trend, jumps, points)
    if series.over:
        return _over_limit(series, levels, trend, jumps)
    if jumps[-1]:
        return _jump(series, levels, trend, jumps)
    hidden = disguise(series.profiles, series.column) or traded(series.profiles, series.column)
    if hidden and hidden.word in BLANKS:
        return _blank(series, hidden, levels, trend, jumps)
    if hidden:
        return _disguised(series, hidden, levels, trend, jumps)
    if len(series.profiles) < 2:
        needs = "four earlier partitions of the same weekday; there is 1 in all"
        return _undecided(series.history, series.column, needs)
    return _ok(series, levels, trend, jumps)


def _is_jump(level: Level, profile: Profile, column: str) -> bool:
    if not level.high:
        return False
    if not level.judged:
        return True
    expected = expit(level.expected)
    if share(profile, column) - expected < SMALLEST_JUMP:
        return False
    return surprise(missing(profile, column), profile.rows, expected) < CHANCE


def _is_beyond(series: Watched, at: int, jumps: Sequence[bool]) -> bool:
    known = range(at - 1, max(0, at - LOOKED_BACK) - 1, -1)
    return is_beyond(series.days[at], (series.days[day] for day in known if not jumps[day]))


def _leapt(series: Watched, found: Growth, jumps: Sequence[bool]) -> bool:
    """Whether the newest day is a jump that came on top of the growth."""
    shares = [share(each, series.column) for each in series.profiles[found.began :]]
    return jumps[-1] and leapt(shares, SMALLEST_JUMP)


def _growing(
    series: Watched,
    found: Growth,
    levels: Sequence[Level],
    trend: Trend,
    jumps: Sequence[bool],
    points: Points,
) -> Verdict:
    began = series.profiles[found.began]
    past = f", past the limit of {percent(series.settings.limit or 0)}" if series.over else ""
    return _breach(
        series,
        levels,
        trend,
        jumps,
        kind="limit" if series.over else "growing",
        summary=f"nulls of `{series.column}` have grown since {series.history.called(began.partition)}: "
        f"{percent(found.before)} → {percent(series.rate)}, about {pace(points[0])} points a day{past}",
        bad=series.profiles[found.began :],
        days_to_break=_days_to_limit(series, points[0]),
        points=points,
    )


def _jump(series: Watched, levels: Sequence[Level], trend: Trend, jumps: Sequence[bool]) -> Verdict:
    run = _run(series.profiles, jumps)
    newest, usual = series.profiles[-1], percent(expit(levels[-1].expected))
    before, early = len(series.profiles) - len(run), not levels[-1].judged
    than = f"{usual} is usual for that weekday"
    if early:
        than = f"{usual} was usual in {before} earlier {'day' if before == 1 else 'days'} (low confidence)"
    verdict = _breach(
        series,
        levels,
        trend,
        jumps,
        kind="level",
        summary=f"{percent(series.rate)} of `{series.column}` {series.are} "
        f"on {series.history.called(newest.partition)}; {than}",
        bad=run,
        days_to_break=0.0,
    )
    if early:
        return _ticket(verdict, confidence="low")
    lost = emptied(series.profiles, series.column)  # however often it was nearly so
    common = not lost and series.is_common(len(run), series.history.bad_days(series.column))
    return _ticket(verdict, because=COMMON) if common else verdict


def _ticket(verdict: Verdict, **evidence: object) -> Verdict:
    return replace(verdict, urgency=Urgency.TICKET, evidence={**verdict.evidence, **evidence})


def _over_limit(series: Watched, levels: Sequence[Level], trend: Trend, jumps: Sequence[bool]) -> Verdict:
    limit = series.settings.limit or 0.0
    over = _run(series.profiles, [share(each, series.column) > limit for each in series.profiles])
    return _breach(
        series,
        levels,
        trend,
        jumps,
        kind="limit",
        summary=f"{percent(series.rate)} of `{series.column}` {series.are}; the limit is {percent(limit)}",
        bad=over,
        days_to_break=0.0,
    )


def _disguised(
    series: Watched, hidden: Disguise, levels: Sequence[Level], trend: Trend, jumps: Sequence[bool]
) -> Verdict:
    verb = "was never there" if not hidden.usual else f"held {percent(hidden.usual)} at most"
    nulls = f"; nulls fell from {percent(hidden.nulls_before)} to {percent(hidden.nulls_now)}"
    verdict = _breach(
        series,
        levels,
        trend,
        jumps,
        kind="disguised",
        summary=f"{hidden.word} is {percent(hidden.share)} of `{series.column}` and {verb}: missing values "
        f"in disguise{nulls if hidden.nulls_before - hidden.nulls_now > CLEARLY else ''}",
        bad=hidden.profiles,
        days_to_break=0.0,
    )
    return replace(
        verdict,
        affected=hidden.rows,
        evidence={**verdict.evidence, "value": hidden.word, "disguised": hidden.rows},
        failing=_rows_of(hidden.word, tuple(each.partition for each in hidden.profiles), series),
    )


def _blank(
    series: Watched, found: Disguise, levels: Sequence[Level], trend: Trend, jumps: Sequence[bool]
) -> Verdict:
    """NULL is written otherwise: it counts as missing all the same, but not to everybody who reads it."""
    verdict = _breach(
        series,
        levels,
        trend,
        jumps,
        kind="blank",
        summary=f"{percent(found.share)} of `{series.column}` are {found.word} where NULL stood: "
        f"it fell from {percent(found.nulls_before)} to {percent(found.nulls_now)}",
        bad=found.profiles,
        days_to_break=0.0,
    )
    days = tuple(each.partition for each in found.profiles)
    rows_of = Failing(what="blank", partitions=days, column=series.column)
    return replace(verdict, urgency=Urgency.TICKET, affected=found.rows, failing=rows_of)


def _rows_of(word: str, days: tuple[date, ...], series: Watched) -> Failing:
    """A number is compared as one; a text is its own signature, a time is named by its day."""
    kind = dict(series.profiles[-1].schema).get(series.column, "")
    if word in {str(number) for number in SENTINELS} and kind != "string":
        return Failing(what="equal", partitions=days, column=series.column, low=float(word), high=float(word))
    return Failing(what="like", partitions=days, column=series.column, like=word)


def _breach(
    series: Watched,
    levels: Sequence[Level],
    trend: Trend,
    jumps: Sequence[bool],
    *,
    kind: str,
    summary: str,
    bad: Sequence[Profile],
    days_to_break: float | None,
    points: Points | None = None,
) -> Verdict:
    newest = series.profiles[-1]
    usual = 0.0 if math.isnan(levels[-1].expected) else expit(levels[-1].expected)
    days = tuple(each.partition for each in bad)
    return Verdict(
        check="null_rate",
        table=series.history.name,
        column=series.column,
        outcome=Outcome.BREACH,
        summary=summary,
        urgency=Urgency.TICKET if kind == "growing" else Urgency.PAGE,
        since=series.history.start_of(days[0]),
        bad=days,
        affected=max(1, round(missing(newest, series.column) - usual * newest.rows)),
        volume=newest.rows,
        days_to_break=days_to_break,
        evidence={"kind": kind, **evidence_of(series, levels, trend, jumps, points)},
        failing=Failing(what="missing", partitions=days, column=series.column),
    )


def _ok(series: Watched, levels: Sequence[Level], trend: Trend, jumps: Sequence[bool]) -> Verdict:
    known = len(series.profiles) >= FLAT_FROM and trend.direction is Direction.FLAT
    too_early = "; too early to call it flat" if series.history.table.has_days else ""
    said = "flat" if known else f"no jump{too_early}"
    evidence = evidence_of(series, levels, trend, jumps)
    if not levels[-1].judged:
        there = f"there are {len(series.profiles)} in all"
        said = f"no great jump; to see less needs four earlier partitions of the same weekday; {there}"
        evidence |= {"confidence": "low"}
    return Verdict(
        check="null_rate",
        table=series.history.name,
        column=series.column,
        outcome=Outcome.OK,
        summary=f"nulls of `{series.column}` at {percent(series.rate)}: {said}",
        evidence=evidence,
    )


def _undecided(history: History, column: str, needs: str) -> Verdict:
    return Verdict(
        check="null_rate", table=history.name, column=column, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs
    )


def _run(profiles: Sequence[Profile], bad: Sequence[bool]) -> Sequence[Profile]:
    """The unbroken run of bad days that ends with the newest."""
    start = len(profiles)
    while start and bad[start - 1]:
        start -= 1
    return profiles[start:]


def _days_to_limit(series: Watched, points: float) -> float:
    """Days until a declared limit is crossed at this slope; 0 where none is declared: it is wrong already."""
    limit = series.settings.limit
    if limit is None or points <= 0:
        return 0.0
    return max(0.0, 100 * (limit - series.rate) / points)
