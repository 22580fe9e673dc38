"""Did as many rows arrive as on this weekday before?"""

import math
from collections.abc import Iterator

from checks.history import History
from checks.profiles.profile import Profile
from checks.statistics.baseline import Level, walk
from checks.verdict import Outcome, Urgency, Verdict

FLOOR = math.log(1.05)
"""A quiet table sees 5 %; a noisy one what its own spread allows."""

PAGE_SHARE = 0.10


def judge(history: History) -> Iterator[Verdict]:
    """One verdict for the newest partition; days in breach and holidays never enter the baseline."""
    profiles = history.judged
    levels = walk(
        [math.log(profile.rows + 0.5) for profile in profiles],
        [profile.partition.weekday() for profile in profiles],
        floor=FLOOR,
        both_sides=True,
        recent=True,
        skip=[profile.partition in history.holidays for profile in profiles],
    )
    if profiles and profiles[-1].partition in history.holidays:
        return
    if not levels or not levels[-1].judged:
        yield Verdict(
            check="row_count",
            table=history.name,
            outcome=Outcome.NOT_ENOUGH_DATA,
            needs=f"four earlier partitions of the same weekday; there are {len(profiles)} in all",
        )
        return
    yield _verdict(history, profiles[-1], levels)


def _verdict(history: History, newest: Profile, levels: list[Level]) -> Verdict:
    level = levels[-1]
    expected = round(math.exp(level.expected))
    change = newest.rows / math.exp(level.expected) - 1
    evidence = {
        "rows": newest.rows,
        "expected": expected,
        "limit": round(1 - math.exp(-level.limit), 4),
        "by_day": _by_day(history, levels),
    }
    if not (level.high or level.low):
        summary = f"{newest.rows:,} rows, about the {expected:,} expected"
        return Verdict(
            check="row_count", table=history.name, outcome=Outcome.OK, summary=summary, evidence=evidence
        )
    bad = _run_of_bad(history, levels)
    lost = "fewer" if change < 0 else "more"
    return Verdict(
        check="row_count",
        table=history.name,
        outcome=Outcome.BREACH,
        summary=f"{newest.partition:%a %-d %b} has {newest.rows:,} rows, {abs(change):.0%} {lost} than the "
        f"{expected:,} expected",
        urgency=Urgency.PAGE if change <= -PAGE_SHARE else Urgency.TICKET,
        since=history.start_of(bad[0].partition),
        bad=tuple(profile.partition for profile in bad),
        affected=abs(expected - newest.rows),
        volume=max(expected, newest.rows),
        evidence=evidence,
    )


def _by_day(history: History, levels: list[Level]) -> dict[str, list[int]]:
    """Rows and expected rows of the last 28 days, for a plot."""
    recent = list(zip(history.judged, levels, strict=True))[-28:]
    return {
        profile.partition.isoformat(): [profile.rows, round(math.exp(level.expected))]
        for profile, level in recent
        if not math.isnan(level.expected)
    }


def _run_of_bad(history: History, levels: list[Level]) -> list[Profile]:
    """The unbroken run of days in breach that ends with the newest."""
    run: list[Profile] = []
    for profile, level in zip(reversed(history.judged), reversed(levels), strict=True):
        if not (level.judged and (level.high or level.low)):
            break
        run.append(profile)
    return run[::-1]
