"""Whom a name on a ladder stands for: a person, whoever is on call by a schedule, or all of a team.

A Slack user group stands for itself, as a person does: who its members are only Slack knows.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.declared import Deployment, SlackTeam
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

    def takes_part(self, name: str) -> tuple[str, ...]:
        """Everybody whom a name may stand for, sooner or later."""
        return tuple(dict.fromkeys(self._people(name, frozenset())))

    def _people(self, name: str, seen: frozenset[str]) -> Iterator[str]:
        if name in seen:
            return
        members = self.teams.get(name) or self.rotas.members(name)
        if not members:
            yield name
        for member in members:
            yield from self._people(member, seen | {name})


def roster(deployment: Deployment) -> Roster:
    """The roster of a deployment."""
    teams = {name: team for name, team in deployment.teams.items() if not isinstance(team, SlackTeam)}
    return Roster(Rotas(deployment.schedules, deployment.timezone), teams)
