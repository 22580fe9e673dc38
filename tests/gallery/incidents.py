"""The one message of an incident in each of its states, and what Details shows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.incident import Act, What, act
from bot.messages.details import details
from bot.messages.incident import incident_message
from bot.messages.message import SlackMessage, perhaps_again
from checks.verdict import Urgency
from tests.gallery.states import Text
from tests.gallery.troubles import (
    FRIDAY,
    an_event,
    around,
    doubled,
    late,
    nulls,
    open_incident,
    paged,
    resolved,
    taken,
)


def incident_opened(text: Text) -> SlackMessage:
    """Something pages: the first step of the ladder is about to be told."""
    return incident_message(open_incident(text), around(text))


def incident_escalated(text: Text) -> SlackMessage:
    """The first one was paged, has not answered, and the next one is named with the time."""
    return incident_message(paged(text), around(text))


def incident_unanswered(text: Text) -> SlackMessage:
    """Everybody on the ladder was paged, and nobody has it."""
    return incident_message(replace(paged(text), hop=3, next_hop_at=None), around(text, rolls_back=""))


def incident_acknowledged(text: Text) -> SlackMessage:
    """Somebody has it: amber, nobody else is paged, and Resolve is a button."""
    return incident_message(taken(text), around(text))


def incident_snoozed(text: Text) -> SlackMessage:
    """It sleeps until somebody said, and grey says so."""
    until = FRIDAY + timedelta(hours=18)
    asleep = act(paged(text), Act.SNOOZE, text("jon"), FRIDAY, until=until)
    return incident_message(asleep, around(text))


def incident_held(text: Text) -> SlackMessage:
    """The batch is in order again, and it is held open, because it has come and gone before."""
    held = replace(paged(text), calm_since=FRIDAY, came_back=(FRIDAY - timedelta(days=2),))
    return incident_message(held, around(text))


def incident_resolved(text: Text) -> SlackMessage:
    """Somebody ended it, with the cause."""
    cause = an_event(text, What.RESOLVED, text("the station was switched on again"), "maria")
    return incident_message(resolved(text), around(text), [cause])


def incident_gone(text: Text) -> SlackMessage:
    """The checks find it in order again; nobody had to do anything."""
    gone = act(paged(text), Act.RESOLVE, None, FRIDAY + timedelta(hours=1))
    return incident_message(gone, around(text))


def incident_false_alarm(text: Text) -> SlackMessage:
    """Somebody said that nothing was wrong, and why."""
    cause = an_event(text, What.RESOLVED, f"false alarm: {text('a planned outage of the station')}", "maria")
    return incident_message(resolved(text), around(text), [cause])


def incident_patched(text: Text) -> SlackMessage:
    """It was patched, not fixed: the debt is kept until somebody says that it is paid."""
    cause = an_event(text, What.RESOLVED, f"patched: {text('the gusts are copied from La Guardia')}", "maria")
    return incident_message(resolved(text), around(text), [cause])


def incident_of_several(text: Text) -> SlackMessage:
    """Ten columns of a broken load are one incident: what has the same root, and what follows from it."""
    columns = ("wind_dir", "wind_speed", "pressure", "temp")
    beside = [nulls(text, column=text(each), rank=0) for each in columns]
    first = nulls(text)
    follows = doubled(text, follows=first.fingerprint, because=text("flights_daily is built on weather"))
    return incident_message(open_incident(text, first, *beside, follows), around(text))


def incident_ticket(text: Text) -> SlackMessage:
    """A ticket: posted, and nobody is paged."""
    incident = replace(open_incident(text, late(text)), id=8)
    return incident_message(incident, around(text))


def incident_repeated(text: Text) -> SlackMessage:
    """Slack did not answer the first try, so that it may stand there twice."""
    note = doubled(text, urgency=Urgency.NOTE)
    return perhaps_again(incident_message(open_incident(text, note), around(text)))


def incident_details(text: Text) -> SlackMessage:
    """What Details tells, to whoever pressed it: figures, rows, SQL, the reason for its place, the story."""
    story = [
        an_event(text, What.OPENED, text("nulls have grown"), hours=-2),
        an_event(text, What.ESCALATED, text("ana (weather-primary) was told by slack"), hours=-2),
        replace(an_event(text, What.ACKNOWLEDGED, "", "maria", hours=-1), by="slack"),
    ]
    first = nulls(text)
    rivals = [first, late(text), doubled(text)]
    return details(taken(text, first), around(text), story, rivals)


def incident_details_of_several(text: Text) -> SlackMessage:
    """Details of an incident with more than one finding: each with its figures and rows."""
    first = nulls(text)
    second = doubled(text, follows=first.fingerprint, because=text("flights_daily is built on weather"))
    built = {"since": "2013-02-08", "partitions": {first.table: 7}, "rows": 6_700, "tables": [text("scores")],
             "feeds": {text("delay_model"): "critical"}}  # fmt: skip
    blamed = replace(first, evidence={**first.evidence, "built_on_it": built})
    return details(open_incident(text, blamed, second), around(text))


def incident_details_of_many(text: Text) -> SlackMessage:
    """Details of a broken load: as many findings as there is room for, and each other one in a line."""
    columns = ("wind_dir", "wind_speed", "pressure", "temp", "dewp", "humid", "precip", "visib")
    bare: dict[str, Any] = {"rank": 0, "rows": (), "failing": None, "evidence": {}}
    beside = [nulls(text, column=text(each), **bare) for each in columns]
    return details(open_incident(text, nulls(text), *beside), around(text))
