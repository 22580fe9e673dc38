"""Owners of sources and of handoffs: somebody of oakum.yaml, or people outside with a contact."""

from collections.abc import Iterator

from bot.domain.declared import Deployment, Pipeline
from bot.domain.upstream import outside
from bot.settings.errors import Trail, did_you_mean

Said = tuple[Trail, str]


def of_sources(deployment: Deployment) -> Iterator[Said]:
    """Owners of sources whom nobody knows, and how to reach them nobody says."""
    for name, source in deployment.sources.items():
        if source.owner is not None and (said := _unknown(source.owner, deployment)):
            yield ("sources", name, "owner"), said


def of_handoffs(pipeline: Pipeline, deployment: Deployment) -> Iterator[Said]:
    """Those of the tables that others hand over."""
    for name, table in pipeline.tables.items():
        for place, handoff in enumerate(table.takes_from):
            if handoff.owner is not None and (said := _unknown(handoff.owner, deployment)):
                yield ("tables", name, "takes_from", place, "owner"), said


def _unknown(owner: str, deployment: Deployment) -> str:
    known = [*deployment.people, *deployment.teams]
    if owner in known or outside(owner):
        return ""
    say = 'for people outside write a contact too, like "Billing team <billing@example.com>"'
    return f"nobody is called {owner!r}: {did_you_mean(owner, known)}; {say}"
