"""One focus a pipeline and week, over several days; every swap is explained, and nobody is paged for it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.backlog import Propose
from bot.domain.focus import Focus
from bot.domain.incident import Illegal
from bot.engine import focus as engine
from bot.engine import people
from bot.store import checkups, focuses

World = Any


def breaches(world: World, says: Any, **affected: int) -> None:
    """So many rows of 1000 are wrong, by check."""
    world.checks.says["churn"] = [says.bad(check, affected=many) for check, many in affected.items()]


def now(world: World) -> Focus | None:
    """What the focus of churn is."""
    with world.store.read() as connection:
        return focuses.current(connection, "churn")


def pinned(world: World) -> list[int]:
    """All that were ever pinned, in order."""
    with world.store.read() as connection:
        return [each.incident for each in focuses.history(connection, "churn")]


def number(world: World, check: str) -> int:
    """The number of the incident that a check opened."""
    for id_ in range(1, 10):
        if world.incident(id_).lead.check == check:
            return id_
    raise AssertionError(check)


def told(world: World) -> list[tuple[int, str]]:
    """The notes about the focus: in whose thread, and what."""
    said = (intent for intent, _ in world.slack.said if intent.kind == "incident_note")
    return [(each.incident, each.text) for each in said if each.what == "focus"]


@pytest.fixture
def priced(make_world: Any, says: Any) -> World:
    """Churn, where a wrong unit has a price; the checks find one thing."""
    cost = {"currency": "USD", "per_wrong_unit": 1, "daily_units": 1000}
    world = make_world(says.declared(cost=cost))
    breaches(world, says, null_rate=30)
    world.round(days=-4)  # Monday
    return world


def test_a_healthy_pipeline_has_no_focus(world: World, says: Any) -> None:
    """Nor has one whose trouble is over, whoever said so."""
    world.checks.says["churn"] = [says.good()]
    world.round()
    assert now(world) is None
    world.checks.says["churn"] = [says.bad()]
    world.round(days=1)
    assert world.incident().focus == now(world) is not None
    people.resolve(world.store, 1, "maria", world.clock())
    world.round(seconds=10)
    assert now(world) is None
    assert world.incident().focus is None


def test_a_rival_takes_the_place_on_its_second_day_and_both_threads_hear_why(
    priced: World, says: Any
) -> None:
    """Tuesday's rival is four times as big; on Wednesday it still is. Nobody is paged for that."""
    breaches(priced, says, null_rate=30, guards=120)
    priced.round(days=1)
    focus, first, rival = now(priced), number(priced, "null_rate"), number(priced, "guards")
    assert focus is not None
    assert focus.incident == first
    assert "and takes its place if it is still twice as big on the next day of checks" in focus.stays
    priced.round(hours=1)
    assert pinned(priced) == [first]
    priced.slack.clear()
    priced.pager.clear()
    priced.mail.clear()
    priced.round(days=1)
    assert pinned(priced) == [first, rival]
    why = "`usage: guards is bad` took the place of `usage: null_rate is bad`: "
    notes = told(priced)
    assert [each for each, _ in notes] == [first, rival]
    assert all(text == f"{why}expected to cost 4 times as much, on Tue and Wed" for _, text in notes)
    assert "incident_page" not in priced.slack.kinds()
    assert priced.mail.said == []
    assert ("focus", None) in priced.story(first)


def test_a_swap_is_told_once_even_if_the_process_is_killed(priced: World, says: Any) -> None:
    """A restart finds it written."""
    breaches(priced, says, null_rate=30, guards=120)
    priced.round(days=1)
    priced.engine_only(days=1)
    priced.restart()
    priced.round(minutes=1)
    priced.round(days=1)
    assert len(told(priced)) == 2


def test_what_ranks_higher_but_is_not_twice_as_big_waits_for_the_new_week(priced: World, says: Any) -> None:
    """Friday's checkup begins it; the digest says what took whose place."""
    breaches(priced, says, null_rate=30, guards=50)
    for _ in range(4):
        priced.round(days=1)
    first, rival = number(priced, "null_rate"), number(priced, "guards")
    focus = now(priced)
    assert focus is not None
    assert focus.incident == first
    assert focus.stays.endswith("ranks higher, but is not twice as big on two days")
    priced.round(hours=5, minutes=30)
    assert pinned(priced) == [first, rival]
    with priced.store.read() as connection:
        checkup = checkups.get(connection, 1)
    assert checkup.first is not None
    assert checkup.first.check == "guards"
    assert [each.check for each in checkup.backlog] == ["null_rate"]
    assert checkup.focus_why.startswith("a new week: `usage: guards is bad` took the place of")
    priced.round(days=7)
    with priced.store.read() as connection:
        assert checkups.get(connection, 2).focus_why == ""


def test_the_next_one_is_the_focus_as_soon_as_it_is_over(priced: World, says: Any) -> None:
    """Not only after the next checks."""
    breaches(priced, says, null_rate=30, guards=20)
    priced.round(days=1)
    first, rival = number(priced, "null_rate"), number(priced, "guards")
    people.resolve(priced.store, first, "maria", priced.clock(), "the export was mended")
    priced.round(seconds=10)
    focus = now(priced)
    assert focus is not None
    assert focus.incident == rival
    assert focus.why.startswith("`usage: null_rate is bad` is over: `usage: guards is bad` is next")
    assert [each for each, _ in told(priced)] == [first, rival]


def test_where_what_ranked_higher_is_over_nothing_is_said_of_it_any_more(priced: World, says: Any) -> None:
    """The message does not name what is gone."""
    breaches(priced, says, null_rate=30, guards=50)
    priced.round(days=1)
    people.resolve(priced.store, number(priced, "guards"), "maria", priced.clock())
    priced.round(seconds=10)
    focus = now(priced)
    assert focus is not None
    assert (focus.stays, focus.above) == ("", None)


def test_what_sleeps_is_not_chosen_and_its_thread_stays_quiet(priced: World, says: Any) -> None:
    """The other one is; it may be small."""
    breaches(priced, says, null_rate=30, guards=900)
    priced.round(days=1)
    rival = number(priced, "guards")
    people.snooze(priced.store, rival, "maria", priced.clock(), priced.clock() + timedelta(days=3), "on")
    for _ in range(2):
        priced.round(days=1)
    assert pinned(priced) == [number(priced, "null_rate")]


def test_a_person_promotes_with_a_reason_and_it_stays_for_the_week(priced: World, says: Any) -> None:
    """On the record with who, why and by which route; until the next checkup, whatever ranks higher."""
    breaches(priced, says, null_rate=30, guards=120, own=90)
    priced.round(days=1)
    chosen = number(priced, "own")
    done = engine.promote(
        priced.store, priced.settings, chosen, "maria", "the board asked", priced.clock(), by="slack"
    )
    assert not isinstance(done, Illegal)
    for _ in range(3):
        priced.round(days=1)
    focus = now(priced)
    assert focus is not None
    assert (focus.incident, focus.who) == (chosen, "maria")
    assert "as maria decided: `usage: guards is bad` ranks higher" in focus.stays
    (line,) = [each for each in priced.events(chosen) if each.kind == "focus"]
    assert (line.who, line.by) == ("maria", "slack")
    assert line.text.endswith("instead of `usage: null_rate is bad`: the board asked")
    assert [each for each, _ in told(priced)] == [number(priced, "null_rate"), chosen]
    priced.round(hours=5, minutes=30)
    focus = now(priced)
    assert focus is not None
    assert focus.incident == number(priced, "guards")


def test_what_is_over_cannot_be_promoted(priced: World) -> None:
    """The answer says how it stands instead."""
    people.resolve(priced.store, 1, "jon", priced.clock())
    done = engine.promote(priced.store, priced.settings, 1, "maria", "why not", priced.clock())
    assert isinstance(done, Illegal)
    assert now(priced) is not None  # the next round sees that it is over


def test_each_checkup_proposes_one_of_the_backlog_and_another_one_next_week(priced: World, says: Any) -> None:
    """What will break next month is proposed as the next focus, then what only annoys."""
    crossing = {"limit": "5%", "at": "2026-12-10", "from": "2026-12-07", "to": "2026-12-20"}
    grows = {"direction": "growing", "crossing": crossing, "kendall_p": 0.001}
    priced.checks.says["churn"] = [
        says.bad(affected=900),
        says.bad("guards", affected=20, days_to_break=20.0, urgency=says.ticket, evidence=grows),
        says.bad("own", affected=10, days_to_break=99.0, urgency=says.ticket),
    ]
    priced.round(days=4, hours=5, minutes=30)
    priced.round(days=7)
    with priced.store.read() as connection:
        first, second = (checkups.get(connection, id_).proposal for id_ in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.what, first.title) == (Propose.FOCUS, "usage: guards is bad")
    assert first.why == "it will break next month: crosses 5% about Thu 10 Dec (7 to 20 Dec)"
    assert (second.what, second.title) == (Propose.CLOSE, "usage: own is bad")


def test_the_focus_holds_on_postgresql_too(make_world: Any, says: Any, store_url: str) -> None:
    """Chosen, swapped on the second day, kept over a restart; on either database."""
    cost = {"currency": "USD", "per_wrong_unit": 1, "daily_units": 1000}
    world = make_world(says.declared(cost=cost), url=store_url)
    breaches(world, says, null_rate=30)
    world.round(days=-4)
    breaches(world, says, null_rate=30, guards=120)
    world.round(days=1)
    world.restart()
    world.round(days=1)
    assert pinned(world) == [number(world, "null_rate"), number(world, "guards")]
    focus = now(world)
    assert focus is not None
    assert world.incident(focus.incident).focus == focus


def test_a_muted_pipeline_hears_nothing_of_a_swap(priced: World, says: Any) -> None:
    """It is written down all the same."""
    from bot.domain.stage import Step

    declared = priced.settings.pipelines[0]
    people.step(priced.store, priced.settings, declared, Step.MUTE, "maria", priced.clock())
    breaches(priced, says, null_rate=30, guards=120)
    for _ in range(2):
        priced.round(days=1)
    assert len(pinned(priced)) == 2
    assert told(priced) == []
