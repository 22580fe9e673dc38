"""The one message of a rollback: the countdown with its Cancel, and then what became of it."""

from zoneinfo import ZoneInfo

from bot.domain.declared import Deployment
from bot.domain.incident import Incident, State
from bot.domain.rollback import Rollback, Stand, stoppers
from bot.messages.answers import in_words
from bot.messages.blocks import actions, button, section
from bot.messages.figures import hour, moment
from bot.messages.incident import ACKNOWLEDGE, DETAILS
from bot.messages.message import SlackMessage
from bot.messages.surroundings import mention, named
from bot.messages.text import NOTIFICATION, code, cut, sentence

CANCEL = "rollback_cancel"
NOBODY = "nobody"

_BEGINS = {
    Stand.ASKED: "⏳ Oakum looks whether a rollback may help",
    Stand.COUNTING: "⏳ It counts down",
    Stand.CLAIMED: "⏪ Being rolled back",
    Stand.CALLED: "⏪ Being rolled back",
    Stand.CANCELLED: "✋ Cancelled",
    Stand.STOPPED: "✋ Not rolled back",
    Stand.REFUSED: "🚫 Not rolled back",
    Stand.DONE: "⏪ Rolled back and verified",
    Stand.FAILED: "🚨 The rollback failed",
    Stand.UNKNOWN: "🚨 Nobody knows whether it was rolled back",
}


def rollback_message(
    rollback: Rollback, incident: Incident, deployment: Deployment, zone: ZoneInfo
) -> SlackMessage:
    """The message as the rollback stands now."""
    name, way = code(rollback.name), f"from {code(rollback.version)} to {code(rollback.previous)}"
    if rollback.stand is Stand.COUNTING and rollback.ends_at:
        until = hour(rollback.ends_at, zone)
        asked = f" ({named(rollback.asked_by)} asked for it)" if rollback.asked_by else ""
        said = f"⏳ {name} is rolled back {way} at {until}, unless somebody {stoppers(rollback)}{asked}"
        text = f"{said}.\n{_since(rollback, zone)}{_may(rollback, deployment)}"
        acknowledge = [button("Acknowledge", ACKNOWLEDGE, incident.id, "primary")]
        buttons = [
            button("Cancel the rollback", CANCEL, rollback.id, "danger"),
            *(acknowledge if incident.state is State.OPEN else []),
            button("Details", DETAILS, incident.id),
        ]
        blocks = [section(text), actions("rollback", buttons)]
        return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)
    said = f"{_BEGINS[rollback.stand]}: {name} {way}{_ended(rollback, zone)}"
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=[section(said)])


def _since(rollback: Rollback, zone: ZoneInfo) -> str:
    if rollback.deployed_at is None:
        return ""
    return f"{code(rollback.version)} was deployed {moment(rollback.deployed_at, zone)}, before the trouble. "


def _may(rollback: Rollback, deployment: Deployment) -> str:
    """Who may cancel is rung: time runs."""
    target = deployment.rollbacks.get(rollback.name)
    allowed = [mention(each, deployment.people) for each in target.allowed] if target else []
    return f"{', '.join(allowed)} may cancel." if allowed else ""


def _ended(rollback: Rollback, zone: ZoneInfo) -> str:
    by = f" by {named(rollback.who)}" if rollback.who else ""
    at = rollback.over_at or rollback.claimed_at
    when = f" · {hour(at, zone)}" if at else ""
    why = f". {sentence(rollback.said)}" if rollback.said else ""
    return f"{by}{when}{why}"


def may_not_cancel(rollback: Rollback, deployment: Deployment) -> SlackMessage:
    """To whoever may not: who may, and what everybody can do."""
    only = f"Only {names}" if (names := allowed(rollback.name, deployment)) != NOBODY else "Nobody"
    other = "" if rollback.asked_by else " Whoever acknowledges the incident stops it."
    return in_words(f"{only} may cancel the rollback of {code(rollback.name)}.{other}")


def allowed(name: str, deployment: Deployment) -> str:
    """Who may roll back and cancel."""
    target = deployment.rollbacks.get(name)
    return ", ".join(named(each) for each in target.allowed) if target and target.allowed else NOBODY


def too_late(rollback: Rollback, zone: ZoneInfo) -> SlackMessage:
    """To whoever comes too late: how it stands."""
    return in_words(f"Too late. {_BEGINS[rollback.stand]}: {code(rollback.name)}{_ended(rollback, zone)}")
