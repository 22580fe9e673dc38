"""The test page of a drill or a rehearsal, and the report."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.drill import Call, Drill, Way
from bot.domain.examined import mend
from bot.messages.drill import drill_page, drill_report
from bot.messages.drill_asked import Planned, begun, planned_message
from bot.messages.message import SlackMessage
from tests.gallery.states import Text
from tests.gallery.troubles import FRIDAY, NEW_YORK, named


def a_drill(text: Text, **changes: object) -> Drill:
    """To Ana by Slack and by mail; one of both came."""
    ana, kim = named(text, "ana"), named(text, "kim")
    sent = FRIDAY + timedelta(minutes=1)
    calls = (
        Call(way=Way(ana, "slack"), policies=("on-call",), sent_at=sent),
        Call(
            way=Way(ana, "email"), policies=("on-call",), sent_at=sent,
            confirmed_at=FRIDAY + timedelta(minutes=9), confirmed_by=text("maria"),
        ),
        Call(way=Way(kim, "email"), policies=("on-call",), error=text("550 no such mailbox")),
    )  # fmt: skip
    facts: dict[str, object] = {
        "id": 2, "who": text("jon"), "started_at": FRIDAY, "closes_at": FRIDAY + timedelta(days=1),
        "calls": calls,
    }  # fmt: skip
    return Drill(**facts | changes)  # type: ignore[arg-type]


def drill_asked(text: Text) -> SlackMessage:
    """`/pipeline drill`: whom it would call, and what became of the last one; nobody is called yet."""
    gap = mend("schedule", text("nobody is on call"))
    planned = Planned(
        ladder=named(text, "on-call"), calls=a_drill(text).calls, to_mend=[gap],
        closes_at=FRIDAY + timedelta(days=1), last=a_drill(text, is_closed=True),
    )  # fmt: skip
    return planned_message(planned, NEW_YORK)


def drill_begun(text: Text) -> SlackMessage:
    """The test pages are on their way."""
    return begun(a_drill(text), NEW_YORK, new=True)


def drill_to_a_person(text: Text) -> SlackMessage:
    """A test page in private: a line and a button for each way that is tried."""
    return drill_page(a_drill(text), named(text, "ana"), NEW_YORK)


def drill_to_a_group(text: Text) -> SlackMessage:
    """A test page to a user group: one answer is enough."""
    squad = named(text, "ml-infra")
    calls = (Call(way=Way(squad, "slack"), policies=("on-call",), sent_at=FRIDAY),)
    return drill_page(a_drill(text, calls=calls), squad, NEW_YORK, "S1INFRA")


def rehearsal(text: Text) -> SlackMessage:
    """A rehearsal: a failure was planted in a copy, and the page says what was found of it."""
    about = f"Planted: nulls in {text('wind_gust')}. Found by null_rate as a page: {text('5% are null')}"
    return drill_page(a_drill(text, about=about), named(text, "ana"), NEW_YORK)


def drill_closed(text: Text) -> SlackMessage:
    """It is over: what nobody confirmed is told."""
    return drill_page(a_drill(text, is_closed=True), named(text, "ana"), NEW_YORK)


def report_of_a_drill(text: Text) -> SlackMessage:
    """In the channel: what came and what did not, and what is to be mended beside."""
    thing = mend(f"schedule {text('weather-primary')}", text("nobody is on call from Sat 16 Feb"))
    return drill_report(replace(a_drill(text), is_closed=True), [thing])


def report_of_a_good_drill(text: Text) -> SlackMessage:
    """The same where all came."""
    calls = tuple(
        replace(each, confirmed_at=FRIDAY, confirmed_by=text("ana")) for each in a_drill(text).calls
    )
    return drill_report(a_drill(text, calls=calls, is_closed=True))
