"""Can a table, a model or a report be relied on? As far as all that it is built on can."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.downstream import Known, Place, built_on, reached
from bot.domain.gate import Says
from bot.domain.health import Health
from bot.domain.incident import Incident
from checks.declared import Table
from checks.verdict import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Stone:
    """A table on the way to what is asked about: how it is, and what is open in it."""

    place: Place
    health: Health
    incidents: Sequence[Incident] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether a page or a ticket is open in it: what is only noted stops nothing, as at the gate."""
        return any(each.urgency is not Urgency.NOTE for each in self.incidents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The answer about `name`, by the tables on the way, its own the first ones."""

    name: str
    stones: Sequence[Stone] = ()

    @property
    def wrong(self) -> Sequence[Stone]:
        """Where something is open."""
        return [each for each in self.stones if each.is_wrong]

    @property
    def unknown(self) -> Mapping[Place, str]:
        """Each table of which nothing is known, and why."""
        return {each.place: why for each in self.stones for why in list(each.health.unjudged.values())[:1]}

    @property
    def says(self) -> Says:
        """No, if something is wrong on the way; yes only where all of it was looked at, and lately."""
        if self.wrong:
            return Says.NO
        return Says.CANNOT_TELL if self.unknown or not self.stones else Says.YES

    @property
    def as_of(self) -> datetime | None:
        """As of the table that was looked at longest ago; None where one never was."""
        seen = [each.health.as_of for each in self.stones]
        known = [each for each in seen if each is not None]
        return min(known) if known and len(known) == len(seen) else None


def makers(fed: str, known: Mapping[Place, Table]) -> list[Place]:
    """The tables that feed something directly."""
    return [place for place, table in known.items() if fed in table.feeds]


def way_to(starts: Iterable[Place], known: Known) -> list[Place]:
    """These tables, and all that they are built on, of any pipeline."""
    graph = built_on(known)
    firsts = list(dict.fromkeys(starts))
    under = [place for start in firsts for place in reached(start, graph)]
    return list(dict.fromkeys([*firsts, *under]))
