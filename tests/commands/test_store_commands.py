"""`oakum alive` and `oakum db upgrade`: the commands that need only the store."""

import json
from contextlib import closing
from datetime import timedelta

import pytest

from bot.clock import system_clock
from bot.engine.loop import Step, tick
from bot.store.store import open_store


@pytest.fixture
def engine(company):
    """Lets the engine make a round, which goes well or not, some minutes ago."""

    def made_a_round(minutes_ago=0, fails=False):
        def run(now):
            if fails:
                raise OSError("\x1b[2Jno disk")

        with closing(open_store(f"sqlite:///{company.config / 'oakum.db'}")) as store:
            tick(store, [Step("check", run)], system_clock() - timedelta(minutes=minutes_ago))

    return made_a_round


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bot_that_makes_its_rounds_is_alive(company, engine):
    """A container's health check asks this."""
    engine()
    ran = company.oakum("alive")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("alive: last good round at ")


def test_a_bot_that_is_silent_for_five_minutes_is_not(company, engine):
    """Nor one that never was."""
    assert company.oakum("alive").out == "not alive: no good round yet\n"
    engine(minutes_ago=6)
    ran = company.oakum("alive")
    assert (ran.status, ran.out[:10]) == (1, "not alive:")


def test_a_step_that_fails_is_named(company, engine):
    """As JSON too; nothing in it drives the terminal."""
    engine(minutes_ago=9)
    engine(fails=True)
    ran = company.oakum("alive")
    assert ran.status == 1
    assert "  check fails: OSError: �[2Jno disk" in ran.out
    said = json.loads(company.oakum("alive", "--format", "json").out)
    assert (said["schema"], said["alive"]) == (1, False)
    assert said["last"].endswith("Z")
    assert list(said["failing"]) == ["check"]


def test_the_store_is_brought_up_to_date(company):
    """The first time it is made; a second time there is nothing to do."""
    (company.config / "oakum.db").unlink()
    for _ in range(2):
        ran = company.oakum("db", "upgrade")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith("The store is up to date")
    assert json.loads(company.oakum("db", "upgrade", "--format", "json").out)["schema"] == 1


def test_a_store_that_is_something_else_is_left_alone(company):
    """It might be somebody's."""
    (company.config / "oakum.db").write_text("dear diary, today I learnt of databases" * 99)
    ran = company.oakum("db", "upgrade")
    assert (ran.status, ran.out) == (2, "")
    assert "is no SQLite database; move it away, or name another file" in ran.err
