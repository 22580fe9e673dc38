"""A day by the hour as bars, the usual one as a quiet line over them, with a mark where they part."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

from bot.messages.drawing import INKS, POINTS, SIZE, WIDE
from bot.messages.hours import HOUR, Hours, clock
from bot.messages.marks import LETTER, PATCH
from bot.messages.sheet import under

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROOM = 0.22
"""So much of the height of the bars is left free above them, for the word of the mark."""


def hour_figure(said: Hours, width: float) -> "Figure":
    """The hours of a day, so many inches wide."""
    figure, axes = under(said.title, said.what, width, 2.3)
    places = [_place(said, hour) for hour in said.hours]
    since, until = _place(said, said.since), _place(said, said.until)
    axes.axvspan(since, until, 0, 1 / (1 + ROOM), color=INKS["page"], alpha=0.08, linewidth=0, zorder=0)
    inks = [INKS["page" if since <= at < until else "data"] for at in places]
    axes.bar(places, said.values, width=0.76, align="edge", color=inks, zorder=2)
    _usual(axes, places, said.usual)
    top = max(*said.values, *said.usual)
    axes.set_ylim(0, top * (1 + ROOM) or 1.0)
    axes.set_xlim(places[0] - 0.3, places[-1] + 1.1)
    _marked(axes, said, width)
    _ticks(axes, said, width)
    return figure


def _usual(axes: "Axes", places: list[float], usual: Sequence[float]) -> None:
    """A quiet line in steps, as wide as the bars, over them: in front of a bar it is seen too."""
    axes.step(
        [*(at - 0.12 for at in places), places[-1] + 0.88], [*usual, usual[-1]], where="post",
        color=INKS["soft"], linewidth=1.4, zorder=3,
    )  # fmt: skip


def _marked(axes: "Axes", said: Hours, width: float) -> None:
    """A line at the moment, its word on the side where there is more room."""
    at, (low, high) = _place(said, said.mark), axes.get_xlim()
    word = clock(said.mark, said.day)
    room = (high - at) / (high - low) * width * POINTS
    is_right = room > len(word) * LETTER + 60
    axes.axvline(at, color=INKS["ink"], linewidth=1.4, linestyle=(0, (2, 2)), zorder=4)
    axes.annotate(
        word, (at, 1), xycoords=axes.get_xaxis_transform(), xytext=(4 if is_right else -4, -1),
        textcoords="offset points", ha="left" if is_right else "right", va="top", fontsize=SIZE,
        fontweight="bold", color=INKS["ink"], in_layout=False, parse_math=False, bbox=PATCH, zorder=5,
    )  # fmt: skip


def _ticks(axes: "Axes", said: Hours, width: float) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

    first, last = int(_place(said, said.hours[0])), int(_place(said, said.hours[-1])) + 1
    room = (8 if width == WIDE else 4) / (1 if first >= 0 and last <= 24 else 1.4)  # (+1) takes some of it
    step = next(each for each in (3, 6, 12, 24) if each == 24 or (last - first) / each <= room)
    midnight = datetime.combine(said.day, time())
    axes.xaxis.set_major_locator(FixedLocator([at for at in range(first, last + 1) if at % step == 0]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: clock(midnight + at * HOUR, said.day)))
    top = min(axes.get_ylim()[1], 100) if said.share else axes.get_ylim()[1]
    ticks = MaxNLocator(4, integer=not said.share).tick_values(0, top)
    axes.yaxis.set_major_locator(FixedLocator([at for at in ticks if at <= top]))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:.3g}%" if said.share else f"{value:,.6g}")
    )
    axes.grid(axis="y", color=INKS["line"], linewidth=0.6)
    axes.set_axisbelow(True)


def _place(said: Hours, at: datetime) -> float:
    """Hours after the midnight of the day, by the clock on the wall."""
    return (at - datetime.combine(said.day, time())) / HOUR
