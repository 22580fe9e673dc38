"""After the claim: at most once, whoever dies, and what serves is what is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.incident import State
from bot.domain.rollback import LEASE, Stand
from bot.engine import people
from bot.engine.loop import steps, tick
from bot.engine.rollback_cancel import Answer, cancel
from bot.rollback.way import RefusedError
from bot.store.store import open_store

Bay = Any
TROUBLE = datetime(2026, 11, 19, 4, tzinfo=UTC)


class KilledError(BaseException):
    """The process dies here: nothing that catches exceptions may catch it."""


def test_whoever_dies_after_the_claim_has_not_rolled_back_twice(bay: Bay, registry: Any) -> None:
    """Killed before the call: it is not called again; it is told that nobody knows, and all are paged."""

    def die() -> None:
        raise KilledError

    registry.before = die
    bay.clock.move_forward(timedelta(minutes=5))
    with pytest.raises(KilledError):
        bay.roll_back()
    bay.restart()
    assert (bay.stand().stand, registry.calls) == (Stand.CLAIMED, [])
    registry.before = lambda: None
    bay.go(seconds=1)
    assert bay.stand().stand is Stand.CLAIMED  # another process may be at it
    bay.slack.clear()
    bay.mail.clear()
    bay.go(seconds=LEASE.total_seconds())
    bay.go()
    assert (bay.stand().stand, registry.calls) == (Stand.UNKNOWN, [])
    assert "Oakum was stopped in the middle of it; v7 serves now" in bay.notes()[0].text
    assert bay.paged() == ["maria", "maria"]
    bay.go(minutes=5)
    bay.go(minutes=5)
    bay.go(minutes=5)
    assert registry.calls == []  # the ladder was climbed again, and its last rung is not taken again
    assert "it was tried for incident 1 already" in bay.stand(2).said


def test_whoever_dies_after_the_call_is_found_to_have_done_it(bay: Bay, registry: Any) -> None:
    """The next one looks what serves: it is v6."""

    def die() -> None:
        raise KilledError

    registry.after = die
    bay.clock.move_forward(timedelta(minutes=5))
    with pytest.raises(KilledError):
        bay.roll_back()
    bay.restart()
    bay.go(seconds=LEASE.total_seconds())
    assert (bay.stand().stand, registry.calls) == (Stand.DONE, ["v7 to v6"])


def test_two_processes_at_once_roll_back_once(bay: Bay, registry: Any) -> None:
    """On one store: one has it, the other finds it taken."""
    others = [open_store(bay.url, bay.clock) for _ in range(3)]
    bay.clock.move_forward(timedelta(minutes=5))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(bay.roll_back, [bay.store, *others]))
    for other in others:
        other.close()
    assert registry.calls == ["v7 to v6"]
    bay.roll_back()
    assert bay.stand().stand is Stand.DONE


def test_a_cancel_and_the_end_of_the_countdown_at_once_are_one_of_both(bay: Bay, registry: Any) -> None:
    """Whoever cancels is told the truth: it is cancelled and nothing was rolled back, or it is too late."""
    bay.clock.move_forward(timedelta(minutes=5))
    other = open_store(bay.url, bay.clock)
    with ThreadPoolExecutor(2) as pool:
        ended = pool.submit(bay.roll_back, other)
        answer, _ = pool.submit(cancel, bay.store, bay.settings, 1, "jon", bay.clock).result()
        ended.result()
    other.close()
    bay.roll_back()
    cancelled = answer is Answer.CANCELLED
    assert bay.stand().stand is (Stand.CANCELLED if cancelled else Stand.DONE)
    assert registry.calls == ([] if cancelled else ["v7 to v6"])


def test_two_incidents_that_ask_for_one_model_roll_it_back_once(
    make_bay: Any, says: Any, registry: Any
) -> None:
    """The second one would go from v6 to v5 otherwise."""
    world = make_bay()
    both = [says.bad(since=TROUBLE), says.bad("duplicate_keys", since=TROUBLE)]
    world.checks.says["churn"] = both
    world.to_the_countdown()
    world.go(minutes=5)
    world.go()
    assert registry.calls == ["v7 to v6"]
    stands = {world.stand(number).stand for number in (1, 2)}
    assert stands == {Stand.DONE, Stand.REFUSED}


def test_what_is_deployed_slowly_is_waited_for(bay: Bay, registry: Any) -> None:
    """The call was taken; the former version serves a few minutes later."""
    registry.slowly = True
    bay.go(minutes=5)
    assert bay.stand().stand is Stand.CALLED
    bay.go(minutes=3)
    assert bay.stand().stand is Stand.CALLED
    registry.land()
    bay.go(seconds=15)
    assert bay.stand().stand is Stand.DONE


def test_what_never_arrives_has_failed_and_all_are_paged_again(bay: Bay, registry: Any) -> None:
    """From the first step of the ladder."""
    registry.slowly = True
    bay.go(minutes=5)
    bay.slack.clear()
    bay.mail.clear()
    bay.go(minutes=10)
    bay.go()
    assert (bay.stand().stand, bay.stand().said) == (Stand.FAILED, "v7 still serves")
    assert (bay.notes()[0].what, bay.notes()[0].broadcast) == ("rollback failed", True)
    assert bay.paged() == ["maria", "maria"]
    assert bay.incident().round == 2


def test_a_failed_rollback_waits_for_no_morning(make_bay: Any, registry: Any) -> None:
    """Though the trouble alone would: it began within working hours, and failed after them."""
    cheap = {"currency": "USD", "per_wrong_unit": 1, "daily_units": 1000, "wake_above": 1e6}
    bay = make_bay(cost=cheap)
    bay.to_the_countdown()
    registry.slowly = True
    bay.go(minutes=5)
    bay.slack.clear()
    bay.mail.clear()
    bay.go(hours=12)
    bay.go()
    assert bay.stand().stand is Stand.FAILED
    assert bay.paged() == ["maria", "maria"]


def test_a_refusal_is_told_at_once(bay: Bay, registry: Any) -> None:
    """With its reason."""

    def refuse() -> None:
        raise RefusedError("the webhook answered 403: no")

    registry.before = refuse
    bay.go(minutes=5)
    assert (bay.stand().stand, bay.stand().said) == (Stand.FAILED, "the webhook answered 403: no")
    assert bay.incident().round == 2


def test_who_took_it_after_the_claim_is_rung_when_it_fails(bay: Bay, registry: Any) -> None:
    """Maria has it: it stays hers, and she is mentioned."""
    registry.slowly = True
    bay.go(minutes=5)
    people.acknowledge(bay.store, 1, "maria", bay.clock())
    bay.go(minutes=10)
    assert (bay.notes()[0].what, bay.notes()[0].who) == ("rollback failed", "maria")
    assert bay.incident().state is State.ACKNOWLEDGED


def test_a_version_that_cannot_be_read_is_tried_again_and_then_told(bay: Bay, registry: Any) -> None:
    """Nothing is rolled back in the dark."""
    registry.closed = "status_url answered 503"
    bay.go(minutes=5)
    assert bay.stand().stand is Stand.COUNTING
    bay.go(minutes=5)
    assert (bay.stand().stand, registry.calls) == (Stand.FAILED, [])
    assert "which version serves cannot be read: status_url answered 503" in bay.stand().said


def test_a_version_that_can_be_read_again_in_time_is_rolled_back(bay: Bay, registry: Any) -> None:
    """A short outage is no failure."""
    registry.closed = "status_url answered 503"
    bay.go(minutes=5)
    registry.closed = ""
    bay.go(seconds=14)
    assert registry.calls == []
    bay.go(seconds=1)
    assert registry.calls == ["v7 to v6"]


def test_the_round_of_the_engine_takes_it_further(bay: Bay, registry: Any) -> None:
    """A step of its own, whose failure is seen as any other's."""
    bay.clock.move_forward(timedelta(minutes=5))
    made = steps(bay.store, bay.settings, bay.checks, bay.roll_back)
    assert tick(bay.store, made, bay.clock())
    assert registry.calls == ["v7 to v6"]
