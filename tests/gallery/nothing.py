"""There is nothing to tell: and why, or as of when."""

from datetime import timedelta

from bot.domain.health import Status
from bot.domain.survival import Count, ended
from bot.domain.tiredness import Load
from bot.messages import survival
from bot.messages.answers import all_yours, nothing_open
from bot.messages.beforehand import nothing_before
from bot.messages.debt import debt_message
from bot.messages.digest import no_checkup
from bot.messages.export import nothing_to_export
from bot.messages.health import UNDECLARED, Bulletin
from bot.messages.load import load_message
from bot.messages.message import SlackMessage
from bot.messages.paged import never_paged, not_paged_then
from bot.messages.tuning import tuned_message
from tests.gallery.states import Text
from tests.gallery.survivals import a_survival
from tests.gallery.troubles import FRIDAY, NEW_YORK, a_bulletin, a_health


def _in_order(text: Text) -> list[Bulletin]:
    return [a_bulletin(text, status=Status.HEALTHY)]


def nothing_is_open(text: Text) -> SlackMessage:
    """“What broke?”, and nothing is."""
    return nothing_open(_in_order(text), NEW_YORK)


def nothing_is_open_that_is_known(text: Text) -> SlackMessage:
    """The same where something could not be judged: no evidence is not health."""
    blind = a_health(text, Status.UNKNOWN, unjudged={text("weather"): UNDECLARED})
    return nothing_open([a_bulletin(text, health=blind)], NEW_YORK)


def nothing_is_watched(text: Text) -> SlackMessage:
    """The same where no pipeline is declared."""
    return nothing_open([], NEW_YORK)


def nothing_to_look_before(text: Text) -> SlackMessage:
    """“What changed just before?”, and nothing is open."""
    return nothing_before(_in_order(text), NEW_YORK)


def nothing_to_acknowledge(text: Text) -> SlackMessage:
    """`ack all`, and everything is somebody's."""
    return all_yours([])


def nothing_exported(text: Text) -> SlackMessage:
    """`export`, and nothing is open."""
    return nothing_to_export(_in_order(text), NEW_YORK)


def nothing_was_patched(text: Text) -> SlackMessage:
    """`debt`, and nothing is owed."""
    return debt_message([], NEW_YORK)


def nothing_was_accepted(text: Text) -> SlackMessage:
    """`tuned`, and no threshold was moved."""
    return tuned_message([], NEW_YORK)


def nothing_was_carried(text: Text) -> SlackMessage:
    """`load`, and nobody was paged."""
    return load_message(Load(people=(), handed={}, reassigned={}, waits=(), pulses=()), [text("flights")])


def nothing_was_checked_up(text: Text) -> SlackMessage:
    """`checkup` before the first one was due."""
    return no_checkup()


def never_paged_you(text: Text) -> SlackMessage:
    """“Why was I paged?”, and nothing rang them."""
    return never_paged(text("kim"), [text("flights"), text("bookings")])


def not_paged_at_that_hour(text: Text) -> SlackMessage:
    """Nothing rang them then."""
    return not_paged_then(text("kim"), FRIDAY - timedelta(hours=1), FRIDAY, NEW_YORK)


def survival_of_nothing(text: Text) -> SlackMessage:
    """`survive`, and not everything is broken; when it last was."""
    last = ended(a_survival(text), text("maria"), FRIDAY)
    return survival.nothing(text("flights"), Count(failing=1, checks=8), last, NEW_YORK)
