"""Who may do what, as `may` of `oakum.yaml` declares it. Unless it is said, everybody in the channel may."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from checks.notation import Name, a_list
from checks.strict import Declared

EVERYBODY = "everybody"


class Right(StrEnum):
    """What may be kept to some."""

    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    SNOOZE = "snooze"
    SILENCE = "silence"
    RESOLVE = "resolve"
    MUTE = "mute"
    DRILL = "drill"
    DECLARE = "declare"


class NotAllowedError(Exception):
    """Somebody may not do what they asked for, but those `allowed`; the text is for them alone."""

    def __init__(self, right: Right, allowed: Sequence[str]) -> None:
        super().__init__(f"Only {', '.join(allowed)} may {right} here: ask one of them.")


def _named(value: Any) -> Any:
    return None if value == EVERYBODY else a_list(value)


Allowed = Annotated[
    Annotated[tuple[Name, ...], Field(min_length=1)] | None,
    BeforeValidator(_named),
    WithJsonSchema({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"const": EVERYBODY}]}),
]


class Rights(Declared):
    """Who may do what: everybody, or the people, schedules and teams of people that are named."""

    acknowledge: Allowed = None
    """Who may take an incident, keep it and give it back, like [squad]; everybody unless said."""
    assign: Allowed = None
    """Who may give an incident to somebody."""
    snooze: Allowed = None
    """Who may put an incident to sleep."""
    silence: Allowed = None
    """Who may silence a pipeline or a part of it, and end silences."""
    resolve: Allowed = None
    """Who may say that an incident is over."""
    mute: Allowed = None
    """Who may say that a pipeline pages or is muted, how loud it is, and from what threshold on."""
    drill: Allowed = None
    """Who may send test pages to everybody, by `/pipeline drill`."""
    declare: Allowed = None
    """Who may have a table looked at and its pipeline written, by `/pipeline new`."""
