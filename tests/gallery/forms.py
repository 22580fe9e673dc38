"""The forms that buttons and `/pipeline` open, and their previews."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.incident import Act
from bot.domain.known_bad import FALSE_ALARM
from bot.domain.outage import Outage
from bot.domain.page import Page
from bot.domain.rights import NotAllowedError, Right
from bot.messages.answers import not_possible
from bot.messages.backlog import close_modal
from bot.messages.expert import status, text_of
from bot.messages.expert_slack import draft_modal, sent_modal
from bot.messages.modal import not_allowed_modal, resolve_modal, told_modal
from bot.messages.outage import missed_modal, reported
from bot.messages.silence_form import not_silenced, silence_modal, silence_sure, silenced
from bot.messages.snooze import not_any_more, snooze_modal, snooze_preview
from tests.gallery.commands import a_case, a_silence, foreseen
from tests.gallery.states import Text, View
from tests.gallery.troubles import (
    FRIDAY,
    NEW_YORK,
    around,
    named,
    nulls,
    open_incident,
    paged,
    resolved,
    taken,
)


def form_resolve(text: Text) -> View:
    """Resolve: a fix, a patch or a false alarm, and the cause."""
    return resolve_modal(taken(text))


def form_false_alarm(text: Text) -> View:
    """False alarm, from the menu; a change of schema may also be the new normal."""
    changed = nulls(text, check="contract", evidence={"kind": "renamed"})
    return resolve_modal(open_incident(text, changed), FALSE_ALARM)


def form_close(text: Text) -> View:
    """Close one of the backlog: without a reason nobody will know in half a year."""
    return close_modal(open_incident(text))


def form_snooze(text: Text) -> View:
    """Snooze: for how long, what that mutes, and who is not paged meanwhile."""
    return snooze_modal(paged(text), around(text), FRIDAY)


def form_snooze_preview(text: Text) -> View:
    """What it does, before it is done."""
    until = FRIDAY + timedelta(hours=18)
    return snooze_preview(paged(text), around(text), "tomorrow", until, FRIDAY)


def form_silence(text: Text) -> View:
    """Silence something: what, for how long, and why."""
    return silence_modal(f"{named(text, 'flights')}/{named(text, 'weather')}")


def form_silence_preview(text: Text) -> View:
    """What would sleep, who is not paged, and how much of late it would have kept quiet."""
    return silence_sure(foreseen(text), NEW_YORK)


def an_outage(text: Text) -> Outage:
    """Of yesterday afternoon."""
    return Outage(
        id=4, pipeline=text("flights"), table=named(text, "weather"), starts_at=FRIDAY - timedelta(days=1),
        ends_at=FRIDAY - timedelta(hours=20), who=text("jon"), at=FRIDAY, why=text("the feed was empty"),
    )  # fmt: skip


def form_missed(text: Text) -> View:
    """`missed`: something was broken, and nobody was paged for it."""
    return missed_modal(f"{named(text, 'flights')}/{named(text, 'weather')}", 500)


def form_missed_reported(text: Text) -> View:
    """What is kept of it."""
    return reported(an_outage(text), None, NEW_YORK)


def form_not_missed(text: Text) -> View:
    """The same where somebody was paged for it."""
    seen = Page(
        incident=7, pipeline=text("flights"), table=named(text, "weather"), check="null_rate", at=FRIDAY,
        opened_at=FRIDAY,
    )  # fmt: skip
    return reported(an_outage(text), seen, NEW_YORK)


def form_expert(text: Text) -> View:
    """The draft to whoever hands over the data, to copy or to send."""
    case = a_case(text)
    case = replace(case, incident=paged(text, case.incident.lead))
    return draft_modal(7, status(case), text_of(case, NEW_YORK), [named(text, "jon")])


def form_expert_sent(text: Text) -> View:
    """To whom it went."""
    return sent_modal([named(text, "jon")])


def form_silenced(text: Text) -> View:
    """What was to be silent is."""
    return silenced(a_silence(text), NEW_YORK, FRIDAY)


def form_not_silenced(text: Text) -> View:
    """The form lay open for longer than the silence was to last."""
    return not_silenced("That time is over already: say anew until when.")


def form_not_snoozed(text: Text) -> View:
    """The same of an incident that was to sleep."""
    return not_any_more("An incident may sleep from five minutes to 2 weeks.")


def form_too_late(text: Text) -> View:
    """Somebody else was faster while the form lay open."""
    return told_modal(not_possible(resolved(text), Act.RESOLVE, NEW_YORK))


def form_not_allowed(text: Text) -> View:
    """What `may` keeps to some."""
    return not_allowed_modal(NotAllowedError(Right.RESOLVE, [named(text, "ana"), named(text, "jon")]))
