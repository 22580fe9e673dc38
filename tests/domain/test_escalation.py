"""The ladder: who is told next, and when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.declared import Deployment, Hop, Pipeline
from bot.domain.escalation import Later, Nobody, Tell, Told, ladder, next_up, step
from bot.domain.finding import Finding
from bot.domain.incident import Act, Incident, act, opened

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
STEPS = (Hop(notify="maria"), Hop(notify="jon", by=("slack", "email"), wait=timedelta(minutes=10)))


@pytest.fixture
def incident(a_finding: Callable[..., Finding]) -> Incident:
    """A page that opened at noon."""
    return opened(1, [a_finding()], NOON)


def after_first(incident: Incident) -> Incident:
    """Maria was told at noon."""
    taken = step(incident, STEPS, None, NOON)
    assert isinstance(taken, Tell)
    return taken.incident


def test_the_first_person_is_told_at_once(incident: Incident) -> None:
    """And the next one is due after the wait."""
    taken = step(incident, STEPS, None, NOON)
    assert isinstance(taken, Tell)
    assert taken.hop.notify == "maria"
    assert next_up(taken.incident, STEPS) == (STEPS[1], NOON + 5 * MINUTE)


def test_the_wait_counts_from_when_somebody_was_told(incident: Incident) -> None:
    """A message that took two minutes leaves the person five, not three."""
    told = Told(written=NOON, at=NOON + 2 * MINUTE, tried=True)
    waiting = after_first(incident)
    assert step(waiting, STEPS, told, NOON + 4 * MINUTE) is None
    later = step(waiting, STEPS, told, NOON + 5 * MINUTE)
    assert isinstance(later, Later)
    assert later.incident.next_hop_at == NOON + 7 * MINUTE
    taken = step(later.incident, STEPS, told, NOON + 7 * MINUTE)
    assert isinstance(taken, Tell)
    assert taken.hop.notify == "jon"
    assert taken.incident.next_hop_at == NOON + 17 * MINUTE


def test_a_hop_that_nobody_could_send_while_we_were_down_gets_its_wait_once(incident: Incident) -> None:
    """After an hour of downtime the first person has five minutes; a stuck route is not waited for."""
    told, back = Told(written=NOON), NOON + 60 * MINUTE
    later = step(after_first(incident), STEPS, told, back)
    assert isinstance(later, Later)
    assert later.incident.next_hop_at == back + 5 * MINUTE
    assert isinstance(step(later.incident, STEPS, told, back + 5 * MINUTE), Tell)


def test_a_route_in_trouble_holds_up_nobody(incident: Incident) -> None:
    """It was tried and did not get through: the next person is told when the wait is over."""
    told = Told(written=NOON, tried=True)
    assert step(after_first(incident), STEPS, told, NOON + 4 * MINUTE) is None
    assert isinstance(step(after_first(incident), STEPS, told, NOON + 5 * MINUTE), Tell)


def test_nobody_waits_for_somebody_who_cannot_be_told(incident: Incident) -> None:
    """All messages of the hop failed for good: the next one is due at once."""
    told = Told(written=NOON, tried=True, failed=True)
    assert isinstance(step(after_first(incident), STEPS, told, NOON + MINUTE), Tell)


def test_when_nobody_is_left_it_is_said_once(incident: Incident) -> None:
    """After the last wait, and then never again."""
    waiting = replace(incident, hop=2, next_hop_at=NOON + 10 * MINUTE)
    told = Told(written=NOON, at=NOON, tried=True)
    assert step(waiting, STEPS, told, NOON + 9 * MINUTE) is None
    taken = step(waiting, STEPS, told, NOON + 10 * MINUTE)
    assert isinstance(taken, Nobody)
    assert step(taken.incident, STEPS, told, NOON + 99 * MINUTE) is None
    assert next_up(taken.incident, STEPS) is None


def test_whoever_has_it_is_left_in_peace(incident: Incident) -> None:
    """Acknowledged and resolved incidents are not escalated."""
    for what in Act.ACKNOWLEDGE, Act.RESOLVE:
        assert step(act(incident, what, "maria", NOON), STEPS, None, NOON + 99 * MINUTE) is None


def test_without_a_policy_the_owner_is_told(a_pipeline: Callable[..., Pipeline]) -> None:
    """A page that nobody declared a ladder for still reaches somebody."""
    deployment = Deployment.model_validate({"policies": {"oncall": [{"notify": "jon", "wait": "5m"}]}})
    assert [hop.notify for hop in ladder(a_pipeline(policy="oncall"), deployment)] == ["jon"]
    assert [hop.notify for hop in ladder(a_pipeline(), deployment)] == ["maria"]


def test_a_ladder_is_climbed_again_before_it_goes_on(a_pipeline: Callable[..., Pipeline]) -> None:
    """From its first step to the one that says so, as often as it says."""
    steps = [{"notify": "maria"}, {"notify": "jon", "repeat": 2}, {"notify": "ana"}]
    deployment = Deployment.model_validate({"policies": {"oncall": steps}})
    told = [hop.notify for hop in ladder(a_pipeline(policy="oncall"), deployment)]
    assert told == ["maria", "jon"] * 3 + ["ana"]
