"""The plot of a finding: what was before and what is now, drawn from its evidence alone.

Drift shows both distributions; a day on which rows stopped or nulls began is shown by the hour; nulls, rows,
duplicates and finish times show what was by day. One drawing is an element of a page, a file or a picture.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.domain.finding import Finding
from bot.messages import drawing
from bot.messages.curve_words import in_words
from bot.messages.day_curves import day_curve
from bot.messages.distributions import NAMES, Numbers, number_figure, numbers, signed
from bot.messages.hour_plot import hour_figure
from bot.messages.hours import hours_of
from bot.messages.marks import Mark
from bot.messages.mixes import Mix, mix, mix_figure, shares
from bot.messages.plots import Curve, curve_figure
from bot.messages.sheet import Side
from bot.messages.text import cut, one_line
from checks.figures import percent
from checks.verdict import called

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 4.8
"""Inches of a file."""

PHONE = 4.0
"""Inches of a picture: a phone shows it about as wide, so its letters stay as large as they are."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing for any width, with words for those who cannot see it."""

    alt: str
    drawn: Callable[[float], "Figure"]

    def element(self, width: float) -> str:
        """As an element of a page."""
        return drawing.element(self.drawn(width), self.alt)

    def file(self) -> str:
        """As a file of SVG that stands alone."""
        return drawing.alone(self.drawn(WIDTH), self.alt)

    def picture(self) -> bytes:
        """As a PNG."""
        return drawing.picture(self.drawn(PHONE))


def plot_of(finding: Finding) -> Plot | None:
    """The plot of a finding; None where its evidence has nothing to draw."""
    if kept := finding.evidence.get("distributions"):
        return distributions(finding.title, kept)
    if hours := hours_of(finding):
        return Plot(hours.alt, lambda width: hour_figure(hours, width))
    if found := day_curve(finding):
        return by_day(finding.title, found, [Mark(min(finding.bad), "since", "ink")] if finding.bad else ())
    return None


def distributions(title: str, kept: object) -> Plot | None:
    """Both distributions, as evidence keeps them; None where that is of another version."""
    try:
        found = _read(title, kept)
    except (KeyError, TypeError, ValueError):
        return None
    if isinstance(found, Numbers):
        return Plot(_alt(found, _of_numbers(found)), lambda width: number_figure(found, width))
    return Plot(_alt(found, _of_levels(found)), lambda width: mix_figure(found, width))


def _read(title: str, kept: Any) -> Numbers | Mix:
    before, now = kept["of"]
    sides = tuple(
        Side(cut(one_line(of), 40), int(rows)) for of, rows in zip((before, now), kept["rows"], strict=True)
    )
    both = sides[0], sides[1]
    return mix(title, kept, both) if kept["kind"] == "levels" else numbers(title, kept, both)


def _alt(said: Numbers | Mix, figures: Sequence[str]) -> str:
    before, now = said.sides
    column = cut(one_line(said.column), 60)
    of = f"{column}, both distributions: {before.said}; {now.said}"
    title = f"{said.title.replace('`', '')}. " if said.title else ""
    return cut(one_line(f"{title}{of}. {'; '.join(figures)}."), 1000)


def _of_numbers(said: Numbers) -> list[str]:
    masses = [f"{said.named(value)} from {percent(was)} to {percent(now)}" for value, was, now in said.masses]
    if said.unit == "values":
        pairs = zip(NAMES, *said.quantiles, strict=True)
        return [*(f"{name} from {was:.4g} to {now:.4g}" for name, was, now in pairs), *masses]
    return [*(f"{name} moved by {signed(by)} sd" for name, by in said.moves.items()), *masses]


def _of_levels(said: Mix) -> list[str]:
    return [f"{cut(one_line(name), 40)} {shares(was, now)}" for name, was, now in said.named]


def by_day(title: str, said: Curve, marks: Sequence[Mark]) -> Plot:
    """A number by day, under a title."""
    words = f"{title.replace('`', '')}. {in_words(said)}."
    return Plot(cut(one_line(words), 1000), lambda width: curve_figure(said, marks, width, title))


def distances(title: str, by: Mapping[date, float], limit: float | None, newest: date) -> Plot:
    """How far the batches of a feature were from their reference, beside its limit."""
    what = f"Distance from the reference, by day{'' if limit is None else '; dashed: the limit'}"
    expected = {} if limit is None else dict.fromkeys(by, limit)
    bad = frozenset() if limit is None or by[newest] <= limit else frozenset([newest])
    said = Curve(what=what, by_day=by, expected=expected, bad=bad)
    return by_day(title, said, [Mark(newest, called(newest, newest), "ink")])
