"""What is typed on the terminal, where there is no button."""

import shlex

from bot.domain.backlog import Proposal as FromBacklog
from bot.domain.incident import Incident
from bot.domain.proposal import Proposal
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


def to_tune(proposal: Proposal) -> str:
    """That a threshold, or the noise dial, is as it is proposed from now on."""
    if proposal.check is None:
        return to_turn("quieter" if proposal.after > proposal.before else "louder", proposal.pipeline)
    place = shlex.quote(f"{proposal.table}/{proposal.check}")
    return f"oakum tune {shlex.quote(proposal.pipeline)} --accept {place}"


def to_turn(word: str, pipeline: str) -> str:
    """Turn the noise dial: quieter, or louder."""
    return f"oakum noise {word} {shlex.quote(pipeline)}"


def to_settle(proposal: FromBacklog) -> dict[str, str]:
    """What a checkup proposes to do with one of the backlog; a reason follows. Each with what it does."""
    return {
        f"oakum promote {proposal.incident}": "makes the one from the backlog the focus",
        f"oakum close {proposal.incident}": "closes it",
    }


def to_survive(pipeline: str, *words: str) -> str:
    """The check-list of what is muted while everything is broken; `bring TABLE`, or `end`, brings it back."""
    return " ".join(["oakum survive", *words, shlex.quote(pipeline)])


def to_list(pipeline: str) -> str:
    """What is open."""
    return f"oakum backlog {shlex.quote(pipeline)}"


def to_judge(pipeline: str) -> str:
    """The fresh rows of its newest checkup."""
    return f"oakum rows {shlex.quote(pipeline)}"


def to_read(pipeline: str) -> str:
    """All of its newest checkup, also what a message had no room for."""
    return f"oakum checkup {shlex.quote(pipeline)}"


def where_it_runs(typed: str) -> str:
    """In a sentence without styles."""
    return f"type “{typed}” where Oakum runs"
