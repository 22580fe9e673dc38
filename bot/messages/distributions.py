"""Both distributions of a number on one axis: the reference as a grey ground, the newest as a line before it.

Below them, from where to where the middle half and nine in ten of the rows lie, with the quantiles that moved
joined; values that hold many rows stand by themselves, with their shares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.messages.drawing import INKS, SIZE
from bot.messages.sheet import BEFORE, NOW, Sheet, Side
from bot.messages.text import cut, one_line
from checks.figures import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CURVES, STRIPS = 120, 34
"""Points, from the top to the bottom."""

NAMES = ("5%", "25%", "median", "75%", "95%")
STILL = 0.05
"""A quantile that moved by fewer standard deviations stood still."""

FAR = 1_000
"""So many of them are no figure that anybody needs."""

ROOM = 0.07
"""What lies outside the axis stands so much of its width beside it."""

ENDLESS = 1e300
UNBROKEN = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What is drawn. The shares of the rows of both sides: below the axis, in each bin, above it."""

    title: str
    column: str
    sides: tuple[Side, Side]
    unit: str
    sd: float
    axis: tuple[float, float]
    shares: tuple[Sequence[float], Sequence[float]]
    masses: Sequence[tuple[float, float, float]]
    quantiles: tuple[Sequence[float], Sequence[float]]

    @property
    def moves(self) -> Mapping[str, float]:
        """How far the quantiles moved, in standard deviations of the reference; empty where it has none."""
        if not self.sd:
            return {}
        pairs = zip(NAMES, *self.quantiles, strict=True)
        return {name: (now - before) / self.sd for name, before, now in pairs}

    @property
    def outside(self) -> tuple[float, float]:
        """The shares of both that lie outside the axis."""
        before, now = (each[0] + each[-1] for each in self.shares)
        return before, now

    def places(self) -> list[float]:
        """Where the masses are drawn: in their place, or one beside the other beyond the end of the axis."""
        low, high = self.axis
        below = sorted((value for value, *_ in self.masses if value < low), reverse=True)
        above = sorted(value for value, *_ in self.masses if value > high)
        beyond = {value: low - (at + 1) * ROOM * (high - low) for at, value in enumerate(below)}
        beyond |= {value: high + (at + 1) * ROOM * (high - low) for at, value in enumerate(above)}
        return [beyond.get(value, value) for value, *_ in self.masses]

    def named(self, value: float) -> str:
        """A value, where it may be told."""
        if self.unit == "values":
            return ("∞" if value > 0 else "−∞") if abs(value) >= ENDLESS else _figure(value)
        low, high = self.axis
        return "one value" + (", far below" if value < low else ", far above" if value > high else "")


def numbers(title: str, said: Mapping[str, Any], sides: tuple[Side, Side]) -> Numbers:
    """What a finding keeps of a number; raises KeyError, TypeError or ValueError where that is not it."""
    low, high = map(float, said["axis"])
    before, now = ([float(each) for each in said[side]] for side in ("before", "now"))
    if not (low < high and len(before) == len(now) > 2):
        raise ValueError("no axis, or no bins")
    one, other = ([float(each) for each in quantiles] for quantiles in said["quantiles"])
    return Numbers(
        title=title,
        column=str(said["column"]),
        sides=sides,
        unit=str(said["unit"]),
        sd=float(said["sd"]),
        axis=(low, high),
        shares=(before, now),
        masses=[(float(value), float(was), float(is_now)) for value, was, is_now in said["masses"]],
        quantiles=(one, other),
    )


def number_figure(said: Numbers, width: float) -> "Figure":
    """Both distributions, so many inches wide."""
    above = 15 * len(said.masses)
    sheet = Sheet(width, said.title, said.sides, above + CURVES + STRIPS + 38, foot(said))
    curves = sheet.axes(above + CURVES)
    _curves(curves, said, 1 + above / CURVES)
    _axis(curves, said, width)
    sheet.at += 34
    _strips(sheet.axes(STRIPS), said, curves.get_xlim())
    return sheet.figure


def foot(said: Numbers) -> list[str]:
    """The quantiles that moved, and what the axis leaves out."""
    moved = [f"{name}{UNBROKEN}{signed(by)}" for name, by in said.moves.items() if abs(by) >= STILL]
    lines = [f"Moved, in sd: {', '.join(moved)}"] if moved else []
    before, now = said.outside
    if before or now:
        of = said.sides[0].of, said.sides[1].of
        lines.append(f"Outside the axis: {percent(before)} of {of[0]}, {percent(now)} of {of[1]}")
    return lines


def signed(by: float) -> str:
    """A move in standard deviations: +0.40; −12.00; beyond +1,000."""
    if abs(by) >= FAR:
        return f"beyond {FAR if by > 0 else -FAR:+,}".replace("-", "−")
    return f"{by:+,.2f}".replace("-", "−")


def _curves(axes: "Axes", said: Numbers, room: float) -> None:
    low, high = said.axis
    before, now = (each[1:-1] for each in said.shares)
    width = (high - low) / len(now)
    edges = [low + at * width for at in range(len(now) + 1)]
    peaks = sorted((max(before), max(now)))
    peak = min(peaks[1], 3 * peaks[0] or peaks[1]) or 1.0  # one row in one bin would flatten everything else
    axes.stairs(before, edges, fill=True, color=INKS[BEFORE], alpha=0.45)
    axes.stairs(now, edges, color=INKS[NOW], linewidth=1.7)
    axes.set_ylim(0, peak * 1.08 * room)
    axes.set_yticks([])
    places = said.places()
    axes.set_xlim(
        min([low, *(at - ROOM / 2 * (high - low) for at in places)]),
        max([high, *(at + ROOM / 2 * (high - low) for at in places)]),
    )
    for row, (at, mass) in enumerate(zip(places, said.masses, strict=True)):
        _mass(axes, said, at, mass, peak, (row + 0.5) / (len(places) + CURVES / 15))


def _mass(
    axes: "Axes", said: Numbers, at: float, mass: tuple[float, float, float], peak: float, down: float
) -> None:
    """A value that holds many rows, and its name on a line of its own above all curves."""
    value, was, is_now = mass
    low, high = axes.get_xlim()
    left = at < (low + high) / 2
    level = axes.get_ylim()[1] * (1 - down)
    axes.plot([at, at], [0, level], color=INKS["line"], linewidth=0.8, zorder=0.5)
    for share, ink, thick in ((was, BEFORE, 6), (is_now, NOW, 2.4)):
        axes.plot([at, at], [0, min(share, peak)], color=INKS[ink], linewidth=thick, solid_capstyle="butt")
    axes.annotate(
        f"{said.named(value)}: {percent(was)} → {percent(is_now)}", (at, level), fontsize=SIZE,
        xytext=(5 if left else -5, 0), textcoords="offset points", ha="left" if left else "right",
        va="center", color=INKS[NOW], fontweight="bold", parse_math=False,
    )  # fmt: skip


def _axis(axes: "Axes", said: Numbers, width: float) -> None:
    from matplotlib.ticker import MaxNLocator

    low, high = said.axis
    ticks = [
        float(at) for at in MaxNLocator(8 if width > 6 else 5).tick_values(low, high) if low <= at <= high
    ]
    axes.set_xticks([] if said.unit == "none" else ticks)
    axes.set_xticklabels([] if said.unit == "none" else [_figure(at) for at in ticks])
    about = {"sd": ", in sd from the middle of the reference", "none": ", without its values"}
    axes.set_xlabel(
        cut(one_line(said.column), 40) + about.get(said.unit, ""), fontsize=SIZE, color=INKS["soft"],
        labelpad=2, parse_math=False,
    )  # fmt: skip


def _figure(value: float) -> str:
    return f"{value:,.6g}".replace("-", "−")


def _strips(axes: "Axes", said: Numbers, span: tuple[float, float]) -> None:
    """Nine in ten of the rows thin, the middle half thick, the median open; what moved is joined."""
    axes.set_xlim(span)
    axes.set_ylim(-0.5, 1.5)
    axes.set_axis_off()
    for level, quantiles, ink in zip((1, 0), said.quantiles, (BEFORE, NOW), strict=True):
        low, quarter, middle, three, high = quantiles
        axes.plot([low, high], [level, level], color=INKS[ink], linewidth=1.4)
        axes.plot([quarter, three], [level, level], color=INKS[ink], linewidth=5.5, solid_capstyle="butt")
        axes.plot(
            [middle], [level], marker="o", markersize=7, color=INKS["card"], markeredgecolor=INKS[ink],
            markeredgewidth=1.8,
        )  # fmt: skip
    for name, before, now in zip(NAMES, *said.quantiles, strict=True):
        if abs(said.moves.get(name, 0)) >= STILL:
            axes.plot([before, now], [0.78, 0.22], color=INKS["soft"], linewidth=0.9)
