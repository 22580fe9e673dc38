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
from checks.profiles.segment_nulls import NAMED, jumped, place, told
from checks.profiles.traded import BLANKS, traded
from checks.profiles.values import SENTINELS
from checks.statistics.baseline import Level, walk
from checks.statistics.distance import surprise
from checks.statistics.growth import Growth, growth
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

HISTORY_DAYS = 180
COMMON = "a ticket until it lasts three days, since one day in twenty came so high anyway"


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
        profiles = having(history.judged, name, HISTORY_DAYS)
        if not profiles or profiles[-1] is not history.newest:
            yield _undecided(history, name, "a newest partition with rows that has the column")
            continue
        series = Watched(name, settings, profiles, history)
        yield _judge(series)
        for segment in history.table.segment:
            yield from _of_segments(series, segment)


def _judge(series: Watched) -> Verdict:
    levels = walk(
        [log_odds(count, rows) for count, rows in zip(series.counts, series.rows, strict=True)],
        series.weekdays,
        floor=FLOOR,
        early=lambda *days: is_early_jump(series.profiles, series.column, *days),
    )
    lately = (each[-FLAT_FROM:] for each in (series.counts, series.rows, series.weekdays))
    trend = share_trend(*lately)
    found = None
    if series.history.table.has_days:  # the states of one whole are no draws of their own: it wanders
        found = growth(series.counts, series.rows, series.weekdays)
    jumps = [
        _is_jump(level, each, series.column) for level, each in zip(levels, series.profiles, strict=True)
    ]
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


def _leapt(series: Watched, found: Growth, jumps: Sequence[bool]) -> bool:
    """Whether a jump came on top of the growth: to more than twice, in one day, and still there."""
    shares = [share(each, series.column) for each in series.profiles[found.began :]]
    leaps = (2 * max(shares[:day]) + SMALLEST_JUMP for day in range(1, len(shares)))
    sizes = zip(shares[1:], leaps, strict=True)
    return jumps[-1] and any(min(rate, shares[-1]) > leap for rate, leap in sizes)


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
        f"{percent(found.before)} → {percent(series.rate)}, about {_pace(points[0])} points a day{past}",
        bad=series.profiles[found.began :],
        days_to_break=_days_to_limit(series, points[0]),
        points=points,
    )


def _pace(points: float) -> str:
    """A slow growth is not told as one of about 0.0."""
    return f"{points:.1f}" if points >= 0.1 else f"{points:.1g}"


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


def _of_segments(series: Watched, segment: str) -> Iterator[Verdict]:
    """A verdict for each segment that jumped; where many did, one for all of them."""
    found = jumped(series.profiles, segment, series.column, series.history.bad_days(series.column))
    for group in [[each] for each in found] if len(found) <= NAMED else [found]:
        days = tuple(each.partition for each in max((each.profiles for each in group), key=len))
        common = all(each.common for each in group)
        yield Verdict(
            check="null_rate",
            table=series.history.name,
            column=series.column,
            segment=place(group, segment),
            outcome=Outcome.BREACH,
            summary=told(group, segment, series.column, series.history.today),
            urgency=Urgency.TICKET if common else Urgency.PAGE,
            since=series.history.start_of(days[0]),
            bad=days,
            affected=max(1, sum(each.rose for each in group)),
            volume=series.rows[-1],
            evidence={
                "kind": "segment",
                "rates": {each.level: round(each.rate, 4) for each in group},
                **({"because": COMMON} if common else {}),
            },
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
