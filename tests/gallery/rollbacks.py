"""The one message of a rollback, and the answer to whoever asks for one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.rollback import Asked, Rollback, Stand
from bot.messages.message import SlackMessage
from bot.messages.rollback import rollback_message
from bot.messages.rollback_asked import asked
from tests.gallery.states import Text
from tests.gallery.troubles import FRIDAY, NEW_YORK, a_deployment, paged, taken

NAME = "delay-model"


def _rollback(text: Text, stand: Stand, **changes: Any) -> Rollback:
    facts: dict[str, Any] = {
        "incident": 7, "round": 1, "name": NAME, "asked_at": FRIDAY, "look_at": FRIDAY, "id": 4,
        "stand": stand,
        "version": text("v42"), "previous": text("v41"), "deployed_at": FRIDAY - timedelta(days=2),
        "ends_at": FRIDAY + timedelta(minutes=5),
    }  # fmt: skip
    return Rollback(**facts | changes)


def _message(text: Text, stand: Stand, **changes: Any) -> SlackMessage:
    return rollback_message(_rollback(text, stand, **changes), paged(text), a_deployment(text), NEW_YORK)


def rollback_countdown(text: Text) -> SlackMessage:
    """Nobody has answered: the model goes back in five minutes, unless somebody cancels; who may is rung."""
    return _message(text, Stand.COUNTING)


def rollback_by_hand(text: Text) -> SlackMessage:
    """Somebody asked for it, and it counts down as well."""
    return _message(text, Stand.COUNTING, asked_by=text("jon"))


def rollback_done(text: Text) -> SlackMessage:
    """The former version serves, and that was verified."""
    said = text("v41 serves since 15:06")
    return _message(text, Stand.DONE, over_at=FRIDAY + timedelta(minutes=6), said=said)


def rollback_cancelled(text: Text) -> SlackMessage:
    """Somebody who may stopped it."""
    return _message(text, Stand.CANCELLED, over_at=FRIDAY + timedelta(minutes=2), who=text("ana"))


def rollback_failed(text: Text) -> SlackMessage:
    """It did not work: somebody has to look."""
    return _message(text, Stand.FAILED, over_at=FRIDAY, said=text("the registry answered 503 three times"))


def rollback_refused(text: Text) -> SlackMessage:
    """What must hold before does not: nothing was done, and why."""
    said = text("v42 was deployed after the trouble began")
    return _message(text, Stand.REFUSED, over_at=FRIDAY, said=said)


def rollback_sure(text: Text) -> SlackMessage:
    """What `/pipeline rollback 7` answers to whoever may: what would happen, and the button."""
    return asked(Asked.MAY, NAME, taken(text), a_deployment(text))


def rollback_not_allowed(text: Text) -> SlackMessage:
    """The same to whoever may not."""
    return asked(Asked.MAY_NOT, NAME, taken(text), a_deployment(text))


def rollback_of_nothing(text: Text) -> SlackMessage:
    """Nothing is declared that could go back."""
    incident = replace(taken(text), pipeline=text("flights"))
    return asked(Asked.NOTHING, "", incident, a_deployment(text))
