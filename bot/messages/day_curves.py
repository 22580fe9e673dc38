"""The figures by day that a finding's evidence keeps, as a curve: a check, a function."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from statistics import median
from typing import Any

from bot.domain.drawable import BY_DAY
from bot.domain.finding import Finding
from bot.messages.plots import Curve, by_days
from checks.statistics.trend import Direction

FEW = 3
"""Days through which no trend is drawn."""

TOO_FAR = 4
"""A limit so many times the largest figure would flatten the curve: it is not drawn."""


def day_curve(finding: Finding) -> Curve | None:
    """None where the check keeps nothing by day, or the evidence is another version's."""
    draw = _CURVES.get(finding.check)
    try:
        return draw(finding) if draw else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _nulls(finding: Finding) -> Curve | None:
    """The share that is missing, with what is usual, its trend where it grows, and the limit."""
    shares = {day: 100 * values[0] for day, values in _kept(finding).items()}
    if not shares:
        return None
    evidence = finding.evidence
    usual, limit = _percent(evidence.get("usual")), _percent(evidence.get("limit"))
    trend = _trend(shares, finding) if evidence.get("direction") == Direction.GROWING else {}
    said = ["Share that is missing, by day", "dashed: usual" if usual is not None else ""]
    return Curve(
        what="; ".join(each for each in (*said, "yellow: its trend" if trend else "") if each),
        by_day=shares,
        expected={} if usual is None else dict.fromkeys(shares, usual),
        bad=frozenset(finding.bad),
        share=True,
        trend=trend,
        limit=limit if limit is not None and limit <= TOO_FAR * max(shares.values()) else None,
    )


def _percent(share: object) -> float | None:
    return 100.0 * share if isinstance(share, int | float) else None


def _trend(shares: Mapping[date, float], finding: Finding) -> dict[date, float]:
    """The slope that the check found, through the middle of the bad days, or of all where those are few."""
    since = [day for day in shares if finding.bad and day >= min(finding.bad)]
    days = since if len(since) >= FEW else sorted(shares)
    slope, first = float(finding.evidence["points_a_day"]), min(days)
    level = median(shares[day] - slope * (day - first).days for day in days)
    line = {day: level + slope * (day - first).days for day in days}
    return {day: value for day, value in line.items() if value >= 0}


def _counted(what: str) -> Callable[[Finding], Curve | None]:
    """What came by day, beside what was expected."""

    def curve(finding: Finding) -> Curve | None:
        said = _kept(finding)
        if not said:
            return None
        expected = {day: values[1] for day, values in said.items() if len(values) > 1}
        return Curve(
            what=f"{what}{'; dashed: expected' if expected else ''}",
            by_day={day: values[0] for day, values in said.items()},
            expected=expected,
            bad=frozenset(finding.bad),
        )

    return curve


def _repeats(finding: Finding) -> Curve | None:
    days = finding.evidence.get("days") or {}
    repeats = {date.fromisoformat(day): float(each["duplicates"]) for day, each in days.items()}
    what = "Rows that repeat a key, by day"
    return Curve(what=what, by_day=repeats, bad=frozenset(finding.bad)) if repeats else None


def _finishes(finding: Finding) -> Curve | None:
    """When each day's data was there, beside when it was due; a cross where it never was."""
    finished: dict[date, float] = {}
    due: dict[date, float] = {}
    gone: set[date] = set()
    for text, each in (finding.evidence.get("days") or {}).items():
        day, end, window = date.fromisoformat(text), each.get("finished"), each.get("due")
        midnight = datetime.fromisoformat(window or end).date() if window or end else day
        if window:
            due[day] = _hours(window, midnight)
        if end:
            finished[day] = _hours(end, midnight)
        elif each.get("ok") is False:
            gone.add(day)
    if not (finished or due):
        return None
    said = ["Finished, by day", "dashed: due" if due else "", "✕: not finished" if gone else ""]
    return Curve(
        what="; ".join(each for each in said if each),
        by_day=finished,
        expected=due,
        bad=frozenset(finding.bad),
        gone=frozenset(gone),
        clock=True,
    )


def _hours(at: str, midnight: date) -> float:
    """By the clock on the wall: an hour that is put back moves no window."""
    local = datetime.fromisoformat(at).replace(tzinfo=None)
    return (local - datetime.combine(midnight, time())).total_seconds() / 3600


def _kept(finding: Finding) -> Mapping[date, Any]:
    return by_days(finding.evidence.get(BY_DAY[finding.check]))


_CURVES: Mapping[str, Callable[[Finding], Curve | None]] = {
    "null_rate": _nulls,
    "row_count": _counted("Rows by day"),
    "rare_events": _counted("Rows with it, by day"),
    "duplicate_keys": _repeats,
    "finish_window": _finishes,
}
