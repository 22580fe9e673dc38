"""docs/gallery.md, written from the catalogue: a chapter a heading, a state a line and its picture."""

from itertools import groupby
from pathlib import Path

from tests.gallery.states import CHAPTERS, State, states

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = DOCS / "gallery"
INTRODUCTION = """# Gallery

What Oakum says, and when you see it. A test makes the pictures, in the [sandbox](how-it-fits-together.md)
that stands in for Slack, with the very functions that make the messages; the words in them are those of a
pipeline of flights. Some answers are a line of text and have no picture.

`OAKUM_SCREENSHOT=1 make test ARGS="tests/browser/test_gallery.py tests/gallery"` makes them anew.
"""


def pictured() -> list[State]:
    """The states that have a picture, in the order of the page."""
    return [each for each in states().values() if each.is_pictured]


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
