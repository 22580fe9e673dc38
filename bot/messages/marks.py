"""Days with a word across a plot: each line ends at its word, so that no word lies across another's line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.messages.drawing import INKS, POINTS, SIZE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PATCH = {"facecolor": INKS["card"], "edgecolor": "none", "pad": 1}
"""Behind a word, so that no line goes through it."""

LINE = SIZE * 1.3
LETTER, BESIDE = SIZE * 0.68, 8
"""Points: how high a line of words is, how wide about a bold letter, and what is left free beside a word."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day with a word, drawn as a line across."""

    day: date
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class _Flag:
    """A mark with its word, so many rows above the lowest, and how wide both are."""

    mark: Mark
    row: int
    is_right: bool
    start: float
    end: float


def place_of(day: date) -> float:
    """Days since 1970, which is how Matplotlib counts them."""
    return float((day - date(1970, 1, 1)).days)


def height(marks: Sequence[Mark], span: tuple[date, date], width: float) -> float:
    """The points that the words take, one above the other."""
    return LINE * max((each.row + 1 for each in _flags(marks, span, width)), default=0)


def marked(axes: "Axes", marks: Sequence[Mark], span: tuple[date, date], width: float) -> None:
    """Words stand beside their line, where there is more room; those that would meet, one above the other."""
    flags = list(_flags(marks, span, width))
    top = max((each.row for each in flags), default=0)
    for each in flags:
        _drawn(axes, each, (top - each.row) * LINE)


def _flags(marks: Sequence[Mark], span: tuple[date, date], width: float) -> Iterator[_Flag]:
    """From the middle outwards words point away from the lines to come; a word that reaches over a line that
    stands already is put above the end of that line."""
    days = max(1, (span[1] - span[0]).days)
    placed: list[_Flag] = []
    early = [each for each in marks if (each.day - span[0]).days < days / 2]
    late = [each for each in marks if each not in early]
    for is_right, half in ((True, early), (False, late)):
        for mark in sorted(half, key=lambda each: each.day, reverse=is_right):
            at, long = (mark.day - span[0]).days / days * width * POINTS, len(mark.word) * LETTER + BESIDE
            start, end = (at, at + long) if is_right else (at - long, at)
            under = [each.row for each in placed if start <= each.end and each.start <= end]
            placed.append(_Flag(mark, max(under, default=-1) + 1, is_right, start, end))
            yield placed[-1]


def _drawn(axes: "Axes", flag: _Flag, down: float) -> None:
    from matplotlib.transforms import ScaledTranslation

    mark, left = flag.mark, flag.is_right
    figure = axes.get_figure()
    assert figure is not None
    lower = axes.get_xaxis_transform() + ScaledTranslation(0, -down / POINTS, figure.dpi_scale_trans)
    line = {
        "arrowstyle": "-", "color": INKS[mark.tone], "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0,
        "linestyle": "solid" if mark.tone == "outage" else (0, (2, 2)),
    }  # fmt: skip
    axes.annotate(
        "", (place_of(mark.day), 0), xycoords=axes.get_xaxis_transform(), xytext=(place_of(mark.day), 1),
        textcoords=lower, arrowprops=line, zorder=0.5, in_layout=False,
    )  # fmt: skip
    axes.annotate(
        mark.word, (place_of(mark.day), 1), xycoords=lower, fontsize=SIZE,
        xytext=(4 if left else -4, -1), textcoords="offset points",
        ha="left" if left else "right", va="top", fontweight="bold", color=INKS[mark.tone],
        in_layout=False, parse_math=False, bbox=PATCH,
    )  # fmt: skip
