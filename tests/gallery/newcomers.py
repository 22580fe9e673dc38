"""A table that nobody watches yet: the form, what a look at it found, and its file."""

from datetime import date
from typing import Any

from bot.domain.newcomer import Newcomer, Newcomers
from bot.messages.message import SlackMessage
from bot.messages.newcomer import looked_modal, looking_modal, new_modal, not_possible_modal, waiting_modal
from bot.messages.proposal import invite, proposal_message, proposed, with_outcome, written
from bot.settings.propose import pipeline_for
from checks.sources.folder import Found
from checks.sources.guesses import Column
from checks.sources.likely_key import LikelyKey
from checks.sources.look import Look
from tests.gallery.states import Text, View
from tests.gallery.troubles import NEW_YORK, named


def a_look(text: Text) -> Look:
    """A month of bookings, whose price is missing now and then."""
    price = Column(text("price"), "number", missing=412, distinct=8210)
    facts: dict[str, Any] = {
        "name": text("bookings"), "path": text("bookings/*.parquet"), "partition": text("day"),
        "in_path": False, "days": 31, "since": date(2013, 1, 15), "newest": date(2013, 2, 14),
        "rows": 41_200, "seen_days": 31,
        "key": LikelyKey((text("booking_id"),)), "event_time": text("booked_at"), "loaded_at": None,
        "features": (price,), "unreadable": 0, "left_out": (), "columns": (price,),
    }  # fmt: skip
    return Look(**facts)


def form_looking(text: Text) -> View:
    """`/pipeline new`: while the sources are asked what lies in them."""
    return waiting_modal()


def form_new_pipeline(text: Text) -> View:
    """Which table, who hears of it, who owns the fix; what is left out is counted."""
    tables = [
        Newcomer(text("lake"), Found(text(name), f"{text(name)}/*.parquet", None, 31))
        for name in ("bookings", "fares")
    ]
    there = Newcomers(tables, 2, [(text("warehouse"), text("a server that answers"))])
    return new_modal(there, "", (named(text, "ana"), named(text, "jon")), named(text, "jon"), "", NEW_YORK)


def form_not_possible(text: Text) -> View:
    """The configuration cannot be read now, so that nothing can be proposed."""
    return not_possible_modal(f"oakum.yaml, line 4: {text('sources')} is no known key")


def form_looks(text: Text) -> View:
    """The table is looked at, which takes seconds."""
    return looking_modal(text("bookings"))


def form_looked(text: Text) -> View:
    """Then it says where the proposal is."""
    return looked_modal(proposed(text("bookings")))


def proposal(text: Text) -> SlackMessage:
    """What a look at the table found, and the file as it would be: nothing is written yet."""
    return proposal_message(
        "bookings.yaml", a_look(text), _file(text), "wish", invite(text("#bookings")), True
    )


def proposal_to_commit(text: Text) -> SlackMessage:
    """The same where the configuration is read-only: the file comes below, to be committed."""
    return proposal_message("bookings.yaml", a_look(text), _file(text), "wish", "", False)


def proposal_written(text: Text) -> SlackMessage:
    """Somebody pressed the button, and the file is in its place."""
    return with_outcome(proposal(text).blocks, written("bookings.yaml", text("jon")))


def _file(text: Text) -> str:
    return pipeline_for(text("jon"), "bookings", text("jon"), text("#bookings"), text("lake"), a_look(text))
