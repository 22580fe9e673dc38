"""The backlog as people read it, in Slack, in a terminal and as a machine's object."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.backlog import Proposal, Propose
from bot.domain.finding import Label
from bot.domain.health import Health, Status
from bot.domain.incident import Act, Incident, act
from bot.messages.backlog import backlog_message, close_modal
from bot.messages.backlog_lines import Books, backlog_lines, backlog_object
from bot.messages.digest import digest_message
from bot.messages.health import Bulletin
from bot.messages.incident import incident_message
from bot.messages.mail import digest_mail
from bot.messages.message import SlackMessage

Read = Callable[[SlackMessage], str]
Refused = Callable[[Any], list[str]]
HOSTILE = "<!channel> & ``` *_~ \u202e \x00 " * 60
CROSSING = {"limit": "5%", "at": "2013-03-10", "from": "2013-03-01", "to": None}


@pytest.fixture
def open_(story: SimpleNamespace) -> list[Incident]:
    """The gusts are the focus; the rain will break, the snow annoys, and jon has that."""
    rain = story.finding(
        rank=2,
        column="rain",
        label=Label.WILL_BREAK,
        summary="nulls of `rain` grow",
        evidence={"crossing": CROSSING},
    )
    snow = story.finding(rank=3, column="snow", label=Label.ANNOYING, summary="`snow` is late", cost=None)
    known = [replace(story.incident(each), id=id_) for id_, each in ((8, rain), (9, snow))]
    known[0] = replace(known[0], opened_at=story.now - timedelta(days=12))
    known[1] = act(known[1], Act.ACKNOWLEDGE, "jon", story.now)
    return [story.incident(), *known]


def bulletin(story: SimpleNamespace, incidents: list[Incident]) -> Bulletin:
    """What is open in the flights."""
    health = Health(pipeline="flights", status=Status.BROKEN, as_of=story.now, unjudged={})
    links = {8: "https://harbor.slack.com/archives/C1/p8"}
    return Bulletin(health=health, incidents=incidents, around=story.around, links=links)


def test_each_says_what_becomes_of_it_its_age_and_who_has_it(
    story: SimpleNamespace, open_: list[Incident], read: Read, refused: Refused
) -> None:
    """By rank, with its price and the way to its message."""
    message = backlog_message([bulletin(story, open_)], story.now)
    text = read(message)
    assert "Focus of `flights`: weather: nulls of wind_gust grew" in text
    assert "*<https://harbor.slack.com/archives/C1/p8|weather: nulls of rain grow>*" in text
    assert "crosses 5% about Sun 10 Mar (from 1 Mar, or never) · costs about *$2,100–5,200* a month" in text
    assert "_will break next month_ · open for 12 days · owner *ana*" in text
    assert "_annoying but stable_ · open since today · *jon* has it since" in text
    assert text.index("incident 8") < text.index("incident 9")
    assert refused(message) == []


def test_the_terminal_says_the_same(story: SimpleNamespace, open_: list[Incident]) -> None:
    """On two lines each, below the focus."""
    lines = [each.text for each in backlog_lines([Books("flights", "ana", open_)], story.now, story.zone)]
    assert lines[:3] == [
        "flights",
        "  focus: no. 7, weather: nulls of wind_gust grew from 2.1% to 23.8% since Fri 8 Feb",
        "     since Thu 14 Feb: it ranks first",
    ]
    foreseen = "crosses 5% about Sun 10 Mar (from 1 Mar, or never)"
    assert lines[4].startswith(f"     will break next month · {foreseen} · open for 12 days · owner ana")
    assert lines[6] == "     annoying but stable · open since today · jon has it"


def test_machines_get_it_too(story: SimpleNamespace, open_: list[Incident]) -> None:
    """With null for what is not known."""
    (flights,) = backlog_object([Books("flights", "ana", open_)], story.now)["pipelines"]
    assert flights["focus"]["incident"] == 7
    rain, snow = flights["backlog"]
    assert (rain["crossing"], rain["days_open"]) == (CROSSING, 12)
    assert (snow["expected_cost"], snow["crossing"], snow["acknowledged_by"]) == (None, None, "jon")


def test_the_message_says_since_when_it_is_the_focus_and_why_it_stays(
    story: SimpleNamespace, read: Read, refused: Refused
) -> None:
    """Where something ranks higher; one that ranks first and is not the focus is not called so."""
    stays = "stays this week's focus: `row_count <b>` ranks higher, but is not twice as big on two days"
    pinned = replace(story.incident().focus, stays=stays)
    message = incident_message(story.incident(focus=pinned), story.around)
    said = "Focus since Thu 14 Feb · stays this week's focus: `row_count &lt;b&gt;` ranks higher"
    assert said in read(message)
    assert refused(message) == []
    other = incident_message(story.incident(focus=None), story.around)
    assert "Fix this first" not in read(other)


def test_the_digest_proposes_one_and_explains_a_swap(
    story: SimpleNamespace, read: Read, refused: Refused
) -> None:
    """In both twins; its focus is first, whatever ranks higher."""
    high, low = story.finding(), story.finding(rank=2, column="rain", summary="nulls of `rain` grow")
    why = "open for 40 days, annoying but stable"
    checkup = story.checkup(
        health=Status.BROKEN,
        findings=(high, low),
        focus=low.fingerprint,
        focus_why="a new week: `rain` took the place of `<gust>`",
        proposal=Proposal(7, "nulls of `wind_gust` grew", Propose.CLOSE, why),
    )
    message = digest_message(checkup, story.around, {})
    text = read(message)
    assert "*Fix this first:* weather: nulls of rain grow" in text
    assert "📌 a new week: `rain` took the place of `&lt;gust&gt;`" in text
    assert "1. weather: nulls of wind_gust grew" in text
    assert f"{why}. Proposed: *close it, or accept it with a reason*." in text
    assert refused(message) == []
    mail = digest_mail(checkup, story.around, {})
    for said in (mail.text, mail.html):
        assert "a new week: rain took the place of" in said
        assert f"nulls of wind_gust grew: {why}. Proposed: close it" in said


def test_hostile_text_breaks_neither(
    story: SimpleNamespace, read: Read, refused: Refused, refused_view: Refused
) -> None:
    """Hundreds of findings with names of thousands of characters."""
    finding = story.finding(rank=2, summary=HOSTILE)
    many = [replace(story.incident(finding, focus=None), id=id_) for id_ in range(1, 300)]
    message = backlog_message([bulletin(story, many)], story.now)
    assert refused(message) == []
    assert "more: ask `oakum backlog`" in read(message)
    assert "<!channel>" not in read(message)
    assert refused_view(close_modal(many[0])) == []
    checkup = story.checkup(
        health=Status.BROKEN,
        findings=(story.finding(),),
        focus_why=HOSTILE,
        proposal=Proposal(1, HOSTILE, Propose.FOCUS, HOSTILE),
    )
    assert refused(digest_message(checkup, story.around, {})) == []
