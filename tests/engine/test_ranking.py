"""One thing first: when it is over, another one is, at once; who is thirtieth is told by the next checks."""

from typing import Any

from bot.engine import people
from bot.engine.ranking import FIRST


def test_the_next_one_is_first_at_once_and_the_last_ones_move_later(world: Any, says: Any) -> None:
    """Where thousands are open, their places are not worth that ladders wait for them."""
    many = FIRST + 5
    world.checks.says["churn"] = [
        says.bad(f"check_{number:02}", affected=1000 - number) for number in range(many)
    ]
    world.round()
    ranks = {incident: world.incident(incident).lead.rank for incident in range(1, many + 1)}
    assert sorted(ranks.values()) == list(range(1, many + 1))
    first = next(incident for incident, rank in ranks.items() if rank == 1)
    people.resolve(world.store, first, "maria", world.clock())
    moved = {
        incident: rank - world.incident(incident).lead.rank for incident, rank in ranks.items() if rank > 1
    }
    assert {ranks[incident] for incident, by in moved.items() if by == 1} == set(range(2, FIRST + 2))
    assert {ranks[incident] for incident, by in moved.items() if by == 0} == set(range(FIRST + 2, many + 1))
    world.checks.says["churn"] = world.checks.says["churn"][1:]
    world.round(days=1)
    left = [world.incident(incident) for incident in ranks]
    assert sorted(each.lead.rank for each in left if not each.is_resolved) == list(range(1, many))
