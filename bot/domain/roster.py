"""Whom a name on a ladder stands for: a person, whoever is on call by a schedule, or all of a team.

A Slack user group stands for itself, as a person does: who its members are only Slack knows.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from bot.domain.declared import Deployment, SlackTeam
from bot.domain.duty import Copy
from bot.domain.on_call import Rotas


@dataclass(frozen=True)
class Roster:
    """The schedules of a deployment, and its teams of people; every other name stands for itself."""

    rotas: Rotas
    teams: Mapping[str, Collection[str]]

    def told(self, name: str, moment: datetime) -> tuple[str, ...]:
        """The people to tell at a moment, each once; none where nobody is on call."""
        found = [self.rotas.on_call(member, moment) for member in self.teams.get(name, (name,))]
        return tuple(dict.fromkeys(person for person in found if person is not None))

    def called(self, name: str, moment: datetime) -> str:
        """Who that is, in words: maria; maria (churn-primary); nobody (churn-primary)."""
        told = self.told(name, moment)
        return name if told == (name,) else f"{', '.join(told) or 'nobody'} ({name})"

    def stretches(self, name: str, starts: datetime, ends: datetime) -> list[tuple[datetime, datetime]]:
        """The times between two moments in each of which the same people are told, in order."""
        members = self.teams.get(name, (name,))
        changes = {each.starts for member in members for each in self.rotas.shifts(member, starts, ends)}
        begun: list[datetime] = []
        for moment in sorted({starts, *changes}):
            if not begun or self.told(name, moment) != self.told(name, begun[-1]):
                begun.append(moment)
        return list(pairwise([*begun, ends]))

    def why_nobody(self, name: str) -> str:
        """Why nobody is on call: a gap; or a calendar that could not be read."""
        for member in self.teams.get(name, (name,)):
            copy = self.rotas.copy(member)
            if copy is not None and copy.trouble:
                return f"a gap: the calendar of {member} cannot be read ({copy.trouble})"
        return "a gap"

    def takes_part(self, name: str) -> tuple[str, ...]:
        """Everybody whom a name may stand for, sooner or later."""
        return tuple(dict.fromkeys(self._people(name, frozenset())))

    def _people(self, name: str, seen: frozenset[str]) -> Iterator[str]:
        if name in seen:
            return
        if name not in self.teams and name not in self.rotas.by_name:
            yield name
        for member in self.teams.get(name) or self.rotas.members(name):
            yield from self._people(member, seen | {name})


def roster(deployment: Deployment, copies: Mapping[str, Copy]) -> Roster:
    """The roster of a deployment, by what its calendars said when they were last read."""
    teams = {name: team for name, team in deployment.teams.items() if not isinstance(team, SlackTeam)}
    return Roster(Rotas(deployment.schedules, deployment.timezone, copies), teams)
