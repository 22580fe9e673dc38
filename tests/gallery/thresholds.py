"""Thresholds that are proposed or were accepted, and the noise dial."""

from datetime import timedelta

from bot.domain.proposal import History, Proposal
from bot.domain.tuned import NOISE, Tuned
from bot.domain.tuning import Replay
from bot.messages.message import SlackMessage
from bot.messages.tuning import noise_message, tune_message, tuned_message
from tests.gallery.states import Text
from tests.gallery.troubles import FRIDAY, NEW_YORK, named


def a_proposal(text: Text, **changes: object) -> Proposal:
    """To page for nulls only from a fifth over the limit."""
    facts: dict[str, object] = {
        "pipeline": named(text, "flights"), "table": named(text, "weather"), "check": "null_rate",
        "before": 1.0, "after": 1.2, "would": Replay(4, 0, 1, 5, 6),
    }  # fmt: skip
    return Proposal(**facts | changes)  # type: ignore[arg-type]


def a_tuned(text: Text, **changes: object) -> Tuned:
    """A threshold that somebody accepted a week ago."""
    facts: dict[str, object] = {
        "id": 2, "pipeline": text("flights"), "table": named(text, "weather"), "check": "null_rate",
        "before": 1.0, "after": 1.2, "at": FRIDAY - timedelta(days=7), "who": text("maria"),
        "would": "would have removed 4 of 5 false pages, lost none of 6 real ones",
    }  # fmt: skip
    return Tuned(**facts | changes)  # type: ignore[arg-type]


def tune(text: Text) -> SlackMessage:
    """`tune`: thresholds to move, each with what that would have done in eight weeks."""
    found = [a_proposal(text), a_proposal(text, before=1.2, after=1.0, outages=(1,), check="row_count")]
    unknown = History({}, {(named(text, "weather"), "drift"): 4})
    return tune_message([(text("flights"), found, unknown)])


def tune_nothing(text: Text) -> SlackMessage:
    """`tune` where nothing is proposed: what it would take."""
    return tune_message([(text("flights"), [], History({}, {}))])


def tuned(text: Text) -> SlackMessage:
    """`tuned`: what people accepted and holds, each with a button to take it back."""
    return tuned_message([a_tuned(text)], NEW_YORK)


def noise(text: Text) -> SlackMessage:
    """`noise`: where the dial stands, and what it would be to turn it down."""
    _, normal, quiet = NOISE.values()
    dial = a_tuned(text, table=None, check=None, after=normal)
    quieter = a_proposal(text, table=None, check=None, before=normal, after=quiet)
    return noise_message(text("flights"), dial, quieter, NEW_YORK)
