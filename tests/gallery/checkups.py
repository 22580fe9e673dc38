"""The digest of the weekly checkup: in green, in red, the first of a quarter, signed off."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.backlog import Proposal, Propose
from bot.domain.checkup import Checkup
from bot.domain.fresh_rows import FreshRow, Looked
from bot.domain.health import Status
from bot.domain.proposal import Proposal as Threshold
from bot.domain.tuning import Replay
from bot.domain.week import Neighbour, Paged, Week
from bot.messages.answers import signed_off
from bot.messages.digest import digest_message
from bot.messages.fresh_rows import rows_message
from bot.messages.load import with_question
from bot.messages.message import SlackMessage
from bot.messages.tuning import to_record
from tests.gallery.states import Text
from tests.gallery.troubles import (
    FRIDAY,
    NEW_YORK,
    a_checkup,
    a_line,
    a_strip,
    around,
    doubled,
    late,
    named,
    nulls,
    places,
)


def checkup_in_green(text: Text) -> SlackMessage:
    """All is well: three lines, with what would have been caught, and one button."""
    return digest_message(a_checkup(text), around(text), {})


def bad_week(text: Text) -> Checkup:
    """Three findings, one gone, a table that nobody watches."""
    first, second, third = nulls(text), late(text), doubled(text)
    daily, weather = named(text, "flights_daily"), named(text, "weather")
    return a_checkup(
        text,
        health=Status.BROKEN,
        findings=(first, second, third),
        weekly=(
            a_strip(daily, "finish_window", bad=4, said=text("11:40")),
            a_strip(daily, "null_rate"),
            a_strip(daily, "duplicate_keys", bad=2),
            a_strip(weather, "finish_window", note=text("42 days of history")),
            a_strip(weather, "null_rate", bad=7),
        ),
        unwatched=(named(text, "planes"),),
        unjudged={named(text, "planes"): text("its folder cannot be read")},
        came=(a_line(text, "nulls have grown", incident=7),),
        went=(a_line(text, "keys were doubled"),),
        acknowledged=(a_line(text, "nulls have grown", "maria", incident=7),),
        budget="Alert budget: 3 pages in 28 shifts, 0.11 a shift (target 0.5); 2 of 3 real (32–90%)",
        week=Week(
            before=Status.DEGRADED,
            paged=(Paged(person=text("ana"), times=3, nights=1), Paged(person=text("jon"), times=1)),
            new=frozenset({first.fingerprint}),
            beside=(Neighbour(pipeline=text("bookings"), health=Status.HEALTHY, findings=0),),
        ),
    )


def checkup_in_red(text: Text) -> SlackMessage:
    """A bad week: the one thing to fix first with its price, the three weekly checks, the backlog."""
    checkup = bad_week(text)
    return digest_message(checkup, around(text), places(*checkup.findings))


def a_proposing_checkup(text: Text) -> Checkup:
    """To close one of the backlog, to move a threshold, to call an expert."""
    checkup = bad_week(text)
    first = checkup.findings[0]
    proposed = Proposal(incident=9, title=text("keys repeat"), what=Propose.CLOSE, why=text("nobody uses it"))
    threshold = Threshold(
        pipeline=named(text, "flights"), table=named(text, "weather"), check="null_rate",
        before=1.0, after=1.2, would=Replay(4, 0, 1, 5, 6),
    )  # fmt: skip
    return replace(
        checkup,
        focus=first.fingerprint,
        focus_why=f"took the place of {text('late mornings')}, which weighs half as much",
        proposal=proposed,
        tuning=to_record(threshold),
        experts={first.fingerprint: (text("Weather service"), text("Weather service"))},
        besides=(
            ("Drill", (f"3 of 4 test pages came; none by e-mail to {text('kim')}",)),
            ("Nobody owns", (text("landing/old_flights"), text("landing/scratch"))),
        ),
        nudged=text("ana"),
        nudged_at=FRIDAY + timedelta(hours=3),
    )


def checkup_with_proposals(text: Text) -> SlackMessage:
    """What it proposes: to close one of the backlog, to move a threshold, to call an expert."""
    told = a_proposing_checkup(text)
    return digest_message(told, around(text), places(*told.findings))


def checkup_signed_off(text: Text) -> SlackMessage:
    """Somebody looked: the button is gone, and who it was is on the record."""
    signed = a_checkup(text, signed_off_by=text("maria"), signed_off_at=FRIDAY + timedelta(minutes=20))
    return digest_message(signed, around(text), {})


def checkup_of_a_quarter(text: Text) -> SlackMessage:
    """The first of a quarter is the deep one: it asks what no check can tell."""
    unchecked = (
        (named(text, "weather"), text("timestamps are UTC")),
        (named(text, "flights_daily"), text("a missing delay is null, never 0")),
    )
    return digest_message(a_checkup(text, kind="deep", unchecked=unchecked), around(text), {})


def checkup_in_survival(text: Text) -> SlackMessage:
    """Everything is broken at once: there is no ranking, and it says what is watched instead."""
    instead = (
        "Everything is broken at once: 5 of 8 checks fail",
        f"There is no ranking now. Watched: {text('weather')} (it feeds delay_model (critical)).",
        f"Muted: still failing: {text('flights_daily')}.",
    )
    return digest_message(replace(bad_week(text), instead=instead), around(text), {})


def fresh_rows_of(text: Text) -> tuple[FreshRow, ...]:
    """Three rows: two as in the source, one that differs."""
    table, source = named(text, "flights_daily"), text("raw_flights")
    carrier, distance = text("carrier"), text("distance")
    facts = {"table": table, "source": source, "day": "2013-02-14", "source_rows": 1,
             "columns": {carrier: "carrier", distance: "distance"}}  # fmt: skip
    values = {distance: (text("2,475"), text("2,475"))}
    apart = {distance: (text("0"), text("1,089"))}
    origin = text("origin")
    return (
        FreshRow(key={"flight": 4087, origin: text("EWR")}, values=values, **facts),
        FreshRow(key={"flight": 5038, origin: text("JFK")}, values=apart, differ=(distance,), **facts),
        FreshRow(key={"flight": 3259, origin: text("LGA")}, **facts | {"source_rows": 0}),
    )


def checkup_with_fresh_rows(text: Text) -> SlackMessage:
    """Three fresh rows beside their source, and the bound so far on how many can be wrong."""
    checkup = a_checkup(text, rows=fresh_rows_of(text), looked=Looked(14, 0))
    return digest_message(checkup, around(text), {})


def are_they_right(text: Text) -> SlackMessage:
    """What its button shows: each row, with Right, Wrong and Can't tell."""
    return rows_message(a_checkup(text, rows=fresh_rows_of(text)))


def thanks_and_the_pulse(text: Text) -> SlackMessage:
    """The answer to “I looked”: thanks, and one question about the week."""
    signed = a_checkup(text, signed_off_by=text("maria"), signed_off_at=FRIDAY)
    return with_question(signed_off(signed, text("maria"), NEW_YORK), 3)
