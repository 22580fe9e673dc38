"""What moved of a feature that drifted, in one line: its quantiles or its levels, and where most of it is."""

from bot.domain.finding import Finding
from bot.messages.text import one_line
from checks.figures import percent

SHOWN = "="
"""Names of levels that may be told begin so."""


def what_moved(finding: Finding) -> str:
    """Moved, in sd: 5% +0.10, 50% +0.40; most in country = DE: +0.90 sd. Empty of what is no shift."""
    evidence = finding.evidence
    if finding.check != "drift" or evidence.get("kind") != "shift":
        return ""
    try:
        moved = ", ".join(f"{at} {by:+.2f}" for at, by in (evidence.get("moved_sd") or {}).items())
        levels = ", ".join(_level(name, *shares) for name, shares in (evidence.get("levels") or {}).items())
    except (AttributeError, TypeError, ValueError):
        return ""  # evidence kept by another version: the finding is told all the same
    segment = f"most in {evidence['segment']}" if evidence.get("segment") else ""
    said = [f"moved, in sd: {moved}" if moved else "", f"moved: {levels}" if levels else "", segment]
    return one_line("; ".join(each for each in said if each))


def _level(name: str, before: float, now: float) -> str:
    told = name[1:] if name.startswith(SHOWN) else "rare levels" if not name.startswith("#") else "a level"
    return f"{told} {percent(before)} → {percent(now)}"
