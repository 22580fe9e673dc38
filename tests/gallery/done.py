"""Quiet confirmations, for whoever pressed or typed it alone."""

from dataclasses import replace

from bot.domain.fresh_rows import Looked, Word
from bot.domain.incident import Act
from bot.domain.stage import Step
from bot.domain.survival import brought_back
from bot.domain.tiredness import Answer
from bot.domain.tuned import NOISE
from bot.messages import survival
from bot.messages.answers import all_yours, done, signed_off
from bot.messages.backlog import closed_message, promoted_message
from bot.messages.debt import fixed
from bot.messages.expert_slack import sent_to
from bot.messages.export import exported, sent_in_private
from bot.messages.fresh_rows import noted_message
from bot.messages.health import Bulletin
from bot.messages.load import answer_noted
from bot.messages.message import SlackMessage, perhaps_again
from bot.messages.proposal import proposed
from bot.messages.silence import made, over
from bot.messages.stage import stepped
from bot.messages.tuning import accepted, reverted
from tests.gallery.commands import a_silence
from tests.gallery.states import Text
from tests.gallery.survivals import a_survival
from tests.gallery.thresholds import a_proposal, a_tuned
from tests.gallery.troubles import (
    FRIDAY,
    NEW_YORK,
    a_bulletin,
    a_checkup,
    named,
    open_incident,
    taken,
    three_open,
)


def acknowledged(text: Text) -> SlackMessage:
    """`ack 7`: it is yours."""
    return done(replace(taken(text), pipeline=text("flights")), Act.ACKNOWLEDGE)


def acknowledged_all(text: Text) -> SlackMessage:
    """`ack all`: in a storm nobody presses forty buttons."""
    return all_yours(range(7, 40))


def promoted(text: Text) -> SlackMessage:
    """`promote 7`: it is the focus."""
    return promoted_message(replace(open_incident(text), pipeline=text("flights")))


def closed(text: Text) -> SlackMessage:
    """`close 7`: it is closed, with the reason."""
    return closed_message(replace(open_incident(text), pipeline=text("flights")))


def fixed_at_last(text: Text) -> SlackMessage:
    """`fixed 7`: what was patched is fixed."""
    return fixed(7)


def signed_off_first(text: Text) -> SlackMessage:
    """“I looked”, and nobody had before."""
    who = text("maria")
    return signed_off(a_checkup(text, signed_off_by=who, signed_off_at=FRIDAY), who, NEW_YORK)


def workload_noted(text: Text) -> SlackMessage:
    """How much of the week was hand work: what somebody said is kept."""
    return answer_noted(Answer.HALF)


def row_noted(text: Text) -> SlackMessage:
    """What somebody said of a fresh row is kept, and the bound so far."""
    return noted_message(Word.WRONG, Looked(15, 1))


def silence_made(text: Text) -> SlackMessage:
    """It is silent from now on."""
    return made(a_silence(text), NEW_YORK, FRIDAY)


def silence_over(text: Text) -> SlackMessage:
    """`silence end 5`: it is over."""
    return over(a_silence(text))


def stage_stepped(text: Text) -> SlackMessage:
    """`go`: it pages from the next checks on."""
    return stepped(text("flights"), Step.GO)


def threshold_accepted(text: Text) -> SlackMessage:
    """A threshold is kept, and can be taken back."""
    return accepted(a_tuned(text))


def dial_turned(text: Text) -> SlackMessage:
    """`noise quieter`: the dial is turned, and what that would have done."""
    dial: dict[str, object] = {"table": None, "check": None, "after": NOISE["normal"]}
    return accepted(a_tuned(text, **dial), a_proposal(text, **dial))


def threshold_reverted(text: Text) -> SlackMessage:
    """A threshold is taken back."""
    return reverted(a_tuned(text))


def survival_table_is_back(text: Text) -> SlackMessage:
    """A muted table is watched again."""
    planes = named(text, "planes")
    return survival.brought(brought_back(a_survival(text), planes, text("maria"), FRIDAY), planes, NEW_YORK)


def survival_all_is_back(text: Text) -> SlackMessage:
    """`survive end`: all of them are."""
    return survival.over(a_survival(text))


def letter_was_sent(text: Text) -> SlackMessage:
    """The draft to whoever hands over the data is sent."""
    return sent_to([named(text, "jon"), named(text, "kim")])


def _open(text: Text) -> list[Bulletin]:
    return [a_bulletin(text, *three_open(text))]


def findings_exported(text: Text) -> SlackMessage:
    """`export`: where the file is."""
    return sent_in_private(_open(text), NEW_YORK)


def beside_the_file(text: Text) -> SlackMessage:
    """What stands there beside the file."""
    return exported(_open(text), NEW_YORK)


def proposal_is_there(text: Text) -> SlackMessage:
    """A table was looked at."""
    return proposed(text("bookings"))


def repeated_line(text: Text) -> SlackMessage:
    """Any such line that may stand there twice."""
    return perhaps_again(fixed(7))
