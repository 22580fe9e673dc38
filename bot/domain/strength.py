"""How strong a finding is: its value over the limit from which on its check pages; 1 is at the limit."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.finding import Finding
from checks.verdict import Urgency

MOST = 1000.0
_MEASURES = ("norm", "centroid")
_PAIRS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("drift", "shift"): ("distance", "limit"),
    ("null_rate", "limit"): ("rate", "limit"),
    ("null_rate", "level"): ("jump", "jump_limit"),
    ("freshness", "age"): ("age_hours", "limit_hours"),
}
"""By check and kind: the names of value and limit in the evidence."""


def strength(finding: Finding) -> float | None:
    """The strength, from the evidence; None where no value stands beside a limit there.

    That is so of what has no size (a column that is gone, a window that was missed, values in disguise), and
    of what is said with low confidence. What pages is at its limit at least, however it got there.
    """
    if finding.evidence.get("confidence") == "low":
        return None
    found = [value / limit for value, limit in _pairs(finding) if limit > 0 and value > 0]
    if not found:
        return None
    pages = finding.urgency is Urgency.PAGE
    return min(MOST, max(1.0, *found) if pages else max(found))


def _pairs(finding: Finding) -> Iterator[tuple[float, float]]:
    evidence, kind = finding.evidence, str(finding.evidence.get("kind"))
    yield from _pair(evidence, "share", "pages_from")
    if names := _PAIRS.get((finding.check, kind)):
        yield from _pair(evidence, *names)
    if finding.check == "drift":  # of several features that moved together, the one that moved most
        for each in _mappings(evidence.get("features")):
            yield from _pair(each, "distance", "limit")
    if finding.check == "vectors" and kind in _MEASURES:
        for each in _mappings(evidence):
            yield from _pair(each, "distance", "limit")


def _pair(evidence: Mapping[str, Any], value: str, limit: str) -> Iterator[tuple[float, float]]:
    pair = evidence.get(value), evidence.get(limit)
    if all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in pair):
        yield float(pair[0] or 0), float(pair[1] or 0)


def _mappings(found: object) -> list[Mapping[str, Any]]:
    return (
        [each for each in found.values() if isinstance(each, Mapping)] if isinstance(found, Mapping) else []
    )
