"""Who is named on ladders, in schedules and teams, and is declared nowhere, or cannot be told so."""

from collections.abc import Collection, Iterator

from bot.domain.declared import Deployment, Hop, SlackTeam
from bot.domain.rights import Right
from bot.domain.roster import Roster, roster
from bot.domain.rota import OF_TURNS
from bot.domain.way import SHARED
from bot.settings.errors import Trail
from bot.settings.nobody import nobody

Said = tuple[Trail, str]
MOST_STEPS = 1_000
"""Of a ladder: what is repeated in what is repeated grows without bounds."""


def mistakes(deployment: Deployment, routes: Collection[str]) -> Iterator[Said]:
    """What is wrong, and where. `routes` are those that are set up."""
    yield from _twice(deployment)
    yield from _nobody(deployment)
    yield from _beside_calendars(deployment)
    yield from _circles(deployment)
    yield from _endless(deployment)
    yield from _rights(deployment)
    pagerduty = deployment.routes.pagerduty
    if pagerduty is not None and pagerduty.webhook_secret is not None and deployment.web is None:
        yield (
            ("routes", "pagerduty", "webhook_secret"),
            "PagerDuty cannot call: add web",
        )
    yield from unreachable(deployment, roster(deployment, {}), routes)


def unreachable(deployment: Deployment, known: Roster, routes: Collection[str]) -> Iterator[Said]:
    """Whom ladders name and cannot tell so, among those whom schedules are known to name."""
    for policy, hops in deployment.policies.items():
        for place, hop in enumerate(hops):
            for below, said in _of_hop(hop, deployment, known, routes):
                yield ("policies", policy, place, *below), said


def _twice(deployment: Deployment) -> Iterator[Said]:
    """Of a name that stands for two things nobody could say who is told."""
    for name in deployment.schedules:
        if name in deployment.people or name in deployment.teams:
            other = "person" if name in deployment.people else "team"
            yield ("schedules", name), f"is the name of a {other} too: choose another"
    for name in deployment.teams:
        if name in deployment.people:
            yield ("teams", name), "is the name of a person too: choose another"


def _nobody(deployment: Deployment) -> Iterator[Said]:
    known = [*deployment.people, *deployment.schedules]
    for trail, name in _named(deployment):
        if name not in known:
            yield trail, nobody(name, known, deployment)


def _beside_calendars(deployment: Deployment) -> Iterator[Said]:
    """What a calendar has no use for, and what only a calendar has."""
    for name, rota in deployment.schedules.items():
        for key in OF_TURNS:
            if rota.calendar is not None and key in rota.model_fields_set:
                yield ("schedules", name, key), "the calendar says who is on call: remove this, or calendar"
        if rota.calendar is None and rota.names:
            yield ("schedules", name, "names"), "says what people are called in a calendar: add calendar"
        for called, person in rota.names.items():
            if person not in deployment.people:
                said = nobody(person, list(deployment.people), deployment)
                yield ("schedules", name, "names", called), said


def _named(deployment: Deployment) -> Iterator[Said]:
    for team, members in deployment.teams.items():
        for place, name in enumerate(() if isinstance(members, SlackTeam) else members):
            yield ("teams", team, place), name
    for name, rota in deployment.schedules.items():
        for place, person in enumerate(rota.people):
            yield ("schedules", name, "people", place), person
        for place, override in enumerate(rota.overrides):
            yield ("schedules", name, "overrides", place, "person"), override.person
        if rota.otherwise is not None:
            yield ("schedules", name, "otherwise"), rota.otherwise


def _rights(deployment: Deployment) -> Iterator[Said]:
    known = [name for name in _names(deployment) if name not in deployment.groups]
    for right in Right:
        for place, name in enumerate(getattr(deployment.may, right) or ()):
            if name not in known:
                yield ("may", right.value, place), nobody(name, known, deployment)


def _names(deployment: Deployment) -> list[str]:
    return [*deployment.people, *deployment.schedules, *deployment.teams]


def _circles(deployment: Deployment) -> Iterator[Said]:
    """A schedule that hands on to itself, at once or by way of others, leads to nobody."""
    rotas = roster(deployment, {}).rotas
    for name in deployment.schedules:
        reached = [name]
        for each in reached:  # it grows while it is walked
            reached += [other for other in rotas.members(each) if other not in reached]
        back = next((each for each in reached if name in rotas.members(each)), None)
        if back is not None:
            yield ("schedules", name), f"hands on to itself by way of {back}: name a person there"


def _endless(deployment: Deployment) -> Iterator[Said]:
    """A ladder that repeats what repeats already, see `bot.domain.escalation.ladder`."""
    for policy, hops in deployment.policies.items():
        steps = 0
        for place, hop in enumerate(hops):
            steps = (steps + 1) * (hop.repeat + 1)
            if steps > MOST_STEPS:
                said = f"with it the ladder has {steps:,} steps, and {MOST_STEPS:,} are the most"
                yield ("policies", policy, place, "repeat"), f"{said}: repeat less"
                break


def _of_hop(hop: Hop, deployment: Deployment, known: Roster, routes: Collection[str]) -> Iterator[Said]:
    if hop.rollback is not None:
        return
    if hop.notify not in _names(deployment):
        yield ("notify",), nobody(hop.notify, _names(deployment), deployment)
        return
    people = [each for each in known.takes_part(hop.notify) if each in deployment.people]
    for place, route in enumerate(hop.by):
        if route not in routes:
            yield ("by", place), _not_set_up(route, routes)
            continue
        if route in SHARED:  # it has an address for those who have none of their own
            continue
        if hop.notify in deployment.groups and route != "slack":
            said = f"{hop.notify} is a Slack user group, which has no address for {route}"
            yield ("by", place), f"{said}: name people, or leave {route} out"
        for name in people:
            if getattr(deployment.people[name], route) is None:
                yield ("by", place), f"{name} cannot be told so: add people.{name}.{route}"


def _not_set_up(route: str, routes: Collection[str]) -> str:
    """By default a step goes by slack; where that is a webhook, or was one, the step says so."""
    other = {"slack": "slack_webhook", "slack_webhook": "slack"}.get(route)
    todo = f"write by: [{other}]" if other in routes else f"add routes.{route}"
    return f"{route} is not set up: {todo}"
