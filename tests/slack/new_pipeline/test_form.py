"""The form of a new pipeline: what it offers, to whom, and what it refuses."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.domain.rights import Rights
from bot.engine import newcomers as engine

MARIA, JON = "U1MARIA", "U2JON"


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("name", "churn", "There is a pipeline 'churn' already"),
        ("name", "Big Orders!", "Write the name in small letters"),
        ("due", "25:00", "'25:00' is no time of day"),
        ("due", "soon", "like 06:30"),
        ("channel", MARIA, "Choose a channel"),
    ],
)
def test_a_mistake_is_told_at_its_field(bot: Any, jon: Any, field: str, typed: str, error: str) -> None:
    """The form stays as it was filled in, and nothing is looked at."""
    jon.form()
    modal = jon.submit(**{field: typed})
    assert error in modal["errors"][field]
    assert list(modal["errors"]) == [field]
    assert bot.sandbox.messages(JON) == []


def test_what_changed_while_the_form_lay_open_is_told_at_its_field(jon: Any, config: Path) -> None:
    """The owner left, and a file took the name."""
    jon.form()
    oakum = config / "oakum.yaml"
    oakum.write_text(oakum.read_text().replace("  jon: {slack: U2JON}\n", ""))
    (config / "pipelines" / "orders.yml").write_text("pipeline: [")
    errors = jon.submit()["errors"]
    assert "Nobody is called 'jon' in oakum.yaml any more" in errors["owner"]
    assert "There is a pipeline 'orders' already" in errors["name"]


def test_a_table_that_was_removed_is_told_at_its_field(bot: Any, jon: Any, lake: Path) -> None:
    """The form was drawn by a process that is gone, and another one looks for itself."""
    jon.form()
    bot.desk.newcomers._seen = type(bot.desk.newcomers._seen)(())
    (lake / "orders").rename(lake / "_orders")
    assert "There is no such table any more" in jon.submit()["errors"]["table"]


def test_a_table_that_somebody_took_meanwhile_is_told_at_its_field(
    jon: Any, maria: Any, config: Path
) -> None:
    """The form was open while Maria was quicker; so was it when the source itself went."""
    jon.form()
    message = maria.proposal(name="sales")
    maria.press(message, "pipeline_write")
    maria.outcome(message, "*maria* wrote")
    assert "a pipeline watches it" in jon.submit()["errors"]["table"]
    (config / "pipelines" / "sales.yaml").unlink()
    oakum = config / "oakum.yaml"
    oakum.write_text(oakum.read_text().replace("lake: {", "sea: {"))
    assert "There is no such table any more" in jon.submit()["errors"]["table"]


def test_where_nothing_is_left_it_says_so(jon: Any, lake: Path, words: Any) -> None:
    """And no form is shown; what is ignored is counted."""
    (lake / "orders").rename(lake / "tmp_orders")
    said = words(jon.form())
    assert "Every table that the sources hold is watched" in said
    assert "1 table left out" in said


def test_a_source_that_cannot_be_listed_is_named(jon: Any, lake: Path, words: Any) -> None:
    """That is not taken for nothing left."""
    lake.rename(lake.with_name("moved"))
    said = words(jon.form())
    assert "I cannot tell which tables nobody watches" in said
    assert "Source *lake* is left out, for want of a source that can be listed" in said


def test_more_tables_than_a_menu_holds_are_counted_and_found_by_a_word(
    jon: Any, lake: Path, words: Any
) -> None:
    """None is lost silently."""
    for number in range(120):
        path = lake / f"t{number:03}" / "day=2026-11-19" / "a.parquet"
        path.parent.mkdir(parents=True)
        path.touch()
    modal = jon.form()
    assert len(jon.offered()) == 100
    assert "… and 21 more: `/pipeline new WORD`" in words(modal)
    modal = jon.form("new T11")
    assert list(jon.offered()) == [f"t{number}" for number in range(110, 120)]
    assert "111 tables without `T11` left out" in words(modal)
    assert "No table with `zz`" in words(jon.form("new zz"))
    (chosen,) = (block["element"] for block in jon.form("new t119")["blocks"] if block["block_id"] == "table")
    assert chosen["initial_option"]["text"]["text"] == "t119"


def test_only_those_who_may_are_asked(make_bot: Callable[..., Any], config: Path, words: Any) -> None:
    """By the word; the home of others has no button."""
    oakum = config / "oakum.yaml"
    oakum.write_text(f"{oakum.read_text()}may: {{declare: [maria]}}\n")
    bot = make_bot()
    assert "Only maria may declare here" in bot.type(JON, "new")
    assert bot.sandbox.modal(JON) is None
    for user, has in ((JON, False), (MARIA, True)):
        bot.sandbox.open_home(user).wait()
        home = words(bot.sandbox.wait_for(lambda user=user: bot.sandbox.home(user)))
        assert ("Watch a table" in home) is has


def test_a_right_that_was_taken_away_counts_for_what_was_shown_before(
    bot: Any, jon: Any, config: Path, words: Any
) -> None:
    """The form is open, the proposal lies there."""
    message = jon.proposal()
    jon.form()
    may = Rights.model_validate({"declare": ["maria"]})
    deployment = bot.settings.deployment.model_copy(update={"may": may})
    object.__setattr__(bot.settings, "deployment", deployment)
    assert "Only maria may declare here" in words(jon.submit())
    jon.press(message, "pipeline_write")
    bot.sandbox.wait_for(lambda: "Only maria may declare here" in str(bot.sandbox.ephemerals(JON, JON)))
    assert not (config / "pipelines" / "orders.yaml").exists()


def test_slow_sources_keep_nobody_waiting(
    bot: Any, jon: Any, monkeypatch: pytest.MonkeyPatch, words: Any
) -> None:
    """Slack has its answer at once; of three looks the third waits for its turn, and comes."""
    go = Event()

    def slow(do: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given: go.wait(10) and do(*given)

    jon.form()
    monkeypatch.setattr(engine, "look", slow(engine.look))
    for name in ("one", "two", "three"):
        jon.form()
        assert "I am looking" in words(jon.submit(name=name))
    monkeypatch.setattr(engine, "newcomers", slow(engine.newcomers))
    assert bot.sandbox.command(JON, "#churn", "/pipeline", "new").wait().acked
    bot.sandbox.wait_for(lambda: "I am looking what lies" in words(bot.sandbox.modal(JON)))
    assert bot.sandbox.messages(JON) == []
    go.set()
    bot.sandbox.wait_for(lambda: "Which table" in words(bot.sandbox.modal(JON)))
    said = "\n".join(words(each) for each in jon.messages(3))
    assert all(f"pipeline: {name}\n" in said for name in ("one", "two", "three"))


def test_who_would_wait_for_too_long_is_told(jon: Any, words: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two large tables are being looked at; nobody is left without an answer."""
    go, looked = Event(), engine.look
    monkeypatch.setattr(engine, "look", lambda *given: go.wait(10) and looked(*given))
    monkeypatch.setattr("bot.slack.newcomers.PATIENCE", 0.01)
    for name in ("one", "two", "three"):
        jon.form()
        jon.submit(name=name)
    assert "other tables are being looked at" in words(jon.messages()[-1])
    go.set()
    jon.messages(3)


def test_the_home_has_a_button_for_it(bot: Any, jon: Any, words: Any) -> None:
    """There no channel is likely: the menu waits for a choice, and without one nothing is looked at."""
    bot.sandbox.open_home(JON).wait()
    bot.sandbox.wait_for(lambda: bot.sandbox.home(JON))
    assert bot.sandbox.click_home(JON, "pipeline_new").wait().acked
    bot.sandbox.wait_for(lambda: "Which table" in str(bot.sandbox.modal(JON)))
    assert "Choose a channel" in jon.submit()["errors"]["channel"]
    assert "I am looking" in str(jon.submit(channel="C2ADS"))
    assert 'channel: "#ads"' in words(jon.messages()[-1])


def test_a_form_that_was_closed_meanwhile_is_no_error(
    bot: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The sources took their time."""
    shown = bot.desk.newcomers.form

    def slow(*asked: str) -> Any:
        bot.sandbox.close_view(JON)
        return shown(*asked)

    monkeypatch.setattr(bot.desk.newcomers, "form", slow)
    assert bot.sandbox.command(JON, "#churn", "/pipeline", "new").wait().acked
    bot.socket.close()
    assert caplog.text == ""
    assert bot.sandbox.ephemerals(JON, "#churn") == []


def test_a_broken_configuration_is_told(jon: Any, config: Path, words: Any) -> None:
    """With the file and the line, in the form and after it."""
    jon.form()
    (config / "oakum.yaml").write_text("sources: [\n")
    assert "oakum.yaml" in words(jon.submit())
    assert "oakum.yaml" in words(jon.form())


def test_a_typing_mistake_is_understood(bot: Any) -> None:
    """/pipeline nwe."""
    assert "Did you mean `new`?" in bot.type(JON, "nwe")
