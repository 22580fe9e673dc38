"""The life of a rollback: legal steps only, nothing leads back to before the claim, nothing is guessed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.finding import Finding
from bot.domain.incident import Incident, opened
from bot.domain.precedes import began, objection
from bot.domain.rollback import LEGAL, Deployed, IllegalStepError, Rollback, Stand, moved, verified

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WEEK, BERLIN = timedelta(days=7), timezone(timedelta(hours=1))
CLAIMED = (Stand.CLAIMED, Stand.CALLED, Stand.DONE, Stand.UNKNOWN)


def rollback(**changes: Any) -> Rollback:
    """From v7 to v6."""
    facts: dict[str, Any] = {"version": "v7", "previous": "v6", "asked_at": NOON, "look_at": NOON}
    return Rollback(incident=1, round=1, name="m", **facts | changes)


@given(st.lists(st.sampled_from(Stand), max_size=12))
def test_whatever_happens_it_is_claimed_at_most_once(tried: list[Stand]) -> None:
    """What is over stays so, and what was claimed is never counted down again."""
    life = [rollback()]
    for stand in tried:
        if stand in LEGAL.get(life[-1].stand, ()):
            life.append(moved(life[-1], stand, NOON))
        else:
            with pytest.raises(IllegalStepError):
                moved(life[-1], stand, NOON)
    stands = [each.stand for each in life]
    assert stands.count(Stand.CLAIMED) <= 1
    if Stand.CLAIMED in stands:
        after = stands[stands.index(Stand.CLAIMED) + 1 :]
        assert not {Stand.ASKED, Stand.COUNTING, Stand.CANCELLED, Stand.STOPPED, Stand.REFUSED} & {*after}
    assert all((each.over_at is not None) == each.is_over for each in life)


@pytest.mark.parametrize(
    ("serves", "changes", "passed", "expected"),
    [
        ("v6", {}, 0, Stand.DONE),
        ("v6", {"called_at": NOON, "said": "it did not answer"}, 0, Stand.DONE),
        ("v7", {}, 0, Stand.UNKNOWN),  # whoever claimed it died
        (None, {}, 0, Stand.UNKNOWN),
        ("v7", {"called_at": NOON}, 9, None),
        (None, {"called_at": NOON}, 9, None),
        ("v7", {"called_at": NOON}, 10, Stand.FAILED),
        ("v7", {"called_at": NOON, "said": "it did not answer"}, 10, Stand.UNKNOWN),
        ("v8", {"called_at": NOON}, 10, Stand.UNKNOWN),
        (None, {"called_at": NOON}, 10, Stand.UNKNOWN),
    ],
)
def test_what_serves_tells_what_became_of_it(
    serves: str | None, changes: dict[str, Any], passed: int, expected: Stand | None
) -> None:
    """Failed is said only where that is certain."""
    deployed = Deployed(serves) if serves else None
    now = NOON + timedelta(minutes=passed)
    found = verified(rollback(stand=Stand.CLAIMED, **changes), deployed, timedelta(minutes=10), now)
    assert (found and found[0]) == expected


@pytest.fixture
def incident(a_finding: Callable[..., Finding]) -> Callable[..., Incident]:
    """Makes incidents with findings that began then."""

    def made(*begins: datetime | None) -> Incident:
        return opened(1, [a_finding(since=each) for each in begins], NOON)

    return made


@pytest.mark.parametrize(
    ("before", "speaks_against"),
    [
        (timedelta(seconds=1), ""),
        (timedelta(0), ""),
        (WEEK, ""),
        (WEEK + timedelta(seconds=1), "too long to be the cause"),
        (-timedelta(seconds=1), "after the trouble began"),
    ],
)
def test_only_a_deployment_shortly_before_the_trouble_is_taken_back(
    incident: Any, before: timedelta, speaks_against: str
) -> None:
    """To the second."""
    said = objection(incident(NOON), Deployed("v7", "v6", NOON - before), WEEK, UTC)
    assert speaks_against in said
    assert bool(said) == bool(speaks_against)


def test_the_trouble_began_with_the_first_of_all_findings(incident: Any) -> None:
    """What began before the deployment is not its fault."""
    assert began(incident(NOON, NOON - WEEK), UTC) == NOON - WEEK


def test_where_only_the_day_is_known_it_began_with_that_day(incident: Any, a_finding: Any) -> None:
    """Of the pipeline's time zone: a version that was deployed on that day is not rolled back."""
    (day,) = a_finding().bad[:1]
    midnight = datetime(day.year, day.month, day.day, tzinfo=BERLIN)
    assert began(incident(None), BERLIN) == midnight
    deployed = Deployed("v7", "v6", midnight + timedelta(hours=9))
    assert "after the trouble began" in objection(incident(None), deployed, WEEK, BERLIN)


@pytest.mark.parametrize("deployed", [Deployed("v7"), Deployed("v7", "v7", NOON)])
def test_without_another_version_there_is_nothing_to_go_back_to(incident: Any, deployed: Deployed) -> None:
    """Also where the former one is the same."""
    assert "no version before v7" in objection(incident(NOON), deployed, WEEK, UTC)
