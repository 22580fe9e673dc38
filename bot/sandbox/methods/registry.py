"""Web API methods register themselves here by Slack's name for them."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.arguments import Args
from bot.sandbox.state import State
from bot.sandbox.workspace import Json

Answer = Callable[[State, Args], Json]


@dataclass(frozen=True)
class Method:
    """A method: what answers it, which token it takes (bot, app, none), which scopes each suffice."""

    answer: Answer
    token: str
    scopes: tuple[str, ...]


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, token: str = "bot") -> Callable[[Answer], Answer]:
    """Register the decorated function as the method `name`."""

    def register(answer: Answer) -> Answer:
        METHODS[name] = Method(answer, token, scopes)
        return answer

    return register
