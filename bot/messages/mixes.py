"""Both mixes of a category as pairs of bars: the reference grey, the newest before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.messages.drawing import INKS, SIZE
from bot.messages.figures import counted
from bot.messages.sheet import BEFORE, MARGIN, NOW, Sheet, Side, fitting, wide
from bot.messages.text import one_line
from checks.figures import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAIR = 33
"""Points from one level to the next."""

SHOWN = "="
"""Names of levels that may be told begin so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """What is drawn: levels with their shares of both sides, and of how many others, if that is known."""

    title: str
    column: str
    sides: tuple[Side, Side]
    levels: Sequence[tuple[str, float, float]]
    others: tuple[int | None, float, float]

    @property
    def is_nameless(self) -> bool:
        """Whether levels may not be told by their names."""
        return not all(name.startswith(SHOWN) for name, _, _ in self.levels)

    @property
    def named(self) -> list[tuple[str, float, float]]:
        """The levels as people are told them, the others last."""
        found = [
            (one_line(name[1:]) or "(blank)" if name.startswith(SHOWN) else f"level {at}", was, now)
            for at, (name, was, now) in enumerate(self.levels, start=1)
        ]
        many, *shares = self.others
        rest = "all other levels" if many is None else counted(many, "other level")
        return [*found, (rest, shares[0], shares[1])] if many or any(shares) else found


def mix(title: str, said: Mapping[str, Any], sides: tuple[Side, Side]) -> Mix:
    """What a finding keeps of a category; raises KeyError, TypeError or ValueError where that is not it."""
    many, *others = said["others"]
    return Mix(
        title=title,
        column=str(said["column"]),
        sides=sides,
        levels=[(str(name), float(was), float(now)) for name, was, now in said["levels"]],
        others=(many, float(others[0]), float(others[1])),
    )


def mix_figure(said: Mix, width: float) -> "Figure":
    """Both mixes, so many inches wide."""
    rows = said.named
    few = ["Its values are not named: the column does not say share: true"] if said.is_nameless else []
    sheet = Sheet(width, said.title, said.sides, PAIR * len(rows) + MARGIN, few)
    sheet.at += MARGIN / 2
    axes = sheet.axes(PAIR * len(rows))
    longest = max((max(was, now) for _, was, now in rows[: len(said.levels)]), default=0) or 1.0
    axes.set_xlim(0, longest)
    axes.set_ylim(PAIR * len(rows), 0)
    axes.set_axis_off()
    for at, (name, was, now) in enumerate(rows):
        barred = at < len(said.levels)  # the others together may be most: they would flatten every bar
        _pair(axes, at * PAIR, (name, was, now), sheet.width - 2 * MARGIN, barred=barred)
    return sheet.figure


def shares(was: float, now: float) -> str:
    """60% → 52%; new, 2%; gone, was 3%."""
    if not was:
        return f"new, {percent(now)}"
    return f"{percent(was)} → {percent(now)}" if now else f"gone, was {percent(was)}"


def _pair(axes: "Axes", top: float, level: tuple[str, float, float], room: float, *, barred: bool) -> None:
    name, was, now = level
    figures = shares(was, now) if barred else f"{percent(was)} → {percent(now)}"
    ink, right = INKS["ink" if barred else "soft"], axes.get_xlim()[1]
    text: dict[str, Any] = {"fontsize": SIZE, "color": ink, "va": "center", "parse_math": False}
    axes.text(0, top + 8, fitting(name, room - wide(f"{figures}  ", SIZE), SIZE), **text)
    axes.text(right, top + 8, figures, ha="right", **text)
    if barred:
        axes.barh(top + 17, was, height=6, color=INKS[BEFORE], alpha=0.6)
        axes.barh(top + 23.5, now, height=6, color=INKS[NOW])
