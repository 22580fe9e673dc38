"""From a proposal to a file of the configuration: written where it can be, to be committed elsewhere."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from bot.domain.stage import Stage
from bot.settings.load import load
from bot.slack.desk import Desk
from bot.store import stages

JON = "U2JON"


def test_from_a_form_to_a_file_that_the_next_start_watches(
    bot: Any, jon: Any, config: Path, words: Any
) -> None:
    """The look is told, the text is shown as it is written, and who wrote it is kept."""
    jon.form()
    assert list(jon.offered()) == ["orders"], "usage is watched already"
    message = jon.proposal(due="06:30")
    said = words(message)
    bot.sandbox.wait_for(lambda: "is in our direct messages" in words(jon.modal))
    assert "14 days by `day`, the newest 2026-11-19: every day, about 20 rows a day" in said
    assert "*Key* `order_id`" in said
    assert "`loaded_at` tells the time of its loading" in said
    assert "*Missing* `amount` 10.0 %; 2 columns always there" in said
    assert "*First number* `amount`" in said
    jon.press(message, "pipeline_write")
    shown = jon.outcome(message, "*jon* wrote `pipelines/orders.yaml`")
    assert "from the next start of `oakum run` on" in shown
    text = (config / "pipelines" / "orders.yaml").read_text()
    assert text.rstrip() in said
    assert "# Proposed in Slack for jon, after a look at the data." in text
    settings = load(config, {})
    (orders,) = (each for each in settings.pipelines if each.pipeline == "orders")
    assert settings.broken == ()
    assert (orders.owner, orders.channel) == ("jon", "#churn")
    assert f"{orders.tables['orders'].finish_by.time:%H:%M}" == "06:30"
    with bot.store.read() as connection:
        staged = stages.of(connection, "orders")
    assert (staged.stage, staged.who, staged.at) == (Stage.NEW, "jon", bot.clock())
    assert [each.name for each in (config / "pipelines").iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["1", "012", "1e5", "null", "on"])
def test_a_name_that_yaml_takes_for_something_else(jon: Any, config: Path, name: str) -> None:
    """It stays the name that was typed: nobody in Slack can put it in quotes."""
    message = jon.proposal(name=name)
    jon.press(message, "pipeline_write")
    jon.outcome(message, f"*jon* wrote `pipelines/{name}.yaml`")
    assert name in [each.pipeline for each in load(config, {}).pipelines]


def test_not_now_writes_nothing(jon: Any, config: Path) -> None:
    """What was proposed stays to be read."""
    message = jon.proposal()
    jon.press(message, "pipeline_not_now")
    assert "pipeline: orders" in jon.outcome(message, "Nothing is written.")
    assert not (config / "pipelines" / "orders.yaml").exists()


def test_a_click_that_comes_twice_writes_once(bot: Any, jon: Any, config: Path) -> None:
    """The second one hears that it is there, and so does who then says not now."""
    message = jon.proposal()
    first = bot.sandbox.click(JON, JON, message["ts"], "pipeline_write")
    second = bot.sandbox.click(JON, JON, message["ts"], "pipeline_write")
    late = bot.sandbox.click(JON, JON, message["ts"], "pipeline_not_now")
    assert [each.wait().error for each in (first, second, late)] == ["", "", ""]
    jon.outcome(message, "pipelines/orders.yaml")
    bot.socket.close()  # all three are answered
    with bot.store.read() as connection:
        assert stages.of(connection, "orders").who == "jon"
    assert sorted(each.name for each in (config / "pipelines").iterdir()) == ["churn.yaml", "orders.yaml"]


def test_not_now_after_the_file_was_written_does_not_say_that_nothing_is(
    jon: Any, config: Path, words: Any
) -> None:
    """The button in front of somebody may be old."""
    message = jon.proposal()
    text = words(message)
    (config / "pipelines" / "orders.yaml").write_text(
        text[text.index("# Proposed") : text.index("Nothing is")]
    )
    jon.press(message, "pipeline_not_now")
    assert "is there already, as proposed" in jon.outcome(message, "is there already")


def test_of_two_people_at_once_the_second_hears_of_the_first(jon: Any, maria: Any, config: Path) -> None:
    """Each has a proposal of their own; the table is somebody's once one of them is written."""
    jon.form()
    maria.form()
    jon.submit(name="orders")
    maria.submit(name="sales")
    jons, marias = jon.messages()[-1], maria.messages()[-1]
    maria.press(marias, "pipeline_write")
    maria.outcome(marias, "*maria* wrote `pipelines/sales.yaml`")
    jon.press(jons, "pipeline_write")
    jon.outcome(jons, "is not written: pipeline sales watches orders by now")
    assert not (config / "pipelines" / "orders.yaml").exists()


def test_a_file_that_is_there_is_never_touched(jon: Any, config: Path) -> None:
    """Somebody wrote one of that name in the meantime."""
    message = jon.proposal()
    other = (config / "pipelines" / "churn.yaml").read_text().replace("churn", "orders")
    (config / "pipelines" / "orders.yaml").write_text(other)
    jon.press(message, "pipeline_write")
    jon.outcome(message, "`pipelines/orders.yaml` is not written: there is such a file already")
    assert (config / "pipelines" / "orders.yaml").read_text() == other


def test_what_would_break_the_configuration_is_not_written(jon: Any, config: Path) -> None:
    """Jon left the configuration while the proposal lay there."""
    message = jon.proposal()
    oakum = config / "oakum.yaml"
    oakum.write_text(oakum.read_text().replace("  jon: {slack: U2JON}\n", ""))
    jon.press(message, "pipeline_write")
    said = jon.outcome(message, "is not written:")
    assert "'jon' is not declared in oakum.yaml" in said
    assert not (config / "pipelines" / "orders.yaml").exists()


def test_a_table_that_cannot_be_read_is_told_in_private(bot: Any, jon: Any, lake: Path, words: Any) -> None:
    """With the reason; no file is proposed."""
    for path in (lake / "orders").rglob("*.parquet"):
        path.write_bytes(b"PAR1 and no more")
    said = words(jon.proposal())
    assert "I could not propose a pipeline for `orders`" in said
    assert "part.parquet" in said
    bot.sandbox.wait_for(lambda: "I could not propose a pipeline for `orders`" in words(jon.modal))


def test_hostile_names_stay_names(
    make_bot: Callable[..., Any], config: Path, lake: Path, asks: Any, make_table: Any
) -> None:
    """Of tables and columns; what is written is what was shown, and it can be loaded."""
    name, column = "<!channel> & ```x` # ${HOME}", '*"`<@U1MARIA>: {a: b}\n- c'
    make_table(lake / name, **{column: "x", "```": "y"})
    bot = make_bot()
    jon = asks(bot)
    jon.form()
    jon.submit(table=name, name="hostile")
    message = jon.messages()[-1]
    assert "<!channel>" not in message["text"]
    marked = [each for each in message["blocks"] if each["type"] in ("section", "context")]
    assert "<!" not in str(marked)
    assert "<@" not in str(marked)
    jon.press(message, "pipeline_write")
    jon.outcome(message, "*jon* wrote `pipelines/hostile.yaml`")
    (hostile,) = (each for each in load(config, {}).pipelines if each.pipeline == "hostile")
    assert list(hostile.tables) == [name]


def test_a_table_of_many_columns_comes_as_a_file_too(
    make_bot: Callable[..., Any], config: Path, lake: Path, words: Any, asks: Any, make_table: Any
) -> None:
    """It does not fit into a message, and the button still writes all of it."""
    make_table(lake / "wide", **{f"{number:02} {'long ' * 38}": "x" for number in range(20)})
    for path in (lake / "wide").rglob("*.parquet"):
        table = parquet.read_table(path)
        names = [name for name in table.column_names if "long" in name]
        for at, column in enumerate(names):
            numbers = pa.array([float(row * (at + 2)) for row in range(20)])
            table = table.set_column(table.column_names.index(column), column, numbers)
        parquet.write_table(table, path)
    bot = make_bot()
    jon = asks(bot)
    jon.form()
    jon.submit(table="wide")
    message, file = jon.messages(2)
    assert "in the file below" in words(message)
    jon.press(message, "pipeline_write")
    jon.outcome(message, "*jon* wrote `pipelines/wide.yaml`")
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
def test_of_a_read_only_folder_the_file_comes_to_be_committed(
    bot: Any, jon: Any, config: Path, words: Any
) -> None:
    """No button is shown that could do nothing; the file loads where it is put."""
    jon.form()
    jon.submit()
    message, sent = jon.messages(2)
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
    make_bot: Callable[..., Any], words: Any, asks: Any
) -> None:
    """And what the app lacks is said."""
    bot = make_bot(scopes=frozenset({"chat:write", "commands", "channels:read", "im:write"}))
    jon = asks(bot)
    jon.form()
    jon.submit()
    message, note = jon.messages(2)
    assert "pipeline: orders" in words(message)
    assert "add the scope `files:write`" in words(note)


def test_a_folder_that_turns_out_to_be_read_only_gives_the_file(
    jon: Any, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was remounted, or its disk is full."""
    message = jon.proposal()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "hardlink_to", full)
    monkeypatch.setattr(Path, "rename", full)
    jon.press(message, "pipeline_write")
    jon.outcome(message, "commit the file below as `pipelines/orders.yaml`")
    assert jon.messages(2)[-1]["files"][0]["name"] == "orders.yaml"
    assert [each.name for each in (config / "pipelines").iterdir()] == ["churn.yaml"]


def test_a_click_after_a_restart_looks_again(bot: Any, jon: Any, config: Path) -> None:
    """The figures in the comments may differ; what is written says the same."""
    message = jon.proposal()
    _restart(bot)
    jon.press(message, "pipeline_write")
    jon.outcome(message, "*jon* wrote")
    assert (config / "pipelines" / "orders.yaml").exists()


def test_what_is_no_longer_as_shown_is_shown_again(
    bot: Any, jon: Any, config: Path, lake: Path, words: Any
) -> None:
    """After a restart, and the data has another key now."""
    message = jon.proposal()
    _restart(bot)
    for path in (lake / "orders").rglob("*.parquet"):
        table = parquet.read_table(path)
        names = ["sale_id" if name == "order_id" else name for name in table.column_names]
        parquet.write_table(table.rename_columns(names), path)
    jon.press(message, "pipeline_write")
    jon.outcome(message, "its data has changed since")
    assert not (config / "pipelines" / "orders.yaml").exists()
    again = jon.messages(2)[-1]
    assert "*Key* `sale_id`" in words(again)
    jon.press(again, "pipeline_write")
    jon.outcome(again, "*jon* wrote")


def _restart(bot: Any) -> None:
    """What a process keeps in mind is gone."""
    fresh = Desk(bot.store, bot.settings, bot.clock)
    bot.desk.newcomers = fresh.newcomers


@pytest.mark.parametrize(("kind", "written"), [("channel", '"#ads"'), ("private", "C2ADS")])
def test_a_channel_without_me_is_told_and_proposed_all_the_same(
    bot: Any, jon: Any, words: Any, kind: str, written: str
) -> None:
    """Of a private one only its members know the name: its id stands in the file."""
    room = bot.sandbox.state.conversation("C2ADS")
    room.members.discard(bot.sandbox.state.workspace.bot_user)
    room.kind = kind
    message = jon.proposal(channel="C2ADS")
    assert f"channel: {written}" in words(message)
    assert "yet: type `/invite` and my name there" in words(message)
