"""How the words behind `/pipeline` are understood: which pipeline and incident, and what to type instead."""

from dataclasses import dataclass
from difflib import get_close_matches

from bot.messages.text import code, listing, more
from bot.slack.desk import Desk

_NUMBERS = 10


class Misunderstood(Exception):  # noqa: N818 - an answer to a person, not an error of ours
    """What was typed makes no sense; the text says what to type instead."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and the pipeline whose channel they are in."""

    name: str
    here: str | None = None
    member: str = ""
    """Their id in Slack, where a name is not enough."""


def suggestion(word: str, known: list[str], way: str = "") -> str:
    """What may have been meant; otherwise what is known, with the `way` to see all of it."""
    close = get_close_matches(word, known, n=1)
    return f"Did you mean {code(close[0])}?" if close else f"I know {listing(known, 10, way)}."


def pipelines(desk: Desk, name: str) -> list[str]:
    """The named pipeline, or all."""
    known = list(desk.pipelines)
    if name and name not in known:
        raise Misunderstood(f"There is no pipeline {code(name)}. {suggestion(name, known)}")
    return [name] if name else known


def one_pipeline(desk: Desk, name: str) -> str:
    """The named pipeline; where there is only one it need not be named."""
    names = pipelines(desk, name)
    if not names:
        raise Misunderstood("No pipeline is declared yet.")
    if len(names) > 1:
        raise Misunderstood(f"Which pipeline? I watch {listing(names, 10)}.")
    return names[0]


def incident_number(desk: Desk, word: str) -> int:
    """The number of an incident; where only one is open it need not be said."""
    text = word.removeprefix("#").removeprefix("no.").strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    open_ = [each.id for answer in desk.bulletins() for each in answer.incidents]
    if not text and len(open_) == 1:
        return open_[0]
    if not open_:
        raise Misunderstood("Nothing is open.")
    numbers = ", ".join(map(str, open_[:_NUMBERS]))
    if len(open_) > _NUMBERS:
        numbers += f" {more(len(open_) - _NUMBERS)}"
    said = f"{code(word)} is no number." if text else "Which one?"
    raise Misunderstood(f"{said} Open are: {numbers}. Ask `/pipeline findings` what they are.")
