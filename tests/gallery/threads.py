"""The thread of an incident, and direct messages: pages, notes, the question whether one still has it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.expert_intent import ExpertLetter, ExpertPost
from bot.domain.incident import What
from bot.domain.nudge import DigestNudge
from bot.domain.picture_intent import IncidentPlot
from bot.messages.expert_slack import letter_message, thread_line
from bot.messages.message import SlackMessage
from bot.messages.nudge import nudge_message
from bot.messages.picture import plot_message
from bot.messages.thread import ask, note, page
from tests.gallery.states import Text
from tests.gallery.troubles import (
    FRIDAY,
    LINK,
    NEW_YORK,
    a_checkup,
    an_event,
    around,
    named,
    nulls,
    open_incident,
    paged,
    taken,
)

FILE = "F0EVIDENCE"
"""The picture that the gallery uploads."""


def page_in_the_thread(text: Text) -> SlackMessage:
    """The step of the ladder that is due: the one message that rings, and only whoever it is for."""
    return page(paged(text), named(text, "jon"), around(text))


def page_in_private(text: Text) -> SlackMessage:
    """The same as a direct message, with the way to the incident."""
    return page(paged(text), named(text, "ana"), around(text), link_to=LINK)


def page_of_a_group(text: Text) -> SlackMessage:
    """The last step: a team whose members Slack keeps is mentioned as one."""
    last = replace(open_incident(text), hop=3, next_hop_at=None)
    return page(last, named(text, "ml-infra"), around(text, rolls_back=text("delay-model")))


def page_answered(text: Text) -> SlackMessage:
    """Somebody has it by now: the page asks for nothing any more."""
    return page(taken(text), named(text, "jon"), around(text))


def note_of_an_acknowledgement(text: Text) -> SlackMessage:
    """Each change is told in the thread."""
    return note(an_event(text, What.ACKNOWLEDGED, text("on my way"), "maria"), NEW_YORK)


def note_of_a_hand_over(text: Text) -> SlackMessage:
    """Whoever is handed an incident is rung, and nobody else."""
    handed = an_event(text, What.HANDED, named(text, "jon"), "maria")
    return note(handed, NEW_YORK, around(text).people)


def note_of_a_failed_rollback(text: Text) -> SlackMessage:
    """Whoever has the incident is rung: the model still serves the bad version."""
    failed = an_event(text, What.ROLLBACK_FAILED, text("the registry did not answer"))
    failed = replace(failed, who=named(text, "ana"))
    return note(failed, NEW_YORK, around(text).people)


def note_of_a_cause(text: Text) -> SlackMessage:
    """How it ended, for the next one who sees this."""
    return note(an_event(text, What.RESOLVED, text("the station was switched on again"), "maria"), NEW_YORK)


def still_on_it(text: Text) -> SlackMessage:
    """Whoever has had it for a day is asked whether that is still so."""
    asked = replace(taken(text), asked_at=FRIDAY + timedelta(days=1))
    return ask(asked, named(text, "ana"), around(text), LINK)


def plot_in_the_thread(text: Text) -> SlackMessage:
    """The evidence as a picture, with words for those who cannot see it; the rows, and SQL to copy."""
    alt = f"{text('weather')}: nulls of {text('wind_gust')} have grown. Share that is missing, by day."
    shown = IncidentPlot(incident=7, channel="#flights-data", round=1, file=FILE, alt=alt)
    return plot_message(shown, paged(text), around(text))


def rows_in_the_thread(text: Text) -> SlackMessage:
    """The evidence where there is nothing to draw."""
    first = nulls(text, check="guards", evidence={}, failing=None)
    shown = IncidentPlot(incident=7, channel="#flights-data", round=1)
    return plot_message(shown, paged(text, first), around(text))


def call_an_expert(text: Text) -> SlackMessage:
    """The same at two checkups in a row, though it was mended: whoever hands over the data has to know."""
    whom = text("Weather service")
    return thread_line(ExpertPost(incident=7, channel="#flights-data", checkup="2013", owner=whom, whom=whom))


def letter_of_an_expert(text: Text) -> SlackMessage:
    """What whoever answers for the data gets, where they are in Slack."""
    head = f"To: {text('Weather service')}\nSubject: {_flat(text, 'weather: gusts are missing')}\n\n"
    body = f"Hello {_flat(text, 'Weather service')},\n\n{_flat(text, 'weather')} comes from your table."
    return letter_message(
        ExpertLetter(incident=7, round=1, person="jon", by="slack", text=_flat(text, "") + head + body)
    )


def _flat(text: Text, plain: str) -> str:
    """As `bot.messages.expert` writes it: a line stays a line."""
    return " ".join(text(plain).split()) if plain else ""


def nudge_in_private(text: Text) -> SlackMessage:
    """Nobody signed the digest off by the evening: its owner is asked."""
    intent = DigestNudge(checkup=3, channel="#flights-data", person=named(text, "ana"), to="dm")
    return nudge_message(a_checkup(text), intent, around(text), LINK)


def nudge_answered(text: Text) -> SlackMessage:
    """Somebody looked by now."""
    intent = DigestNudge(checkup=3, channel="#flights-data", person=named(text, "ana"), to="dm")
    signed = a_checkup(text, signed_off_by=text("maria"), signed_off_at=FRIDAY)
    return nudge_message(signed, intent, around(text), LINK)
