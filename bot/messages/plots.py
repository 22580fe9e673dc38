"""Plots as SVG text without scripts, in the colours of the page that they stand in, light or dark.

Matplotlib is imported late: it takes half a second that other commands do not pay.
"""

import io
import logging
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from bot.messages.text import cut, one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INKS: Mapping[str, str] = {
    "ink": "#010203", "soft": "#040506", "line": "#070809", "page": "#0a0b0c",
    "ticket": "#0d0e0f", "note": "#101112", "outage": "#131415", "data": "#161718", "card": "#191a1b",
}  # fmt: skip
"""What a plot is drawn in stands for a variable of the page's style: the page knows light from dark."""

LONG = 120
"""Days from which on months are named."""

_PATCH = {"facecolor": _INKS["card"], "edgecolor": "none", "pad": 1}
"""Behind a word, so that no line goes through it."""

WIDE, NARROW = 8.6, 4.2
"""Inches, for a desk and for a phone: a plot that is shrunk cannot be read."""
POINTS = 72
SIZE = 9.3
_LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


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
    figure, axes = _figure(width, 1.1 + 0.36 * max(len(bars), 1))
    for at, bar in enumerate(bars):
        days = (bar.last - bar.first).days + 1
        least = max(1, (span[1] - span[0]).days // 160)  # a bar of one day in a year would not be seen
        axes.barh(at, max(days, least), left=_number(bar.first), height=0.42, color=_INKS[bar.tone])
        _label(axes, bar, at, span, width)
    axes.set_ylim(max(len(bars), 1) - 0.35, -2)
    axes.set_yticks([])
    axes.set_xlim(_number(span[0]), _number(span[1]) + 1)
    _marked(axes, marks, span, width)
    _dated(axes, span, width)
    return _svg(figure, alt)


def _label(axes: "Axes", bar: Bar, at: int, span: tuple[date, date], width: float) -> None:
    """Above the bar, to its right or, where there is no room, to its left."""
    room = 90 if width == WIDE else 42
    late = (bar.first - span[0]).days > 0.5 * (span[1] - span[0]).days
    place, side = (bar.last + timedelta(days=1), "right") if late else (bar.first, "left")
    axes.annotate(
        cut(one_line(bar.label), room), (_number(place), at - 0.3), ha=side, va="bottom", fontsize=SIZE,
        color=_INKS["ink"], annotation_clip=False, in_layout=False, parse_math=False, bbox=_PATCH,
    )  # fmt: skip


def curve(said: Curve, marks: Sequence[Mark], width: float, alt: str) -> str:
    """A number by day, with what was expected as a broken line and the bad days pointed out."""
    figure, axes = _figure(width, 2.3)
    days = sorted(said.by_day)
    axes.plot(
        [_number(day) for day in days], [said.by_day[day] for day in days],
        color=_INKS["data"], linewidth=1.6, marker="o", markersize=2.6,
    )  # fmt: skip
    expected = sorted(said.expected)
    axes.plot(
        [_number(day) for day in expected], [said.expected[day] for day in expected],
        color=_INKS["soft"], linewidth=1.1, linestyle=(0, (4, 3)),
    )  # fmt: skip
    bad = [day for day in days if day in said.bad]
    axes.plot(
        [_number(day) for day in bad], [said.by_day[day] for day in bad],
        color=_INKS["page"], linestyle="none", marker="o", markersize=4.6,
    )  # fmt: skip
    values = [*said.by_day.values(), *said.expected.values()]
    top = max(values, default=1.0)
    axes.set_ylim(min(0.0, *values) if values else 0.0, top * 1.3 if top > 0 else 1.0)
    span = min([*days, *(each.day for each in marks)]), max([*days, *(each.day for each in marks)])
    axes.set_xlim(_number(span[0]) - 0.6, _number(span[1]) + 0.6)
    _marked(axes, marks, span, width)
    _dated(axes, span, width)
    _counted(axes, said.share)
    return _svg(figure, alt)


def _figure(width: float, height: float) -> "tuple[Figure, Axes]":
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # where its cache lies is no news to anybody
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    figure.patch.set_visible(False)
    axes.patch.set_visible(False)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_INKS["line"])
    axes.tick_params(colors=_INKS["soft"], labelsize=SIZE, length=3, color=_INKS["line"])
    return figure, axes


def _marked(axes: "Axes", marks: Sequence[Mark], span: tuple[date, date], width: float) -> None:
    """Words stand beside their line, where there is more room; those that would meet, one below the other."""
    days = max(1, (span[1] - span[0]).days)
    taken: list[tuple[int, float, float]] = []
    for mark in sorted(marks, key=lambda each: each.day):
        style = "solid" if mark.tone == "outage" else (0, (2, 2))
        axes.axvline(_number(mark.day), color=_INKS[mark.tone], linewidth=1.4, linestyle=style, zorder=0.5)
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
            ha="left" if left else "right", va="top", fontweight="bold", color=_INKS[mark.tone],
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
    axes.grid(axis="y", color=_INKS["line"], linewidth=0.6)
    axes.set_axisbelow(True)


def _number(day: date) -> float:
    """Days since 1970, which is how Matplotlib counts them."""
    return float((day - date(1970, 1, 1)).days)


def _svg(figure: "Figure", alt: str) -> str:
    """The drawing as an element of a page: its words are text, its colours and letters the page's."""
    import matplotlib

    written = io.StringIO()
    width, height = (float(each) * POINTS for each in figure.get_size_inches())
    said = {"svg.fonttype": "none", "svg.hashsalt": f"{alt} {width}"}
    with matplotlib.rc_context(dict[Any, Any](said)), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # it measures with its own letters; the page has others
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    text = re.sub(
        r"<metadata>.*?</metadata>|<style.*?</style>", "", text[text.index("<svg") :], flags=re.DOTALL
    )
    text = re.sub(r'<g id="[^"]*"', "<g", text)  # of two plots on a page they would be the same
    for name, colour in _INKS.items():
        text = text.replace(colour, f"var(--{name})")
    text = re.sub(r"font-family: [^;\"]*;? ?", "", text)
    words = escape(one_line(alt), quote=True)
    head = f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{words}"'
    return re.sub(r"<svg\b[^>]*>", lambda _: f"{head} {_LINKS}><title>{words}</title>", text, count=1)
