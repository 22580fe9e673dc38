"""What is typed on the terminal, where there is no button."""

import shlex

from bot.domain.incident import Incident
from bot.domain.stage import Step
from bot.domain.way import TERMINAL
from bot.messages.surroundings import Surroundings


def to_ack(incident: Incident, person: str, around: Surroundings) -> str:
    """That a person has it; of a user group nobody knows who it will be."""
    return (
        f"oakum ack {incident.id}"
        if person in around.groups
        else f"{to_ack_as(incident)} {shlex.quote(person)}"
    )


def to_ack_as(incident: Incident) -> str:
    """What the name of whoever has it follows."""
    return f"oakum ack {incident.id} --who"


def to_sign_off(pipeline: str) -> str:
    """That somebody looked at its newest checkup."""
    return f"oakum sign-off {shlex.quote(pipeline)}"


def there(route: str) -> str:
    """What follows somebody's name who did something by a route: that it was no button."""
    return " on the terminal" if route == TERMINAL else ""


def to_step(step: Step, pipeline: str) -> str:
    """How loud a pipeline is from now on: go, or mute."""
    return f"oakum {step} {shlex.quote(pipeline)}"


def to_judge(pipeline: str) -> str:
    """The fresh rows of its newest checkup."""
    return f"oakum rows {shlex.quote(pipeline)}"


def where_it_runs(typed: str) -> str:
    """In a sentence without styles."""
    return f"type “{typed}” where Oakum runs"
