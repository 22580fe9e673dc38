"""The digest of the weekly checkup, in Slack and as a mail."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.checkup import UNWATCHED
from bot.domain.finding import Label, fingerprint
from bot.domain.health import Status
from bot.messages.digest import Place, digest_message
from bot.messages.mail import digest_mail, page_mail
from bot.messages.message import SlackMessage
from checks.verdict import Urgency

Read = Callable[[SlackMessage], str]
Refused = Callable[[SlackMessage], list[str]]

FIRST = fingerprint("flights", "null_rate", "weather", "wind_gust", None)
PLACE = {FIRST: Place(7, "https://harbor.slack.com/archives/C1/p7")}
EVIL = "<script>alert(1)</script> <!channel> & ```"


def a_bad_week(story: SimpleNamespace) -> Any:
    """One to fix first, two in the backlog, one gone, one table that nobody watches."""
    return story.checkup(
        health=Status.BROKEN,
        findings=(
            story.finding(),
            story.finding(
                rank=2, check="drift", table="flights", summary="distance drifts", label=Label.WILL_BREAK
            ),
            story.finding(
                rank=3,
                check="row_count",
                summary="fewer rows",
                label=Label.ANNOYING,
                cost=None,
                urgency=Urgency.NOTE,
            ),
        ),
        weekly=(
            story.strip("flights", "finish_window"),
            story.strip("flights", "null_rate"),
            story.strip("weather", "finish_window", bad=1, said="09:12"),
            story.strip("weather", "null_rate", bad=3),
        ),
        came=(story.line(incident=7),),
        went=(story.line("keys were doubled"),),
        acknowledged=(story.line(who="maria", incident=7),),
        unwatched=("planes",),
    )


def test_all_green_is_three_lines_and_a_button(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """Nobody reads a page that says nothing; who looked is on the record."""
    message = digest_message(story.checkup(), story.around, {})
    header, body, actions = message.blocks
    assert len(body["text"]["text"].splitlines()) == 3
    text = read(message)
    assert "Friday checkup: flights" in text
    assert "🟢 *flights is healthy*, as of" in text
    assert "🟩 Green: finish window, null rate, duplicate keys, Fri 8 Feb to Thu 14 Feb." in text
    assert "2 of 2 tables watched, nothing is open" in text
    assert actions["elements"][0]["text"]["text"] == "I looked"
    assert header["type"] == "header"
    assert refused(message) == []


def test_what_is_not_watched_or_not_judged_is_not_green(story: SimpleNamespace, read: Read) -> None:
    """A check that nobody asked for says nothing, nor one of too little data."""
    blind = replace(story.strip("flights", "finish_window"), note=UNWATCHED)
    blind = replace(blind, days=tuple(replace(day, ok=None) for day in blind.days))
    young = replace(story.strip("flights", "null_rate", note="needs 42 days"), days=blind.days)
    keys = story.strip("flights", "duplicate_keys")
    text = read(digest_message(story.checkup(weekly=(blind, young, keys)), story.around, {}))
    assert (
        "🟩 Green: duplicate keys, Fri 8 Feb to Thu 14 Feb; not judged on each day: null rate; not watched: "
        in text
    )
    assert "not watched: finish window." in text
    text = read(digest_message(story.checkup(weekly=(blind, young)), story.around, {}))
    assert (
        "⬜ None of the three is green; not judged on each day: null rate; not watched: finish window."
        in text
    )


def test_green_says_what_it_is_worth_in_both_twins(story: SimpleNamespace, read: Read) -> None:
    """On the line that says that all is well, and still three lines."""
    worth = "would have caught 6% lost rows, 0.4 points of nulls in `age`"
    checkup = story.checkup(caught=worth)
    message = digest_message(checkup, story.around, {})
    assert len(message.blocks[1]["text"]["text"].splitlines()) == 3
    assert f"; {worth}." in read(message)
    mail = digest_mail(checkup, story.around, {})
    assert "; would have caught 6% lost rows, 0.4 points of nulls in age." in mail.text
    assert "; would have caught 6% lost rows" in mail.html
    short = "healthy, nothing open; would have caught 6% lost rows, 0.4 points of nulls in age"
    assert (message.text, mail.subject) == (f"Friday checkup: flights · {short}",) * 2


def test_a_checkup_that_was_kept_without_its_worth_says_so(story: SimpleNamespace, read: Read) -> None:
    """By an older version; it is told again when somebody signs off."""
    checkup, said = story.checkup(), "; what it would have caught was not measured."
    assert said in read(digest_message(checkup, story.around, {}))
    assert said in digest_mail(checkup, story.around, {}).text


def test_what_no_check_can_tell_is_asked_in_both_twins(
    story: SimpleNamespace, read: Read, refused: Refused
) -> None:
    """When the checkup has it; also where all is green, and however much there is."""
    few = story.checkup(unchecked=(("flights", "times are <UTC>"),))
    message = digest_message(few, story.around, {})
    assert "flights: “times are &lt;UTC&gt;”" in read(message)
    mail = digest_mail(few, story.around, {})
    assert "- flights: times are <UTC>" in mail.text
    assert "times are &lt;UTC&gt;" in mail.html
    many = story.checkup(unchecked=(("flights", "x" * 500),) * 40)
    assert refused(digest_message(many, story.around, {})) == []


def test_a_bad_week_names_one_thing_first(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """With its price and the way to its message; the rest waits with its labels."""
    message = digest_message(a_bad_week(story), story.around, PLACE)
    text = read(message)
    assert (
        "*Fix this first:* <https://harbor.slack.com/archives/C1/p7|weather: nulls of wind_gust grew" in text
    )
    assert "costs about *$2,100–5,200* a month" in text
    assert "2. flights: distance drifts · _broken, and gets worse_ · $2,100–5,200 a month" in text
    assert "3. weather: fewer rows" in text
    assert "_annoying but stable_" in text
    assert "*This week:* 1 came, 1 went, 1 acknowledged" in text
    assert "• keys were doubled" in text
    assert "|rows were missing>, *maria*" in text
    assert "2 of 3 tables watched; not watched: `planes`" in text
    assert refused(message) == []


def test_the_three_weekly_checks_are_squares_with_words(story: SimpleNamespace, read: Read) -> None:
    """Colour alone would leave some people out; failing tables come first."""
    text = read(digest_message(a_bad_week(story), story.around, PLACE))
    assert "🟩🟩🟩🟩🟩🟩🟥  finish window: *1 bad day*, last Thu 14 Feb (09:12)" in text
    assert "🟩🟩🟩🟩🟥🟥🟥  null rate: *3 bad days*, last Thu 14 Feb" in text
    squares = text[text.index("🟩") - 60 :]
    assert squares.index("`weather`") < squares.index("`flights`")


def test_what_is_not_judged_is_not_green(story: SimpleNamespace, read: Read) -> None:
    """And it says what is missing."""
    strip = story.strip("weather", "null_rate", note="42 days of history")
    strip = replace(strip, days=tuple(replace(day, ok=None) for day in strip.days))
    checkup = story.checkup(health=Status.UNKNOWN, weekly=(strip,), unjudged={"weather": "not judged lately"})
    text = read(digest_message(checkup, story.around, {}))
    assert "⬜⬜⬜⬜⬜⬜⬜  null rate: 42 days of history" in text
    assert "I cannot tell whether flights is healthy" in text
    assert "`weather`: not judged lately" in text


def test_once_signed_off_the_button_is_gone(story: SimpleNamespace, read: Read) -> None:
    """It says who looked, and when."""
    signed = story.checkup(signed_off_by="maria", signed_off_at=story.now)
    message = digest_message(signed, story.around, {})
    assert "👀 *maria* looked" in read(message)
    assert not [block for block in message.blocks if block["type"] == "actions"]


def test_a_light_one_leaves_out_the_backlog_and_the_week(story: SimpleNamespace, read: Read) -> None:
    """Three parts, in both twins."""
    light = replace(a_bad_week(story), kind="light")
    text, mail = read(digest_message(light, story.around, PLACE)), digest_mail(light, story.around, PLACE)
    assert "Friday's light checkup" in text
    assert "*Fix this first:*" in text
    assert "tables watched" in text
    for left_out in ("Backlog", "came, "):
        assert left_out not in text
        assert left_out.lower() not in mail.text.lower()


def test_a_deep_one_tells_more_in_both_twins(story: SimpleNamespace, read: Read) -> None:
    """Each part with its heading."""
    deep = replace(a_bad_week(story), kind="deep", besides=(("Patch debt", ("a <patch>",)),))
    text, mail = read(digest_message(deep, story.around, PLACE)), digest_mail(deep, story.around, PLACE)
    assert "*Patch debt*\n• a &lt;patch&gt;" in text
    assert "*Since the last checkup:* 1 came" in text
    assert "PATCH DEBT\n- a <patch>" in mail.text
    assert "a &lt;patch&gt;" in mail.html


def test_where_everything_is_broken_nothing_is_ranked(story: SimpleNamespace, read: Read) -> None:
    """What is watched and muted stands in its place, in both twins."""
    instead = "Everything is broken at once", "Watched: weather."
    broken = replace(a_bad_week(story), instead=instead, focus_why="it weighs 17 times as much")
    text, mail = read(digest_message(broken, story.around, PLACE)), digest_mail(broken, story.around, PLACE)
    for said in (text, mail.text):
        assert "Everything is broken at once" in said
        assert "fix this first" not in said.lower()
        assert "backlog" not in said.lower()
        assert "17 times" not in said


def a_huge_week(story: SimpleNamespace, text: str) -> Any:
    """Sixty of everything."""
    finding = story.finding(summary=text, table=text or "t", column=text, label=Label.CANNOT_TELL)
    return story.checkup(
        health=Status.UNKNOWN,
        unjudged={f"{number} {text}": text for number in range(60)},
        findings=tuple(replace(finding, rank=number) for number in range(1, 61)),
        weekly=tuple(story.strip(f"{number}{text}", "null_rate", bad=2, said=text) for number in range(60)),
        watched=(),
        unwatched=tuple(f"{number}{text}" for number in range(60)),
        came=(story.line(text),) * 60,
        went=(story.line(text, who=text or None),) * 60,
        acknowledged=(story.line(text),) * 60,
        besides=((text, (text,) * 60),) * 9,
    )


def test_the_worst_week_still_fits(story: SimpleNamespace, refused: Refused, markup: Read) -> None:
    """What is left out is counted."""
    message = digest_message(a_huge_week(story, EVIL * 30), story.around, PLACE)
    assert refused(message) == []
    assert "<!channel>" not in markup(message)
    told = markup(message)
    shown = len([line for line in told.splitlines() if re.match(r"\d+\. ", line)])
    assert f"… and {59 - shown} more" in told
    assert "more tables, " in told


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_breaks_a_digest(story: SimpleNamespace, refused: Refused, text: str) -> None:
    """Whatever the tables are called."""
    checkup = a_huge_week(story, text)
    assert refused(digest_message(checkup, story.around, PLACE)) == []
    assert digest_mail(checkup, story.around, PLACE).subject


def test_the_mail_shouts_if_a_weekly_check_failed(story: SimpleNamespace) -> None:
    """It is the second route: it must be seen in a full mailbox."""
    mail = digest_mail(a_bad_week(story), story.around, PLACE)
    assert mail.subject == "FAILED: finish window, null rate · Friday checkup: flights"
    assert "!! FAILED THIS WEEK: finish window of weather, null rate of weather" in mail.text
    assert "......X  finish window: 1 bad day, last Thu 14 Feb (09:12)" in mail.text
    assert "Failed this week" in mail.html
    assert "https://harbor.slack.com/archives/C1/p7" in mail.text


def test_a_quiet_week_has_a_quiet_mail(story: SimpleNamespace) -> None:
    """The subject says that it is green."""
    mail = digest_mail(story.checkup(), story.around, {})
    assert mail.subject.startswith("Friday checkup: flights · healthy, nothing open; ")
    assert "FAILED" not in mail.text
    assert "press “I looked” in #flights-data" in mail.text


def test_nothing_from_the_data_becomes_html(story: SimpleNamespace) -> None:
    """Mail clients run what they are given."""
    mail = digest_mail(a_huge_week(story, EVIL), replace(story.around, channel=EVIL), PLACE)
    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
    assert len(mail.html) < 150_000


def test_a_page_by_mail_says_who_is_next(story: SimpleNamespace) -> None:
    """And where to acknowledge."""
    incident = replace(story.incident(), hop=1, next_hop_at=story.now + timedelta(minutes=5))
    mail = page_mail(incident, story.around, "https://harbor.slack.com/archives/C1/p7", person="jon")
    assert mail.subject.startswith("PAGE flights: Fix this first · weather: nulls of wind_gust grew")
    assert "kim is next at Fri 15 Feb 2013, 15:05 EST" in mail.text
    assert "- origin=EWR hour=4" in mail.text
    assert 'href="https://harbor.slack.com/archives/C1/p7"' in mail.html


@pytest.mark.parametrize("runbook", ["javascript:alert(1)", "", None])
def test_only_an_address_becomes_a_link(story: SimpleNamespace, runbook: str | None) -> None:
    """A runbook that is none is left out."""
    mail = page_mail(story.incident(), replace(story.around, runbook=runbook), person="jon")
    assert "javascript" not in mail.html + mail.text
