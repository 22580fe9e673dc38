"""A sheet of drawings: what moved as its title, whose rows are drawn in which ink, what is left to say."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from bot.messages.drawing import INKS, POINTS, SIZE, bare, blank
from bot.messages.figures import counted
from bot.messages.text import cut, one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BEFORE, NOW = "note", "data"
"""The inks of the two sides."""
_WORDS = {BEFORE: "soft", NOW: NOW}

MARGIN = 10
TITLE, SMALL = 10.5, 9
LINE = 1.35
LETTER = 0.58
"""Of the size of a type, how wide its letters are."""
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One of two distributions: whose it is, and how many rows it has."""

    of: str
    rows: int

    @property
    def said(self) -> str:
        """The reference, 8,400 rows."""
        return f"{self.of}, {counted(self.rows, 'row')}"


class Sheet:
    """Drawn from the top to the bottom; heights are points."""

    def __init__(self, width: float, title: str, sides: Sequence[Side], body: float, foot: Sequence[str]):
        self.width = width * POINTS
        said = wrapped(one_line(title), self.width - 2 * MARGIN, TITLE, bold=True)
        keys = self._keys(sides)
        below = [part for line in foot for part in wrapped(line, self.width - 2 * MARGIN, SMALL)]
        head = len(said) * TITLE * LINE + len(keys) * SIZE * LINE + 1.6 * MARGIN
        self.height = head + body + len(below) * SMALL * LINE + MARGIN
        self.figure: Figure = blank(width, self.height / POINTS, layout=None)
        self.at = MARGIN / 2
        self._lines(said, TITLE, "ink", weight="bold")
        self.at += MARGIN / 3
        for key in keys:
            self._line(
                [part for side, ink in key for part in (("■ ", ink), (f"{side.said}   ", _WORDS[ink]))], SIZE
            )
        self._lines_below(below)

    def axes(self, height: float) -> "Axes":
        """Axes over the whole width, below what is there."""
        self.at += height
        share = self.width, self.height
        place = MARGIN / share[0], 1 - self.at / share[1], 1 - 2 * MARGIN / share[0], height / share[1]
        return bare(self.figure.add_axes(place))

    def _keys(self, sides: Sequence[Side]) -> list[list[tuple[Side, str]]]:
        """Beside each other, or below where there is no room."""
        inked = list(zip(sides, (BEFORE, NOW), strict=False))
        room = self.width - 2 * MARGIN
        beside = sum(wide(f"■ {each.said}   ", SIZE) for each in sides) <= room
        return [inked] if beside and inked else [[each] for each in inked]

    def _line(self, parts: Sequence[tuple[str, str]], size: float, weight: str = "normal") -> None:
        self.at += size * LINE
        left: float = MARGIN
        for text, ink in parts:
            self.figure.text(
                left / self.width, 1 - self.at / self.height, text, fontsize=size, color=INKS[ink],
                fontweight=weight, va="bottom", parse_math=False,
            )  # fmt: skip
            left += wide(text, size)

    def _lines(self, said: Sequence[str], size: float, ink: str, weight: str = "normal") -> None:
        for each in said:
            self._line([(each, ink)], size, weight)

    def _lines_below(self, said: Sequence[str]) -> None:
        now, self.at = self.at, self.height - MARGIN / 2 - len(said) * SMALL * LINE
        self._lines(said, SMALL, "soft")
        self.at = now + MARGIN / 2


def under(title: str, what: str, width: float, height: float) -> "tuple[Figure, Axes]":
    """A drawing with one pair of axes, that have figures on their left, under a title and what is drawn."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    room = width * POINTS - 2 * MARGIN
    said = [(each, TITLE, "ink") for each in wrapped(one_line(title), room, TITLE, bold=True)]
    said += [(each, SIZE, "soft") for each in wrapped(one_line(what), room, SIZE)]
    head = sum(size for _, size, _ in said) * LINE + MARGIN
    whole = height + head / POINTS
    drawn = blank(width, whole, layout=None)
    drawn.set_layout_engine(ConstrainedLayoutEngine(rect=(0.01, 0.01, 0.98, height / whole - 0.02)))
    down = MARGIN / 2
    for line, size, ink in said:
        down += size * LINE
        drawn.text(
            MARGIN / POINTS / width, 1 - down / POINTS / whole, line, fontsize=size, color=INKS[ink],
            fontweight="bold" if size == TITLE else "normal", va="bottom", parse_math=False, in_layout=False,
        )  # fmt: skip
    return drawn, bare(drawn.add_subplot())


def wide(text: str, size: float) -> float:
    """About how wide a text is, in points."""
    return sum(map(_letters, text)) * size * LETTER


def _letters(character: str) -> float:
    """How many letters one is as wide as."""
    if east_asian_width(character) in "WF":
        return 2.1
    return 1.75 if character in "mwMW@%" else 1.15 if character.isupper() else 1


def fitting(text: str, room: float, size: float) -> str:
    """The text, cut where it has no room."""
    said = one_line(text)
    while len(said) > 1 and wide(said, size) > room:
        said = cut(said, len(said) - 1)
    return said


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text on as many lines as it needs, a few at most; backticks are for what knows code."""
    letters = max(10, int(room / (size * LETTER * (1.12 if bold else 1))))
    found = textwrap.wrap(
        text.replace("`", ""), letters, max_lines=MOST_LINES, placeholder=" …", break_on_hyphens=False
    )
    return [cut(each, letters + 4) for each in found]
