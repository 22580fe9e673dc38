"""A round of the engine: one failing step stops no other, and the heartbeat tells."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.engine.heartbeat import alive
from bot.engine.loop import Step, steps, tick

World = Any


def fails(now: object) -> None:
    """A step with a fault."""
    raise RuntimeError("a fault")


def test_a_step_that_fails_is_recorded_and_the_others_go_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """It is not called alive before a round has gone well."""
    round_ = (Step("broken", fails), *steps(world.store, world.settings, world.checks))
    assert not tick(world.store, round_, world.clock())
    assert world.incident().hop == 1
    assert (alive(world.store, world.clock()).ok, alive(world.store, world.clock()).last) == (False, None)
    assert alive(world.store, world.clock()).failing == {"broken": "RuntimeError: a fault"}
    assert "a fault" in caplog.text
    assert tick(world.store, (Step("escalate", lambda now: None),), world.clock())
    assert not alive(world.store, world.clock()).ok
    assert tick(world.store, (Step("broken", lambda now: None),), world.clock.move_forward(timedelta(1)))
    assert alive(world.store, world.clock()).failing == {}


def test_a_round_with_nothing_to_do_reads_nothing_long(make_world: Any, says: Any, store_url: str) -> None:
    """It is every second, beside the answers: no report of an audit or a checkup, not all that is open."""
    world = make_world(url=store_url)
    world.checks.says["churn"] = [says.bad()]
    for hours in (0, 6, 12):  # the checks, the checkup, whoever has to be asked to look at it
        world.round(hours=hours)
    read: list[str] = []

    def note(*told: Any) -> None:
        read.extend(re.findall(r"(?<!\()\b(?:audits|checkups)\.report\b(?! ->)", told[2]))
        read.extend(re.findall(r"incidents\.findings(?=.*incidents\.state !=)", told[2], re.DOTALL))

    event.listen(world.store.engine, "before_cursor_execute", note)
    assert world.engine_only(seconds=1)
    assert read == []


def test_an_engine_that_went_silent_is_not_alive(world: World) -> None:
    """Five minutes after its last good round."""
    assert world.round()
    said = alive(world.store, world.clock() + timedelta(minutes=5))
    assert (said.ok, said.last) == (True, world.clock())
    assert not alive(world.store, world.clock() + timedelta(minutes=5, seconds=1)).ok


def test_a_store_in_trouble_does_not_end_the_engine(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """It says so in the log, and goes on when the store is back."""
    with world.store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE audits RENAME TO mislaid")
        connection.exec_driver_sql("ALTER TABLE pulses RENAME TO mislaid_too")
    assert not world.round()
    assert "no such table" in caplog.text
    with world.store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE mislaid RENAME TO audits")
        connection.exec_driver_sql("ALTER TABLE mislaid_too RENAME TO pulses")
    assert world.round()
    assert world.incident().hop == 1
