"""A source that hangs: whoever asked hears of it, and everybody else goes on."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads
from typing import Any

import pytest

from bot.domain.newcomer import Newcomers
from bot.engine import newcomers as engine


@pytest.fixture
def mended(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Nobody waits for minutes; until it is set, a look at anything but `orders` hangs."""
    monkeypatch.setattr(engine, "LISTED_WITHIN", 0.3)
    monkeypatch.setattr(engine, "LOOK_WITHIN", 0.3)
    looked, back = engine.look, Event()

    def look(opened: Any, place: Any, found: Any) -> Any:
        if found.name != "orders":
            back.wait(20)
        return looked(opened, place, found)

    monkeypatch.setattr(engine, "look", look)
    yield back
    back.set()


def asked(jon: Any, words: Any, table: str) -> str:
    """What comes of it in private."""
    many = len(jon.bot.sandbox.messages(jon.user))
    jon.form()
    jon.submit(table)
    return str(words(jon.messages(many + 1)[-1]))


def test_a_table_that_hangs_is_told_and_another_one_is_proposed(
    jon: Any, lake: Path, words: Any, make_table: Any, mended: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look that hangs would have taken one of two places for ever."""
    monkeypatch.setattr("bot.slack.newcomers.PATIENCE", 0.1)
    for name in ("sales", "visits", "stock"):
        make_table(lake / name)
        said = asked(jon, words, name)
        assert f"I could not propose a pipeline for `{name}`: looking took longer than 0.3 s" in said
    assert not mended.is_set()
    monkeypatch.setattr(engine, "LOOK_WITHIN", 60)
    assert "pipeline: orders\n" in asked(jon, words, "orders")


def test_what_hangs_still_is_not_looked_at_a_second_time(
    jon: Any, lake: Path, words: Any, make_table: Any, mended: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it is mended: then it is looked at as ever."""
    make_table(lake / "sales")
    assert "looking took longer than" in asked(jon, words, "sales")
    assert "an earlier look at it hangs still" in asked(jon, words, "sales")
    mended.set()
    for each in enumerate_threads():
        if each.name.startswith("look at "):
            each.join(10)
    monkeypatch.setattr(engine, "LOOK_WITHIN", 60)
    assert "pipeline: sales\n" in asked(jon, words, "sales")


@pytest.mark.usefixtures("mended")
def test_a_source_that_cannot_be_listed_in_time_is_named(jon: Any, lake: Path, words: Any) -> None:
    """Whoever opens a pipe waits, as for a disk that is gone; the form comes all the same."""
    os.mkfifo(lake / "feed.json")
    said = words(jon.form())
    os.close(os.open(lake / "feed.json", os.O_WRONLY | os.O_NONBLOCK))
    assert "lake" in said
    assert "looking took longer than 0.3 s" in said


def test_a_form_from_before_a_restart_is_acked_though_a_source_hangs(
    jon: Any, lake: Path, make_table: Any
) -> None:
    """Slack waits three seconds, and what was listed then is not known any more."""
    make_table(lake / "sales")
    jon.form()
    os.mkfifo(lake / "feed.json")
    jon.bot.desk.newcomers._seen = Newcomers(())
    jon.submit("sales")
    os.close(os.open(lake / "feed.json", os.O_RDWR | os.O_NONBLOCK))
