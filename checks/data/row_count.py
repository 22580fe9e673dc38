"""Did as many rows arrive as on this weekday before, in every hour and every segment?"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from checks.figures import counted, verb
from checks.history import History
from checks.profiles import overwritten
from checks.profiles.by_hour import rows_by_hour
from checks.profiles.parts import lost_hours, lost_levels, rows_in_hours, rows_of
from checks.profiles.profile import Profile
from checks.profiles.slices import segment_of
from checks.profiles.volumes import EARLY_SHARE, Volumes
from checks.statistics.baseline import Level
from checks.statistics.lost import Lost
from checks.verdict import Outcome, Urgency, Verdict

HOUR_FLOOR, LEVEL_FLOOR = math.log(2), math.log(1.5)
"""An hour is lost when half of its rows are gone, a segment from a third on."""

PAGE_SHARE = 0.10
BRIDGE_SHARE = 0.50
"""Beside a holiday many stay at home: it wakes nobody unless half of the rows are gone."""

PARTS_DAYS = 180
NAMED = 3
"""More segments than these are told in one verdict."""


def judge(history: History) -> Iterator[Verdict]:
    """One verdict for the newest partition, and one for each segment that is lost.

    Days in breach and holidays never enter the baseline.
    """
    if not history.table.has_days:
        yield from _of_a_whole(history)
        return
    profiles, levels = history.judged, levels_of(history)
    if profiles and profiles[-1].partition in history.holidays:
        return
    if not levels or not levels[-1].judged:
        yield _by_hour(history, levels, _early(history, levels))
        return
    yield _by_hour(history, levels, _with_hours(history, _verdict(history, profiles[-1], levels)))
    for column in history.table.segment:
        found = lost_levels(history.judged[-PARTS_DAYS:], history.holidays, column, LEVEL_FLOOR)
        yield from _of_segments(history, column, found)


def _of_a_whole(history: History) -> Iterator[Verdict]:
    """A table that is overwritten in place knows no weekdays: its size is compared with the one before."""
    profiles = history.judged
    if len(profiles) < 2:
        needs = "an earlier look at it, of another day"
        yield Verdict(check="row_count", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
        return
    found = overwritten.jump([each.rows for each in profiles])
    if found:
        yield _jumped(history, found)
        return
    yield Verdict(
        check="row_count",
        table=history.name,
        outcome=Outcome.OK,
        summary=f"{profiles[-1].rows:,} rows, no loss or gain beyond those it had before",
        evidence={"rows": profiles[-1].rows, "expected": profiles[-1].rows},
    )
    for column in history.table.segment:
        recent = profiles[-PARTS_DAYS:]
        yield from _of_segments(history, column, overwritten.lost_levels(recent, column))


def _jumped(history: History, found: overwritten.Jump) -> Verdict:
    newest, bad = history.judged[-1], history.judged[found.first :]
    change, since = newest.rows / found.usual - 1, bad[0].partition
    shown = history.judged[-28:]
    return Verdict(
        check="row_count",
        table=history.name,
        outcome=Outcome.BREACH,
        summary=f"{newest.rows:,} rows since {history.called(since)}, {abs(change):.0%} "
        f"{'fewer' if change < 0 else 'more'} than the {found.usual:,} before",
        urgency=Urgency.PAGE if change <= -BRIDGE_SHARE else Urgency.TICKET,
        since=history.start_of(since),
        bad=tuple(each.partition for each in bad),
        affected=abs(found.usual - newest.rows),
        volume=max(found.usual, newest.rows),
        evidence={
            "kind": "total",
            "rows": newest.rows,
            "expected": found.usual,
            **_lost(-change, BRIDGE_SHARE),
            "by_day": {
                each.partition.isoformat(): [each.rows, found.usual if each.partition >= since else each.rows]
                for each in shown
            },
        },
    )


def levels_of(history: History) -> list[Level]:
    """Each day against the days before it, as `judge` saw it on its morning."""
    known: Volumes = history.memo.setdefault(Volumes, Volumes())
    return known.upto(history.judged, history.holidays)


def _early(history: History, levels: list[Level]) -> Verdict:
    """What can be said before four partitions of the weekday are known: little, and never a page."""
    before = [each for each in history.judged[:-1] if each.partition not in history.holidays]
    needs = f"four earlier partitions of the same weekday; there are {len(history.judged)} in all"
    if not before:
        return Verdict(check="row_count", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
    if levels[-1].low:
        found = _verdict(history, history.judged[-1], levels)
        days = counted(len(before), "earlier day")
        return replace(
            found,
            summary=f"{found.summary} after {days} (low confidence)",
            urgency=Urgency.TICKET,
            evidence={**found.evidence, "confidence": "low"},
        )
    return Verdict(
        check="row_count",
        table=history.name,
        outcome=Outcome.OK,
        summary=f"{counted(history.judged[-1].rows, 'row')}, no loss of half of them; "
        f"to see less needs {needs}",
        evidence={"rows": history.judged[-1].rows, "confidence": "low"},
    )


def _verdict(history: History, newest: Profile, levels: list[Level]) -> Verdict:
    level = levels[-1]
    expected = round(math.exp(level.expected))
    rows = newest.distinct
    change = rows / math.exp(level.expected) - 1
    evidence = {
        "rows": rows,
        "expected": expected,
        "limit": round(1 - math.exp(-level.limit), 4) if level.judged else EARLY_SHARE,
        "by_day": _by_day(history, levels),
    }
    if not (level.high or level.low):
        summary = f"{counted(rows, 'row')}, about the {expected:,} expected"
        return Verdict(
            check="row_count", table=history.name, outcome=Outcome.OK, summary=summary, evidence=evidence
        )
    bad = _run_of_bad(history, levels)
    lost = "fewer" if change < 0 else "more"
    beside = history.by_the_calendar(newest.partition)
    pages_from = BRIDGE_SHARE if beside else PAGE_SHARE
    return Verdict(
        check="row_count",
        table=history.name,
        outcome=Outcome.BREACH,
        summary=f"{history.called(newest.partition)} has {_told(newest)}, {abs(change):.0%} {lost} "
        f"than the {expected:,} expected{beside}",
        urgency=Urgency.PAGE if change <= -pages_from else Urgency.TICKET,
        since=history.start_of(bad[0].partition),
        bad=tuple(profile.partition for profile in bad),
        affected=abs(expected - rows),
        volume=max(expected, rows),
        evidence={"kind": "total", **evidence, **_lost(-change, pages_from)},
    )


def _lost(share: float, pages_from: float) -> dict[str, float]:
    """As evidence: the share of the rows that is lost, and that from which on somebody is paged."""
    return {"share": round(max(0.0, share), 4), "pages_from": pages_from}


def _told(profile: Profile) -> str:
    if profile.distinct == profile.rows:
        return counted(profile.rows, "row")
    repeats = verb(profile.duplicates, "repeats", "repeat")
    return f"{counted(profile.distinct, 'row')}, not counting {profile.duplicates:,} that {repeats} a key"


def _by_day(history: History, levels: list[Level]) -> dict[str, list[int]]:
    """Rows and expected rows of the last 28 days, for a plot."""
    recent = list(zip(history.judged, levels, strict=True))[-28:]
    return {
        profile.partition.isoformat(): [profile.distinct, round(math.exp(level.expected))]
        for profile, level in recent
        if not math.isnan(level.expected)
    }


def _by_hour(history: History, levels: list[Level], verdict: Verdict) -> Verdict:
    """With the hours of the day on which it began, beside the usual ones: for a plot."""
    if verdict.outcome is not Outcome.BREACH:
        return verdict
    pairs = zip(history.judged, levels, strict=True)
    off = {each.partition for each, level in pairs if level.high or level.low} | history.holidays
    evidence = verdict.evidence
    less = "hours_lost" in evidence or evidence["rows"] < evidence["expected"]
    found = rows_by_hour(history.judged, verdict.bad[0], history.zone, off, less=less)
    return replace(verdict, evidence={**evidence, "by_hour": found}) if found else verdict


def _run_of_bad(history: History, levels: list[Level]) -> list[Profile]:
    """The unbroken run of days in breach that ends with the newest."""
    run: list[Profile] = []
    for profile, level in zip(reversed(history.judged), reversed(levels), strict=True):
        if not (level.high or level.low):
            break
        run.append(profile)
    return run[::-1]


def _with_hours(history: History, whole: Verdict) -> Verdict:
    """The verdict on all rows, and what it says of the hours: they may be lost while the day looks well."""
    profiles = [each for each in history.judged if each.slices.hours][-PARTS_DAYS:]
    if not profiles or profiles[-1] is not history.newest:
        return whole
    found = lost_hours(profiles, history.holidays, history.zone, HOUR_FLOOR)
    if not found:
        return whole
    evidence = {**whole.evidence, "hours_lost": sorted(found)}
    if whole.outcome is Outcome.BREACH:
        return replace(
            whole, summary=f"{whole.summary}; missing are those {_spans(sorted(found))}", evidence=evidence
        )
    rows = rows_in_hours(profiles[-1], history.zone)
    loss = _Loss(sum(rows[hour] for hour in found), found.values())
    verdict = loss.verdict(history, profiles, max(profiles[-1].rows, whole.evidence["expected"]))
    return replace(
        verdict,
        summary=f"{history.called(profiles[-1].partition)} has {loss.said} {_spans(sorted(found))}; "
        f"{loss.expected:,} are usual",
        since=datetime.combine(verdict.bad[0], time(min(found)), history.zone),
        evidence={"kind": "hour", **evidence, **verdict.evidence},
    )


def _spans(hours: Sequence[int]) -> str:
    """From 03:00 to 05:00 and from 23:00 to 24:00."""
    spans: list[list[int]] = []
    for hour in hours:
        if spans and spans[-1][1] == hour:
            spans[-1][1] = hour + 1
        else:
            spans.append([hour, hour + 1])
    return " and ".join(f"from {first:02}:00 to {last:02}:00" for first, last in spans)


def _of_segments(history: History, column: str, found: Mapping[str, Lost]) -> Iterator[Verdict]:
    """A verdict for each level that is lost; where many are, one for all of them."""
    profiles = history.judged[-PARTS_DAYS:]
    groups = [{level: lost} for level, lost in found.items()] if len(found) <= NAMED else [found]
    for group in groups:
        yield _of_levels(history, profiles, column, group)


def _of_levels(
    history: History, profiles: Sequence[Profile], column: str, found: Mapping[str, Lost]
) -> Verdict:
    newest, levels = profiles[-1], profiles[-1].slices.segments[column]
    names = [segment_of(column, level) for level in found]
    loss = _Loss(sum(rows_of(levels, level) for level in found), found.values())
    verdict = loss.verdict(history, profiles, newest.rows + loss.gone)
    many = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return replace(
        verdict,
        segment=names[0] if len(names) == 1 else column,
        summary=f"{history.called(newest.partition)} has {loss.said} of {', '.join(names[:NAMED])}{many}; "
        f"{loss.expected:,} are usual",
        evidence={
            "kind": "segment",
            "segments": names,
            "rows": loss.rows,
            "expected": loss.expected,
            **verdict.evidence,
        },
    )


@dataclass(frozen=True)
class _Loss:
    """What is left of parts that lost rows, and what was expected of each."""

    rows: int
    parts: Collection[Lost]

    @property
    def expected(self) -> int:
        return sum(each.expected for each in self.parts)

    @property
    def gone(self) -> int:
        return max(1, self.expected - self.rows)

    @property
    def said(self) -> str:
        return counted(self.rows, "row") if self.rows else "no rows"

    def verdict(self, history: History, profiles: Sequence[Profile], volume: int) -> Verdict:
        bad = [each.partition for each in profiles[-max(each.days for each in self.parts) :]]
        return Verdict(
            check="row_count",
            table=history.name,
            outcome=Outcome.BREACH,
            urgency=Urgency.PAGE if self.gone >= PAGE_SHARE * volume else Urgency.TICKET,
            since=history.start_of(bad[0]),
            bad=tuple(bad),
            affected=self.gone,
            volume=volume,
            evidence=_lost(self.gone / volume, PAGE_SHARE),
        )
