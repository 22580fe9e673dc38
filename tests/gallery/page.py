"""docs/gallery.md, written from the catalogue: a chapter a heading, a state a line and its picture."""

from collections.abc import Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path

from bot.messages.blocks import section
from bot.messages.message import SlackMessage
from tests.gallery.states import CHAPTERS, LINES, State, Text, states

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = DOCS / "gallery"
INTRODUCTION = """# Gallery

What Oakum says, and when you see it. A test makes the pictures, in the [sandbox](how-it-fits-together.md)
that stands in for Slack, with the very functions that make the messages; the words in them are those of a
pipeline of flights. Answers that are a line of text share a picture, each below what it answers.

`OAKUM_SCREENSHOT=1 make test ARGS="tests/browser/test_gallery.py tests/gallery"` makes them anew.
"""


def pictured() -> list[State]:
    """The states that have a picture of their own, and a sheet for each chapter of lines, in their order."""
    found: list[State] = []
    for chapter, those in groupby(states().values(), lambda each: each.chapter):
        of_it = list(those)
        found += [sheet(chapter, of_it)] if chapter in LINES else of_it
    return found


def sheet(chapter: str, lines: Sequence[State]) -> State:
    """All answers of a chapter on one sheet, each quoted as its renderer wrote it, below what it answers."""

    def make(text: Text) -> SlackMessage:
        blocks = [section(f"{each.caption}\n&gt; {_line(each.make(text))}") for each in lines]
        return SlackMessage(text=CHAPTERS[chapter], blocks=blocks)

    return State(f"lines-{chapter}", chapter, str(import_module(f"tests.gallery.{chapter}").__doc__), make)


def _line(said: object) -> str:
    assert isinstance(said, SlackMessage)
    is_line = not said.blocks and "\n" not in said.text
    assert is_line, f"{said.text!r} is more than a line: it wants a picture of its own"
    return said.text


def picture_of(name: str) -> Path:
    """Where the picture of a state lies."""
    return PICTURES / f"{name}.png"


def written() -> str:
    """The page as it should be."""
    parts = [INTRODUCTION]
    for chapter, found in groupby(pictured(), lambda each: each.chapter):
        parts.append(f"## {CHAPTERS[chapter]}\n")
        parts += [f"{each.caption}\n\n![{_alt(each)}](gallery/{each.name}.png)\n" for each in found]
    return "\n".join(parts)


def _alt(state: State) -> str:
    """For those who cannot see the picture: its name in words; the line above says when one sees it."""
    return state.name.replace("-", " ").capitalize()
