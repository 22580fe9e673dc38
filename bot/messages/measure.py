"""The number of a finding beside what is usual, as two short phrases. Reads the evidence of the checks."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.domain.affected import is_beyond_usual
from bot.domain.finding import Finding
from bot.messages.figures import number
from bot.messages.text import escape
from checks.figures import percent

Measure = tuple[str, str]


def measure(finding: Finding) -> Measure:
    """What is, and what should be. Where the evidence lacks the figures: the affected share."""
    reader = _READERS.get(finding.check)
    try:
        said = reader(finding.evidence) if reader else None
    except (ArithmeticError, AttributeError, LookupError, StopIteration, TypeError, ValueError):
        said = None  # evidence kept by another version: the finding is told all the same
    return said or _share(finding)


def _share(finding: Finding) -> Measure:
    if not finding.volume:
        return "", ""
    beyond = "beyond the usual" if is_beyond_usual(finding) else ""
    return f"{percent(finding.affected_share)} of {number(finding.volume)} {finding.unit}", beyond


def _null_rate(evidence: Mapping[str, Any]) -> Measure:
    empty = evidence["nulls"] + evidence.get("nan", 0) + evidence.get("empty", 0)
    usual = evidence.get("usual")
    return f"{percent(empty / evidence['rows'])} null", "" if usual is None else f"usually {percent(usual)}"


def _rows(evidence: Mapping[str, Any]) -> Measure:
    return f"{number(evidence['rows'])} rows", f"{number(evidence['expected'])} expected"


def _duplicates(evidence: Mapping[str, Any]) -> Measure:
    return f"{number(evidence['duplicates'])} rows with a repeated key", "should be none"


def _finish(evidence: Mapping[str, Any]) -> Measure:
    days = list(evidence["days"].values())
    missed = sum(day["ok"] is False for day in days)  # None where nobody knows
    newest = next(day for day in reversed(days) if day["ok"] is False)
    said = newest["said"] if newest.get("status") == "never finished" else f"finished {newest['said']}"
    due = f"due {datetime.fromisoformat(newest['due']):%H:%M}, " if newest.get("due") else ""
    return escape(said), f"{due}{len(days) - missed} of {len(days)} days in time"


def _drift(evidence: Mapping[str, Any]) -> Measure:
    if evidence.get("kind", "shift") != "shift":
        raise KeyError("the share of the rows says more")
    return f"distance {number(evidence['distance'])}", f"limit {number(evidence['limit'])}"


def _rare(evidence: Mapping[str, Any]) -> Measure:
    return f"{number(evidence['seen'])} events", f"{number(evidence['expected'])} expected"


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Measure]] = {
    "null_rate": _null_rate,
    "row_count": _rows,
    "duplicate_keys": _duplicates,
    "finish_window": _finish,
    "drift": _drift,
    "rare_events": _rare,
}
