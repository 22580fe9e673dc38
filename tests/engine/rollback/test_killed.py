"""Killed between any two statements of a rollback: never twice, and people hear how it ended."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.domain.rollback import LEASE, Stand

Bay = Any
STRIDE = int(os.environ.get("OAKUM_KILL_STRIDE", "5"))
"""Every fifth moment, in a few seconds; 1 kills at all of them."""


def play(killed_at: Any, bay: Bay, moment: int = 0) -> int:
    """The end of the countdown, killed at a moment (none: 0), and what the next processes make of it."""
    bay.clock.move_forward(timedelta(minutes=5))
    with killed_at(bay, moment) as moments:
        bay.registry.before = bay.registry.after = moments
        bay.roll_back()
    bay.registry.before = bay.registry.after = lambda: None
    if moment:
        bay.restart()
    bay.go()
    bay.go(seconds=LEASE.total_seconds())
    bay.go(minutes=10)
    bay.go()
    return moments.reached


def test_a_kill_at_any_moment_rolls_back_once_or_never(bay: Bay, killed_at: Any, tmp_path: Path) -> None:
    """Once wherever that can be told; where nobody knows, that is what is said, and all are paged."""

    def again(moment: int) -> Bay:
        folder = tmp_path / f"killed-{moment}"
        folder.mkdir()
        return type(bay)(bay.world.fork(folder), type(bay.registry)())

    lived = again(0)
    count = play(killed_at, lived)
    assert count > 20
    for moment in range(1, count + 1, STRIDE):
        other = again(moment)
        play(killed_at, other, moment)
        assert len(other.registry.calls) <= 1, f"killed at moment {moment}"
        done = other.registry.version == "v6"
        assert other.stand().stand is (Stand.DONE if done else Stand.UNKNOWN), f"killed at moment {moment}"
        assert other.incident().round == (1 if done else 2), f"killed at moment {moment}"
        other.store.close()
    lived.store.close()
