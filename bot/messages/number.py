"""The daily line about the first number: one message a pipeline, edited in place, which rings nobody."""

from bot.domain.number import DailyNumber
from bot.domain.number_intent import NumberPost, NumberUpdate
from bot.messages.blocks import context, section
from bot.messages.figures import counted, day
from bot.messages.message import Block, SlackMessage
from bot.messages.text import NOTIFICATION, code, cut, dotted, sentence

SIGNS = {True: "🟢", False: "🔴", None: "⚪"}


def number_message(intent: NumberPost | NumberUpdate) -> SlackMessage:
    """The number, its day, how long it has been quiet; after two quiet weeks, what to watch next."""
    number = intent.number
    where = code(f"{number.table}.{number.column}")
    quiet = f"quiet for {counted(number.quiet, 'day')}" if number.ok and number.quiet else ""
    said = f"{sentence(number.said, 120)} missing on {day(number.day)}" if number.said else "not known"
    line = dotted(f"{SIGNS[number.ok]} *{where}*", said, quiet)
    blocks: list[Block] = [section(line)]
    if number.proposed:
        blocks.append(context(_proposal(number)))
    return SlackMessage(text=cut(line, NOTIFICATION), blocks=blocks)


def _proposal(number: DailyNumber) -> str:
    line = code(f"{number.proposed}: {{null_rate: true}}", 120)
    why = f" Why this one: {sentence(number.why, 250)}." if number.why else ""
    add = f"Under `columns` of {code(number.table)} add {line}."
    return f"Two quiet weeks: time for a second number. {add}{why}"
