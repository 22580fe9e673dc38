"""A name that is none of a person's, where one is needed."""

from collections.abc import Collection

from bot.domain.declared import Deployment
from bot.settings.errors import did_you_mean


def nobody(name: str, known: Collection[str], deployment: Deployment) -> str:
    """Why this name stands for nobody here, and what to write; `known` are those that would do."""
    if name in deployment.groups:
        return f"{name} is a Slack user group, whose members only Slack knows: name people here"
    return f"nobody is called {name!r}: {did_you_mean(name, known)}"
