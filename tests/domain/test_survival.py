"""When everything is broken at once nothing is ranked: core is watched, the rest comes back by hand."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.declared import Pipeline
from bot.domain.survival import (
    Count,
    Item,
    Now,
    Survival,
    brought_back,
    counted,
    everything_is_broken,
    looked_at,
    may_begin,
    mute_of,
    stack,
)
from checks.verdict import Outcome, Urgency

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CHECKS = ("null_rate", "row_count", "drift", "freshness", "duplicate_keys")


@dataclass(frozen=True)
class Said:
    """What a check said."""

    table: str
    check: str
    outcome: Outcome = Outcome.OK


def failing(table: str, check: str, follows: str = "", urgency: Urgency = Urgency.TICKET) -> Any:
    """A finding, as far as it is counted."""
    return SimpleNamespace(table=table, check=check, follows=follows, urgency=urgency)


def pipeline(**tables: dict[str, Any]) -> Pipeline:
    """A pipeline of a few tables."""
    common = {"source": "lake", "partition": {"column": "day"}}
    facts = {"pipeline": "churn", "owner": "maria", "channel": "#churn"}
    return Pipeline.model_validate(facts | {"tables": {name: common | each for name, each in tables.items()}})


places = st.tuples(st.sampled_from("abcdef"), st.sampled_from(CHECKS))
states = st.dictionaries(places, st.sampled_from(["ok", "fails", "follows", "note", "no data"]), max_size=30)


def told(known: dict[tuple[str, str], str]) -> tuple[list[Said], list[Any]]:
    """The judgements and the findings of these checks."""
    silent = {"ok": Outcome.OK, "no data": Outcome.NOT_ENOUGH_DATA}
    judged = [Said(*place, silent.get(how, Outcome.BREACH)) for place, how in known.items()]
    found = [
        failing(*place, "root" if how == "follows" else "", Urgency.NOTE if how == "note" else Urgency.PAGE)
        for place, how in known.items()
        if how not in silent
    ]
    return judged, found


@given(states)
def test_more_than_half_of_at_least_four_fail(known: dict[tuple[str, str], str]) -> None:
    """Neither a note nor what follows from another finding makes it everything."""
    how = list(known.values())
    fail, fine = how.count("fails"), how.count("ok") + how.count("note")
    assert counted(*told(known)).is_everything == (fail >= 4 and fail > fine)


@given(states, st.randoms(use_true_random=False))
def test_the_order_of_what_is_found_does_not_matter(
    known: dict[tuple[str, str], str], dice: random.Random
) -> None:
    """Nor whether a check looks at one column or at twenty."""
    judged, found = told(known)
    mixed = [*judged, *judged], [*found, *found]
    for each in mixed:
        dice.shuffle(each)
    assert counted(*mixed) == counted(judged, found)


@given(states, places)
def test_one_more_check_in_order_never_makes_it_everything(
    known: dict[tuple[str, str], str], place: tuple[str, str]
) -> None:
    """It may only end it."""
    before = counted(*told(known)).is_everything
    after = counted(*told({place: "ok"} | known)).is_everything
    assert before or not after


@given(
    st.dictionaries(
        st.sampled_from("abcdef"),
        st.fixed_dictionaries(
            {},
            optional={
                "core": st.booleans(),
                "feeds": st.dictionaries(
                    st.sampled_from(["model", "report", "a"]), st.sampled_from(["critical", "low"])
                ),
            },
        ),
        min_size=1,
    )
)
def test_every_table_is_watched_or_muted_and_something_is_watched(tables: dict[str, Any]) -> None:
    """And it is always said why."""
    broken = stack(pipeline(**tables), Count(failing=4, checks=4))
    assert sorted([*broken.watched, *broken.rest]) == sorted(tables)
    assert broken.watched
    assert broken.because


@pytest.mark.parametrize(
    ("tables", "watched", "because"),
    [
        ({"a": {"core": True}, "b": {}, "c": {"feeds": {"model": "critical"}}}, ["a"], "marked core"),
        ({"a": {"core": False}, "b": {}}, ["b"], "the others are marked core: false"),
        ({"a": {}, "b": {"feeds": {"model": "critical"}}}, ["b"], "they feed model (critical)"),
        (
            {"a": {"feeds": {"model": "high"}}, "b": {"feeds": {"a": "critical"}}},
            ["a"],
            "they feed model (high)",
        ),
        ({"a": {}, "b": {}}, ["a", "b"], "nothing tells which tables are core"),
        ({"a": {"core": True}, "b": {"core": True}}, ["a", "b"], "nothing tells which tables are core"),
    ],
)
def test_core_is_what_says_so_itself(tables: Any, watched: list[str], because: str) -> None:
    """Every table is core unless it says otherwise; where that tells nothing apart, it is what is fed."""
    broken = stack(pipeline(**tables), Count(failing=4, checks=4))
    assert (list(broken.watched), broken.because) == (watched, because)


def test_what_fails_follows_from_one_root_is_one_failure() -> None:
    """A table upstream is late, and eight checks downstream fail with it: that is one thing to fix."""
    known = {("a", "freshness"): "fails", ("f", "drift"): "ok"}
    known |= {(table, check): "follows" for table in "bc" for check in CHECKS[:4]}
    count = counted(*told(known))
    assert str(count) == "1 of 2 checks fails (8 more only follow from it)"
    assert everything_is_broken(pipeline(a={}), *told(known)) is None
    assert str(Count(failing=5, checks=6, follow=1)).endswith("(1 more only follows from them)")


def standing(*tables: str) -> Survival:
    """A survival with these tables muted."""
    return Survival(
        id=1,
        pipeline="churn",
        incident=1,
        begun_at=NOON,
        count=Count(failing=9, checks=12),
        watched=("core",),
        because="marked core",
        items=tuple(Item(table=name, now=Now.FAILING, since=NOON) for name in tables),
    )


def test_what_is_in_order_again_is_offered_first_and_stays_muted() -> None:
    """It never comes back by itself."""
    after = looked_at(standing("a", "b"), {"b": Now.IN_ORDER, "a": Now.FAILING}, NOON)
    assert [each.table for each in after.muted] == ["b", "a"]
    assert mute_of(after).tables == {"a", "b"}


def test_the_last_one_ends_it_and_whoever_was_first_brought_it_back() -> None:
    """The same click twice changes nothing."""
    one = brought_back(standing("a", "b"), "a", "maria", NOON)
    assert brought_back(one, "a", "jon", NOON) == one
    assert (one.over_at, mute_of(one).tables) == (None, {"b"})
    done = brought_back(one, "b", "jon", NOON)
    assert (done.over_by, mute_of(done).tables) == ("jon", frozenset())
    assert not may_begin(done)
