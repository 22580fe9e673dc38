"""Where nobody said what a wrong unit costs, the ranking says by what it goes instead."""

from collections.abc import Iterable

from bot.domain.finding import Finding
from bot.domain.wording import is_unpriced

_SHOWN = 5


def unpriced(findings: Iterable[Finding]) -> str:
    """One line of plain text that names the pipelines; empty where everything has a price."""
    names = sorted({each.pipeline for each in findings if is_unpriced(each)})
    if not names:
        return ""
    left = len(names) - _SHOWN
    listed = ", ".join(names[:_SHOWN]) + (f" … and {left:,} more" if left > 0 else "")
    return f"no price is declared for {listed}: there the share and what is fed decide (key cost)"
