"""Which columns' values are not told because they do not say `share: true`: said once below the findings."""

import re
from collections.abc import Iterable, Iterator

from bot.domain.finding import Finding
from bot.messages.moved import what_moved

HASHED = "#"
_STANDS_FOR = re.compile(r"(\S+) #[0-9a-f]{8}\b")
"""`country #1f3c0a2b`: how a level of a segment is told whose name must not be."""


def unshared(findings: Iterable[Finding]) -> str:
    """What would show the values that these findings are about; empty where all are told."""
    hidden = dict.fromkeys(f"`{each.table}.{name}`" for each in findings for name in _hidden(each))
    if not hidden:
        return ""
    return f"the values of {', '.join(hidden)} are not shown: write `share: true` at a column to see them"


def _hidden(finding: Finding) -> Iterator[str]:
    told = f"{finding.title} {finding.segment or ''} {what_moved(finding)}"
    yield from (name.strip("`(") for name in _STANDS_FOR.findall(told) if name != "=")
    levels = finding.evidence.get("levels")
    named = [finding.evidence.get("level"), *(levels if isinstance(levels, dict) else ())]
    if isinstance(finding.column, str) and any(str(each).startswith(HASHED) for each in named):
        yield finding.column
