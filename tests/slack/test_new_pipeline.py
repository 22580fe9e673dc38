"""“Watch a table”: from a form to a file of the configuration, over Slack's wire, with real data."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from bot.domain.rights import Rights
from bot.domain.stage import Stage
from bot.engine import newcomers as engine
from bot.settings.load import load
from bot.slack.desk import Desk
from bot.slack.new_pipeline import NEW
from bot.store import stages

MARIA, JON, EVE = "U1MARIA", "U2JON", "U3EVE"
LAST = date(2026, 11, 19)
OAKUM = """\
timezone: Europe/Berlin
sources:
  lake: {root: ../lake}
people:
  maria: {slack: U1MARIA}
  jon: {slack: U2JON}
MAY
"""
CHURN = """\
pipeline: churn
owner: maria
channel: "#churn"
tables:
  usage: {source: lake, path: "usage/day=*/*.parquet", partition: {column: day}}
"""


def write(folder: Path, days: int = 14, **columns: Any) -> None:
    """A table of files, a day each, of twenty orders with some gaps."""
    for back in range(days):
        day = LAST - timedelta(days=back)
        rows = range(20)
        facts = {
            "order_id": [back * 100 + row for row in rows],
            "amount": pa.array([None if row % 10 == 0 else row * 1.5 for row in rows], pa.float64()),
            "loaded_at": [datetime(day.year, day.month, day.day, 5, row, tzinfo=UTC) for row in rows],
        }
        path = folder / f"day={day}" / "part.parquet"
        path.parent.mkdir(parents=True)
        parquet.write_table(pa.table(facts | {name: [text] * 20 for name, text in columns.items()}), path)


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """Two tables, of which one is watched."""
    for name in ("usage", "orders"):
        write(tmp_path / "lake" / name)
    return tmp_path / "lake"


@pytest.fixture
def config(tmp_path: Path, lake: Path) -> Path:
    """The configuration of a bot that watches `usage`."""
    (tmp_path / "config" / "pipelines").mkdir(parents=True)
    (tmp_path / "config" / "oakum.yaml").write_text(OAKUM.replace("MAY", ""))
    (tmp_path / "config" / "pipelines" / "churn.yaml").write_text(CHURN)
    return tmp_path / "config"


@pytest.fixture
def make_bot(make_harbor: Callable[..., Any], config: Path) -> Callable[..., Any]:
    """Starts the bot by the files of the folder as they are then."""
    return lambda **more: make_harbor(folder=config, **more)


@pytest.fixture
def bot(make_bot: Callable[..., Any]) -> Any:
    """Oakum, in a workspace."""
    return make_bot()


def form(bot: Any, user: str = JON, typed: str = NEW) -> dict[str, Any]:
    """Somebody types /pipeline new, and waits until the tables are there."""
    before = (bot.sandbox.modal(user) or {}).get("id")
    assert bot.sandbox.command(user, "#churn", "/pipeline", typed).wait().acked

    def filled() -> Any:
        modal = bot.sandbox.modal(user)
        return modal if modal and modal["id"] != before and "I am looking" not in str(modal) else None

    found: dict[str, Any] = bot.sandbox.wait_for(filled)
    return found


def offered(modal: dict[str, Any], field: str = "table") -> dict[str, str]:
    """What a menu offers: the value of each name."""
    (block,) = (each for each in modal["blocks"] if each.get("block_id") == field)
    groups = block["element"].get("option_groups") or [block["element"]]
    return {option["text"]["text"]: option["value"] for group in groups for option in group["options"]}


def submit(bot: Any, user: str = JON, table: str = "orders", **answers: str) -> dict[str, Any]:
    """They fill the form in, and see what is there now."""
    values: dict[str, Any] = {"table": {"table": offered(bot.sandbox.modal(user))[table]}}
    values |= {field: {field: said} for field, said in answers.items()}
    assert bot.sandbox.submit_view(user, values).wait().acked
    modal: dict[str, Any] = bot.sandbox.modal(user)
    return modal


def messages(bot: Any, user: str, many: int = 1) -> list[dict[str, Any]]:
    """What the bot wrote them in private, once there is so much of it."""

    def there() -> Any:
        return bot.sandbox.messages(user) if len(bot.sandbox.messages(user)) >= many else None

    found: list[dict[str, Any]] = bot.sandbox.wait_for(there)
    return found


def proposal(bot: Any, user: str = JON, many: int = 1, **answers: str) -> dict[str, Any]:
    """They ask for `orders`, and the proposal comes in private."""
    form(bot, user)
    assert "I am looking" in str(submit(bot, user, **answers))
    return messages(bot, user, many)[-1]


def press(bot: Any, message: dict[str, Any], action: str, user: str = JON) -> None:
    """They press a button of a proposal."""
    done = bot.sandbox.click(user, user, message["ts"], action).wait()
    assert done.acked, done.error


def outcome(bot: Any, words: Any, message: dict[str, Any], said: str, user: str = JON) -> str:
    """What stands in the place of the buttons."""
    shown: str = bot.sandbox.wait_for(
        lambda: said in (text := words(bot.sandbox.message(user, message["ts"]))) and text
    )
    assert "Not now" not in shown
    return shown


def test_from_a_form_to_a_file_that_the_next_start_watches(bot: Any, config: Path, words: Any) -> None:
    """The look is told, the text is shown as it is written, and who wrote it is kept."""
    modal = form(bot)
    assert offered(modal) == {"orders": offered(modal)["orders"]}, "usage is watched already"
    message = proposal(bot, due="06:30")
    said = words(message)
    assert "14 days by `day`, the newest 2026-11-19: every day, about 20 rows a day" in said
    assert "*Key* `order_id`" in said
    assert "`loaded_at` tells the time of its loading" in said
    assert "*Missing* `amount` 10.0 %; 2 columns always there" in said
    assert "*First number* `amount`" in said
    press(bot, message, "pipeline_write")
    shown = outcome(bot, words, message, "*jon* wrote `pipelines/orders.yaml`")
    assert "from the next start of `oakum run` on" in shown
    text = (config / "pipelines" / "orders.yaml").read_text()
    assert text.rstrip() in said
    assert "in Slack, as jon asked" in text
    settings = load(config, {})
    (orders,) = (each for each in settings.pipelines if each.pipeline == "orders")
    assert settings.broken == ()
    assert (orders.owner, orders.channel) == ("jon", "#churn")
    assert f"{orders.tables['orders'].finish_by.time:%H:%M}" == "06:30"
    with bot.store.read() as connection:
        staged = stages.of(connection, "orders")
    assert (staged.stage, staged.who, staged.at) == (Stage.NEW, "jon", bot.clock())
    assert [each.name for each in (config / "pipelines").iterdir() if each.name.startswith(".")] == []


def test_not_now_writes_nothing(bot: Any, config: Path, words: Any) -> None:
    """What was proposed stays to be read."""
    message = proposal(bot)
    press(bot, message, "pipeline_not_now")
    assert "pipeline: orders" in outcome(bot, words, message, "Nothing is written.")
    assert not (config / "pipelines" / "orders.yaml").exists()


def test_a_click_that_comes_twice_writes_once(bot: Any, config: Path, words: Any) -> None:
    """The second one hears that it is there, and so does who then says not now."""
    message = proposal(bot)
    first = bot.sandbox.click(JON, JON, message["ts"], "pipeline_write")
    second = bot.sandbox.click(JON, JON, message["ts"], "pipeline_write")
    late = bot.sandbox.click(JON, JON, message["ts"], "pipeline_not_now")
    assert [each.wait().error for each in (first, second, late)] == ["", "", ""]
    outcome(bot, words, message, "pipelines/orders.yaml")
    bot.socket.close()  # all three are answered
    with bot.store.read() as connection:
        assert stages.of(connection, "orders").who == "jon"
    assert sorted(each.name for each in (config / "pipelines").iterdir()) == ["churn.yaml", "orders.yaml"]


def test_not_now_after_the_file_was_written_does_not_say_that_nothing_is(
    bot: Any, config: Path, words: Any
) -> None:
    """The button in front of somebody may be old."""
    message = proposal(bot)
    text = words(message)
    (config / "pipelines" / "orders.yaml").write_text(
        text[text.index("# Proposed") : text.index("Nothing is")]
    )
    press(bot, message, "pipeline_not_now")
    assert "is there already, as proposed" in outcome(bot, words, message, "is there already")


def test_of_two_people_at_once_the_second_hears_of_the_first(bot: Any, config: Path, words: Any) -> None:
    """Each has a proposal of their own; the table is somebody's once one of them is written."""
    form(bot, JON)
    form(bot, MARIA)
    submit(bot, JON, name="orders")
    submit(bot, MARIA, name="sales")
    jons, marias = messages(bot, JON)[-1], messages(bot, MARIA)[-1]
    press(bot, marias, "pipeline_write", MARIA)
    outcome(bot, words, marias, "*maria* wrote `pipelines/sales.yaml`", MARIA)
    press(bot, jons, "pipeline_write")
    outcome(bot, words, jons, "is not written: pipeline sales watches orders by now")
    assert not (config / "pipelines" / "orders.yaml").exists()


def test_a_file_that_is_there_is_never_touched(bot: Any, config: Path, words: Any) -> None:
    """Somebody wrote one of that name in the meantime."""
    message = proposal(bot)
    (config / "pipelines" / "orders.yaml").write_text(CHURN.replace("churn", "orders"))
    press(bot, message, "pipeline_write")
    outcome(bot, words, message, "`pipelines/orders.yaml` is not written: there is such a file already")
    assert (config / "pipelines" / "orders.yaml").read_text() == CHURN.replace("churn", "orders")


def test_what_would_break_the_configuration_is_not_written(bot: Any, config: Path, words: Any) -> None:
    """Jon left the configuration while the proposal lay there."""
    message = proposal(bot)
    (config / "oakum.yaml").write_text(OAKUM.replace("MAY", "").replace("  jon: {slack: U2JON}\n", ""))
    press(bot, message, "pipeline_write")
    said = outcome(bot, words, message, "is not written:")
    assert "'jon' is not declared in oakum.yaml" in said
    assert not (config / "pipelines" / "orders.yaml").exists()


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("name", "churn", "There is a pipeline 'churn' already"),
        ("name", "Big Orders!", "write the name in small letters"),
        ("due", "25:00", "'25:00' is no time of day"),
        ("due", "soon", "like 06:30"),
        ("channel", MARIA, "Choose a channel"),
    ],
)
def test_a_mistake_is_told_at_its_field(bot: Any, field: str, typed: str, error: str) -> None:
    """The form stays as it was filled in, and nothing is looked at."""
    form(bot)
    modal = submit(bot, **{field: typed})
    assert error in modal["errors"][field]
    assert list(modal["errors"]) == [field]
    assert bot.sandbox.messages(JON) == []


def test_what_changed_while_the_form_lay_open_is_told_at_its_field(bot: Any, config: Path) -> None:
    """The owner left, and a file took the name."""
    form(bot)
    (config / "oakum.yaml").write_text(OAKUM.replace("MAY", "").replace("  jon: {slack: U2JON}\n", ""))
    (config / "pipelines" / "orders.yml").write_text("pipeline: [")
    errors = submit(bot)["errors"]
    assert "Nobody is called 'jon' in oakum.yaml any more" in errors["owner"]
    assert "There is a pipeline 'orders' already" in errors["name"]


def test_a_table_that_was_removed_is_told_at_its_field(bot: Any, lake: Path) -> None:
    """The form was drawn by a process that is gone, and another one looks for itself."""
    form(bot)
    bot.desk.newcomers._seen = type(bot.desk.newcomers._seen)(())
    (lake / "orders").rename(lake / "_orders")
    assert "There is no such table any more" in submit(bot)["errors"]["table"]


def test_a_table_that_cannot_be_read_is_told_in_private(bot: Any, lake: Path, words: Any) -> None:
    """With the reason; no file is proposed."""
    for path in (lake / "orders").rglob("*.parquet"):
        path.write_bytes(b"PAR1 and no more")
    said = words(proposal(bot))
    assert "I could not propose a pipeline for `orders`" in said
    assert "part.parquet" in said


def test_where_nothing_is_left_it_says_so(bot: Any, lake: Path, words: Any) -> None:
    """And no form is shown; what is ignored is counted."""
    (lake / "orders").rename(lake / "tmp_orders")
    said = words(form(bot))
    assert "Every table that the sources hold is watched" in said
    assert "1 table left out" in said


def test_a_source_that_cannot_be_listed_is_named(bot: Any, lake: Path, words: Any) -> None:
    """That is not taken for nothing left."""
    lake.rename(lake.with_name("moved"))
    said = words(form(bot))
    assert "I cannot tell which tables nobody watches" in said
    assert "Source *lake* needs a source that can be listed" in said


def test_more_tables_than_a_menu_holds_are_counted_and_found_by_a_word(
    bot: Any, lake: Path, words: Any
) -> None:
    """None is lost silently."""
    for number in range(120):
        path = lake / f"t{number:03}" / "day=2026-11-19" / "a.parquet"
        path.parent.mkdir(parents=True)
        path.touch()
    modal = form(bot)
    assert len(offered(modal)) == 100
    assert "… and 21 more: `/pipeline new WORD`" in words(modal)
    modal = form(bot, typed="new T11")
    assert list(offered(modal)) == [f"t{number}" for number in range(110, 120)]
    assert "111 tables without `T11` left out" in words(modal)
    assert "No table with `zz`" in words(form(bot, typed="new zz"))


def test_hostile_names_stay_names(make_bot: Callable[..., Any], config: Path, lake: Path, words: Any) -> None:
    """Of tables and columns; what is written is what was shown, and it can be loaded."""
    name, column = "<!channel> & ```x` # ${HOME}", '*"`<@U1MARIA>: {a: b}\n- c'
    write(lake / name, **{column: "x", "```": "y"})
    bot = make_bot()
    form(bot)
    submit(bot, table=name, name="hostile")
    message = messages(bot, JON)[-1]
    assert "<!channel>" not in message["text"]
    marked = [each for each in message["blocks"] if each["type"] in ("section", "context")]
    assert "<!" not in str(marked)
    assert "<@" not in str(marked)
    press(bot, message, "pipeline_write")
    outcome(bot, words, message, "*jon* wrote `pipelines/hostile.yaml`")
    (hostile,) = (each for each in load(config, {}).pipelines if each.pipeline == "hostile")
    assert list(hostile.tables) == [name]


def test_a_table_of_many_columns_comes_as_a_file_too(
    make_bot: Callable[..., Any], config: Path, lake: Path, words: Any
) -> None:
    """It does not fit into a message, and the button still writes all of it."""
    write(lake / "wide", **{f"{number:02} {'long ' * 40}": "x" for number in range(20)})
    for path in (lake / "wide").rglob("*.parquet"):
        table = parquet.read_table(path)
        names = [name for name in table.column_names if "long" in name]
        for at, column in enumerate(names):
            numbers = pa.array([float(row * (at + 2)) for row in range(20)])
            table = table.set_column(table.column_names.index(column), column, numbers)
        parquet.write_table(table, path)
    bot = make_bot()
    form(bot)
    submit(bot, table="wide")
    message, file = messages(bot, JON, 2)
    assert "in the file below" in words(message)
    press(bot, message, "pipeline_write")
    outcome(bot, words, message, "*jon* wrote `pipelines/wide.yaml`")
    stored = bot.sandbox.state.files[file["files"][0]["id"]].content.decode()
    assert (config / "pipelines" / "wide.yaml").read_text() == stored


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of the configuration is mounted so; root may write where others may not."""
    access = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: access(path, mode) and Path(path).name != "pipelines"
    )


@pytest.mark.usefixtures("read_only")
def test_of_a_read_only_folder_the_file_comes_to_be_committed(bot: Any, config: Path, words: Any) -> None:
    """No button is shown that could do nothing; the file loads where it is put."""
    form(bot)
    submit(bot)
    message, sent = messages(bot, JON, 2)
    said = words(message)
    assert "commit the file below as `pipelines/orders.yaml`" in said
    assert "from the next start of `oakum run` on" in said
    assert "Not now" not in said
    (file,) = sent["files"]
    assert file["name"] == "orders.yaml"
    (config / "pipelines" / "orders.yaml").write_bytes(bot.sandbox.state.files[file["id"]].content)
    assert [each.pipeline for each in load(config, {}).pipelines] == ["churn", "orders"]


@pytest.mark.usefixtures("read_only")
def test_without_the_right_to_send_files_the_text_is_in_the_message(
    make_bot: Callable[..., Any], words: Any
) -> None:
    """And what the app lacks is said."""
    bot = make_bot(scopes=frozenset({"chat:write", "commands", "channels:read", "im:write"}))
    form(bot)
    submit(bot)
    message, note = messages(bot, JON, 2)
    assert "pipeline: orders" in words(message)
    assert "add the scope `files:write`" in words(note)


def test_a_folder_that_turns_out_to_be_read_only_gives_the_file(
    bot: Any, config: Path, words: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was remounted, or its disk is full."""
    message = proposal(bot)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "hardlink_to", full)
    monkeypatch.setattr(Path, "rename", full)
    press(bot, message, "pipeline_write")
    outcome(bot, words, message, "commit the file below as `pipelines/orders.yaml`")
    assert messages(bot, JON, 2)[-1]["files"][0]["name"] == "orders.yaml"
    assert [each.name for each in (config / "pipelines").iterdir()] == ["churn.yaml"]


def test_a_click_after_a_restart_looks_again(bot: Any, config: Path, words: Any) -> None:
    """The figures in the comments may differ; what is written says the same."""
    message = proposal(bot)
    _restart(bot)
    press(bot, message, "pipeline_write")
    outcome(bot, words, message, "*jon* wrote")
    assert (config / "pipelines" / "orders.yaml").exists()


def test_what_is_no_longer_as_shown_is_shown_again(bot: Any, config: Path, lake: Path, words: Any) -> None:
    """After a restart, and the data has another key now."""
    message = proposal(bot)
    _restart(bot)
    for path in (lake / "orders").rglob("*.parquet"):
        table = parquet.read_table(path)
        names = ["sale_id" if name == "order_id" else name for name in table.column_names]
        parquet.write_table(table.rename_columns(names), path)
    press(bot, message, "pipeline_write")
    outcome(bot, words, message, "its data has changed since")
    assert not (config / "pipelines" / "orders.yaml").exists()
    again = messages(bot, JON, 2)[-1]
    assert "*Key* `sale_id`" in words(again)
    press(bot, again, "pipeline_write")
    outcome(bot, words, again, "*jon* wrote")


def _restart(bot: Any) -> None:
    """What a process keeps in mind is gone."""
    fresh = Desk(bot.store, bot.settings, bot.clock)
    bot.desk.newcomers = fresh.newcomers


def test_only_those_who_may_are_asked(make_bot: Callable[..., Any], config: Path, words: Any) -> None:
    """By the word, by the button of the home, and by a button of before."""
    (config / "oakum.yaml").write_text(OAKUM.replace("MAY", "may: {declare: [maria]}"))
    bot = make_bot()
    assert "Only maria may declare here" in bot.type(JON, "new")
    assert bot.sandbox.modal(JON) is None
    for user, has in ((JON, False), (MARIA, True)):
        bot.sandbox.open_home(user).wait()
        home = words(bot.sandbox.wait_for(lambda user=user: bot.sandbox.home(user)))
        assert ("Watch a table" in home) is has


def test_a_right_that_was_taken_away_counts_for_what_was_shown_before(
    bot: Any, config: Path, words: Any
) -> None:
    """The form is open, the proposal lies there."""
    message = proposal(bot)
    form(bot)
    may = Rights.model_validate({"declare": ["maria"]})
    deployment = bot.settings.deployment.model_copy(update={"may": may})
    object.__setattr__(bot.settings, "deployment", deployment)
    assert "Only maria may declare here" in words(submit(bot))
    press(bot, message, "pipeline_write")
    bot.sandbox.wait_for(lambda: "Only maria may declare here" in str(bot.sandbox.ephemerals(JON, JON)))
    assert not (config / "pipelines" / "orders.yaml").exists()


def test_slow_sources_keep_nobody_waiting(
    bot: Any, monkeypatch: pytest.MonkeyPatch, lake: Path, words: Any
) -> None:
    """Slack has its answer at once; of three looks the third waits for its turn, and comes."""
    go = Event()

    def slow(do: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given: go.wait(10) and do(*given)

    form(bot)
    monkeypatch.setattr(engine, "look", slow(engine.look))
    for name in ("one", "two", "three"):
        form(bot)
        assert "I am looking" in words(submit(bot, name=name))
    monkeypatch.setattr(engine, "newcomers", slow(engine.newcomers))
    assert bot.sandbox.command(JON, "#churn", "/pipeline", "new").wait().acked
    bot.sandbox.wait_for(lambda: "I am looking what lies" in words(bot.sandbox.modal(JON)))
    assert bot.sandbox.messages(JON) == []
    go.set()
    bot.sandbox.wait_for(lambda: "Which table" in words(bot.sandbox.modal(JON)))
    said = "\n".join(words(each) for each in messages(bot, JON, 3))
    assert all(f"pipeline: {name}\n" in said for name in ("one", "two", "three"))


def test_the_home_has_a_button_for_it(bot: Any, words: Any) -> None:
    """There no channel is likely: the menu waits for a choice, and without one nothing is looked at."""
    bot.sandbox.open_home(JON).wait()
    bot.sandbox.wait_for(lambda: bot.sandbox.home(JON))
    assert bot.sandbox.click_home(JON, "pipeline_new").wait().acked
    bot.sandbox.wait_for(lambda: "Which table" in str(bot.sandbox.modal(JON)))
    assert "Choose a channel" in submit(bot)["errors"]["channel"]
    assert "I am looking" in str(submit(bot, channel="C2ADS"))
    assert 'channel: "#ads"' in words(messages(bot, JON)[-1])


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


def test_a_broken_configuration_is_told(bot: Any, config: Path, words: Any) -> None:
    """With the file and the line, in the form and after it."""
    form(bot)
    (config / "oakum.yaml").write_text("sources: [\n")
    assert "oakum.yaml" in words(submit(bot))
    assert "oakum.yaml" in words(form(bot))


def test_a_typing_mistake_is_understood(bot: Any) -> None:
    """/pipeline nwe."""
    assert "Did you mean `new`?" in bot.type(JON, "nwe")
