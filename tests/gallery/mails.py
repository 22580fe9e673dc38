"""The e-mail twins."""

from bot.domain.expert_intent import ExpertLetter
from bot.messages.drill import drill_mail
from bot.messages.expert import text_of
from bot.messages.expert_slack import letter_mail
from bot.messages.mail import digest_mail, page_mail
from bot.messages.message import Mail
from bot.messages.nudge import nudge_mail
from tests.gallery.checkups import bad_week, fresh_rows_of
from tests.gallery.commands import a_case
from tests.gallery.drills import a_drill
from tests.gallery.states import Text
from tests.gallery.troubles import LINK, NEW_YORK, a_checkup, around, named, paged, places


def mail_in_green(text: Text) -> Mail:
    """The checkup of a good week, for the owner's mailbox."""
    return digest_mail(a_checkup(text, rows=fresh_rows_of(text)), around(text), {})


def mail_in_red(text: Text) -> Mail:
    """A weekly check failed: the subject shouts."""
    checkup = bad_week(text)
    return digest_mail(checkup, around(text), places(*checkup.findings))


def mail_of_a_page(text: Text) -> Mail:
    """A step of the ladder by e-mail."""
    return page_mail(paged(text), around(text), LINK, person=named(text, "maria"))


def mail_of_a_nudge(text: Text) -> Mail:
    """Nobody signed the digest off by the evening, and the owner has no Slack."""
    return nudge_mail(a_checkup(text), around(text), LINK)


def mail_of_a_drill(text: Text) -> Mail:
    """A test page by e-mail."""
    return drill_mail(a_drill(text), named(text, "ana"), NEW_YORK, True)


def mail_to_an_expert(text: Text) -> Mail:
    """The letter to whoever hands over the data."""
    letter = text_of(a_case(text), NEW_YORK)
    return letter_mail(ExpertLetter(incident=7, round=1, person="jon", by="email", text=letter))
