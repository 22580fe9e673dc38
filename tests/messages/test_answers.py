"""Health, home, lists, threads and friendly words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.health import Health, Status
from bot.domain.incident import Act, Event, What, act
from bot.messages.answers import findings_message, first_message, in_words, not_possible
from bot.messages.health import Bulletin, health_message
from bot.messages.help import help_message, not_understood
from bot.messages.home import home_view
from bot.messages.message import SlackMessage
from bot.messages.modal import resolve_modal, told_modal
from bot.messages.thread import note, page

Read = Callable[[SlackMessage], str]
Refused = Callable[[SlackMessage], list[str]]


def bulletin(story: SimpleNamespace, status: Status, *incidents: Any, **facts: Any) -> Bulletin:
    """How a pipeline stands."""
    health = {"pipeline": "flights", "status": status, "as_of": story.now}
    return Bulletin(
        health=Health(**health | facts),
        incidents=incidents,
        around=story.around,
        links={7: "https://x.slack.com/p7"},
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.HEALTHY, "🟢 *flights is healthy*, as of"),
        (Status.DEGRADED, "🟡 *flights runs, but not everything in it is right*"),
        (Status.BROKEN, "🔴 *flights is broken: do not rely on its data*"),
        (Status.UNKNOWN, "⚪ *I cannot tell whether flights is healthy*"),
    ],
)
def test_a_manager_understands_the_answer(
    story: SimpleNamespace, read: Read, refused: Refused, status: Status, said: str
) -> None:
    """In plain words, with the moment it holds for."""
    message = health_message([bulletin(story, status)])
    assert said in read(message)
    assert refused(message) == []


def test_healthy_says_what_it_is_worth(
    story: SimpleNamespace, read: Read, refused: Refused, refused_view: Callable[[Any], list[str]]
) -> None:
    """On the same line, in the answer and on the home tab; however long a name is, it fits."""
    worth = "would have caught 6% lost rows, 0.4 points of nulls in `age`"
    well = bulletin(story, Status.HEALTHY, caught=worth)
    (line, *_) = read(health_message([well])).splitlines()
    assert "*flights is healthy*, as of" in line
    assert line.endswith(f"; {worth}.")
    assert worth in str(home_view([well], story.now, story.zone))
    assert health_message([well]).text == f"flights is healthy ({worth})", "on the screen of a phone"
    unmeasured = health_message([bulletin(story, Status.HEALTHY)])
    assert "; what it would have caught was not measured." in read(unmeasured)
    long = bulletin(story, Status.HEALTHY, caught="would have caught <!channel> " + 5_000 * "x")
    assert refused(health_message([long])) == []
    assert "<!channel>" not in read(health_message([long]))
    assert refused_view(home_view([long] * 30, story.now, story.zone)) == []


def test_unknown_says_what_is_missing(story: SimpleNamespace, read: Read) -> None:
    """Never "healthy" without a look."""
    missing = {"weather": "the partition of 2013-02-14 is not judged yet"}
    text = read(health_message([bulletin(story, Status.UNKNOWN, as_of=None, unjudged=missing)]))
    assert "it was not judged lately" in text
    assert "• `weather`: the partition of 2013-02-14 is not judged yet" in text


def test_what_is_open_is_told_with_who_has_it(story: SimpleNamespace, read: Read) -> None:
    """The manager's next question."""
    taken = act(story.incident(), Act.ACKNOWLEDGE, "maria", story.now)
    text = read(health_message([bulletin(story, Status.BROKEN, taken)]))
    assert (
        "<https://x.slack.com/p7|weather: nulls of wind_gust grew from 2.1% to 23.8% since Fri 8 Feb>" in text
    )
    assert "*maria* has it since" in text


def test_nothing_open_is_said(story: SimpleNamespace) -> None:
    """Unless something could not be judged."""
    assert "nothing to fix" in findings_message([bulletin(story, Status.HEALTHY)]).text
    blind = bulletin(story, Status.UNKNOWN, unjudged={"weather": "late"})
    assert "I could not judge everything" in first_message([blind]).text
    assert "No pipeline is declared" in findings_message([]).text


def test_one_thing_first_with_its_reason_and_buttons(
    story: SimpleNamespace, read: Read, refused: Refused
) -> None:
    """And how many can wait."""
    second = replace(story.incident(story.finding(rank=2)), id=8)
    message = first_message([bulletin(story, Status.BROKEN, second, story.incident())])
    text = read(message)
    assert "*Fix this first* ·" in text
    assert "incident 7" in text
    assert "1st: null rate" in text
    assert "1 more can wait" in text
    assert refused(message) == []


def test_sixty_open_incidents_fit(
    story: SimpleNamespace, refused: Refused, refused_view: Callable[[Any], list[str]], read: Read
) -> None:
    """The list, the home and the health are cut with a count."""
    finding = story.finding(summary="<!here> & " * 300, column=("c" * 300,) * 9)
    many = [replace(story.incident(finding), id=number) for number in range(60)]
    bulletins = [
        bulletin(story, Status.UNKNOWN, *many, pipeline=f"p{number}", unjudged={"t" * 99: "w" * 999})
        for number in range(40)
    ]
    for message in (health_message(bulletins), findings_message(bulletins), first_message(bulletins)):
        assert refused(message) == []
    assert "… and 2,392 more" in read(findings_message(bulletins))
    assert refused_view(home_view(bulletins, story.now, story.zone)) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_breaks_an_answer(
    story: SimpleNamespace, refused: Refused, refused_view: Callable[[Any], list[str]], text: str
) -> None:
    """Whatever people and data say."""
    incident = story.incident(story.finding(summary=text, table=text))
    taken = act(incident, Act.ACKNOWLEDGE, text, story.now)
    bulletins = [bulletin(story, Status.UNKNOWN, incident, taken, unjudged={text: text})]
    event = Event(at=story.now, kind=What.RESOLVED, who=text, text=text)
    for message in (
        health_message(bulletins),
        findings_message(bulletins),
        first_message(bulletins),
        not_possible(taken, Act.ACKNOWLEDGE, story.zone),
        note(event, story.zone),
        page(incident, text, story.around, link_to=text),
        help_message([text]),
        not_understood([text]),
    ):
        assert refused(message) == []
    for view in (
        home_view(bulletins, story.now, story.zone),
        resolve_modal(incident),
        told_modal(in_words("x")),
    ):
        assert refused_view(view) == []


def test_the_home_is_calm_when_nothing_is_open(
    story: SimpleNamespace, refused_view: Callable[[Any], list[str]]
) -> None:
    """It says so, and how the pipelines are."""
    view = home_view([bulletin(story, Status.HEALTHY)], story.now, story.zone)
    assert "Nothing to fix" in str(view)
    assert "flights is healthy" in str(view)
    assert refused_view(view) == []
    assert refused_view(home_view([], story.now, story.zone)) == []


@pytest.mark.parametrize(
    ("what", "who", "text", "said"),
    [
        (What.ACKNOWLEDGED, "maria", "", "👀 *maria* has it · "),
        (What.RESOLVED, "maria", "a <b> late job", "✅ *maria* resolved it: a &lt;b&gt; late job · "),
        (What.GONE, None, "the checks find it in order", "✅ the checks find it in order · "),
        (What.ESCALATED, None, "", "📟 Escalated · "),
    ],
)
def test_the_thread_tells_the_story_and_rings_nobody(
    story: SimpleNamespace, what: What, who: str | None, text: str, said: str
) -> None:
    """A line for each thing that happened."""
    told = note(Event(at=story.now, kind=what, who=who, text=text), story.zone)
    assert told.text.startswith(said)
    assert "<@" not in told.text


def test_a_page_says_who_is_next_and_until_when(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """The last one of the ladder knows that nobody comes after."""
    paged = replace(story.incident(), hop=1, next_hop_at=story.now + timedelta(minutes=5))
    message = page(paged, "jon", story.around, link_to="https://x.slack.com/p7")
    text = read(message)
    assert "<@U0JON> *Fix this first · weather: nulls of wind_gust grew" in text
    assert "Please acknowledge; *kim* is next at" in text
    assert "<https://x.slack.com/p7|Open the message>" in text
    assert refused(message) == []
    last = read(page(replace(paged, hop=2), "kim", story.around))
    assert "you are the last one of the ladder" in last
    assert "*kim* *Fix this first" not in last
