"""While something is silenced nobody hears of it; what was found is told when the silence is over."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.incident import State
from bot.domain.silence import Silence, Target
from bot.engine import people
from bot.engine.silence import add, end, hush
from bot.store import silences
from checks.verdict import Urgency

World = Any


@pytest.fixture
def silence() -> Callable[..., Silence]:
    """Jon silences a pipeline, or a part of it, for two hours from now on."""

    def made(world: World, hours: float = 2, after: float = 0, **target: str) -> Silence:
        starts = world.clock() + timedelta(hours=after)
        asked = Silence(
            id=0,
            target=Target("churn", **target),
            starts_at=starts,
            ends_at=starts + timedelta(hours=hours),
            who="jon",
            why="we migrate",
        )
        return add(world.store, world.settings, asked, world.clock())

    return made


def test_what_is_found_meanwhile_is_told_when_it_is_over(world: World, silence: Any) -> None:
    """No message, no page; then the message, and the ladder from its first step."""
    silence(world)
    world.round()
    world.round(minutes=119)
    assert world.slack.said == []
    assert (world.incident().state, world.incident().snoozed_by) == (State.SNOOZED, "silence 1 (jon)")
    world.round(minutes=1)
    assert world.slack.kinds()[:2] == ["incident_post", "incident_page"]
    assert [kind for kind, _ in world.story()] == ["opened", "snoozed", "woke", "escalated"]


def test_a_round_reads_no_incident_where_nothing_is_silent(world: World, silence: Any) -> None:
    """It is every second, and a thousand may be open: each takes its share of the answers' time."""
    world.round()
    said: list[str] = []

    def note(*told: Any) -> None:
        said.append(told[2])

    event.listen(world.store.engine, "before_cursor_execute", note)
    hush(world.store, world.settings, world.clock())
    assert [each for each in said if "incidents.findings" in each] == []
    silence(world, after=-1)
    assert [each for each in said if "incidents.findings" in each]


def test_what_is_over_by_then_was_never_told(world: World, silence: Any, says: Any) -> None:
    """Nobody is woken by what the migration mended itself."""
    silence(world, hours=48)
    world.round()
    world.checks.says["churn"] = [says.good()]
    world.round(days=1)
    world.round(days=2)
    assert world.incident().state is State.RESOLVED
    assert "incident_post" not in world.slack.kinds()
    assert "incident_page" not in world.slack.kinds()


def test_what_is_open_already_goes_to_sleep(world: World, silence: Any) -> None:
    """Its message says so; the next hop is not told."""
    world.round()
    world.slack.clear()
    silence(world)
    world.round(minutes=10)
    assert world.slack.kinds() == ["incident_update", "incident_page_update", "incident_page_update"]
    assert world.incident().state is State.SNOOZED


def test_what_somebody_has_stays_theirs(world: World, silence: Any) -> None:
    """A silence takes nothing from whoever works on it."""
    world.round()
    people.acknowledge(world.store, 1, "maria", world.clock())
    silence(world)
    world.round()
    assert world.incident().state is State.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("target", "sleeps"),
    [
        ({"table": "usage"}, True),
        ({"table": "usage", "column": "sessions"}, True),
        ({"check": "null_rate"}, True),
        ({"table": "orders"}, False),
        ({"table": "usage", "column": "plan"}, False),
        ({"check": "duplicate_keys"}, False),
    ],
)
def test_only_what_was_meant_is_silenced(world: World, silence: Any, target: Any, sleeps: bool) -> None:
    """A table, a column, a check; all else pages as ever."""
    silence(world, **target)
    world.round()
    assert (world.incident().state is State.SNOOZED) is sleeps
    assert ("incident_page" in world.slack.kinds()) is not sleeps


def test_a_silence_may_begin_later(world: World, silence: Any) -> None:
    """Until then people are told."""
    silence(world, after=1)
    world.round()
    assert "incident_page" in world.slack.kinds()
    world.round(hours=1)
    assert world.incident().state is State.SNOOZED


def test_whoever_ends_a_silence_wakes_what_it_covered(world: World, silence: Any) -> None:
    """And only that: what somebody put to sleep by hand sleeps on."""
    made = silence(world, hours=24)
    world.round()
    world.clock.move_forward(timedelta(hours=1))
    assert end(world.store, world.settings, made.id, "ana", world.clock()).ended_by == "ana"
    world.round()
    assert world.incident().state is State.OPEN
    assert world.events()[2].text == "ana ended silence 1 (jon)"
    assert "incident_page" in world.slack.kinds()
    with world.store.read() as connection:
        assert silences.not_over(connection, world.clock()) == ()


def test_what_two_silences_cover_sleeps_until_the_later_one_ends(world: World, silence: Any) -> None:
    """Whichever of them ends first, and however."""
    first, _ = silence(world, hours=2), silence(world, hours=4)
    world.round()
    end(world.store, world.settings, first.id, "jon", world.clock())
    world.round(hours=3)
    assert world.incident().state is State.SNOOZED
    assert "incident_post" not in world.slack.kinds()
    world.round(hours=1)
    assert world.incident().state is State.OPEN


def test_what_becomes_a_page_under_a_silence_wakes_nobody(world: World, silence: Any, says: Any) -> None:
    """By hand, it would: but a silence was meant for this."""
    world.checks.says["churn"] = [says.bad(urgency=Urgency.TICKET)]
    world.round()
    silence(world, hours=72)
    world.round()
    world.slack.clear()
    world.checks.says["churn"] = [says.bad(day=date(2026, 11, 20))]
    world.round(days=1)
    assert world.incident().pages
    assert world.incident().state is State.SNOOZED
    assert not {"incident_page", "incident_note"} & set(world.slack.kinds())


def test_a_maintenance_window_is_a_silence_of_every_week(make_world: Any, says: Any) -> None:
    """On Sundays from two to six the warehouse is down; on Monday nobody needs it."""
    window = {"days": "sun", "from": "08:00", "to": "12:00", "tables": ["usage"], "why": "upgrades"}
    world = make_world(says.declared(maintenance=[window]))
    world.checks.says["churn"] = [says.bad()]
    world.round(days=2)  # Sunday, half past nine
    assert world.slack.said == []
    assert world.incident().snoozed_by == "maintenance (churn/usage)"
    world.round(hours=2, minutes=30)
    assert "incident_page" in world.slack.kinds()


def test_windows_that_follow_each_other_are_one(make_world: Any, says: Any) -> None:
    """All of a weekend: nobody hears at midnight that Saturday is over."""
    world = make_world(says.declared(maintenance=[{"days": "sat-sun"}]))
    world.checks.says["churn"] = [says.bad()]
    world.round(days=1)
    world.round(days=1)
    assert world.slack.said == []
    world.round(days=1)
    assert "incident_page" in world.slack.kinds()
