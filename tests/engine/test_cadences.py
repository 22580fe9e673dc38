"""A checkup comes as often as declared; each shows its set, and the first of a quarter shows all."""

from datetime import date
from typing import Any

from bot.domain.checkup import Checkup
from bot.engine import people
from bot.store import checkups

World = Any


def a_world(make_world: Any, says: Any, cadence: str) -> World:
    """The weekly time is Friday at three; null rates are bad."""
    world = make_world(says.declared(checkup={"cadence": cadence, "at": "fri 15:00"}))
    world.checks.says["churn"] = [says.bad()]
    world.round(hours=5, minutes=30)
    return world


def last(world: World) -> Checkup:
    with world.store.read() as connection:
        found = checkups.last(connection, "churn")
    assert found is not None
    return found


def test_the_light_one_comes_every_other_week_with_its_three_parts(make_world: Any, says: Any) -> None:
    """No sections besides."""
    world = a_world(make_world, says, "light")
    world.round(days=7)
    assert (last(world).id, last(world).kind) == (1, "light")
    world.round(days=7)
    assert (last(world).id, last(world).besides) == (2, ())


def test_the_first_of_a_quarter_shows_all(make_world: Any, says: Any) -> None:
    """Thresholds, traces, the drill's record, owners, and what was patched, with its age."""
    world = a_world(make_world, says, "monthly")
    people.resolve(world.store, 1, "maria", world.clock(), "patched: restarted the job")
    world.checks.says["churn"] = [says.good()]
    for _ in range(2):
        world.round(days=7)
    assert (last(world).kind, dict(last(world).besides)) == (
        "monthly",
        {"Thresholds that changed": ("none since the last checkup",)},
    )
    for _ in range(4):
        world.round(days=7)
    told = last(world)
    assert (told.kind, told.due_at.date()) == ("deep", date(2027, 1, 1))
    said = dict(told.besides)
    assert said["Patch debt"] == (
        "usage: null_rate is bad (no. 1), patched by maria 42 days ago: restarted the job",
    )
    assert said["Lineage traces"] == ("not traced: usage",)
    assert said["The drill's record"][0].startswith("no way to a person was ever tried")
    assert said["What nobody owns"] == ("nobody asked",)
