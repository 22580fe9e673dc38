"""What a digest tells of its week: who was paged, what is new, how the channel's other pipelines are."""

from collections.abc import Callable
from typing import Any

from bot.domain.health import Status
from bot.domain.week import Neighbour, Paged, Week
from bot.store import checkups

World = Any


def _week(world: World, pipeline: str = "churn") -> Week:
    with world.store.read() as connection:
        checkup = checkups.last(connection, pipeline)
    assert checkup is not None
    return checkup.week


def test_the_first_digest_says_who_was_paged_and_calls_nothing_new(world: World) -> None:
    """Maria at once, Jon after five minutes; there is no week before."""
    world.round()
    world.round(minutes=6)
    world.round(hours=5, minutes=24)
    week = _week(world)
    assert set(week.paged) == {Paged(person="maria", times=1), Paged(person="jon", times=1)}
    assert (week.before, week.new) == (None, frozenset())


def test_the_next_one_says_what_is_new_and_how_it_was(world: World, says: Any) -> None:
    """Last week's finding is not; whoever was paged a week ago is not named again."""
    world.round()
    world.round(hours=5, minutes=30)
    world.checks.says["churn"] = [says.bad(), says.bad("row_count", column=None)]
    for _ in range(7):
        world.round(days=1)
    week = _week(world)
    assert week.before is Status.BROKEN
    fresh = [each.fingerprint for each in world.incident(2).findings]
    assert week.new == frozenset(fresh)


def test_pipelines_of_one_channel_are_told_of_each_other(make_world: Callable[..., World], says: Any) -> None:
    """Not of one that has a channel of its own."""
    world = make_world(says.declared("churn"), says.declared("ads", channel="#churn"), says.declared("rent"))
    world.checks.says["ads"] = [says.bad()]
    world.round()
    world.round(hours=5, minutes=30)
    assert _week(world).beside == (Neighbour(pipeline="ads", health=Status.BROKEN, findings=1),)
    assert _week(world, "rent").beside == ()
