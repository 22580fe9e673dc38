"""What a person who asks for a rollback is told: what it means, who may, or why it cannot be."""

from datetime import timedelta

from bot.domain.declared import Deployment
from bot.domain.incident import Incident
from bot.domain.rollback import Asked
from bot.messages.blocks import actions, button, section
from bot.messages.message import SlackMessage
from bot.messages.rollback import allowed
from bot.messages.text import NOTIFICATION, code, cut

ASK = "rollback_ask"
MINUTE = timedelta(minutes=1)


def asked(said: Asked, name: str, incident: Incident, deployment: Deployment) -> SlackMessage:
    """The answer to whoever asks, for them alone."""
    if said is Asked.MAY:
        return _sure(name, incident, deployment)
    text = _said(said, name, incident, deployment)
    return SlackMessage(text=cut(text, NOTIFICATION), blocks=[section(text)])


def _said(said: Asked, name: str, incident: Incident, deployment: Deployment) -> str:
    if said is Asked.NOTHING:
        return (
            f"Nothing is declared that could be rolled back for {code(incident.pipeline)}: see `rollbacks`."
        )
    if said is Asked.MAY_NOT:
        return f"Only {allowed(name, deployment)} may roll {code(name)} back: ask one of them."
    if said is Asked.OVER:
        return f"Incident {incident.id} is over: nothing is rolled back for it."
    if said is Asked.UNDER_WAY:
        return f"A rollback of {code(name)} is under way already: its thread tells how it stands."
    return f"It is looked which version of {code(name)} serves. The thread tells what comes of it."


def _sure(name: str, incident: Incident, deployment: Deployment) -> SlackMessage:
    """What will happen, and the button that begins it."""
    target = deployment.rollbacks[name]
    told = [
        f"Roll {code(name)} back to the version before the one that serves?",
        "First it is looked whether the one that serves was deployed before the trouble began.",
        f"Then {target.countdown // MINUTE} min are counted down in the thread of incident {incident.id}, "
        f"and {allowed(name, deployment)} may cancel.",
        "" if target.enabled else "It is off: the thread only says what would have been done.",
    ]
    text = " ".join(part for part in told if part)
    begin = button("Roll it back", ASK, incident.id, "danger")
    return SlackMessage(
        text=cut(text, NOTIFICATION), blocks=[section(text), actions("ask_rollback", [begin])]
    )
