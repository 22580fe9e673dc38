"""A team whose members Slack keeps: its user group is mentioned, and called by its name everywhere else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.declared import Deployment
from bot.domain.drill import Call, Receipt, receipt
from bot.engine.drill import begin
from bot.store import drills

MARIA, JON, EVE = "U1MARIA", "U2JON", "U3EVE"


def deployed(group: str = "S1SQUAD", **more: Any) -> Deployment:
    """Maria is told first, then the squad, then Jon."""
    facts = {
        "people": {"maria": {"slack": MARIA}, "jon": {"slack": JON}},
        "teams": {"squad": {"slack_group": group}},
        "policies": {"oncall": [{"notify": "maria"}, {"notify": "squad"}, {"notify": "jon"}]},
        "routes": {"slack": {"bot_token": "xoxb-sandbox", "app_token": "xapp-sandbox"}},
    }
    return Deployment.model_validate(facts | more)


@pytest.fixture
def paged(make_harbor: Any, breach: Any) -> Any:
    """Maria was paged, and has not answered for five minutes."""
    harbor = make_harbor("churn", deployment=deployed())
    harbor.says["churn"] = [breach()]
    harbor.round()
    return harbor


def thread(harbor: Any) -> list[dict[str, Any]]:
    """What is said below the incident's message."""
    messages: list[dict[str, Any]] = harbor.sandbox.thread("#churn", harbor.message()["ts"])
    return messages


def test_the_group_is_mentioned_once_in_the_thread(paged: Any, words: Any) -> None:
    """Slack tells each of its members; nobody gets a message of their own."""
    paged.round(minutes=5)
    (page,) = [each for each in thread(paged) if "<!subteam^S1SQUAD>" in words(each)]
    assert page["text"].startswith("<!subteam^S1SQUAD> Fix this first")
    assert "Please acknowledge; *jon* is next at" in words(page)
    assert paged.sandbox.messages(JON) == []
    assert paged.sandbox.messages(EVE) == []
    assert [event.text for event in paged.desk.incident(1).timeline][-1] == "squad is told by slack"


def test_a_member_acknowledges_and_the_mention_asks_no_more(paged: Any, words: Any) -> None:
    """Whether they are in the configuration or not."""
    paged.round(minutes=5)
    (page,) = [each for each in thread(paged) if "<!subteam^S1SQUAD>" in words(each)]
    done = paged.sandbox.click(EVE, "#churn", page["ts"], "incident_acknowledge").wait()
    assert done.acked, done.error
    paged.sandbox.wait_for(lambda: "Please" not in words(paged.sandbox.message("#churn", page["ts"])))
    paged.round(minutes=30)
    assert paged.sandbox.messages(JON) == []


def test_the_group_is_called_by_its_name(paged: Any, words: Any) -> None:
    """In the incident's message and in the answer to /pipeline oncall: only a page rings."""
    assert "*squad*" in words(paged.message())
    told = paged.type(MARIA, "oncall")
    assert "2. *squad*" in told
    assert "subteam" not in told + words(paged.message())


def marked_up(part: Any) -> Iterator[str]:
    """Every text in which Slack would see a mention: it looks for none in plain text."""
    if isinstance(part, dict) and part.get("type") == "mrkdwn":
        yield part["text"]
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for each in inner:
        yield from marked_up(each)


def test_text_from_data_mentions_no_group(make_harbor: Any, breach: Any) -> None:
    """Only the configuration does."""
    harbor = make_harbor("churn", deployment=deployed())
    harbor.says["churn"] = [breach(summary="nulls of <!subteam^S1SQUAD> grew")]
    harbor.round()
    seen = [harbor.message(), *thread(harbor), *harbor.sandbox.messages(MARIA)]
    said = [each["text"] for each in seen] + list(marked_up(seen))
    assert "&lt;!subteam^S1SQUAD&gt;" in "".join(said)
    assert "<!subteam" not in "".join(said)


def test_an_incident_is_not_given_to_a_group(paged: Any) -> None:
    """Somebody has it, not everybody."""
    assert "squad" in paged.type(MARIA, "assign 1 squad")
    assert paged.desk.incident(1).incident.acknowledged_by is None


@pytest.fixture
def drilled(make_harbor: Any) -> Any:
    """A drill has begun, and its test pages are sent."""

    def begun(group: str = "S1SQUAD", scopes: frozenset[str] | None = None) -> Any:
        harbor = make_harbor("churn", deployment=deployed(group), scopes=scopes)
        begin(harbor.store, harbor.settings, "ana", harbor.clock(), timedelta(hours=2))
        harbor.deliver()
        return harbor

    return begun


def press(harbor: Any, user: str) -> None:
    """Somebody says that the mention came."""
    done = harbor.sandbox.click(user, "#churn", harbor.message()["ts"], "drill_came").wait()
    assert done.acked, done.error


def call(harbor: Any) -> Call:
    """What became of the squad's test page."""
    with harbor.store.read() as connection:
        (found,) = drills.get(connection, 1).of("squad")
    return found


def test_a_drill_mentions_the_group_and_one_member_answers_for_it(drilled: Any, words: Any) -> None:
    """In the channel, as a page would; the message says who it was, and asks no more."""
    harbor = drilled()
    assert harbor.message()["text"].startswith("<!subteam^S1SQUAD> 🔔 *This is a drill*")
    assert "• Slack: this mention" in words(harbor.message())
    assert harbor.sandbox.messages(EVE) == []
    press(harbor, EVE)
    harbor.sandbox.wait_for(lambda: "Slack: came, says *eve.mayer*" in words(harbor.message()))
    assert (call(harbor).confirmed_by, call(harbor).policies) == ("eve.mayer", ("oncall",))


def test_whoever_is_not_in_the_group_cannot_tell(drilled: Any) -> None:
    """The channel is full of people who read the mention, and were not told of it."""
    harbor = drilled()
    press(harbor, MARIA)
    assert "You are not in `squad`" in harbor.told(MARIA)
    assert call(harbor).confirmed_at is None


@pytest.mark.parametrize(
    ("group", "why"),
    [
        ("S2EMPTY", "@nobody-left has no members: add people to it in Slack"),
        ("S3OLD", "@old-guard is disabled in Slack: enable it there, or change teams.squad.slack_group"),
        ("S9NONE", "S9NONE is no user group of this workspace: change teams.squad.slack_group"),
    ],
)
def test_a_group_that_nobody_hears_of_is_a_fault_of_the_drill(
    drilled: Any, words: Any, group: str, why: str
) -> None:
    """Nothing is posted for it, and the report names it."""
    harbor = drilled(group)
    assert receipt(call(harbor)) is Receipt.FAILED
    harbor.round(hours=2)
    assert f"*squad* by Slack: could not be sent ({why})" in words(harbor.message())
    assert "<!subteam" not in words({"all": harbor.sandbox.messages("#churn")})


def test_without_the_scope_the_answer_alone_tells(drilled: Any) -> None:
    """A mention needs no scope; whoever answers is believed, and named."""
    harbor = drilled("S1SQUAD", frozenset({"chat:write", "im:write"}))
    assert receipt(call(harbor)) is Receipt.ACCEPTED
    press(harbor, EVE)
    assert call(harbor).confirmed_by == "eve.mayer"
