"""What `/pipeline` answers, for whoever typed it alone."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.budget import Budget, Budgeted
from bot.domain.expert import Attempt, Call, Case
from bot.domain.outage import Outage
from bot.domain.page import Page
from bot.domain.patch import Debt
from bot.domain.silence import Preview, Silence, Target
from bot.domain.tiredness import Answer, Load, Person, Pulse
from bot.domain.turns import Shifts
from bot.domain.upstream import Owner, Upstream
from bot.messages.backlog import backlog_message
from bot.messages.budget import budget_message
from bot.messages.debt import debt_message
from bot.messages.expert import status, text_of
from bot.messages.expert_slack import draft_message
from bot.messages.load import load_message
from bot.messages.message import SlackMessage
from bot.messages.share import signed
from bot.messages.silence import WHY_LIMIT, Foreseen, preview_message, silences_message
from bot.messages.text import one_line
from tests.gallery.states import Text
from tests.gallery.troubles import (
    FRIDAY,
    NEW_YORK,
    a_bulletin,
    a_pipeline,
    bulletins,
    named,
    nulls,
    paged,
    resolved,
    three_open,
)


def backlog(text: Text) -> SlackMessage:
    """`backlog`: what is open and can wait, what becomes of it, how old it is."""
    return backlog_message(bulletins(text), FRIDAY)


def backlog_that_is_empty(text: Text) -> SlackMessage:
    """`backlog` where the focus is all that is open."""
    return backlog_message([a_bulletin(text, three_open(text)[0])], FRIDAY)


def debts(text: Text) -> SlackMessage:
    """`debt`: what was patched and is owed a fix, the oldest first."""
    cause = text("the gusts are copied from La Guardia")
    owed = Debt(incident=resolved(text), who=text("maria"), at=FRIDAY - timedelta(days=40), cause=cause)
    return debt_message([owed, replace(owed, cause="")], NEW_YORK)


def a_silence(text: Text) -> Silence:
    """Of the gusts, until tonight."""
    target = Target(named(text, "flights"), named(text, "weather"), named(text, "wind_gust"), "null_rate")
    until = FRIDAY + timedelta(hours=6)
    return Silence(
        id=5, target=target, starts_at=FRIDAY, ends_at=until, who=text("maria"), why=text("the station moves")
    )


def silences(text: Text) -> SlackMessage:
    """`silence`: what is silent, until when and why, each with a button to end it."""
    later = replace(
        a_silence(text), id=6, target=Target(text("bookings")), starts_at=FRIDAY + timedelta(hours=1)
    )
    return silences_message([a_silence(text), later], NEW_YORK, FRIDAY)


def nothing_is_silent(text: Text) -> SlackMessage:
    """`silence` where nothing is."""
    return silences_message([], NEW_YORK, FRIDAY)


def foreseen(text: Text) -> Foreseen:
    """What a silence of the weather would do."""
    return Foreseen(
        target=Target(named(text, "flights"), named(text, "weather")),
        until=FRIDAY + timedelta(hours=2),
        why=one_line(text("the station moves"))[:WHY_LIMIT],
        tables=[named(text, "weather")],
        people=[text("ana (weather-primary)"), text("jon")],
        seen=Preview((paged(text),), 3, 11),
    )


def silence_foreseen(text: Text) -> SlackMessage:
    """`silence flights/weather 2h …`: what it would do, before it does anything."""
    return preview_message(foreseen(text), NEW_YORK)


def a_case(text: Text) -> Case:
    """Of gusts that are missing in the source too, at two checkups in a row."""
    finding = nulls(text)
    owner = Owner(text("Weather service"), "data@weather.example.com")
    where = Upstream("lake", text("raw_weather"), owner, "sources.lake.owner in oakum.yaml", "lake/raw")
    tried = (Attempt(FRIDAY - timedelta(days=2), text("ana"), "patched it", text("restarted the feed")),)
    shown = f"{text('raw_weather')} has no {text('wind_gust')} either"
    said = Call(
        finding=finding, upstream=where, seen=(FRIDAY - timedelta(days=7), FRIDAY), same=True, attempts=tried,
        shown=shown,
    )  # fmt: skip
    return Case(
        incident=paged(text, finding), pipeline=a_pipeline(text), upstream=where, call=said, attempts=tried,
        shown=shown,
    )  # fmt: skip


def expert_draft(text: Text) -> SlackMessage:
    """`expert 7`: the message to whoever hands over the data, and a rule to agree on."""
    case = a_case(text)
    return draft_message(7, status(case), text_of(case, NEW_YORK), [named(text, "jon")])


def budget(text: Text) -> SlackMessage:
    """`budget`: how often people were paged, against one page per two shifts, and for what was real."""
    table = named(text, "weather")
    pages = tuple(
        Page(
            incident=at, pipeline=text("flights"), table=table, check=check, at=FRIDAY, opened_at=FRIDAY,
            is_true=true,
        )
        for at, (check, true) in enumerate([("null_rate", True), ("null_rate", False), ("drift", None)])
    )  # fmt: skip
    missed = Outage(
        id=1, pipeline=text("flights"), table=table, starts_at=FRIDAY - timedelta(days=3),
        ends_at=FRIDAY - timedelta(days=2), who=text("jon"), at=FRIDAY,
    )  # fmt: skip
    shifts = Shifts(4.0, f"a turn of {text('weather-primary')}")
    short = Budget(text("flights"), FRIDAY - timedelta(weeks=4), FRIDAY, shifts, pages, (missed,))
    return budget_message([Budgeted(short, short)])


def load(text: Text) -> SlackMessage:
    """`load`: how much people carry: pages, nights, hand-offs, hand work."""
    ana = Person(
        name=text("ana"), pages=9, nights=4, weekends=2, most_in_a_shift=3, shifts=4, acknowledged=8,
        out_of_hours=5, to_acknowledge=timedelta(minutes=4),
    )  # fmt: skip
    jon = Person(name=text("jon"), pages=1)
    pulses = (Pulse(checkup=3, due_at=FRIDAY, answers=(Answer.HALF, Answer.MOST)),)
    said = Load(
        people=(ana, jon), handed={(text("ana"), text("jon")): 3}, reassigned={7: 3},
        waits=((7, timedelta(hours=9)),), pulses=pulses,
    )  # fmt: skip
    return load_message(said, [text("flights")])


def answer_shared(text: Text) -> SlackMessage:
    """`load share`: somebody showed an answer to the whole channel."""
    return signed(load(text), text("maria"), f"load {text('flights')}")
