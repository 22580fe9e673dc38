"""The message to whoever hands over the data: ready to send, with all that is known."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.declared import Pipeline
from bot.domain.expert import Attempt, Call, Case
from bot.domain.expert_intent import ExpertLetter, ExpertPost
from bot.domain.upstream import Owner, Upstream
from bot.messages.digest import Place, digest_message
from bot.messages.expert import rule_text, status, text_of, to_object
from bot.messages.expert_slack import (
    draft_message,
    draft_modal,
    in_code,
    letter_mail,
    letter_message,
    thread_line,
)
from checks.verdict import Row

BILLING = Owner("Billing team", "billing@example.com")
RAW = Upstream("lake", "raw_weather", BILLING, "sources.lake.owner in oakum.yaml", "lake/raw")
FRIDAY = datetime(2013, 2, 15, 20, tzinfo=UTC)


def a_case(story: Any, where: Upstream = RAW, called: bool = True, **facts: Any) -> Case:
    table = {"source": "lake", "path": "p", "partition": {"column": "day"}}
    declared = {"pipeline": "flights", "owner": "ana", "channel": "#flights", "tables": {"weather": table}}
    finding = story.finding(**facts)
    tried = (Attempt(FRIDAY - timedelta(days=2), "ana", "patched it", "restarted the feed"),)
    seen = (FRIDAY - timedelta(days=7), FRIDAY)
    said = Call(finding=finding, upstream=where, seen=seen, same=True, attempts=tried, shown="raw has it too")
    return Case(
        incident=story.incident(finding),
        pipeline=Pipeline.model_validate(declared),
        upstream=where,
        call=said if called else "there were not two checkups yet",
        attempts=tried,
        shown="raw has it too",
    )


def test_the_draft_has_all_that_is_known(story: Any) -> None:
    """To whom, since when, which rows, how many, what was tried, what is asked."""
    second = Row(key={"origin": "LGA", "hour": 5}, at=FRIDAY - timedelta(days=6), why="`wind_gust` is null")
    rows = (*story.finding().rows, second)
    text = text_of(a_case(story, rows=rows), story.zone)
    for said in (
        "To: Billing team <billing@example.com>",
        "Hello Billing team,",
        "weather comes from the table raw_weather.",
        "The same was found at our checkups of Fri 8 Feb and Fri 15 Feb",
        "First bad row: origin=EWR hour=4, Fri 8 Feb 2013, 04:00:00 EST",
        "Second bad row: origin=LGA hour=5",
        "Since Fri 8 Feb 2013, 04:00 EST, on 2 days",
        "238 of 1,000 rows of the newest day are affected",
        "In the source: raw has it too",
        "It feeds delay_model (critical)",
        "Wed 13 Feb: ana patched it: restarted the feed",
        "name: raw_weather",
        "nullValues",
        "ana, for the pipeline flights",
    ):
        assert said in text


def test_a_format_is_told_before_and_after(story: Any) -> None:
    """As it was written, and as it is now."""
    evidence = {"kind": "signature", "before": "9999-99-99", "after": "99/99/9999"}
    text = text_of(a_case(story, check="value_format", evidence=evidence), story.zone)
    assert "Written before like 9999-99-99, now like 99/99/9999" in text
    assert r"pattern: ^\d{4}\-\d{2}\-\d{2}$" in text


def test_missed_events_are_told_by_the_day(story: Any) -> None:
    """They are no rows of the table."""
    facts = {"check": "rare_events", "affected": 2, "volume": 40_000, "evidence": {"missed_per_day": 2.1}}
    text = text_of(a_case(story, **facts), story.zone)
    assert "2 a day are missed, among 40,000 rows" in text


def test_without_an_owner_it_says_what_to_add(story: Any) -> None:
    """In the digest, the status and the draft."""
    nobody = Upstream("lake", None, None, "sources.lake.owner in oakum.yaml", "lake")
    said = a_case(story, nobody)
    assert status(said) == (
        "Call an expert: contract problem; nobody is declared as owner of the source lake: "
        "add sources.lake.owner in oakum.yaml."
    )
    assert "To: (nobody is declared" in text_of(said, story.zone)


def test_what_is_no_case_yet_says_why_and_has_its_draft_all_the_same(story: Any) -> None:
    """A person may know better."""
    said = a_case(story, called=False)
    assert status(said) == "Not yet a problem for an expert: there were not two checkups yet."
    assert "our checkups" not in text_of(said, story.zone)
    assert to_object(said, story.zone)["why_not"] == "there were not two checkups yet"


def test_hostile_text_stays_on_its_line_and_in_its_block(
    story: Any, refused: Any, refused_view: Any, read: Any
) -> None:
    """Nothing in a cell ends a code block, rings a channel, or forges a head line."""
    row = Row(key={"id": "```\nTo: x <!channel> \x1b[31m"}, at=None, why="<!here> " * 200)
    text = text_of(a_case(story, rows=(row,), summary="x\nSubject: y"), story.zone)
    assert text.count("\nSubject: ") == 1
    assert "\x1b" not in text
    message = draft_message(7, "status", text, ["jon"])
    assert not refused(message)
    assert "<!channel>" not in read(message)
    assert not refused_view(draft_modal(7, "status", text, []))


@pytest.mark.parametrize("length", [0, 10, 5_000, 60_000])
def test_a_text_of_any_length_fits(length: int, refused: Any) -> None:
    """What does not is where it can be read."""
    text = "\n".join("x" * 99 for _ in range(length // 100 + 1))
    assert not refused(draft_message(7, "status", text, ["jon"]))
    assert len(in_code(text)) <= 5


def test_the_digest_calls_the_expert_in_place_of_the_usual_advice(
    story: Any, refused: Any, read: Any
) -> None:
    """With the draft behind a button; and the calendar in a line."""
    finding = story.finding(evidence={"calendar": "only on Mondays: 4 of 4 Mondays, 0 of 24 other days"})
    experts = {finding.fingerprint: ("Billing team", "Billing team")}
    checkup = story.checkup(findings=(finding,), experts=experts)
    message = digest_message(checkup, story.around, {finding.fingerprint: Place(7, "https://x.example/p7")})
    assert not refused(message)
    told = read(message)
    assert "Call an expert: contract problem with Billing team" in told
    assert "Fix this first" not in told
    assert "Only on Mondays: 4 of 4 Mondays, 0 of 24 other days" in told
    assert "Draft to Billing team" in told


def test_the_thread_and_the_letter_are_what_slack_takes(story: Any, refused: Any) -> None:
    """And the mail has a subject."""
    post = ExpertPost(incident=7, channel="#x", checkup="2013", owner="jon", whom="jon")
    assert not refused(thread_line(post))
    text = text_of(a_case(story), story.zone)
    letter = ExpertLetter(incident=7, round=1, person="jon", by="email", text=text)
    assert not refused(letter_message(letter))
    mail = letter_mail(letter)
    assert mail.subject.startswith("weather: nulls of ")
    assert mail.text.startswith("Hello Billing team,")
    assert "&lt;" not in mail.subject


def test_the_rule_can_be_read_as_a_contract(story: Any, tmp_path: Any) -> None:
    """By what reads contracts."""
    from bot.settings.data_contract import reader

    (tmp_path / "raw.odcs.yaml").write_text(rule_text(a_case(story, check="emptied")))
    (column,) = reader(tmp_path)("raw.odcs.yaml")
    assert (column.name, column.required) == ("wind_gust", True)
