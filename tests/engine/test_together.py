"""Two engines on one store, of either kind, and people who click at the same time."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.incident import Illegal, Incident
from bot.engine import people
from bot.engine.check import check_due
from bot.engine.deliver import deliver
from bot.engine.loop import steps, tick
from bot.store.store import open_store

World = Any


@pytest.fixture
def world(make_world: Callable[..., World], says: Any, store_url: str) -> World:
    """A world in which the checks find one page, on either database."""
    made = make_world(url=store_url)
    made.checks.says["churn"] = [says.bad()]
    return made


def all_at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Do several things at the same time."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(act) for act in acts]]


def test_of_many_who_acknowledge_at_once_one_has_it(world: World) -> None:
    """The others are told who."""
    world.round()
    names = [f"person {number}" for number in range(12)]
    said = all_at_once(
        [lambda name=name: people.acknowledge(world.store, 1, name, world.clock()) for name in names]
    )
    (winner,) = [each for each in said if isinstance(each, Incident)]
    late = [each.incident.acknowledged_by for each in said if isinstance(each, Illegal) and each.incident]
    assert late == [winner.acknowledged_by] * 11
    assert [kind for kind, _ in world.story()].count("acknowledged") == 1


def test_acknowledge_and_resolve_at_once_end_resolved(world: World) -> None:
    """Whichever comes first, the story is one that could have happened."""
    world.round()
    said = all_at_once(
        [
            lambda: people.acknowledge(world.store, 1, "maria", world.clock()),
            lambda: people.resolve(world.store, 1, "jon", world.clock()),
        ]
    )
    kinds = [kind for kind, _ in world.story()][2:]
    assert kinds in (["acknowledged", "resolved"], ["resolved"])
    assert world.incident().is_resolved
    assert isinstance(said[0], Illegal) is (kinds == ["resolved"])


def test_of_two_who_sign_off_at_once_one_did(world: World) -> None:
    """Both get the same answer."""
    world.round(hours=5, minutes=30)
    said = all_at_once(
        [
            lambda name=name: people.sign_off(world.store, 1, name, world.clock())
            for name in ("maria", "jon", "ada")
        ]
    )
    assert len({checkup.signed_off_by for checkup in said}) == 1


def test_two_engines_on_one_store_tell_everything_once(world: World) -> None:
    """Checks, hops, digests and deliveries: whoever is first does it, the other finds it done."""
    other = open_store(world.url, world.clock)
    try:
        for minutes in (0, 5, 5, 330):
            world.clock.move_forward(timedelta(minutes=minutes))

            def one_round(store: Any) -> bool:
                well = tick(store, steps(store, world.settings, world.checks), world.clock())
                for name, route in (("slack", world.slack), ("email", world.mail)):
                    while deliver(store, name, lambda parcel, about: parcel.intent.kind, route, world.clock):
                        pass
                return well

            assert all_at_once([lambda: one_round(world.store), lambda: one_round(other)]) == [True, True]
    finally:
        other.close()
    world.round()
    assert set((world.slack.posted() + world.mail.posted()).values()) == {1}
    kinds = Counter(world.slack.kinds())
    assert (kinds["incident_post"], kinds["incident_page"], kinds["digest_post"]) == (1, 4, 1)
    assert [kind for kind, _ in world.story()] == ["opened", "escalated", "escalated", "unanswered"]


def test_what_one_process_checks_no_other_checks_meanwhile(world: World) -> None:
    """On PostgreSQL: the data is read once, and said once; what the other finds done is not done again."""
    if world.store.engine.dialect.name == "sqlite":
        pytest.skip("SQLite is for one process: it has no such lock")
    other = open_store(world.url, world.clock)
    try:

        def meanwhile(pipeline: Any, as_of: Any) -> Any:
            assert check_due(other, world.settings, world.checks, world.clock()) == 0
            return world.checks(pipeline, as_of)

        assert check_due(world.store, world.settings, meanwhile, world.clock()) == 1
        assert check_due(other, world.settings, world.checks, world.clock()) == 0
    finally:
        other.close()
    assert world.checks.calls["churn"] == 1
