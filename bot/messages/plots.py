"""Plots with days on their axis: what stood when, and a number by day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from bot.messages import drawing
from bot.messages.drawing import INKS, POINTS, SIZE, WIDE
from bot.messages.marks import PATCH, Mark, height, marked, place_of
from bot.messages.sheet import under
from bot.messages.text import cut, one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LONG = 120
"""Days from which on months are named."""

BAR = 0.36
"""Inches from one bar to the next."""

FAR = 20
"""A figure so many times the middle one makes the axis one of tens."""

ROOM = 0.3
"""So much of the height of the figures is left free above them."""

LEAST, MOST = 1e-200, 1e200
"""Beyond these are no tens that could be drawn, nor below zero."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that stood from one day to another (both included), and how loud it was."""

    label: str
    first: date
    last: date
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A number by day, and perhaps what was expected; `bad` are the days that are pointed out.

    A `trend` and a `limit` may be drawn through it; `gone` are days of which there is no number. `clock`
    says that the number is a time of day, in hours after midnight.
    """

    what: str
    by_day: Mapping[date, float]
    expected: Mapping[date, float] = field(default_factory=dict)
    bad: frozenset[date] = frozenset()
    share: bool = False
    trend: Mapping[date, float] = field(default_factory=dict)
    limit: float | None = None
    gone: frozenset[date] = frozenset()
    clock: bool = False

    @property
    def days(self) -> list[date]:
        """Every day that is drawn, the oldest first."""
        return sorted({*self.by_day, *self.expected, *self.gone})

    @property
    def is_by_tens(self) -> bool:
        """Whether one figure is so far from the others that beside it they would all lie on the ground."""
        values = [*self.by_day.values(), *self.expected.values()]
        return (
            bool(values)
            and not self.clock
            and min(values) > LEAST
            and FAR * median(values) < max(values) < MOST
        )

    @property
    def caption(self) -> str:
        """What it shows, and how its axis is to be read."""
        return f"{self.what}; the axis is logarithmic" if self.is_by_tens else self.what


def timeline(
    bars: Sequence[Bar], marks: Sequence[Mark], span: tuple[date, date], width: float, alt: str
) -> str:
    """Bars one below the other, the marks across all of them."""
    above = 1.1 + height(marks, span, width) / (BAR * POINTS)
    figure, axes = drawing.figure(width, 0.4 + BAR * (max(len(bars), 1) + above))
    for at, bar in enumerate(bars):
        days = (bar.last - bar.first).days + 1
        least = max(1, (span[1] - span[0]).days // 160)  # a bar of one day in a year would not be seen
        axes.barh(at, max(days, least), left=place_of(bar.first), height=0.42, color=INKS[bar.tone])
        _label(axes, bar, at, span, width)
    axes.set_ylim(max(len(bars), 1) - 0.35, -above)
    axes.set_yticks([])
    axes.set_xlim(place_of(span[0]), place_of(span[1]) + 1)
    marked(axes, marks, span, width)
    _dated(axes, span, width)
    return drawing.element(figure, alt)


def _label(axes: "Axes", bar: Bar, at: int, span: tuple[date, date], width: float) -> None:
    """Above the bar, to its right or, where there is no room, to its left."""
    room = 90 if width == WIDE else 42
    late = (bar.first - span[0]).days > 0.5 * (span[1] - span[0]).days
    place, side = (bar.last + timedelta(days=1), "right") if late else (bar.first, "left")
    axes.annotate(
        cut(one_line(bar.label), room), (place_of(place), at - 0.3), ha=side, va="bottom", fontsize=SIZE,
        color=INKS["ink"], annotation_clip=False, in_layout=False, parse_math=False, bbox=PATCH,
    )  # fmt: skip


def curve(said: Curve, marks: Sequence[Mark], width: float, alt: str) -> str:
    """A number by day, as an element of a page."""
    return drawing.element(curve_figure(said, marks, width), alt)


def curve_figure(said: Curve, marks: Sequence[Mark], width: float, title: str = "") -> "Figure":
    """A number by day, with what was expected as a broken line and the bad days pointed out."""
    if title:
        figure, axes = under(title, said.caption, width, 2.3)
    else:
        figure, axes = drawing.figure(width, 2.3)
    _line(axes, said.by_day, color=INKS["data"], linewidth=1.6, marker="o", markersize=2.6)
    _line(axes, said.expected, color=INKS["soft"], linewidth=1.1, linestyle=(0, (4, 3)))
    _line(axes, said.trend, color=INKS["ticket"], linewidth=1.6, alpha=0.8)
    bad = {day: value for day, value in said.by_day.items() if day in said.bad}
    _line(axes, bad, color=INKS["page"], linestyle="none", marker="o", markersize=4.6)
    every = [*said.days, *(each.day for each in marks)]
    span = min(every), max(every)
    axes.set_xlim(place_of(span[0]) - 0.6, place_of(span[1]) + 0.6)
    marked(axes, marks, span, width)
    _dated(axes, span, width)
    _counted(axes, said)
    _limited(axes, said)
    _gone(axes, said.gone)
    return figure


def _line(axes: "Axes", by_day: Mapping[date, float], **style: Any) -> None:
    days = sorted(by_day)
    axes.plot([place_of(day) for day in days], [by_day[day] for day in days], **style)


def _limited(axes: "Axes", said: Curve) -> None:
    """The limit with its figure above it, on the left, where a curve that grows has not come to."""
    if said.limit is None:
        return
    axes.axhline(said.limit, color=INKS["page"], linewidth=1.0, linestyle=(0, (1, 2)))
    axes.annotate(
        f"limit {_told(said, said.limit)}", (0, said.limit), xycoords=axes.get_yaxis_transform(),
        xytext=(3, 2), textcoords="offset points", fontsize=SIZE, color=INKS["page"], va="bottom",
        in_layout=False, parse_math=False,
    )  # fmt: skip


def _gone(axes: "Axes", days: Collection[date]) -> None:
    """A cross on the ground, whatever the scale."""
    axes.plot(
        [place_of(day) for day in sorted(days)], [0.04] * len(days), transform=axes.get_xaxis_transform(),
        color=INKS["page"], linestyle="none", marker="x", markersize=6, markeredgewidth=1.8,
    )  # fmt: skip


def by_days(said: object) -> dict[date, Sequence[float]]:
    """Evidence by day as checks write it: a number, or a number and what was expected."""
    found: dict[date, Sequence[float]] = {}
    for day, value in said.items() if isinstance(said, Mapping) else ():
        values = value if isinstance(value, list | tuple) else [value]
        if values and all(isinstance(each, int | float) for each in values):
            found[date.fromisoformat(str(day))] = [float(each) for each in values]
    return found


def _dated(axes: "Axes", span: tuple[date, date], width: float) -> None:
    """Days with their month; over many months the months, each January with its year."""
    from matplotlib.ticker import FixedLocator, FuncFormatter

    days = [span[0] + timedelta(days=at) for at in range((span[1] - span[0]).days + 1)]
    most = 9 if width == WIDE else 4
    long = len(days) > LONG
    units = [day for day in days if day.day == 1] if long else days
    step = -(-len(units) // most)
    axes.xaxis.set_major_locator(FixedLocator([place_of(day) for day in units[::step]]))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda at, _: _called(date(1970, 1, 1) + timedelta(days=at), long))
    )


def _called(day: date, long: bool) -> str:
    return f"{day:%b}\n{day.year}" if long and day.month == 1 else f"{day:%b}" if long else f"{day:%-d %b}"


def _counted(axes: "Axes", said: Curve) -> None:
    """From zero, or by tens; above the figures there is room for the words of marks."""
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

    limit = () if said.limit is None else (said.limit,)
    values = [*said.by_day.values(), *said.expected.values(), *limit] or [0.0]
    low, top = min(values), max(values)
    if said.is_by_tens:
        axes.set_yscale("log")
        axes.set_ylim(low / 2, top * (2 * top / low) ** ROOM)
        axes.yaxis.set_major_locator(LogLocator(numticks=5))
        axes.yaxis.set_minor_locator(NullLocator())
    elif said.clock:  # a time of day is not so much: it does not begin at zero
        room = max(1.0, top - low)
        axes.set_ylim(low - ROOM * room, top + ROOM * room)
        axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 3, 6, 10]))
    else:
        axes.set_ylim(min(0.0, low), top * (1 + ROOM) if top > 0 else 1.0)
        axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _told(said, value)))
    axes.grid(axis="y", color=INKS["line"], linewidth=0.6)
    axes.set_axisbelow(True)


def _told(said: Curve, value: float) -> str:
    if said.clock:
        return clock(value)
    return f"{value:.3g}%" if said.share else f"{value:,.6g}"


def clock(hours: float) -> str:
    """Hours after midnight as a time of day: 06:30; 02:00 (+1) is that of the next day."""
    days, minutes = divmod(round(hours * 60), 24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f" ({days:+})" if days else "")
