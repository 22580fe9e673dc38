"""What is typed on the terminal, where there is no button."""

import shlex

from bot.domain.incident import Incident
from bot.messages.surroundings import Surroundings


def to_ack(incident: Incident, person: str, around: Surroundings) -> str:
    """That a person has it; of a user group nobody knows who it will be."""
    who = "" if person in around.groups else f" --who {shlex.quote(person)}"
    return f"oakum ack {incident.id}{who}"


def to_sign_off(pipeline: str) -> str:
    """That somebody looked at its newest checkup."""
    return f"oakum sign-off {shlex.quote(pipeline)}"


def to_judge(pipeline: str) -> str:
    """The fresh rows of its newest checkup."""
    return f"oakum rows {shlex.quote(pipeline)}"


def to_read(pipeline: str) -> str:
    """All of its newest checkup, also what a message had no room for."""
    return f"oakum checkup {shlex.quote(pipeline)}"


def where_it_runs(typed: str) -> str:
    """In a sentence without styles."""
    return f"type “{typed}” where Oakum runs"
