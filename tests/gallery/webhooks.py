"""What an incoming webhook posts, for teams whose admins approve no app: the same, and nothing to click."""

from dataclasses import replace

from bot.domain.incident import What
from bot.domain.stage import Stage
from bot.domain.way import TERMINAL
from bot.messages.drill import drill_hook
from bot.messages.hook import hook_about, hook_digest, hook_news, hook_page, hook_post, hook_signed
from bot.messages.message import SlackMessage
from tests.gallery.checkups import a_proposing_checkup
from tests.gallery.drills import a_drill
from tests.gallery.stages import a_number, a_step, a_week
from tests.gallery.states import Text
from tests.gallery.survivals import a_survival
from tests.gallery.troubles import (
    FRIDAY,
    a_checkup,
    a_deployment,
    an_event,
    around,
    named,
    open_incident,
    paged,
    taken,
)


def webhook_opened(text: Text) -> SlackMessage:
    """Something is wrong: a line says what to type where Oakum runs."""
    return hook_post(open_incident(text), around(text, has_buttons=False), (), None)


def webhook_everything_broken(text: Text) -> SlackMessage:
    """Everything is broken at once: one message, and what is muted."""
    return hook_post(open_incident(text), around(text, has_buttons=False), (), a_survival(text))


def webhook_page(text: Text) -> SlackMessage:
    """The step of the ladder that is due rings whoever it is for."""
    return hook_page(paged(text), (named(text, "jon"),), around(text, has_buttons=False))


def webhook_page_of_several(text: Text) -> SlackMessage:
    """A step with several people is one message; what had been over says that it is open again."""
    again = replace(paged(text), round=2, hop=1)
    people = (named(text, "jon"), named(text, "ana"), named(text, "ml-infra"))
    return hook_page(again, people, around(text, has_buttons=False))


def webhook_news(text: Text) -> SlackMessage:
    """Somebody has it: one message a change, since nothing can be edited."""
    story = [an_event(text, What.ACKNOWLEDGED, text("on my way"), "maria")]
    return hook_news(taken(text), around(text, has_buttons=False), story)


def webhook_digest(text: Text) -> SlackMessage:
    """The digest on Friday, which nobody can sign off there."""
    return hook_digest(a_checkup(text), around(text, has_buttons=False))


def webhook_digest_with_proposals(text: Text) -> SlackMessage:
    """A bad week: in place of the buttons of what it proposes, what to type."""
    return hook_digest(a_proposing_checkup(text), around(text, has_buttons=False))


def webhook_signed(text: Text) -> SlackMessage:
    """Somebody looked at it, on the terminal."""
    signed = replace(
        a_checkup(text), signed_off_by=text("maria"), signed_off_at=FRIDAY, signed_off_on=TERMINAL
    )
    return hook_signed(signed, around(text, has_buttons=False))


def webhook_number(text: Text) -> SlackMessage:
    """The first number of a new pipeline is told when it is in order, and with the second one to watch."""
    return hook_about(a_number(text, True, "2.1%"))


def webhook_shadow(text: Text) -> SlackMessage:
    """A week in the shadow is over: whoever says that it may page types that."""
    return hook_about(a_week(text))


def webhook_muted(text: Text) -> SlackMessage:
    """Somebody muted it on the terminal."""
    return hook_about(a_step(text, Stage.MUTED))


def webhook_drill(text: Text) -> SlackMessage:
    """A test page: whoever it rings tells whoever began the drill."""
    declared = a_deployment(text)
    return drill_hook(a_drill(text), named(text, "ana"), declared.people, declared.groups)
