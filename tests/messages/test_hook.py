"""What an incoming webhook posts: the same facts, and nothing that could be clicked."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.alert_intent import IncidentAlert
from bot.domain.backlog import Proposal, Propose
from bot.domain.hook_intent import MENTIONED
from bot.domain.incident import Act, Event, What, act
from bot.domain.survival import Count, Item, Now, Survival, ended
from bot.messages.alert import alert
from bot.messages.hook import hook_digest, hook_news, hook_page, hook_post, posted
from bot.messages.incident import AMBER, GREEN, RED
from bot.messages.mail import digest_in_full, digest_mail, page_mail
from bot.messages.message import SlackMessage, payload, perhaps_again
from bot.messages.survival import instead
from bot.sandbox.validate import elements_of
from checks.verdict import Row

Read = Callable[[SlackMessage], str]
Refused = Callable[[SlackMessage], list[str]]
HOSTILE = "<!channel> <@U012> & ``` *_~ \u202e :bomb: https://evil.example '; rm -rf / \x00 "


def clickable(message: SlackMessage) -> list[Any]:
    """What asks for a click."""
    return [element for block in (*message.head, *message.blocks) for element in elements_of(dict(block))]


def test_all_that_follows_from_the_first_can_be_read_without_an_app(
    story: SimpleNamespace, read: Read
) -> None:
    """The digest names a word of the terminal, where all of it stands; and whom to call has a draft there."""
    first = story.finding(rank=1)
    others = [
        story.finding(column=f"c{at}", rank=0, follows=first.fingerprint, summary=f"c{at} is null")
        for at in range(12)
    ]
    checkup = story.checkup(findings=(first, *others), experts={first.fingerprint: ("jon", "jon")})
    text = read(hook_digest(checkup, replace(story.around, has_buttons=False)))
    assert "/pipeline" not in text
    assert "more: `oakum checkup flights`" in text
    assert "`oakum expert NUMBER` drafts what to ask upstream" in text
    full = digest_in_full(checkup, story.around)
    assert [at for at in range(12) if f"c{at} is null" not in full] == []
    assert "more: oakum checkup flights" in digest_mail(checkup, story.around, {}).text


def test_an_incident_is_told_with_what_to_type(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """The message of Slack without its buttons; a line says what can be done, and where."""
    message = hook_post(story.incident(), story.around, (), None)
    text = read(message)
    assert "Fix this first · weather: nulls of wind_gust grew from 2.1% to 23.8%" in text
    assert "Where Oakum runs, `oakum ack 7` takes it, `oakum snooze 7 2h` lets it sleep, " in text
    assert "`oakum resolve 7` says that it is over." in text
    assert (message.color, clickable(message), refused(message)) == (RED, [], [])


def test_everything_broken_is_a_check_list_to_type_from(
    story: SimpleNamespace, read: Read, refused: Refused
) -> None:
    """What is muted, how it comes back, and where the rest of a long list is; once it is over, neither."""
    items = tuple(Item(table=f"t{number}", now=Now.FAILING, since=story.now) for number in range(30))
    survival = Survival(
        id=1,
        pipeline="flights",
        incident=7,
        begun_at=story.now,
        count=Count(failing=8, checks=12),
        watched=("weather",),
        because="they feed delay_model (critical)",
        items=items,
    )
    around = replace(story.around, has_buttons=False)
    message = hook_post(story.incident(), around, (), survival)
    text = read(message)
    assert (
        "`oakum survive bring TABLE flights` brings one back, `oakum survive end flights` all of them" in text
    )
    assert "`oakum ack 7` takes it" in text
    assert "and 10 more: `oakum survive flights`" in text
    assert instead(survival, has_buttons=False)[-1] == "Bring them back one by one: oakum survive flights"
    over = hook_post(story.incident(), around, (), ended(survival, "maria", story.now))
    assert "Over: everything is watched again" in read(over)
    assert "oakum" not in read(over)
    assert clickable(message) == refused(message) == clickable(over) == refused(over) == []


def test_a_page_rings_its_person_and_nobody_else(
    story: SimpleNamespace, read: Read, refused: Refused
) -> None:
    """One without a member id is named."""
    moved = replace(story.incident(), hop=1, next_hop_at=story.now)
    paged, named = (hook_page(moved, (who,), story.around) for who in ("jon", "kim"))
    assert read(paged).startswith("<@U0JON> *Fix this first")
    assert "Please look at it; *kim* is next at" in read(paged)
    assert "`oakum ack 7 --who jon` says that you have it" in read(paged)
    assert "<@" not in read(named)
    assert "*kim*" in read(named)
    assert clickable(paged) == refused(paged) == []
    last = replace(story.incident(), hop=2)
    assert "nobody is told after you" in read(hook_page(last, ("kim",), story.around))


def test_a_page_rings_all_of_its_step(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """One message; whoever takes it puts their name there. What was over once says that it is open again."""
    moved = replace(story.incident(), hop=1, next_hop_at=story.now, round=2)
    message = hook_page(moved, ("jon", "kim"), story.around)
    assert read(message).startswith("<@U0JON> *kim* *Fix this first")
    assert "It is open again. Please look at it" in read(message)
    assert "`oakum ack 7 --who PERSON` says that you have it" in read(message)
    assert refused(message) == []
    second = hook_page(replace(moved, hop=2), ("kim",), story.around)
    assert "again" not in read(second)


def test_news_say_how_it_stands(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """Who has it, or how it ended; nobody is mentioned, and what is over needs no advice."""
    taken = act(story.incident(), Act.ACKNOWLEDGE, "maria", story.now)
    over = act(taken, Act.RESOLVE, "maria", story.now)
    mine, gone = (hook_news(each, story.around, ()) for each in (taken, over))
    assert "*maria* has it since" in read(mine)
    assert "`oakum assign 7 PERSON` hands it over" in read(mine)
    assert "oakum ack" not in read(mine)
    assert "Resolved · " in read(gone)
    assert "resolved by *maria*" in read(gone)
    assert "oakum" not in read(gone)
    assert (mine.color, gone.color) == (AMBER, GREEN)
    patched = [Event(at=story.now, kind=What.RESOLVED, who="maria", text="patched: restarted it")]
    owed = hook_news(over, story.around, patched)
    assert "patched, not fixed" in read(owed)
    assert "`oakum fixed 7` says that it is fixed, too" in read(owed)
    for message in (mine, gone):
        assert "<@" not in str(payload(message))
        assert clickable(message) == refused(message) == []


def test_a_digest_without_its_button(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """All that it tells, in bad weeks too."""
    finding = story.finding()
    for checkup in (story.checkup(), story.checkup(findings=(finding,))):
        message = hook_digest(checkup, story.around)
        assert "I looked" not in read(message)
        assert "Where Oakum runs, `oakum sign-off flights` notes that you looked" in read(message)
        assert "oakum rows" not in read(message)
        assert clickable(message) == refused(message) == []


def test_what_a_checkup_proposes_is_typed(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """In place of its buttons: the focus, closed for a reason, a threshold, the noise dial."""
    facts = {"pipeline": "flights", "before": 1.0, "after": 1.2, "would": [3, 0, 0, 4, 2], "outages": []}
    finding = story.finding()
    proposal = Proposal(9, "old", Propose.CLOSE, "open for 40 days")
    for place, line in (
        ({"table": "weather", "check": "null_rate"}, "oakum tune flights --accept weather/null_rate"),
        ({"table": None, "check": None}, "oakum noise quieter flights"),
    ):
        checkup = story.checkup(findings=(finding,), proposal=proposal, tuning={**facts, **place})
        message = hook_digest(checkup, replace(story.around, has_buttons=False))
        said = read(message)
        assert "`oakum promote 9 WHY` makes the one from the backlog the focus\n`oakum close 9 WHY` " in said
        assert f"`{line}` moves that threshold" in said
        assert clickable(message) == refused(message) == []
    mail = digest_mail(checkup, replace(story.around, has_buttons=False), {})
    typed = "To do so, type “oakum promote 9 WHY” or “oakum close 9 WHY” where Oakum runs."
    assert typed in mail.text
    assert typed in mail.html
    assert "To do so" not in digest_mail(checkup, story.around, {}).text


def test_a_long_backlog_says_what_to_type(story: SimpleNamespace, read: Read) -> None:
    """Where there is no /pipeline."""
    many = tuple(story.finding(table=f"t{number}", rank=number) for number in range(1, 20))
    checkup = story.checkup(findings=many)
    said = read(hook_digest(checkup, replace(story.around, has_buttons=False)))
    assert "more: `oakum backlog flights`" in said
    assert "/pipeline" not in said


def test_mails_ask_for_no_button_that_is_not_there(story: SimpleNamespace) -> None:
    """In Slack there is none to press: they say what to type."""
    around = replace(story.around, has_buttons=False)
    digest, page = digest_mail(story.checkup(), around, {}), page_mail(story.incident(), around, person="jon")
    asked = (
        digest_mail(story.checkup(), story.around, {}),
        page_mail(story.incident(), story.around, person="jon"),
    )
    for mail, with_app, words in ((digest, asked[0], "I looked"), (page, asked[1], "Please acknowledge in")):
        assert words in with_app.text
        assert words in with_app.html
        assert words not in mail.text + mail.html
    for words, mail in (("oakum ack 7 --who jon", page), ("oakum sign-off flights", digest)):
        assert words in mail.text
        assert words in mail.html


def test_alerts_say_what_to_type_where_nobody_can_press(story: SimpleNamespace) -> None:
    """Of a user group nobody knows who it will be."""
    around = replace(story.around, has_buttons=False, groups={"infra": "S0123ABC"})
    for person, typed in (("jon", "oakum ack 7 --who jon"), ("infra", "oakum ack 7")):
        intent = IncidentAlert(incident=7, round=1, hop=0, person=person, service="apprise")
        assert alert(intent, story.incident(), around).typed == typed
        assert alert(intent, story.incident(), story.around).typed == ""


def test_what_needs_an_app_is_left_out(refused: Refused) -> None:
    """Uploaded pictures belong to an app; what is beside a text goes, the text stays."""
    picture = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a plot"}
    beside = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "kept"},
        "accessory": {"type": "overflow"},
    }
    message = posted(SlackMessage(text="x", blocks=[picture, beside, {"type": "actions", "elements": []}]))
    assert message.blocks == [{"type": "section", "text": {"type": "mrkdwn", "text": "kept"}}]
    assert refused(message) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(foreign=st.text(max_size=200))
def test_foreign_text_rings_nobody_and_breaks_nothing(
    foreign: str, story: SimpleNamespace, read: Read, refused: Refused, markup: Callable[[SlackMessage], str]
) -> None:
    """Names of tables, keys, reasons and people may hold anything, also what a shell would run."""
    long = ((HOSTILE + foreign) * 60)[:3000]
    rows = tuple(Row(key={long: long}, at=story.now, why=long) for _ in range(9))
    finding = story.finding(summary=long, table=long, column=(long,) * 9, segment=long, rows=rows)
    incident = replace(story.incident(*[finding] * 9), hop=1, next_hop_at=story.now)
    around = replace(story.around, owner=long, runbook=f"https://x/{long}")
    events = [Event(at=story.now, kind=What.CHANGED, who=long, text=long)] * 30
    over = act(incident, Act.RESOLVE, long, story.now)
    for message in (
        hook_post(incident, around, events, None),
        hook_news(incident, around, events),
        hook_news(over, around, events),
        hook_page(incident, (long,) * MENTIONED, around),
        hook_digest(story.checkup(findings=(finding,) * 9), around),
    ):
        said = perhaps_again(message)
        assert refused(said) == clickable(said) == []
        assert "<!channel>" not in markup(said)
        assert "<@U012>" not in markup(said)
