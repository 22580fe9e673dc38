"""The weekly checkup: once, at its local time, signed off by one person."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.audit import Audit
from bot.domain.checkup import draw_up
from bot.domain.health import Status
from bot.engine import digest, people
from bot.engine.digest import digest_due
from bot.store import audits, checkups
from checks.declared import Assumption
from checks.sensitivity import Caught, Sensitivity

World = Any


def test_friday_at_three_the_digest_goes_out_by_both_routes(world: World) -> None:
    """Once, after fresh checks; with what is open, and the health as of now."""
    world.round()
    assert "digest_post" not in world.slack.kinds()
    world.round(hours=5, minutes=29)
    assert "digest_post" not in world.slack.kinds()
    world.round(minutes=1)
    world.round(minutes=1)
    assert world.slack.kinds().count("digest_post") == 1
    assert [intent.kind for intent, _ in world.mail.said if intent.kind == "digest_mail"] == ["digest_mail"]
    with world.store.read() as connection:
        checkup = checkups.get(connection, 1)
    assert checkup.health is Status.BROKEN
    assert checkup.first is not None
    assert checkup.first.summary == "null_rate is bad"
    assert checkup.as_of == checkup.made_at == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert [line.incident for line in checkup.came] == [1]


def test_a_green_digest_says_what_would_have_been_caught(world: World, says: Any) -> None:
    """It was measured with the audit; with one that finds something too, since that may be resolved while it
    is still found (rows of yesterday that are there twice), and then the pipeline is healthy."""
    world.checks.caught = [
        Sensitivity(table="usage", check="row_count", caught=Caught.CAUGHT, size=6, says="6% lost rows")
    ]
    world.round()
    assert _last_audit(world).sensitivity == tuple(world.checks.caught)
    people.resolve(world.store, 1, "maria", world.clock())
    world.checks.says["churn"] = [says.good()]
    world.round(hours=5, minutes=30)
    assert _last_audit(world).sensitivity == tuple(world.checks.caught)
    with world.store.read() as connection:
        checkup = checkups.get(connection, 1)
    assert (checkup.health, checkup.caught) == (Status.HEALTHY, "would have caught 6% lost rows")


def _last_audit(world: World) -> Audit:
    with world.store.read() as connection:
        audit = audits.last(connection, "churn")
    assert audit is not None
    return audit


def test_running_it_twice_or_in_two_processes_tells_it_once(world: World) -> None:
    """The second one finds it written."""
    world.round(hours=5, minutes=30)
    assert digest_due(world.store, world.settings, world.clock()) == 0


def test_a_checkup_that_was_missed_is_caught_up_once(world: World) -> None:
    """Down from Thursday to Monday, for three weeks: the newest one comes, and only that."""
    world.round()
    world.restart()
    world.round(days=24)
    world.round(hours=1)
    assert world.slack.kinds().count("digest_post") == 1
    with world.store.read() as connection:
        checkup = checkups.last(connection, "churn")
    assert checkup is not None
    assert checkup.due_at == datetime(2026, 12, 11, 15, tzinfo=UTC)


def test_the_first_checkup_is_not_one_from_before_oakum_was_there(
    make_world: Callable[..., World], says: Any
) -> None:
    """Installed on Friday at half past nine: last week's is nobody's; at four, today's still comes."""
    early, late = make_world(), make_world()
    early.round()
    assert early.slack.said == []
    late.round(hours=6, minutes=30)
    assert late.slack.kinds() == ["digest_post"]


def test_it_keeps_to_the_wall_clock_of_its_time_zone(make_world: Callable[..., World], says: Any) -> None:
    """Three in the afternoon in New York, in winter as in summer."""
    world = make_world(says.declared(checkup={"at": "fri 15:00", "timezone": "America/New_York"}))
    world.round()
    due = []
    for _ in range(26):
        world.round(days=7)
        with world.store.read() as connection:
            checkup = checkups.last(connection, "churn")
        assert checkup is not None
        due.append(checkup.due_at.hour)
    assert set(due) == {20, 19}


def test_one_person_signs_off_and_the_message_says_who(world: World) -> None:
    """The second click is answered with the first one's name."""
    world.round(hours=5, minutes=30)
    world.slack.clear()
    assert people.sign_off(world.store, 1, "maria", world.clock()).signed_off_by == "maria"
    assert people.sign_off(world.store, 1, "jon", world.clock()).signed_off_by == "maria"
    world.deliver()
    assert [(intent.kind, said) for intent, said in world.slack.said] == [
        ("digest_update", "broken signed by maria")
    ]


def test_the_next_digest_tells_what_happened_since(world: World, says: Any) -> None:
    """Who took it and who resolved it; what the last one told is not told again."""
    world.round(hours=5, minutes=30)
    people.acknowledge(world.store, 1, "maria", world.clock.move_forward(timedelta(minutes=1)))
    world.checks.says["churn"] = [says.good()]
    world.round(days=6)
    world.round(days=1)
    with world.store.read() as connection:
        second = checkups.last(connection, "churn")
    assert second is not None
    assert second.came == ()
    assert [(line.incident, line.who) for line in second.went] == [(1, None)]
    assert (second.health, second.first) == (Status.HEALTHY, None)


def test_once_a_quarter_it_lists_what_no_check_can_tell(make_world: Callable[..., World], says: Any) -> None:
    """In the first checkup there is, and in the first of January, April, July, and October."""
    table = (
        says.declared()
        .tables["usage"]
        .model_copy(
            update={
                "assumptions": ("timestamps are UTC", Assumption(says="missing is null", check="null_rate"))
            }
        )
    )
    world = make_world(says.declared(tables={"usage": table}))
    listed = {}
    world.round()
    for _ in range(8):
        world.round(days=7)
        with world.store.read() as connection:
            checkup = checkups.last(connection, "churn")
        listed[checkup.due_at.date().isoformat()] = checkup.unchecked
    assert {day for day, said in listed.items() if said} == {"2026-11-20", "2027-01-01"}
    assert listed["2027-01-01"] == (("usage", "timestamps are UTC"),)


def test_one_checkup_that_cannot_be_written_keeps_no_other_back(
    make_world: Callable[..., World], says: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step says that it failed, and the next round repeats what is missing."""
    world = make_world(says.declared("churn"), says.declared("ads"))

    def drawn(pipeline: Any, *rest: Any) -> Any:
        if pipeline.pipeline == "churn":
            raise ValueError("a fault")
        return draw_up(pipeline, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(digest, "draw_up", drawn)
        assert not world.round(hours=5, minutes=30)
    assert [intent.channel for intent, _ in world.slack.said] == ["#ads"]
    assert world.round(minutes=1)
    assert [intent.channel for intent, _ in world.slack.said] == ["#ads", "#churn"]
