"""How many rows a finding counts: all that fail, or of what fails at all times those beyond the usual."""

from bot.domain.finding import Finding
from checks.verdict import ROWS

_SEGMENTS = "rates"
"""What `null_rate` says of levels of a segment, instead of counts."""
_COUNTED_WHOLE = ("disguised", "blank")
"""Kinds of `null_rate` that are about one value, and count every row that holds it."""


def affected(finding: Finding, when: str = "") -> str:
    """47 of 205 rows; of nulls that there always were, about 47 more of 205 rows than usual."""
    of = f"{finding.volume:,} {finding.unit}{when}"
    if is_beyond_usual(finding):
        return f"about {finding.affected:,} more of {of} than usual"
    return f"{finding.affected:,} of {of}"


def is_beyond_usual(finding: Finding) -> bool:
    """Whether it counts only what is more than usual: so do nulls, unless there were none before."""
    if finding.check != "null_rate" or finding.evidence.get("kind") in _COUNTED_WHOLE:
        return False
    missing = _missing(finding)
    return _SEGMENTS in finding.evidence if missing is None else missing > finding.affected


def rows_failing(finding: Finding) -> tuple[int, bool]:
    """How many rows fail, and whether these are all: of several bad days only the newest is counted, of a
    segment only those beyond the usual."""
    missing = _missing(finding) if is_beyond_usual(finding) else 0
    counted = finding.affected if finding.unit == ROWS else 0
    all_known = missing is not None and len(finding.bad) < 2
    return max(counted, missing or 0, len(finding.rows)), all_known


def _missing(finding: Finding) -> int | None:
    """All that is missing in the newest partition, where the evidence tells."""
    counts = [finding.evidence.get(name, 0) for name in ("nulls", "nan", "empty")]
    known = [each for each in counts if isinstance(each, int)]
    return sum(known) if "nulls" in finding.evidence and len(known) == len(counts) else None
