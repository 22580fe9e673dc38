"""What a message says of the focus: since when it is, and why it stays though something ranks higher."""

from bot.domain.focus import Focus
from bot.messages.figures import day
from bot.messages.text import dotted, sentence

_LINE = 500


def focus_line(focus: Focus | None) -> str:
    """Focus since Wed 18 Nov, chosen by maria · stays …: `x` ranks higher; empty where it is none."""
    if focus is None:
        return ""
    chosen = f", chosen by {sentence(focus.who, 80)}" if focus.who else ""
    return dotted(f"📌 Focus since {day(focus.since)}{chosen}", sentence(focus.stays, _LINE))
