"""What people type: /pipeline."""

from collections.abc import Callable
from typing import Any

MARIA, JON = "U1MARIA", "U2JON"


def test_health_is_true_as_of_now(harbor: Any) -> None:
    """And changes when things change."""
    assert "churn is broken: do not rely on its data" in harbor.type(JON, "health")
    harbor.says["churn"] = []
    harbor.desk.resolve(1, "maria", "")
    assert "🟢 *churn is healthy*" in harbor.type(JON, "health churn", 2)


def test_old_news_are_no_news(harbor: Any) -> None:
    """Two days without checks: nobody says healthy."""
    harbor.desk.resolve(1, "maria", "")
    harbor.clock.move_forward(__import__("datetime").timedelta(days=2))
    told = harbor.type(JON, "health")
    assert "I cannot tell whether churn is healthy" in told
    assert "`usage`: not judged lately" in told


def test_findings_are_listed_with_their_numbers(harbor: Any) -> None:
    """So that `why 1` and `ack 1` can be typed."""
    told = harbor.type(JON, "findings")
    assert "1 problem open" in told
    assert "incident 1" in told
    assert "/archives/C1CHURN/p" in told


def test_why_tells_the_evidence(harbor: Any) -> None:
    """With # or without."""
    assert "id=4" in harbor.type(JON, "why #1")


def test_ack_takes_the_only_open_one_without_a_number(harbor: Any) -> None:
    """Nobody wants to look up a number at night."""
    assert "It is yours now" in harbor.type(JON, "ack")
    assert harbor.desk.incident(1).incident.acknowledged_by == "jon"
    assert "*jon* has it already" in harbor.type(MARIA, "ack 1")


def test_in_a_storm_all_are_taken_with_one_word(make_harbor: Any, breach: Any) -> None:
    """What somebody has already stays theirs."""
    harbor = make_harbor("churn", "ads")
    harbor.says |= {"churn": [breach()], "ads": [breach(), breach(column="plan", check="drift")]}
    harbor.round()
    harbor.desk.acknowledge(1, "maria")
    told = harbor.type(JON, "ack all")
    assert "are yours now" in told
    holders = {harbor.desk.incident(number).incident.acknowledged_by for number in (1, 2, 3)}
    assert holders == {"maria", "jon"}
    assert "Nothing is open that nobody has." in harbor.type(JON, "ack all churn", 2)


def test_resolve_takes_the_cause(harbor: Any) -> None:
    """Everything after the number."""
    assert "Resolved." in harbor.type(JON, "resolve 1 the export was late")
    assert harbor.desk.incident(1).timeline[-1].text == "the export was late"


def test_a_typing_mistake_gets_a_suggestion(harbor: Any) -> None:
    """For the word, the pipeline and the number."""
    assert "Did you mean `health`?" in harbor.type(JON, "helth")
    assert "There is no pipeline `chrun`. Did you mean `churn`?" in harbor.type(JON, "health chrun", 2)
    assert "There is no incident 99" in harbor.type(JON, "why 99", 3)
    assert "`&lt;!here&gt;` is no number. Open are: 1." in harbor.type(JON, "ack <!here>", 4)
    assert "I know `health`" in harbor.type(JON, "zzz", 5)


def test_help_is_what_works_now(harbor: Any) -> None:
    """Also when nothing is typed."""
    told = harbor.type(JON, "")
    assert "/pipeline health" in told
    assert "I watch `churn`" in told


def test_the_newest_checkup_can_be_read_again(harbor: Any) -> None:
    """Before the first Friday there is none."""
    assert "There was no checkup yet" in harbor.type(JON, "checkup")
    harbor.round(hours=6)
    assert "Friday checkup: churn" in harbor.type(JON, "checkup", 2)


def test_several_pipelines_are_told_apart(
    make_harbor: Callable[..., Any], breach: Callable[..., Any]
) -> None:
    """The worst first; where one must be named, that is asked."""
    harbor = make_harbor("churn", "ads")
    harbor.says["churn"] = [breach()]
    harbor.round()
    told = harbor.type(JON, "health")
    assert told.index("churn is broken") < told.index("ads is healthy")
    assert "Which pipeline? I watch `churn`, `ads`" in harbor.type(JON, "checkup", 2)


def test_the_channel_says_which_pipeline_is_meant(make_harbor: Callable[..., Any]) -> None:
    """Where it belongs to one alone: nobody is asked which."""
    harbor = make_harbor("churn", "ads", channels={"ads": "#ads"})
    harbor.round(hours=6)
    assert "Friday checkup: churn" in harbor.type(JON, "checkup")
    assert "Friday checkup: ads" in harbor.type(JON, "checkup ads", 2)


def test_a_burst_of_thirty_is_acked_in_time(harbor: Any) -> None:
    """Everybody asks at once when something is broken."""
    sent = [harbor.sandbox.command(JON, "#churn", "/pipeline", "health") for _ in range(30)]
    assert [delivery.wait().error for delivery in sent] == [""] * 30
    harbor.told(JON, 30)


def test_a_pipeline_is_muted_and_made_to_page_again(harbor: Any, words: Any) -> None:
    """The channel hears who said so; the health tells that nobody is told."""
    assert "It is muted" in harbor.type(JON, "mute")
    assert "*churn* is muted" in words(harbor.message())
    assert "says *jon*" in words(harbor.message())
    told = harbor.type(MARIA, "health", 1)
    assert "Muted by *jon* since" in told
    assert "churn is broken" in told
    assert "churn is muted already: *jon* said so" in harbor.type(MARIA, "mute churn", 2)
    assert "It pages from the next checks on" in harbor.type(MARIA, "go churn", 3)
    assert "*churn* pages from now on, says *maria*" in words(harbor.message())
    assert "churn pages already: *maria* said so" in harbor.type(JON, "go", 2)


def test_who_is_on_call(harbor: Any) -> None:
    """Each step of the ladder."""
    assert "*churn*\n1. *maria*\n2. *jon*" in harbor.type(JON, "oncall churn")


def test_an_incident_is_handed_over_and_who_gets_it_is_mentioned(harbor: Any, words: Any) -> None:
    """Maria takes it for Jon; Jon gives it back to her; the first moment at which somebody had it stays."""
    assert "they have it now" in harbor.type(MARIA, "assign 1 @Jon")
    had = harbor.desk.incident(1).incident
    assert (had.acknowledged_by, had.state) == ("jon", "acknowledged")
    harbor.deliver()
    replies = [words(each) for each in harbor.sandbox.thread("#churn", harbor.message()["ts"])]
    assert f"*maria* hands it to <@{JON}>" in replies[-1]
    harbor.type(JON, "assign maria")
    after = harbor.desk.incident(1)
    assert (after.incident.acknowledged_by, after.incident.acknowledged_at) == ("maria", had.acknowledged_at)
    assert [(each.kind, each.who, each.text, each.by) for each in after.timeline][-2:] == [
        ("handed", "maria", "jon", "slack"),
        ("handed", "jon", "maria", "slack"),
    ]
    assert "Nobody is called `marla`. Did you mean `maria`?" in harbor.type(JON, "assign 1 marla", 2)


def test_the_alert_budget_is_told_with_a_line_a_check(harbor: Any) -> None:
    """Of one pipeline, or of all."""
    told = harbor.type(JON, "budget")
    assert "*churn* · Alert budget: 1 page" in told
    assert "null_rate" in told
    assert "There is no pipeline `chrun`" in harbor.type(JON, "budget chrun", 2)
