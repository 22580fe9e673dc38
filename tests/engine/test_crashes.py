"""Killed between any two statements: nothing is lost, and nothing is said twice."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.intent import IncidentPost, IncidentUpdate
from bot.engine import people
from bot.engine.lease import LEASE
from bot.store import incidents
from checks.verdict import Urgency

World = Any
Act = Callable[[World, Any], None]
STRIDE = int(os.environ.get("OAKUM_KILL_STRIDE", "13"))
"""Every 13th moment, in ten seconds; 1 kills at all of them, in a minute."""


def a_page(world: World, says: Any) -> None:
    """Two findings; the first one pages."""
    world.checks.says["churn"] = [says.bad(), says.bad("duplicate_keys", urgency=Urgency.TICKET)]


def a_change(world: World, says: Any) -> None:
    """The next day it looks worse, and the other one is over."""
    world.clock.move_forward(timedelta(days=1))
    world.checks.says["churn"] = [says.bad(day=date(2026, 11, 20)), says.good("duplicate_keys")]


def an_acknowledgement(world: World, says: Any) -> None:
    """Maria takes it, and clicks again if nothing seemed to happen."""
    people.acknowledge(world.store, 1, "maria", world.clock())


def nothing_more(world: World, says: Any) -> None:
    """It is in order again."""
    world.clock.move_forward(timedelta(days=1))
    world.checks.says["churn"] = [says.good(), says.good("duplicate_keys")]


def a_wait(world: World, says: Any) -> None:
    """Five minutes pass."""
    world.clock.move_forward(timedelta(minutes=5))


def a_friday(world: World, says: Any) -> None:
    """The checkup is due."""
    world.clock.move_forward(timedelta(hours=6))


CHAPTERS = [a_page, a_wait, a_friday, a_change, an_acknowledgement, nothing_more]


def play(killed_at: Any, world: World, says: Any, chapter: Act, moment: int = 0) -> int:
    """One chapter, killed at a moment (none: 0), and what the next process makes of it.

    Returns how many moments there are.
    """
    by_a_person = chapter is an_acknowledgement
    if not by_a_person:
        chapter(world, says)
    with killed_at(world, moment) as moments:
        if by_a_person:
            chapter(world, says)
        world.round()
    if moment:
        world.restart()
    if by_a_person:
        chapter(world, says)
    world.clock.move_forward(LEASE)  # whoever died is taken for dead
    world.round()
    return moments.reached


def ending(world: World) -> tuple[object, ...]:
    """What people saw: each message once, each story, the state that every message shows at last."""
    with world.store.read() as connection:
        stories = {
            number: (incidents.get(connection, number).state, world.story(number)) for number in (1, 2)
        }
    shown = {
        intent.incident: said
        for intent, said in world.slack.said
        if isinstance(intent, (IncidentPost, IncidentUpdate))
    }
    notes = {key.rsplit("/", 1)[-1] if key.startswith("note") else key for key in world.slack.posted()}
    return stories, shown, notes, set(world.mail.posted())


@pytest.mark.parametrize("number", range(len(CHAPTERS)), ids=[each.__name__ for each in CHAPTERS])
def test_a_kill_at_any_moment_changes_nothing_that_people_see(
    make_world: Callable[..., World], killed_at: Any, says: Any, tmp_path: Path, number: int
) -> None:
    """Against the story of a process that lived: the same messages, once each, and the same end."""
    before = make_world()
    for chapter in CHAPTERS[:number]:
        play(killed_at, before, says, chapter)

    def again(moment: int) -> World:
        folder = tmp_path / f"killed-{moment}"
        folder.mkdir()
        return before.fork(folder)

    lived = again(0)
    count = play(killed_at, lived, says, CHAPTERS[number])
    expected = ending(lived)
    assert count > 10
    for moment in range(1 + number, count + 1, STRIDE):
        world = again(moment)
        play(killed_at, world, says, CHAPTERS[number], moment)
        assert ending(world) == expected, f"killed at moment {moment}"
        assert set((world.slack.posted() + world.mail.posted()).values()) == {1}, f"moment {moment}"
        world.store.close()
    lived.store.close()
