"""Infinities, NaN and huge texts where there were none, a column scaled once more, rows of another day."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from checks.figures import percent
from checks.history import History
from checks.profiles.companions import number
from checks.profiles.edges import moved_edge
from checks.profiles.having import having
from checks.profiles.masses import new_mass
from checks.profiles.mixed import few_levels, suspicious
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.rescaled import Rescaled, rescaled
from checks.profiles.segment_scales import Scaled, scaled_levels
from checks.profiles.slices import segment_of
from checks.profiles.too_few import scale_unseen
from checks.profiles.values import SENTINELS
from checks.statistics.distance import surprise
from checks.verdict import Failing, Outcome, Suspicion, Urgency, Verdict

LOOKED_BACK = 56
MIN_PARTITIONS = 7
ASTRAY, CHANCE = 0.02, 1e-6
PAGE_SHARE = 0.1
NULL_RATE_JUDGES = 0.01
"""From one percent on, NaN of a column that null_rate watches are told there."""

NAMED = 3
BEFORE = 3
"""So many partitions are read again to say what the levels of a column were."""


Count = Callable[[ColumnProfile], int]


@dataclass(frozen=True)
class _Column:
    """One column through the partitions that have it; the newest comes last."""

    history: History
    name: str
    profiles: Sequence[Profile]

    def counts(self, count: Count) -> list[int]:
        return [count(profile.columns[self.name]) for profile in self.profiles]

    def breach(
        self, kind: str, summary: str, affected: int, bad: Sequence[Profile], failing: str | None
    ) -> Verdict:
        newest, days = self.profiles[-1], tuple(each.partition for each in bad)
        large = affected >= PAGE_SHARE * newest.rows
        return Verdict(
            check="guards",
            table=self.history.name,
            column=self.name,
            outcome=Outcome.BREACH,
            summary=summary,
            urgency=Urgency.PAGE if large else Urgency.TICKET,
            since=self.history.start_of(days[0]),
            bad=days,
            affected=affected,
            volume=newest.rows,
            evidence={
                "kind": kind,
                "rows": affected,
                "share": round(affected / newest.rows, 5),
                "pages_from": PAGE_SHARE,
            },
            failing=Failing(what=failing, partitions=days, column=self.name) if failing else None,
        )


def judge(history: History) -> Iterator[Verdict]:
    """A verdict for each column in breach; one for the table where all are well."""
    newest = history.newest
    if newest is None or not newest.rows:
        return
    found: list[Verdict] = []
    series: dict[str, Sequence[Profile]] = {}
    for name in newest.columns:
        column = _Column(history, name, having(history.judged, name, LOOKED_BACK + 1))
        if len(column.profiles) > MIN_PARTITIONS:
            series[name] = column.profiles
            is_key = name in history.table.key  # numbers of rows reach as far as there are rows
            scaled = [] if is_key else [*_scaled(column)] or [*_scaled_in_part(column)] or [*_mixed(column)]
            found += [*_unusable(column), *scaled, *_astray(column), *_moved_edge(column), *_mass(column)]
    yield from found
    if not series:
        needs = f"{MIN_PARTITIONS} earlier partitions with rows"
        yield Verdict(check="guards", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
    elif not found:
        unseen = scale_unseen({name: each for name, each in series.items() if name not in history.table.key})
        said = (
            f"no infinity, NaN, huge text, scale or day that was not there before{unseen and f'; {unseen}'}"
        )
        yield Verdict(check="guards", table=history.name, outcome=Outcome.OK, summary=said)


def _unusable(column: _Column) -> Iterator[Verdict]:
    """Infinities, NaN and huge texts that are new, or come on one weekday only."""
    for kind, said, count in (
        ("infinite", "infinite", lambda each: each.values.infinite),
        ("nan", "NaN", lambda each: each.nan),
        ("huge", "longer than a million characters", lambda each: each.values.huge),
    ):
        counts = column.counts(count)
        newest = column.profiles[-1]
        declared = column.history.table.columns.get(column.name)
        watched = declared is not None and declared.watches_nulls is not None
        if not counts[-1] or (kind == "nan" and watched and counts[-1] >= NULL_RATE_JUDGES * newest.rows):
            continue
        start = len(counts)
        while start and counts[start - 1]:
            start -= 1
        if (before := _seen(column.history, column.profiles[:start], counts[:start], newest)) is None:
            continue
        rows = f"{counts[-1]:,} {'row' if counts[-1] == 1 else 'rows'}"
        day = column.history.called(newest.partition)
        summary = f"`{column.name}` is {said} in {rows} of {day}; {before}"
        failing = None if kind == "huge" else kind
        yield column.breach(kind, summary, counts[-1], column.profiles[start:], failing)


def _seen(
    history: History, profiles: Sequence[Profile], counts: Sequence[int], newest: Profile
) -> str | None:
    """When it was seen before, in words; None where it is nothing new, or too little is known."""
    if len(profiles) < MIN_PARTITIONS:
        return None
    days = [profile.partition for profile, count in zip(profiles, counts, strict=True) if count]
    if not days:
        return "never before"
    weekday = newest.partition.weekday()
    alike = [each for each in profiles if each.partition.weekday() == weekday]
    if len(days) > 1 and all(day.weekday() == weekday for day in days):
        since_first = [each for each in alike if each.partition >= days[0]]
        if len(days) >= 0.75 * len(since_first):
            name, many = f"{newest.partition:%A}", f"{len(days)} of the {len(since_first)} before"
            return f"every {name} ({many}), and on no other day"
    return f"once before, on {history.called(days[0])}" if len(days) == 1 else None


def _scaled(column: _Column) -> Iterator[Verdict]:
    """The whole column was scaled, once more or into another unit."""
    found: Rescaled | None = rescaled([each.columns[column.name].values for each in column.profiles])
    newest = column.profiles[-1]
    if found is None or (not found.named and newest.partition in column.history.holidays):
        return
    bad = column.profiles[-found.run :]
    shared = column.history.table.columns.get(column.name)
    sizes = f" (mean {found.mean:.4g}, usual {found.usual:.4g})" if shared and shared.share else ""
    summary = f"`{column.name}` looks {found.said} since {column.history.called(bad[0].partition)}{sizes}"
    yield column.breach("scale", summary, newest.rows, bad, None)


def _scaled_in_part(column: _Column) -> Iterator[Verdict]:
    """A unit that changed in some segments; where it did in more than three, they are told as one."""
    for segment in column.history.table.segment:
        found = scaled_levels(column.profiles, segment, column.name)
        for group in [[each] for each in found] if len(found) <= NAMED else [found]:
            yield _in_part(column, segment, group)


def _in_part(column: _Column, segment: str, found: Sequence[Scaled]) -> Verdict:
    first, rows = max(found, key=lambda each: len(each.profiles)), sum(each.rows for each in found)
    names = [segment_of(segment, each.level) for each in found]
    where = names[0] if len(found) == 1 else f"{', '.join(names[:NAMED])} and {len(found) - NAMED} more"
    since = column.history.called(first.profiles[0].partition)
    said = f"`{column.name}` looks {first.how.said} in {where} since {since}, and in no other `{segment}`"
    verdict = column.breach("scale", said, rows, first.profiles, None)
    return replace(verdict, segment=names[0] if len(found) == 1 else segment)


def _mixed(column: _Column) -> Iterator[Verdict]:
    """A number that is not as it was: the rows are asked whether its unit changed in a part of them."""
    history, newest = column.history, column.profiles[-1]
    run, wander = suspicious([each.columns[column.name].values for each in column.profiles])
    told = history.table.segment if column.name in history.table.columns else ()
    among = tuple(name for name in few_levels(newest) if name not in told)
    if not run or not among or not history.table.has_days:
        return
    bad = column.profiles[-run:]
    before = tuple(each.partition for each in column.profiles[-run - BEFORE : -run])
    since = history.called(bad[0].partition)
    verdict = column.breach(
        "scale", f"`{column.name}` is not as it was since {since}", newest.rows, bad, None
    )
    suspicion = Suspicion(
        column=column.name, among=among, day=newest.partition, before=before, since=since, wander=wander
    )
    yield replace(verdict, suspected=suspicion)


def _astray(column: _Column) -> Iterator[Verdict]:
    """Event times on another day than the partition's: a filter that is off by one."""
    if column.name != column.history.table.event_time:
        return
    rows = [each.rows for each in column.profiles]
    counts = [_a_day_off(profile, column.name) for profile in column.profiles]
    clean: list[float] = []
    start = len(counts)
    for at, (total, count) in enumerate(zip(rows, counts, strict=True)):
        usual = max(clean[-28:], default=math.nan)
        strange = len(clean) >= MIN_PARTITIONS and count / total > max(2 * usual, usual + ASTRAY)
        if strange and surprise(count, total, max(usual, 1 / sum(rows[:at]))) < CHANCE:
            start = min(start, at)
        else:
            clean.append(count / total)
            start = len(counts)
    if start == len(counts):
        return
    newest, share = column.profiles[-1], counts[-1] / rows[-1]
    day = column.history.called(newest.partition)
    usual = max(clean[-28:])
    summary = (
        f"{percent(share)} of the rows of {day} have a `{column.name}` on another day; "
        f"{percent(usual)} at most is usual: a filter that is off by a day?"
    )
    yield column.breach("off_by_one_day", summary, counts[-1], column.profiles[start:], "astray")


def _a_day_off(profile: Profile, name: str) -> int:
    """Of the times on another day those that are not older than a day, of which freshness tells."""
    values = profile.columns[name].values
    older = sum(rows for days, rows in profile.slices.ages.items() if days > 1)
    return max(0, values.astray - values.swapped - older)


def _moved_edge(column: _Column) -> Iterator[Verdict]:
    """Any other time whose range used to end or begin with the partition's day, and does so a day off."""
    history, table = column.history, column.history.table
    newest = column.profiles[-1]
    kind = dict(newest.schema).get(column.name, "")
    if column.name in (table.event_time, table.loaded_at_field, table.day_column):
        return
    if not kind.startswith(("date", "timestamp")) or newest.partition in history.holidays:
        return
    if found := moved_edge(column.profiles, column.name):
        day = history.called(newest.partition)
        said = f"`{column.name}` of {day} is {found.said}: a filter that is off by a day?"
        yield column.breach("off_by_one_day", said, found.rows, found.profiles, None)


def _mass(column: _Column) -> Iterator[Verdict]:
    """One value that suddenly holds many rows of a declared number; of watched ones `drift` tells it."""
    declared = column.history.table.columns.get(column.name)
    if declared is None or declared.watches_drift is not None:
        return
    found = new_mass(column.profiles, column.name)
    if found is None or (declared.watches_nulls is not None and found.value in SENTINELS):
        return  # of the latter null_rate tells
    value = number(found.value) if declared.share else "one value"
    said = f"{percent(found.share)} of `{column.name}` are {value}, which never was 1% of them before"
    days = tuple(each.partition for each in found.profiles)
    verdict = column.breach("mass_point", said, found.rows, found.profiles, None)
    rows_of = Failing(what="equal", partitions=days, column=column.name, low=found.value, high=found.value)
    yield replace(verdict, urgency=Urgency.TICKET, failing=rows_of)
