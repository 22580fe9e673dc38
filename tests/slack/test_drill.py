"""A test page in Slack: it says that it is none, asks what has come, and shows what was answered."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from bot.domain.declared import Deployment
from bot.domain.drill_intent import DrillReport
from bot.domain.rota import Rota
from bot.engine.drill import begin
from bot.messages.render import slack_message
from bot.store import drills

MARIA, JON = "U1MARIA", "U2JON"


def test_whoever_is_called_presses_what_came(harbor: Any, words: Any) -> None:
    """The button goes, and the message says who said so."""
    begin(harbor.store, harbor.settings, "ana", harbor.clock(), timedelta(hours=2))
    harbor.deliver()
    (page,) = [each for each in harbor.sandbox.messages(MARIA) if "drill" in words(each)]
    assert "*This is a drill* (no. 1, by *ana*): nothing is wrong" in words(page)
    assert "It came" in words(page)
    done = harbor.sandbox.click(MARIA, MARIA, page["ts"], "drill_came").wait()
    assert done.acked, done.error
    harbor.sandbox.wait_for(lambda: "came, says *maria*" in words(_again(harbor, page)))
    assert "It came" not in words(_again(harbor, page))


def test_a_drill_is_begun_by_a_button(harbor: Any) -> None:
    """First it says whom it would call; who presses twice begins one."""
    said = harbor.type(MARIA, "drill")
    assert "Try every ladder with 2 test pages, marked as a drill?" in said
    assert "*jon* by Slack" in said
    assert "No way to a person was ever tried." in said
    assert harbor.sandbox.messages(JON) == []
    harbor.press(MARIA, "drill_begin")
    assert "Drill 1: 2 test pages on the way." in harbor.told(MARIA, 2)
    harbor.deliver()
    assert "This is a drill* (no. 1, by *maria*)" in str(harbor.sandbox.messages(JON)[-1])
    shown = harbor.sandbox.ephemerals(MARIA, "#churn")[0]["ts"]
    assert harbor.sandbox.click(MARIA, "#churn", shown, "drill_begin").wait().acked
    assert "Drill 1 waits for answers until" in harbor.told(MARIA, 3)
    assert "Drill 1, " in harbor.type(MARIA, "drill", 4)
    assert "0 of 2 test pages came" in harbor.told(MARIA, 4)


def test_a_drill_of_one_pipeline_calls_its_ladder(make_harbor: Any) -> None:
    """And nobody of another's."""
    harbor = make_harbor("churn", "ads", policy=None)
    said = harbor.type(MARIA, "drill ads")
    assert "Try the ladder `owner of ads` with 1 test page" in said
    assert "jon" not in said


def test_presses_at_the_same_moment_begin_one_drill(harbor: Any) -> None:
    """Of a hasty finger, and of colleagues."""
    with ThreadPoolExecutor(8) as pool:
        said = [pool.submit(harbor.desk.drills.begin, None, "maria") for _ in range(8)]
    assert sum("on the way" in each.result().text for each in said) == 1
    with harbor.store.read() as connection:
        assert [each.id for each in drills.open_(connection)] == [1]


def test_another_drill_in_between_repeats_none(make_harbor: Any) -> None:
    """While the pages of a ladder wait for answers they are not sent again, whatever was begun since."""
    deployment = {
        "people": {"maria": {"slack": MARIA}, "jon": {"slack": JON}},
        "policies": {"one": [{"notify": "maria"}], "two": [{"notify": "jon"}]},
        "routes": {"slack": {"bot_token": "xoxb-sandbox", "app_token": "xapp-sandbox"}},
    }
    harbor = make_harbor("churn", deployment=Deployment.model_validate(deployment), policy="one")
    asked = harbor.desk.drills
    assert "Drill 1: 1 test page on the way" in asked.begin("one", "maria").text
    begin(harbor.store, harbor.settings, "ana", harbor.clock(), timedelta(hours=2), "two")
    assert "Drill 1 waits for answers" in asked.begin("one", "maria").text
    harbor.clock.move_forward(
        timedelta(days=1)
    )  # its time is over, though no round of the engine says so yet
    assert "Drill 3: 1 test page on the way" in asked.begin("one", "maria").text


def test_a_button_whose_ladder_is_gone_calls_nobody(harbor: Any) -> None:
    """No drill of nothing is begun, and none is said to wait for answers."""
    assert "nobody to call" in harbor.desk.drills.begin("the ladder of last year", "maria").text
    with harbor.store.read() as connection:
        assert drills.last(connection) is None


def test_the_channel_is_told_what_did_not_come(harbor: Any, words: Any) -> None:
    """When the time is over."""
    begin(harbor.store, harbor.settings, "ana", harbor.clock(), timedelta(hours=2))
    harbor.round(hours=2)
    report = words(harbor.message())
    assert "Drill 1: 0 of 2 test pages came" in report
    assert "*maria* by Slack: was taken by the other side; nobody says that it came" in report
    page = harbor.sandbox.messages(MARIA)[-1]
    assert "It is over." in words(page)
    assert "It came" not in words(page)


def test_the_channel_is_told_of_gaps_in_schedules(harbor: Any) -> None:
    """Also where all came."""
    office = {"people": ["jon"], "hours": {"days": "mon-fri", "from": "09:00", "to": "17:00"}}
    declared = harbor.settings.deployment
    manned = {"schedules": {"office": Rota.model_validate(office)}}
    settings = replace(harbor.settings, deployment=declared.model_copy(update=manned))
    drill = begin(harbor.store, settings, "ana", harbor.clock(), timedelta(hours=2))
    with harbor.store.read() as connection:
        about = SimpleNamespace(drill=drills.get(connection, drill.id))
    said = str(slack_message(DrillReport(drill=drill.id, channel="#churn"), about, settings, "").blocks)
    assert "To mend beside" in said
    assert "schedule office: nobody is on call from " in said
    assert "add otherwise: NAME" in said


def _again(harbor: Any, message: Any) -> Any:
    return next(each for each in harbor.sandbox.messages(MARIA) if each["ts"] == message["ts"])
