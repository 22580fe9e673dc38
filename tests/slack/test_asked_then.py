"""What people ask about a time that is over or to come, over the wire: how it was, what broke, who has it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.declared import Deployment
from bot.domain.sensitivity import UNMEASURED
from checks.verdict import Outcome, Urgency

MARIA, JON = "U1MARIA", "U2JON"
Words = Callable[[dict[str, Any]], str]
Ask = Callable[..., str]


@pytest.fixture
def asked(words: Words) -> Ask:
    """Somebody asks in private, and reads the answer."""

    def ask(harbor: Any, text: str, who: str = JON) -> str:
        before = len(harbor.sandbox.messages(who))
        harbor.sandbox.dm(who, text)
        return words(harbor.sandbox.wait_for(lambda: harbor.sandbox.messages(who)[before + 1 :])[0])

    return ask


@pytest.fixture
def weekend(make_harbor: Callable[..., Any], breach: Callable[..., Any]) -> Any:
    """On Friday all was well, on Saturday it broke, on Sunday nobody looked; it is Monday, half past nine."""
    made = make_harbor("churn")
    made.says["churn"] = [breach(outcome=Outcome.OK)]
    made.round()
    made.says["churn"] = [breach()]
    made.round(hours=24)
    made.clock.move_forward(timedelta(days=2))
    return made


def test_how_it_was_is_told_by_what_was_known_then(weekend: Any, asked: Ask) -> None:
    """On Friday it was held to be healthy; that its rows were bad by then was found a day later."""
    said = asked(weekend, "was churn healthy on friday at noon?")
    assert "As it was Fri 20 Nov 2026, 12:00 UTC" in said
    assert "🟢 *churn was healthy*, judged" in said
    assert "Fri 20 Nov 2026, 09:30 UTC" in said
    assert UNMEASURED in said
    assert "found later (" in said
    assert "incident 1" in said


def test_a_day_is_told_change_by_change(weekend: Any, asked: Ask) -> None:
    """Before the first look nobody could tell."""
    said = asked(weekend, "how was churn last Friday?")
    assert "As it was (friday) from Fri 20 Nov 2026, 00:00 UTC until Sat 21 Nov 2026, 00:00 UTC" in said
    assert "⚪ cannot tell from" in said
    assert "🟢 healthy from" in said
    assert said.index("⚪") < said.index("🟢")


def test_what_was_open_then_is_told_of_then(weekend: Any, asked: Ask) -> None:
    """Also where it is over by now."""
    weekend.clock.move_forward(timedelta(hours=1))
    weekend.desk.resolve(1, "maria", "the vendor sent the rest")
    said = asked(weekend, "did churn work on saturday at 3 pm?")
    assert "🔴 *churn was broken*" in said
    assert "open then: usage: nulls of" in said


@pytest.mark.parametrize(
    "question", ["was churn healthy last night?", "was everything ok yesterday evening?", "was it ok at 7 am"]
)
def test_when_nobody_looked_it_was_not_healthy(weekend: Any, asked: Ask, question: str) -> None:
    """The last look was on Saturday morning."""
    said = asked(weekend, question)
    assert "I cannot tell whether churn was healthy" in said
    assert "🟢" not in said
    assert "not judged lately" in said


@pytest.mark.parametrize("quiet", [Urgency.NOTE, Urgency.TICKET])
def test_what_paged_then_was_broken_though_a_quieter_part_of_it_is_left(
    make_harbor: Any, breach: Any, asked: Ask, quiet: Urgency
) -> None:
    """The finding that paged is in order by now, or was not judged since."""
    made = make_harbor("churn")
    made.says["churn"] = [breach("sessions"), breach("minutes", urgency=quiet)]
    made.round()
    made.says["churn"] = [breach("minutes", urgency=quiet)]
    made.round(hours=24)
    made.clock.move_forward(timedelta(hours=1))
    assert "churn was broken" in asked(made, "was churn ok 5 minutes ago?")
    made.says["churn"] = [breach("sessions", outcome=Outcome.OK), breach("minutes", urgency=quiet)]
    made.round(hours=24)
    assert "churn was broken" in asked(made, "was churn healthy on friday at 10 am?")


def test_a_long_time_or_one_to_come_is_not_told(weekend: Any, asked: Ask) -> None:
    """Nor is a table's."""
    assert "up to a week" in asked(weekend, "how was churn last month?")
    assert "has not come yet" in asked(weekend, "was churn ok today at 23:00?")
    assert "I do not understand that" in asked(weekend, "was usage ok yesterday?")


def test_what_broke_at_an_hour_is_that_of_the_hour(weekend: Any, asked: Ask) -> None:
    """The window that was used is said, and which three o'clock."""
    hit = asked(weekend, "what broke on saturday at 9:30?")
    assert "1 problem began (saturday at 9:30" in hit
    assert "from Sat 21 Nov 2026, 09:00 UTC until Sat 21 Nov 2026, 10:00 UTC" in hit
    assert "first bad row" in hit
    said = asked(weekend, "what broke at 3?")
    assert "No problem that I know of began (at 3: from Mon 23 Nov 2026, 02:30 UTC until " in said
    assert "I take that for 03:00; say `pm`" in said
    assert "No problem that I know of began (saturday afternoon" in asked(
        weekend, "what broke on saturday afternoon"
    )
    assert "1 problem began (since friday" in asked(weekend, "what broke since friday?")


def test_the_first_bad_row_counts_as_when_it_broke(weekend: Any, asked: Ask) -> None:
    """It was found on Saturday; the first bad row is of Thursday, half past nine."""
    assert "1 problem began (thursday at 9 am" in asked(weekend, "what broke on thursday at 9 am?")
    assert "No problem that I know of began (thursday at 9 pm" in asked(
        weekend, "what broke on thursday at 9 pm?"
    )


def test_a_page_is_that_of_the_hour(weekend: Any, asked: Ask) -> None:
    """Another one than the newest is not told in its place."""
    assert "You were paged" in asked(weekend, "why was I paged on saturday at 9:30?", MARIA)
    said = asked(weekend, "what woke me up at 3 am?", MARIA)
    assert "I did not page you from Mon 23 Nov 2026, 02:30 UTC until Mon 23 Nov 2026, 03:30 UTC" in said


def test_who_is_on_call_at_an_hour(make_harbor: Callable[..., Any], asked: Ask) -> None:
    """Maria by day and Jon by night: the moment that was meant is said."""
    day = {"people": ["maria"], "hours": {"from": "08:00", "to": "20:00"}, "timezone": "UTC"}
    night = {"people": ["jon"], "hours": {"from": "20:00", "to": "08:00"}, "timezone": "UTC"}
    deployment = Deployment.model_validate(
        {
            "people": {"maria": {"slack": MARIA}, "jon": {"slack": JON}},
            "schedules": {"day": day, "night": night},
            "teams": {"all": ["day", "night"]},
            "policies": {"oncall": [{"notify": "all"}]},
            "routes": {"slack": {"bot_token": "xoxb-sandbox", "app_token": "xapp-sandbox"}},
        }
    )
    made = make_harbor("churn", deployment=deployment)
    assert "maria (all)" in asked(made, "who is on call?")
    tonight = asked(made, "who is on call tonight?")
    assert "Fri 20 Nov 2026, 18:00 UTC" in tonight
    assert "*maria (all)*, then *jon (all)* from" in tonight
    early = asked(made, "who is on call at 3 am?")
    assert "On call at Sat 21 Nov 2026, 03:00 UTC" in early
    assert "jon (all)" in early
    assert "maria" not in early
    assert "you are on call:\n• step 1 of *churn*" in asked(made, "am I on call tomorrow at 21:00?")
    assert "you are on no ladder" in asked(made, "am I on call tomorrow at noon?")
    assert "That is over" in asked(made, "who is on call today at 7 am?")


def test_a_misspelt_name_is_said_or_asked_about(make_harbor: Callable[..., Any], asked: Ask) -> None:
    """Nobody is answered about another thing than they asked, without knowing it."""
    made = make_harbor("flights")
    assert "I take `flihgts` for `flights`." in asked(made, "is flihgts ok?")
    assert "I take `flight` for `flights`." in asked(made, "what broke in flight yesterday?")
    said = asked(made, "are fights ok?")
    assert said.count("Did you mean `flights` by `fights`?") == 1
    assert "healthy" not in said
    assert "I take" not in asked(made, "is flights ok?")


@pytest.mark.parametrize(
    "hostile", ["<!channel> *x* `y` & " * 150, "_" * 4000, "\u202e<@U1MARIA>\n```" * 300]
)
def test_hostile_text_of_the_data_rings_nobody(
    make_harbor: Callable[..., Any], breach: Callable[..., Any], asked: Ask, hostile: str
) -> None:
    """In what was open then, and in what was found later."""
    made = make_harbor("churn")
    made.says["churn"] = [breach(summary=hostile, column=hostile[:120])]
    made.round()
    made.clock.move_forward(timedelta(hours=2))
    for question in ("was churn ok this morning?", "was churn ok yesterday?", "what broke this morning?"):
        said = asked(made, question)
        assert "incident 1" in said
        assert "<!channel>" not in said
        assert "<@U1MARIA>" not in said
