"""Too late, or not possible: what was done before, and by whom."""

from bot.domain.declared import Deployment
from bot.domain.incident import Act, State
from bot.domain.rights import NotAllowedError, Right
from bot.domain.rollback import Rollback, Stand
from bot.domain.stage import Stage, Staged
from bot.engine.survival import NotMutedError
from bot.messages.answers import is_already, not_possible, signed_off
from bot.messages.debt import not_owed
from bot.messages.drill_asked import nobody_to_call, not_of_the_team, noted_already
from bot.messages.expert_slack import sent_to
from bot.messages.export import file_not_sent
from bot.messages.hints import did_not_work, gone, refused, unreadable
from bot.messages.message import SlackMessage
from bot.messages.proposal import cannot_look
from bot.messages.proposal import file_not_sent as proposal_not_sent
from bot.messages.rollback import may_not_cancel, too_late
from bot.messages.stage import not_declared, not_stepped
from bot.messages.tuning import at_its_end, outdated
from tests.gallery.states import Text
from tests.gallery.troubles import FRIDAY, NEW_YORK, a_checkup, a_deployment, named, resolved, taken


def late_for_an_acknowledgement(text: Text) -> SlackMessage:
    """Somebody has it already."""
    return not_possible(taken(text), Act.ACKNOWLEDGE, NEW_YORK)


def late_for_anything(text: Text) -> SlackMessage:
    """It is over."""
    return not_possible(resolved(text), Act.ACKNOWLEDGE, NEW_YORK)


def late_for_a_click(text: Text) -> SlackMessage:
    """The same where no more is known than how it stands."""
    return is_already(State.RESOLVED)


def not_owed_any_more(text: Text) -> SlackMessage:
    """`fixed 7` of what was never patched."""
    return not_owed(7)


def signed_off_by_another(text: Text) -> SlackMessage:
    """“I looked”, and somebody had before."""
    signed = a_checkup(text, signed_off_by=text("maria"), signed_off_at=FRIDAY)
    return signed_off(signed, text("jon") + " too", NEW_YORK)


def a_rollback(text: Text) -> Rollback:
    """One that was cancelled."""
    return Rollback(
        incident=7, round=1, name="delay-model", asked_at=FRIDAY, look_at=FRIDAY, stand=Stand.CANCELLED,
        who=text("ana"), over_at=FRIDAY, said=text("not tonight"),
    )  # fmt: skip


def rollback_not_yours(text: Text) -> SlackMessage:
    """Who may cancel a rollback."""
    return may_not_cancel(a_rollback(text), a_deployment(text))


def rollback_of_nobody(text: Text) -> SlackMessage:
    """The same where the configuration names nobody any more."""
    return may_not_cancel(a_rollback(text), Deployment())


def rollback_too_late(text: Text) -> SlackMessage:
    """How a rollback stands that can be cancelled no more."""
    return too_late(a_rollback(text), NEW_YORK)


def stage_not_stepped(text: Text) -> SlackMessage:
    """`mute`, and somebody said so before."""
    return not_stepped(text("flights"), Staged(Stage.MUTED, FRIDAY, text("maria")), NEW_YORK)


def stage_of_nothing(text: Text) -> SlackMessage:
    """“Page from now on” of a pipeline whose file is gone."""
    return not_declared(text("flights"))


def threshold_outdated(text: Text) -> SlackMessage:
    """“Accept” of what was proposed before somebody moved the threshold."""
    return outdated(f"{text('null_rate of flights/weather')} pages from 1.5 by now")


def dial_at_its_end(text: Text) -> SlackMessage:
    """`noise quieter` once more."""
    return at_its_end(1)


def letter_was_sent_before(text: Text) -> SlackMessage:
    """The draft is gone, or has nobody to go to."""
    return sent_to([])


def drill_of_nobody(text: Text) -> SlackMessage:
    """The button of a drill that is older than the ladders."""
    return nobody_to_call()


def drill_of_another_team(text: Text) -> SlackMessage:
    """“It came” of a test page to a user group, by somebody who is not in it."""
    return not_of_the_team(text("ml-infra"))


def drill_answered_twice(text: Text) -> SlackMessage:
    """“It came”, for the second time."""
    return noted_already("pagerduty")


def survival_not_muted(text: Text) -> SlackMessage:
    """“Bring back” of what is not muted: as any error that a person can cause."""
    return refused(NotMutedError(f"{text('planes')} is not muted in {text('flights')}"))


def not_allowed(text: Text) -> SlackMessage:
    """What `may` keeps to some."""
    return refused(NotAllowedError(Right.RESOLVE, [named(text, "ana"), named(text, "jon")]))


def number_is_gone(text: Text) -> SlackMessage:
    """A button of a store that was begun anew."""
    return gone()


def nothing_of_ours(text: Text) -> SlackMessage:
    """A button that another version made."""
    return unreadable()


def fault_of_ours(text: Text) -> SlackMessage:
    """It did not work, and that is our fault."""
    return did_not_work()


def export_not_sent(text: Text) -> SlackMessage:
    """`export` where the scope for files is missing."""
    return file_not_sent()


def proposal_file_not_sent(text: Text) -> SlackMessage:
    """The same with the file of a proposal."""
    return proposal_not_sent()


def table_cannot_be_read(text: Text) -> SlackMessage:
    """`new`, and the table cannot be read."""
    return cannot_look(text("bookings"), text("its newest part is no Parquet"))
