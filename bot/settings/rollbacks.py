"""What is wrong with rollbacks: declared nowhere, in the middle of a ladder, or with nobody to cancel one."""

from collections.abc import Collection, Iterator

from bot.domain.declared import Deployment
from bot.settings.errors import Trail, did_you_mean
from bot.settings.nobody import nobody

Said = tuple[Trail, str]


def mistakes(deployment: Deployment, routes: Collection[str], declared: Collection[str]) -> Iterator[Said]:
    """What is wrong, and where. `routes` are those that are set up, `declared` the names in the file."""
    yield from _on_ladders(deployment, declared)
    for name, target in deployment.rollbacks.items():
        if target.enabled and "slack" not in routes:
            yield ("rollbacks", name, "enabled"), "nobody could cancel it: add routes.slack"
        for place, person in enumerate(target.allowed):
            if said := _may_not_cancel(person, deployment):
                yield ("rollbacks", name, "allowed", place), said


def _on_ladders(deployment: Deployment, declared: Collection[str]) -> Iterator[Said]:
    for policy, hops in deployment.policies.items():
        for place, hop in enumerate(hops):
            at: Trail = ("policies", policy, place, "rollback")
            if hop.rollback is None:
                continue
            if hop.rollback not in declared:
                yield at, f"no rollback is called {hop.rollback!r}: {did_you_mean(hop.rollback, declared)}"
            elif place != len(hops) - 1:
                yield at, "a rollback is the last step: put it below those of people"
            elif place == 0:
                yield at, "nobody would be told before: put a step with notify above it"


def _may_not_cancel(person: str, deployment: Deployment) -> str:
    if person not in deployment.people:
        return nobody(person, deployment.people, deployment)
    if deployment.people[person].slack is None:
        return f"{person} cannot press a button: add people.{person}.slack"
    return ""
