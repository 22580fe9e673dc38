"""What the calendar says of a finding."""

from bot.domain.finding import Finding
from bot.messages.text import cut, one_line


def calendar(finding: Finding) -> str:
    """Only on Mondays: 4 of 4 Mondays, 0 of 24 other days; unescaped, empty where it says nothing."""
    said = cut(one_line(finding.evidence.get("calendar") or ""), 200)
    return said[:1].upper() + said[1:]
