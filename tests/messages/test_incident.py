"""The one message of an incident, in its three states."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.incident import Act, Event, Incident, What, act
from bot.messages.details import details
from bot.messages.incident import AMBER, GREEN, GREY, RED, incident_message
from bot.messages.message import SlackMessage, payload
from bot.messages.thread import page
from checks.verdict import Row, Urgency

Read = Callable[[SlackMessage], str]
Refused = Callable[[SlackMessage], list[str]]

HOSTILE = "<!channel> <@U012> & ``` *_~ \u202e :bomb: https://evil.example \x00 "


def buttons(message: SlackMessage) -> list[str]:
    """What can be pressed."""
    row = next(block for block in message.blocks if block["type"] == "actions")
    return [element.get("text", {}).get("text", "…") for element in row["elements"]]


def test_the_first_to_fix_says_what_it_costs_and_who_is_next(
    story: SimpleNamespace, read: Read, refused: Refused
) -> None:
    """The engineer on call sees on a phone what to do."""
    moved = replace(story.incident(), hop=1, next_hop_at=story.now)
    message = incident_message(moved, story.around)
    text = read(message)
    assert "Fix this first · weather: nulls of wind_gust grew from 2.1% to 23.8%" in text
    assert "*23.8% null* · usually 2.1% · costs about *$2,100–5,200* a month" in text
    assert "First seen <!date^1360314000^{date}, {time_secs}|" in text
    assert ", row `origin=EWR hour=4`: `wind_gust` is null" in text
    assert "Owner *ana*" in text
    assert "*jon* was paged, *kim* is next at <!date^1360958400^{time}|15:00 EST> unless somebody" in text
    assert "<https://example.com/runbooks/flights|Runbook>" in text
    assert message.color == RED
    assert buttons(message) == ["Acknowledge", "Details", "…"]
    assert refused(message) == []


def test_the_message_itself_rings_nobody(story: SimpleNamespace) -> None:
    """Only the page of a hop mentions, and only its person."""
    assert "<@" not in str(payload(incident_message(story.incident(), story.around)))
    paged = str(payload(page(story.incident(), "jon", story.around)))
    assert "<@U0JON>" in paged
    assert "<@U0ANA>" not in paged


def test_a_page_asks_only_while_nobody_has_it(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """Then it says who has it, or how it ended, and there is nothing left to press but Details."""
    open_ = story.incident()
    taken = act(open_, Act.ACKNOWLEDGE, "maria", story.now)
    over = act(taken, Act.RESOLVE, "maria", story.now)
    asking, answered, ended = (page(each, "jon", story.around) for each in (open_, taken, over))
    assert "Please acknowledge" in read(asking)
    assert buttons(asking) == ["Acknowledge", "Details"]
    assert "*maria* has it since" in read(answered)
    assert "resolved by *maria*" in read(ended)
    for message in (answered, ended):
        assert "Please acknowledge" not in read(message)
        assert buttons(message) == ["Details"]
        assert refused(message) == []


def test_the_price_is_told_once(story: SimpleNamespace, read: Read) -> None:
    """Beside the number, where it is looked for; the reason below does not repeat it."""
    text = read(incident_message(story.incident(story.finding(lowered="a ticket")), story.around))
    assert text.count("$2,100–5,200") == 1
    assert "broken now, a ticket" in text


def test_once_acknowledged_it_turns_amber_and_offers_resolve(
    story: SimpleNamespace, read: Read, refused: Refused
) -> None:
    """Everybody sees who has it."""
    taken = act(story.incident(), Act.ACKNOWLEDGE, "maria", story.now)
    message = incident_message(taken, story.around)
    assert message.color == AMBER
    assert buttons(message) == ["Resolve", "Details", "…"]
    assert "Owner *ana* · *maria* has it since" in read(message)
    assert refused(message) == []


def test_an_owner_who_was_paged_or_has_it_is_named_once(story: SimpleNamespace, read: Read) -> None:
    """Ana is both."""
    paged = replace(story.incident(), hop=1, next_hop_at=story.now)
    taken = act(paged, Act.ACKNOWLEDGE, "ana", story.now)
    steps = (story.around.steps[0].model_copy(update={"notify": "ana"}), story.around.steps[1])
    for incident, said in (
        (paged, "Owner *ana* was paged, *kim* is next"),
        (taken, "Owner *ana* has it since"),
    ):
        text = read(incident_message(incident, replace(story.around, steps=steps)))
        assert said in text
        assert text.count("*ana*") == 1


def test_once_resolved_it_turns_green_with_the_cause(story: SimpleNamespace, read: Read) -> None:
    """The next one who sees this is glad."""
    over = act(story.incident(), Act.RESOLVE, "maria", story.now)
    told = Event(at=story.now, kind=What.RESOLVED, who="maria", text="the sensor <gateway> was swapped")
    message = incident_message(over, story.around, [told])
    assert message.color == GREEN
    assert buttons(message) == ["Details"]
    assert "Resolved · weather: nulls of wind_gust" in read(message)
    assert "resolved by *maria*" in read(message)
    assert "the sensor &lt;gateway&gt; was swapped" in read(message)


def test_what_went_away_by_itself_says_so(story: SimpleNamespace, read: Read) -> None:
    """Nobody is thanked for what the checks saw."""
    gone = act(story.incident(), Act.RESOLVE, None, story.now)
    assert "the checks find it in order again" in read(incident_message(gone, story.around))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hop": 0, "next_hop_at": True}, "*jon* is paged <!date"),
        ({"hop": 2, "next_hop_at": True}, "*kim* was paged, the last one of the ladder"),
        ({"hop": 2, "next_hop_at": None}, "everybody on the ladder was paged, nobody has acknowledged"),
        ({"hop": 0, "next_hop_at": None}, "nobody is paged for it"),
    ],
)
def test_the_ladder_is_told_at_each_step(
    story: SimpleNamespace, read: Read, changes: dict[str, Any], said: str
) -> None:
    """Who was told, who is next, or that nobody is left."""
    changes["next_hop_at"] = story.now + timedelta(minutes=5) if changes["next_hop_at"] else None
    assert said in read(incident_message(replace(story.incident(), **changes), story.around))


def test_ten_columns_of_one_table_are_one_message(story: SimpleNamespace, read: Read) -> None:
    """The others are named up to three, then counted."""
    columns = [story.finding(column=f"c{number}", rank=number + 1) for number in range(10)]
    text = read(incident_message(story.incident(*columns), story.around))
    assert "Same root: `weather` · `c1` 23.8% null" in text
    assert "… and 6 more" in text


def test_a_failing_row_is_shown_up_to_three_times_and_the_rest_counted(
    story: SimpleNamespace, read: Read
) -> None:
    """A finding keeps a few of them and counts all; the thread has more of them, and the SQL."""
    rows = tuple(Row(key={"id": number}, at=None, why="is null") for number in range(15))
    text = read(incident_message(story.incident(story.finding(rows=rows)), story.around))
    assert ", row `id=0`: is null" in text
    assert "`id=2`" in text
    assert "`id=3`" not in text
    assert "… and at least 235 more rows: the thread has more" in text


def test_a_broken_assumption_is_told(story: SimpleNamespace, read: Read) -> None:
    """In the owner's own words, which are text like any other."""
    finding = story.finding(evidence={"assumptions": ["missing is <null>, never 0"]})
    text = read(incident_message(story.incident(finding), story.around))
    assert "This was taken for granted: “missing is &lt;null&gt;, never 0”" in text


def test_a_second_finding_is_not_called_the_first(story: SimpleNamespace, read: Read) -> None:
    """There is one thing to fix first."""
    text = read(incident_message(story.incident(story.finding(rank=2)), story.around))
    assert "Fix this first" not in text


def worst(story: SimpleNamespace) -> Incident:
    """Fifty findings, each with hostile text of 3,000 characters and fifty rows."""
    long = (HOSTILE * 60)[:3000]
    rows = tuple(Row(key={long: long}, at=story.now, why=long) for _ in range(50))
    finding = story.finding(
        summary=long,
        table=long,
        column=(long,) * 20,
        segment=long,
        rows=rows,
        feeds=(long, "critical"),
        evidence={long: long, "days": {long: {"ok": False, "said": long}}},
        urgency=Urgency.PAGE,
    )
    return story.incident(*[finding] * 50)


def test_the_worst_incident_still_fits(story: SimpleNamespace, refused: Refused, markup: Read) -> None:
    """On the worst day the message must not be refused."""
    incident = worst(story)
    around = replace(story.around, owner=HOSTILE * 100, runbook="https://x/" + HOSTILE * 100)
    events = [Event(at=story.now, kind=What.CHANGED, who=HOSTILE * 50, text=HOSTILE * 100)] * 60
    for message in (
        incident_message(incident, around, events),
        details(incident, around, events),
        page(incident, HOSTILE * 20, around, link_to="https://x/" + HOSTILE),
    ):
        assert refused(message) == []
        assert "<!channel>" not in markup(message)
        assert "<@U012>" not in markup(message)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(text=st.text(max_size=300), number=st.floats(allow_nan=True, allow_infinity=True))
def test_no_text_and_no_number_breaks_a_message(
    story: SimpleNamespace, refused: Refused, text: str, number: float
) -> None:
    """Whatever a check wrote into its evidence."""
    finding = story.finding(
        summary=text,
        evidence={"nulls": number, "rows": number, "usual": text, text: number},
        rows=(Row(key={text: number}, at=None, why=text),),
    )
    for message in (
        incident_message(story.incident(finding), story.around),
        details(story.incident(finding), story.around),
    ):
        assert refused(message) == []


def test_buttons_stay_within_the_five_blocks_that_slack_unfolds(story: SimpleNamespace) -> None:
    """A longer attachment is folded, and the buttons with it."""
    assert len(incident_message(worst(story), story.around).blocks) <= 5


def test_what_is_held_open_is_grey_and_asks_for_nothing(
    story: SimpleNamespace, read: Read, refused: Refused
) -> None:
    """It comes and goes, and is in order now; the page of its last turn no longer asks either."""
    held = replace(story.incident(), hop=2, calm_since=story.now)
    message = incident_message(held, story.around)
    text = read(message)
    assert "Held open · weather" in text
    assert "nobody is paged while it is in order" in text
    assert "held open because it comes and goes" in text
    assert message.color == GREY
    assert refused(message) == []
    assert buttons(page(held, "jon", story.around)) == ["Details"]


def test_the_details_tell_by_which_route_somebody_did_something(story: SimpleNamespace) -> None:
    """Of what Oakum itself did there is none."""
    woke = Event(at=story.now, kind=What.WOKE, who=None, text="jon ended silence 1", by="terminal")
    opened = Event(at=story.now, kind=What.OPENED, who=None, text="it began")
    said = str(payload(details(story.incident(story.finding()), story.around, (opened, woke))))
    assert "it began\\n" in said
    assert "jon ended silence 1 · by terminal" in said
