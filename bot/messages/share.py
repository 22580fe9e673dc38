"""An answer that the whole channel is to see."""

from dataclasses import replace

from bot.messages.blocks import context, section
from bot.messages.message import SlackMessage
from bot.messages.surroundings import named
from bot.messages.text import code

_MOST_BLOCKS = 49


def signed(message: SlackMessage, who: str, asked: str) -> SlackMessage:
    """The answer, with who asked for it to be shown and what they typed."""
    note = context(f"{named(who)} asked {code(f'/pipeline {asked}', 120)} and shared the answer")
    blocks = list(message.blocks) or [section(message.text)]
    return replace(message, blocks=[*blocks[:_MOST_BLOCKS], note])
