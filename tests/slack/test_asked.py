"""What people ask about pages, trust and changes, over the wire: in the channel, in a thread, in private."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.declared import Deployment
from checks.verdict import Outcome

MARIA, JON = "U1MARIA", "U2JON"
Words = Callable[[dict[str, Any]], str]
TABLES = {
    name: {
        "source": "lake",
        "path": f"{name}/*.parquet",
        "partition": {"column": "day"},
        "feeds": feeds,
    }
    for name, feeds in {"usage": {"weekly_report": "critical"}, "orders": {"invoices": "high"}}.items()
}


@pytest.fixture
def asked(words: Words) -> Callable[..., str]:
    """Somebody asks in private, and reads the answer."""

    def ask(harbor: Any, who: str, text: str) -> str:
        before = len(harbor.sandbox.messages(who))
        harbor.sandbox.dm(who, text)
        return words(harbor.sandbox.wait_for(lambda: harbor.sandbox.messages(who)[before + 1 :])[0])

    return ask


def in_thread(harbor: Any, words: Words, who: str, text: str) -> str:
    """Somebody asks in the thread of the incident, and reads the answer below."""
    root = harbor.message()["ts"]
    before = len(harbor.sandbox.thread("#churn", root))
    harbor.sandbox.mention(who, "#churn", text, thread_ts=root)
    told = harbor.sandbox.wait_for(lambda: harbor.sandbox.thread("#churn", root)[before + 1 :])
    return words(told[-1])


def test_whoever_was_paged_is_told_why_and_who_is_next(harbor: Any, asked: Callable[..., str]) -> None:
    """By which step and rule; after an acknowledgement nobody is next."""
    said = asked(harbor, MARIA, "why was I paged??")
    assert "You were paged" in said
    assert "step 1 of 2 of the ladder of *churn*" in said
    assert "`null_rate` of `usage.sessions` pages, and `model` (critical) is fed by it" in said
    assert "Next is *jon*" in said
    harbor.click(MARIA, "incident_acknowledge")
    assert "Nobody is paged for it any more: it is acknowledged" in asked(harbor, MARIA, "why was i paged")


def test_whoever_was_not_paged_hears_that(harbor: Any, asked: Callable[..., str]) -> None:
    """And may ask about somebody who was."""
    assert "I never paged you" in asked(harbor, JON, "y was i paged")
    assert "*maria* was paged" in asked(harbor, JON, "why was maria paged?")


def test_pages_are_counted_by_person_and_pipeline(harbor: Any, asked: Callable[..., str]) -> None:
    """A mention and a direct message are one page; time before the first look is no quiet time."""
    harbor.round(hours=1)
    said = asked(harbor, JON, "how many pages this week?")
    assert "2 pages, from" in said
    assert "• *maria*: 1" in said
    assert "• *jon*: 1" in said
    assert "• *churn*: 2" in said
    assert "I did not watch all that time: `churn`" in said
    assert "1 page for *jon*" in asked(harbor, JON, "how many pages did I get this week")
    assert "0 pages" in asked(harbor, JON, "how many pages last week")


def test_in_the_thread_of_an_incident_it_is_what_is_asked_about(harbor: Any, words: Words) -> None:
    """Since when, and what changed just before; what is not known is said to be so."""
    said = in_thread(harbor, words, JON, "since when?")
    assert "since <!date^1763542200" in said or "noticed" in said
    assert "incident 1" in said
    changed = in_thread(harbor, words, JON, "what changed just before?")
    assert "In the day before its first bad row" in changed
    assert "cannot tell whether settings changed" in changed


def test_what_a_report_is_built_on_decides_whether_it_can_be_trusted(
    make_harbor: Callable[..., Any], breach: Callable[..., Any], asked: Callable[..., str]
) -> None:
    """The report is no table: it is named among what a table feeds."""
    made = make_harbor("churn", tables=TABLES)
    made.says["churn"] = [breach(), breach(table="orders", outcome=Outcome.OK)]
    made.judges = ("usage", "orders")
    made.round()
    said = asked(made, JON, "can I trust weekly_report today?")
    assert "No: do not rely on `weekly_report` today" in said
    assert "nulls of" in said
    assert "Yes: nothing is open in `invoices`" in asked(made, JON, "can I trust the invoices?")


@pytest.mark.parametrize(
    "question",
    ["is the pipeline healthy?", "is usage ok", "can I trust weekly_report today?", "can I trust usage"],
)
def test_an_answer_from_stale_data_is_never_healthy(
    make_harbor: Callable[..., Any], breach: Callable[..., Any], asked: Callable[..., str], question: str
) -> None:
    """The checks found nothing, but they ran two days ago."""
    made = make_harbor("churn", tables=TABLES)
    made.says["churn"] = [breach(table=name, outcome=Outcome.OK) for name in TABLES]
    made.judges = ("usage", "orders")
    made.round()
    assert "cannot tell" not in asked(made, JON, question)
    made.clock.move_forward(timedelta(days=2))
    said = asked(made, JON, question)
    assert "cannot tell" in said
    assert "🟢" not in said
    assert "Yes" not in said


def test_nothing_open_is_not_all_well_when_checks_did_not_run(
    make_harbor: Callable[..., Any], asked: Callable[..., str]
) -> None:
    """The honest answer to "what broke?" and "what should I fix first?"."""
    made = make_harbor("churn")
    for question in ("what broke?", "what should I fix first?", "since when is it broken?"):
        assert "I could not judge everything" in asked(made, JON, question)


def test_what_broke_last_night_tells_what_is_over_too(harbor: Any, asked: Callable[..., str]) -> None:
    """It was found this morning, and its first bad row is of yesterday at half past nine."""
    harbor.click(MARIA, "incident_acknowledge")
    said = asked(harbor, JON, "what broke last night?")
    assert "1 problem began (last night" in said
    assert "1 problem began (yesterday" in asked(harbor, JON, "what broke yesterday?")
    assert "No problem that I know of began (2 days ago" in asked(harbor, JON, "what broke two days ago?")


def test_whoever_asks_is_told_when_they_are_on_call(harbor: Any, asked: Callable[..., str]) -> None:
    """Without schedules everybody on a ladder is, always."""
    assert "step 2 of *churn*, now" in asked(harbor, JON, "am I on call?")
    assert "*maria* is on call" in asked(harbor, JON, "when is maria on call?")


def test_whoever_asks_about_days_to_come_hears_of_these(
    make_harbor: Callable[..., Any], asked: Callable[..., str]
) -> None:
    """Maria until Monday morning, then Jon: who has it now is no answer."""
    turns = {"people": ["maria", "jon"], "since": "2026-11-16", "timezone": "UTC"}
    deployment = Deployment.model_validate(
        {
            "people": {"maria": {"slack": MARIA}, "jon": {"slack": JON}},
            "schedules": {"turns": turns},
            "policies": {"oncall": [{"notify": "turns"}]},
            "routes": {"slack": {"bot_token": "xoxb-sandbox", "app_token": "xapp-sandbox"}},
        }
    )
    made = make_harbor("churn", deployment=deployment)
    assert "maria (turns)" in asked(made, JON, "who is on call?")
    monday = asked(made, JON, "who is on call on Monday?")
    assert "*maria (turns)*, then *jon (turns)* from" in monday
    assert "Mon 23 Nov 2026, 09:00 UTC" in monday
    assert "maria" not in asked(made, JON, "who is on call on tuesday?")
    assert "you are on no ladder" in asked(made, JON, "am I on call this weekend?")
    assert "all of that time" in asked(made, MARIA, "am I on call this weekend?")
    assert "I do not understand that" in asked(made, JON, "who is on call next friday?")


def test_in_a_channel_it_is_the_pipeline_of_the_channel(
    make_harbor: Callable[..., Any], words: Words
) -> None:
    """Of two pipelines."""
    made = make_harbor("churn", "ads", channels={"ads": "#ads"})
    made.round()
    made.sandbox.mention(JON, "#ads", "is the pipeline healthy?")
    question = made.sandbox.messages("#ads")[-1]
    said = words(made.sandbox.wait_for(lambda: made.sandbox.thread("#ads", question["ts"]))[0])
    assert "ads" in said
    assert "churn" not in said


@pytest.mark.parametrize(
    "hostile", ["<!channel> *x* `y` & " * 150, "_" * 4000, "\u202e<@U1MARIA>\n```" * 300]
)
def test_hostile_text_of_the_data_rings_nobody_and_breaks_no_answer(
    make_harbor: Callable[..., Any], breach: Callable[..., Any], asked: Callable[..., str], hostile: str
) -> None:
    """Every topic that tells of an incident; the sandbox refuses what Slack would."""
    made = make_harbor("churn")
    made.says["churn"] = [breach(summary=hostile, column=hostile[:120])]
    made.round()
    for question in (
        "what broke?",
        "what broke last night?",
        "what should I fix first?",
        "why was maria paged?",
        "since when?",
        "what changed?",
        "can I trust model?",
    ):
        said = asked(made, JON, question)
        assert "<!channel>" not in said
        assert "<@U1MARIA>" not in said


def test_a_word_that_nobody_knows_is_named(harbor: Any, asked: Callable[..., str]) -> None:
    """The one that is asked about may be the very one."""
    said = asked(harbor, JON, "who is on call for sales?")
    assert "I do not understand that" in said
    assert "What I do not know here: `sales`" in said


@pytest.mark.parametrize("question", ["why 1?", "what about incident 1", "since when is 1 open", "is #1 ok?"])
def test_an_incident_is_asked_about_by_its_number(
    harbor: Any, asked: Callable[..., str], question: str
) -> None:
    """And a number that is none is not answered as if it were not there."""
    assert "nulls of" in asked(harbor, JON, question)
    said = asked(harbor, JON, question.replace("1", "99"))
    assert "There is no incident 99." in said
    assert "nulls of" not in said
