"""Plots with days on their axis: what stood when, and a number by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.messages import drawing
from bot.messages.drawing import INKS, POINTS, SIZE, WIDE
from bot.messages.sheet import under
from bot.messages.text import cut, one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LONG = 120
"""Days from which on months are named."""

_PATCH = {"facecolor": INKS["card"], "edgecolor": "none", "pad": 1}
"""Behind a word, so that no line goes through it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that stood from one day to another (both included), and how loud it was."""

    label: str
    first: date
    last: date
    tone: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day with a word, drawn as a line across."""

    day: date
    word: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A number by day, and perhaps what was expected; `bad` are the days that are pointed out."""

    what: str
    by_day: Mapping[date, float]
    expected: Mapping[date, float] = field(default_factory=dict)
    bad: frozenset[date] = frozenset()
    share: bool = False


def timeline(
    bars: Sequence[Bar], marks: Sequence[Mark], span: tuple[date, date], width: float, alt: str
) -> str:
    """Bars one below the other, the marks across all of them."""
    figure, axes = drawing.figure(width, 1.1 + 0.36 * max(len(bars), 1))
    for at, bar in enumerate(bars):
        days = (bar.last - bar.first).days + 1
        least = max(1, (span[1] - span[0]).days // 160)  # a bar of one day in a year would not be seen
        axes.barh(at, max(days, least), left=_number(bar.first), height=0.42, color=INKS[bar.tone])
        _label(axes, bar, at, span, width)
    axes.set_ylim(max(len(bars), 1) - 0.35, -2)
    axes.set_yticks([])
    axes.set_xlim(_number(span[0]), _number(span[1]) + 1)
    _marked(axes, marks, span, width)
    _dated(axes, span, width)
    return drawing.element(figure, alt)


def _label(axes: "Axes", bar: Bar, at: int, span: tuple[date, date], width: float) -> None:
    """Above the bar, to its right or, where there is no room, to its left."""
    room = 90 if width == WIDE else 42
    late = (bar.first - span[0]).days > 0.5 * (span[1] - span[0]).days
    place, side = (bar.last + timedelta(days=1), "right") if late else (bar.first, "left")
    axes.annotate(
        cut(one_line(bar.label), room), (_number(place), at - 0.3), ha=side, va="bottom", fontsize=SIZE,
        color=INKS["ink"], annotation_clip=False, in_layout=False, parse_math=False, bbox=_PATCH,
    )  # fmt: skip


def curve(said: Curve, marks: Sequence[Mark], width: float, alt: str) -> str:
    """A number by day, as an element of a page."""
    return drawing.element(curve_figure(said, marks, width), alt)


def curve_figure(said: Curve, marks: Sequence[Mark], width: float, title: str = "") -> "Figure":
    """A number by day, with what was expected as a broken line and the bad days pointed out."""
    if title:
        figure, axes = under(title, said.what, width, 2.3)
    else:
        figure, axes = drawing.figure(width, 2.3)
    days = sorted(said.by_day)
    axes.plot(
        [_number(day) for day in days], [said.by_day[day] for day in days],
        color=INKS["data"], linewidth=1.6, marker="o", markersize=2.6,
    )  # fmt: skip
    expected = sorted(said.expected)
    axes.plot(
        [_number(day) for day in expected], [said.expected[day] for day in expected],
        color=INKS["soft"], linewidth=1.1, linestyle=(0, (4, 3)),
    )  # fmt: skip
    bad = [day for day in days if day in said.bad]
    axes.plot(
        [_number(day) for day in bad], [said.by_day[day] for day in bad],
        color=INKS["page"], linestyle="none", marker="o", markersize=4.6,
    )  # fmt: skip
    values = [*said.by_day.values(), *said.expected.values()]
    top = max(values, default=1.0)
    axes.set_ylim(min(0.0, *values) if values else 0.0, top * 1.3 if top > 0 else 1.0)
    span = min([*days, *(each.day for each in marks)]), max([*days, *(each.day for each in marks)])
    axes.set_xlim(_number(span[0]) - 0.6, _number(span[1]) + 0.6)
    _marked(axes, marks, span, width)
    _dated(axes, span, width)
    _counted(axes, said.share)
    return figure


def by_days(said: object) -> dict[date, Sequence[float]]:
    """Evidence by day as checks write it: a number, or a number and what was expected."""
    found: dict[date, Sequence[float]] = {}
    for day, value in said.items() if isinstance(said, Mapping) else ():
        values = value if isinstance(value, list | tuple) else [value]
        if values and all(isinstance(each, int | float) for each in values):
            found[date.fromisoformat(str(day))] = [float(each) for each in values]
    return found


def _marked(axes: "Axes", marks: Sequence[Mark], span: tuple[date, date], width: float) -> None:
    """Words stand beside their line, where there is more room; those that would meet, one below the other."""
    days = max(1, (span[1] - span[0]).days)
    taken: list[tuple[int, float, float]] = []
    for mark in sorted(marks, key=lambda each: each.day):
        style = "solid" if mark.tone == "outage" else (0, (2, 2))
        axes.axvline(_number(mark.day), color=INKS[mark.tone], linewidth=1.4, linestyle=style, zorder=0.5)
        left = (mark.day - span[0]).days < days / 2
        at, long = (mark.day - span[0]).days / days * width * POINTS, len(mark.word) * SIZE * 0.68 + 8
        start, end = (at, at + long) if left else (at - long, at)
        row = next(
            row
            for row in range(len(marks))
            if not any(row == r and start < e and b < end for r, b, e in taken)
        )
        taken.append((row, start, end))
        axes.annotate(
            mark.word, (_number(mark.day), 1), xycoords=("data", "axes fraction"), fontsize=SIZE,
            xytext=(4 if left else -4, -1 - row * SIZE * 1.3), textcoords="offset points",
            ha="left" if left else "right", va="top", fontweight="bold", color=INKS[mark.tone],
            in_layout=False, parse_math=False, bbox=_PATCH,
        )  # fmt: skip


def _dated(axes: "Axes", span: tuple[date, date], width: float) -> None:
    """Days with their month; over many months the months, each January with its year."""
    from matplotlib.ticker import FixedLocator, FuncFormatter

    days = [span[0] + timedelta(days=at) for at in range((span[1] - span[0]).days + 1)]
    most = 9 if width == WIDE else 4
    long = len(days) > LONG
    units = [day for day in days if day.day == 1] if long else days
    step = -(-len(units) // most)
    axes.xaxis.set_major_locator(FixedLocator([_number(day) for day in units[::step]]))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda at, _: _called(date(1970, 1, 1) + timedelta(days=at), long))
    )


def _called(day: date, long: bool) -> str:
    return f"{day:%b}\n{day.year}" if long and day.month == 1 else f"{day:%b}" if long else f"{day:%-d %b}"


def _counted(axes: "Axes", share: bool) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:.3g}%" if share else f"{value:,.6g}")
    )
    axes.grid(axis="y", color=INKS["line"], linewidth=0.6)
    axes.set_axisbelow(True)


def _number(day: date) -> float:
    """Days since 1970, which is how Matplotlib counts them."""
    return float((day - date(1970, 1, 1)).days)
