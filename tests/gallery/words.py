"""Answers of a line: late clicks, quiet confirmations, why something cannot be."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.fresh_rows import Looked, Word
from bot.domain.incident import Act
from bot.domain.outage import Outage
from bot.domain.page import Page
from bot.domain.rollback import Rollback, Stand
from bot.domain.stage import Stage, Staged, Step
from bot.domain.survival import Count, brought_back, ended
from bot.messages import survival, tuning
from bot.messages.answers import done, in_words, not_possible, signed_off
from bot.messages.backlog import closed_message, promoted_message
from bot.messages.fresh_rows import noted
from bot.messages.message import SlackMessage, perhaps_again
from bot.messages.outage import reported
from bot.messages.paged import duty_message, never_paged, not_paged_then
from bot.messages.rollback import may_not_cancel, too_late
from bot.messages.silence import made, over
from bot.messages.stage import not_stepped, stepped
from bot.messages.surroundings import link
from bot.slack.expert import told
from bot.slack.share import _signed
from tests.gallery.commands import a_silence, load
from tests.gallery.states import Text
from tests.gallery.survivals import a_survival
from tests.gallery.thresholds import a_tuned
from tests.gallery.troubles import (
    FRIDAY,
    NEW_YORK,
    a_bulletin,
    a_checkup,
    a_deployment,
    around,
    named,
    open_incident,
    resolved,
    taken,
)


def late_for_an_acknowledgement(text: Text) -> SlackMessage:
    """Somebody has it already."""
    return not_possible(taken(text), Act.ACKNOWLEDGE, NEW_YORK)


def late_for_anything(text: Text) -> SlackMessage:
    """It is over."""
    return not_possible(resolved(text), Act.ACKNOWLEDGE, NEW_YORK)


def acknowledged(text: Text) -> SlackMessage:
    """It is yours."""
    return done(replace(taken(text), pipeline=text("flights")), Act.ACKNOWLEDGE)


def promoted(text: Text) -> SlackMessage:
    """It is the focus."""
    return promoted_message(replace(open_incident(text), pipeline=text("flights")))


def closed(text: Text) -> SlackMessage:
    """It is closed, with the reason."""
    return closed_message(replace(open_incident(text), pipeline=text("flights")))


def signed_off_by_another(text: Text) -> SlackMessage:
    """Somebody looked before."""
    signed = a_checkup(text, signed_off_by=text("maria"), signed_off_at=FRIDAY)
    return signed_off(signed, text("jon") + " too", NEW_YORK)


def an_outage(text: Text) -> Outage:
    """Of yesterday afternoon."""
    return Outage(
        id=4, pipeline=text("flights"), table=named(text, "weather"), starts_at=FRIDAY - timedelta(days=1),
        ends_at=FRIDAY - timedelta(hours=20), who=text("jon"), at=FRIDAY, why=text("the feed was empty"),
    )  # fmt: skip


def outage_was_not_missed(text: Text) -> SlackMessage:
    """Somebody was paged for it."""
    seen = Page(
        incident=7, pipeline=text("flights"), table=named(text, "weather"), check="null_rate", at=FRIDAY,
        opened_at=FRIDAY,
    )  # fmt: skip
    return in_words(reported(an_outage(text), seen, NEW_YORK))


def never_paged_you(text: Text) -> SlackMessage:
    """Nothing rang them."""
    return never_paged(text("kim"), [text("flights"), text("bookings")])


def not_paged_at_that_hour(text: Text) -> SlackMessage:
    """Nothing rang them then."""
    return not_paged_then(text("kim"), FRIDAY - timedelta(hours=1), FRIDAY, NEW_YORK)


def on_no_ladder(text: Text) -> SlackMessage:
    """Somebody who is not on call in the next weeks."""
    return duty_message(text("eve") + " Mayer", [(text("flights"), around(text))], FRIDAY)


def a_rollback(text: Text) -> Rollback:
    """One that was cancelled."""
    return Rollback(
        incident=7, round=1, name="delay-model", asked_at=FRIDAY, look_at=FRIDAY, stand=Stand.CANCELLED,
        who=text("ana"), over_at=FRIDAY, said=text("not tonight"),
    )  # fmt: skip


def rollback_not_yours(text: Text) -> SlackMessage:
    """Who may cancel it."""
    return in_words(may_not_cancel(a_rollback(text), a_deployment(text)))


def rollback_too_late(text: Text) -> SlackMessage:
    """How it stands."""
    return in_words(too_late(a_rollback(text), NEW_YORK))


def silence_made(text: Text) -> SlackMessage:
    """It is silent from now on."""
    return made(a_silence(text), NEW_YORK, FRIDAY)


def silence_over(text: Text) -> SlackMessage:
    """It is over."""
    return over(a_silence(text))


def stage_stepped(text: Text) -> SlackMessage:
    """It pages from the next checks on."""
    return stepped(text("flights"), Step.GO)


def stage_not_stepped(text: Text) -> SlackMessage:
    """Somebody said so before."""
    return not_stepped(text("flights"), Staged(Stage.MUTED, FRIDAY, text("maria")), NEW_YORK)


def threshold_accepted(text: Text) -> SlackMessage:
    """It is kept, and can be taken back."""
    return in_words(tuning.accepted(a_tuned(text)))


def threshold_reverted(text: Text) -> SlackMessage:
    """It is taken back."""
    return in_words(tuning.reverted(a_tuned(text)))


def row_noted(text: Text) -> SlackMessage:
    """What somebody said of a fresh row is kept."""
    return in_words(noted(Word.WRONG, Looked(15, 1)))


def survival_table_is_back(text: Text) -> SlackMessage:
    """A muted table is watched again."""
    planes = named(text, "planes")
    return survival.brought(brought_back(a_survival(text), planes, text("maria"), FRIDAY), planes, NEW_YORK)


def survival_all_is_back(text: Text) -> SlackMessage:
    """All of them are."""
    return survival.over(a_survival(text))


def survival_of_nothing(text: Text) -> SlackMessage:
    """Not everything is broken; when it last was."""
    last = ended(a_survival(text), text("maria"), FRIDAY)
    return survival.nothing(text("flights"), Count(failing=1, checks=8), last, NEW_YORK)


def letter_was_sent(text: Text) -> SlackMessage:
    """To whom it went."""
    return told([named(text, "jon"), named(text, "kim")])


def answer_shared(text: Text) -> SlackMessage:
    """Somebody showed an answer to the whole channel."""
    return _signed(load(text), text("maria"), f"load {text('flights')}")


def repeated_line(text: Text) -> SlackMessage:
    """A line that may stand there twice, and a link whose address is none."""
    health = a_bulletin(text).health
    return perhaps_again(in_words(link(f"javascript:{text('alert(1)')}", health.pipeline)))
