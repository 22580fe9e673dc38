"""What a message says of the focus: since when it is, and why it stays though something ranks higher."""

from bot.domain.focus import Focus
from bot.messages.figures import day
from bot.messages.text import dotted, sentence

_LINE = 500


def focus_line(focus: Focus | None) -> str:
    """Focus since Wed 18 Nov · stays this week's focus: `x` ranks higher, but …; empty where it is none."""
    if focus is None:
        return ""
    return dotted(f"Focus since {day(focus.since)}", sentence(focus.stays, _LINE))
