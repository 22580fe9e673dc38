"""People are woken for nothing three times; the threshold is proposed, accepted, obeyed, and taken back."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.proposal import Proposal
from bot.domain.tuned import NOISE
from bot.engine import outage, people, tuning
from bot.store import audits, checkups, tuned
from checks.verdict import Urgency

World = Any


def a_day(
    world: World, says: Any, over: float, cause: str | None = None, *, after: int = 8, **facts: Any
) -> None:
    """The checks of a later week find something so far over its limit; Maria resolves it within the hour."""
    world.clock.move_forward(timedelta(days=after))  # what comes back within seven is the same incident
    day = world.clock().date() - timedelta(days=1)
    evidence = {"kind": "limit", "rate": 0.05 * over, "limit": 0.05}
    world.checks.says["churn"] = [says.bad(day=day, evidence=evidence, **facts)]
    world.round()
    if cause is not None:
        with world.store.read() as connection:
            number = max(page.incident for page in tuning.all_pages(connection, "churn"))
        people.resolve(world.store, number, "maria", world.clock() + timedelta(hours=1), cause)


def three_false_alarms(world: World, says: Any) -> None:
    """Near the limit; and two that were real, far from it."""
    for over in (1.04, 1.05, 1.06):
        a_day(world, says, over, "false alarm")
    for over in (3.0, 4.0):
        a_day(world, says, over, "mended")


def look(world: World) -> tuning.Look:
    """What is proposed now."""
    with world.store.read() as connection:
        return tuning.look(connection, world.settings, world.settings.pipelines[0], world.clock())


def newest(world: World) -> Any:
    """The finding of the newest audit."""
    with world.store.read() as connection:
        (found,) = audits.findings_of(connection, "churn")
    return found


@pytest.fixture
def quiet_world(make_world: Any) -> World:
    """Nothing is found yet."""
    return make_world()


def test_three_false_alarms_near_the_limit_are_proposed_away(quiet_world: World, says: Any) -> None:
    """With what that would have removed and lost; two are no reason yet."""
    for over in (1.04, 1.05):
        a_day(quiet_world, says, over, "false alarm")
    assert look(quiet_world).proposals == ()
    a_day(quiet_world, says, 1.06, "false alarm")
    a_day(quiet_world, says, 3.0, "mended")
    (found,) = look(quiet_world).proposals
    assert (found.table, found.check, found.before, found.after) == ("usage", "null_rate", 1.0, 1.1)
    assert (found.would.removed, found.would.lost, found.would.true) == (3, 0, 1)


def test_what_was_accepted_makes_a_ticket_of_a_weak_page(quiet_world: World, says: Any) -> None:
    """It says who wanted it so; a strong one still pages. Taken back, all page again."""
    three_false_alarms(quiet_world, says)
    (found,) = look(quiet_world).proposals
    said = tuning.accept(quiet_world.store, found, "ana", quiet_world.clock(), "slack")
    a_day(quiet_world, says, 1.05)
    weak = newest(quiet_world)
    day = quiet_world.clock() - timedelta(days=8)
    assert weak.urgency is Urgency.TICKET
    assert weak.lowered == (
        f"a ticket, since ana said on {day.day} {day:%b} that null_rate of usage pages from 1.1 times "
        "its limit"
    )
    a_day(quiet_world, says, 1.2)
    assert newest(quiet_world).urgency is Urgency.PAGE
    tuning.revert(quiet_world.store, said.id, "jon", quiet_world.clock())
    a_day(quiet_world, says, 1.05)
    assert newest(quiet_world).urgency is Urgency.PAGE
    with quiet_world.store.read() as connection:
        (kept,) = tuned.all_of(connection)
    assert (kept.who, kept.by, kept.reverted_by) == ("ana", "slack", "jon")
    assert kept.would == "would have removed 3 of 3 false pages, lost none of 2 real ones"


def test_an_old_button_changes_nothing(quiet_world: World, says: Any) -> None:
    """Of two who press it the second is told how it stands."""
    three_false_alarms(quiet_world, says)
    (found,) = look(quiet_world).proposals
    tuning.accept(quiet_world.store, found, "ana", quiet_world.clock(), "slack")
    with pytest.raises(tuning.OutdatedError, match=r"pages from 1.1 times the limit by now, not from 1"):
        tuning.accept(quiet_world.store, found, "jon", quiet_world.clock(), "slack")
    assert look(quiet_world).proposals == ()


def test_a_missed_outage_brings_the_threshold_down_again(quiet_world: World, says: Any) -> None:
    """To below the finding that stood there as a ticket while something was broken."""
    three_false_alarms(quiet_world, says)
    (found,) = look(quiet_world).proposals
    tuning.accept(quiet_world.store, found, "ana", quiet_world.clock(), "slack")
    a_day(quiet_world, says, 1.08)
    now = quiet_world.clock()
    span = now - timedelta(hours=2), now
    outage.add(quiet_world.store, outage.reported(("churn", "usage"), span, "eve", now, "", "slack"))
    (back,) = look(quiet_world).proposals
    assert (back.before, back.after, back.outages) == (1.1, 1.026, (1,))


def test_a_check_without_a_value_beside_its_limit_is_not_tuned(quiet_world: World, says: Any) -> None:
    """Its false alarms are counted, so that it can be said."""
    for _ in range(3):
        a_day(quiet_world, says, 1.0, "false alarm", check="contract")
    seen = look(quiet_world)
    assert seen.proposals == ()
    assert seen.known.unknown == {("usage", "contract"): 3}


def test_the_checkup_proposes_one_thing(quiet_world: World, says: Any) -> None:
    """The dial only after the first four weeks, while people are paged too often or for nothing."""
    three_false_alarms(quiet_world, says)
    quiet_world.checks.says["churn"] = []
    quiet_world.round(days=3)
    with quiet_world.store.read() as connection:
        checkup = checkups.last(connection, "churn")
    assert checkup is not None
    assert checkup.tuning is not None
    assert checkup.tuning["after"] == 1.1


def test_the_dial_is_not_proposed_in_the_first_weeks(quiet_world: World, says: Any) -> None:
    """A pipeline begins loud."""
    for check in ("one", "two", "three", "four"):
        a_share(quiet_world, says, check)
    pipeline = quiet_world.settings.pipelines[0]
    with quiet_world.store.read() as connection:
        assert tuning.proposed(connection, quiet_world.settings, pipeline, quiet_world.clock()) is None
    later = quiet_world.clock() + timedelta(days=22)
    with quiet_world.store.read() as connection:
        found = tuning.proposed(connection, quiet_world.settings, pipeline, later + timedelta(days=3))
    assert found is not None
    assert (found.table, found.check, found.after) == (None, None, NOISE["normal"])
    assert found.would.removed == 4


def a_share(world: World, says: Any, check: str) -> None:
    """A false alarm of another check, just over the share from which on it pages."""
    world.clock.move_forward(timedelta(days=1))
    day = world.clock().date() - timedelta(days=1)
    evidence = {"kind": check, "share": 0.105, "pages_from": 0.1}
    world.checks.says["churn"] = [says.bad(check=check, day=day, evidence=evidence)]
    world.round()
    with world.store.read() as connection:
        number = max(page.incident for page in tuning.all_pages(connection, "churn"))
    people.resolve(world.store, number, "maria", world.clock() + timedelta(hours=1), "false alarm")


def test_the_dial_has_two_ends(quiet_world: World) -> None:
    """Loud, normal, quiet: nothing is louder than the first, nor quieter than the last."""
    pipeline, now = quiet_world.settings.pipelines[0], quiet_world.clock()

    def turned(steps: int) -> Proposal | None:
        with quiet_world.store.read() as connection:
            return tuning.turned(connection, quiet_world.settings, pipeline, steps, now)

    assert turned(-1) is None
    for after in (1.1, 1.25):
        found = turned(1)
        assert found is not None
        assert found.after == after
        tuning.accept(quiet_world.store, found, "ana", now, "slack")
    assert turned(1) is None
    down = turned(-1)
    assert down is not None
    assert (down.before, down.after) == (1.25, 1.1)


def test_what_wakes_people_for_nothing_three_nights_of_a_week_was_so_three_times(
    quiet_world: World, says: Any
) -> None:
    """It is one incident, which came back; each page was called a false alarm."""
    for over in (1.04, 1.05, 1.06):
        a_day(quiet_world, says, over, "false alarm", after=2)
    seen = look(quiet_world)
    assert [(each.before, each.after, each.would.removed) for each in seen.proposals] == [(1.0, 1.1, 3)]
