"""What was taken for granted to answer a question: said above the answer, so that nobody is misled."""

from collections.abc import Sequence
from dataclasses import replace

from bot.messages.blocks import context
from bot.messages.message import SlackMessage
from bot.messages.text import NOTIFICATION, code, cut


def with_taken(message: SlackMessage, notes: Sequence[str]) -> SlackMessage:
    """The message below these notes, which are escaped already."""
    said = " ".join(notes)
    if not said:
        return message
    if not message.blocks:
        return replace(message, text=cut(f"{said}\n{message.text}", NOTIFICATION))
    return replace(message, blocks=[context(said), *message.blocks])


def as_name(word: str, name: str) -> str:
    """A word that was taken for a name: I take `flihgts` for `flights`."""
    return f"I take {code(word)} for {code(name)}."


def either_half(shown: str, other: str) -> str:
    """An hour of which nobody said whether it is before noon."""
    return f"I take that for {shown}; say `{other}` if you mean the other half of the day."
