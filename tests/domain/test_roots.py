"""Root before symptom: what follows from another finding is folded under it, by the graph and the times."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.finding import Finding
from bot.domain.roots import STAGES, folded
from bot.domain.triage import rank
from checks.verdict import Urgency

Make = Callable[..., Finding]
MONDAY = date(2026, 11, 16)


def days(first: int, many: int = 3) -> tuple[date, ...]:
    """Days from so many after Monday on."""
    return tuple(MONDAY + timedelta(days=first + at) for at in range(many))


@pytest.fixture
def chain(a_pipeline: Callable[..., Any]) -> Sequence[Any]:
    """raw → usage → report, and a table beside them; another pipeline is built on the report."""
    mine = a_pipeline(
        tables={
            "raw": {"feeds": {"usage": "high"}},
            "usage": {"feeds": {"report": "high"}},
            "report": {"feeds": {"board/kpis": "low"}},
            "beside": {},
        }
    )
    return [mine, a_pipeline(pipeline="board", tables={"kpis": {}})]


@pytest.fixture
def late(a_finding: Make) -> Finding:
    """Raw is late since Monday."""
    return a_finding(table="raw", check="finish_window", column=None, bad=days(0), feeds=None)


def roots(found: Sequence[Finding], pipelines: Sequence[Any]) -> dict[str, str]:
    """Which table's finding each follows from; nothing for those that stand alone."""
    names = {each.fingerprint: f"{each.table} {each.check}" for each in found}
    told = folded(found, pipelines)
    return {f"{each.table} {each.check}": names[each.follows] for each in told if each.follows}


def test_what_is_built_on_a_late_table_follows_from_it(
    a_finding: Make, late: Finding, chain: Sequence[Any]
) -> None:
    """Over a table in between too, and in another pipeline; what is built on nothing of it does not."""
    found = [
        a_finding(table="report", check="row_count", column=None, bad=days(1)),
        a_finding(table="usage", check="drift", bad=days(0)),
        a_finding(pipeline="board", table="kpis", bad=days(2)),
        a_finding(table="beside", bad=days(0)),
        late,
    ]
    assert roots(found, chain) == {
        "report row_count": "raw finish_window",
        "usage drift": "raw finish_window",
        "kpis null_rate": "raw finish_window",
    }


def test_it_says_what_it_follows_from(a_finding: Make, late: Finding, chain: Sequence[Any]) -> None:
    """In another pipeline with the name of its own."""
    found = [
        late,
        a_finding(table="usage", bad=days(0)),
        a_finding(pipeline="board", table="kpis", bad=days(0)),
    ]
    said = [each.because for each in folded(found, chain)]
    assert said == [
        "",
        "follows from finish window of raw since Mon 16 Nov",
        "follows from finish window of churn/raw since Mon 16 Nov",
    ]


@pytest.mark.parametrize(
    ("bad", "follows"), [(days(-1), False), (days(0), True), (days(3), True), (days(5), False)]
)
def test_a_symptom_begins_while_its_root_lasts(
    a_finding: Make, late: Finding, chain: Sequence[Any], bad: tuple[date, ...], follows: bool
) -> None:
    """Or on the day after; what was there before it has another cause."""
    assert bool(roots([late, a_finding(table="usage", bad=bad)], chain)) is follows


def test_what_began_more_than_a_week_later_stands_alone(a_finding: Make, chain: Sequence[Any]) -> None:
    """However long the other lasts."""
    long = a_finding(table="raw", bad=days(0, 30))
    assert roots([long, a_finding(table="usage", bad=days(7))], chain)
    assert not roots([long, a_finding(table="usage", bad=days(8))], chain)


def test_no_effect_explains_its_cause(a_finding: Make, chain: Sequence[Any]) -> None:
    """Drift upstream makes nothing late; another schema comes of no late load."""
    drift = a_finding(table="raw", check="drift", bad=days(0))
    assert not roots([drift, a_finding(table="usage", check="finish_window", bad=days(0))], chain)
    late = a_finding(table="raw", check="finish_window", column=None, bad=days(0))
    assert not roots([late, a_finding(table="usage", check="contract", bad=days(0))], chain)
    shape = a_finding(table="raw", check="contract", bad=days(0))
    assert roots([shape, a_finding(table="usage", check="value_format", bad=days(0))], chain)


def test_in_one_table_the_earlier_trouble_is_the_root(a_finding: Make, chain: Sequence[Any]) -> None:
    """Rows that came twice make too many rows; of shapes and values only the same column."""
    twice = a_finding(table="raw", check="duplicate_keys", column="id", bad=days(0))
    many = a_finding(table="raw", check="row_count", column=None, bad=days(0))
    nulls, other = (a_finding(table="raw", column=name, bad=days(0)) for name in ("age", "plan"))
    renamed = a_finding(table="raw", check="contract", column="age", bad=days(0))
    assert roots([many, twice], chain) == {"raw row_count": "raw duplicate_keys"}
    told = {each.column: bool(each.follows) for each in folded([renamed, nulls, other], chain)[1:]}
    assert told == {"age": True, "plan": False}
    assert not roots([many, a_finding(table="raw", check="duplicate_keys", column="id", bad=days(1))], chain)
    late = a_finding(table="raw", check="finish_window", column=None, bad=days(-2, 5))
    assert roots([many, late], chain) == {"raw row_count": "raw finish_window"}


def test_a_root_has_the_place_of_the_dearest_that_follows_from_it(
    a_finding: Make, late: Finding, chain: Sequence[Any]
) -> None:
    """Whoever mends the root mends the rest; what is folded comes after all that stands alone."""
    dear = a_finding(table="report", bad=days(0), affected=40_000)
    alone = a_finding(table="beside", bad=days(0), affected=20_000)
    small = a_finding(table="raw", check="finish_window", column=None, bad=days(0), affected=1, feeds=None)
    ranked = rank(folded([alone, small, dear], chain), {})
    assert [each.table for each in ranked] == ["raw", "beside", "report"]
    assert ranked[0].score == ranked[2].score


def test_where_the_root_is_over_the_symptom_stands_alone(
    a_finding: Make, late: Finding, chain: Sequence[Any]
) -> None:
    """It is over when its own check says so."""
    _, symptom = folded([late, a_finding(table="usage", bad=days(0))], chain)
    (alone,) = rank([symptom], {})
    assert (alone.follows, alone.because, alone.rank) == ("", "", 1)
    (again,) = folded([symptom], chain)
    assert again.follows == ""


def test_a_ring_in_what_is_reconciled_ends_somewhere(a_finding: Make, a_pipeline: Callable[..., Any]) -> None:
    """Two tables that are each reconciled with the other: neither is upstream."""
    seams = [{"reconciliation": [{"with": other, "key": ["id"]}]} for other in ("b", "a")]
    pipeline = a_pipeline(tables=dict(zip("ab", seams, strict=True)))
    found = [a_finding(table=name, bad=days(0)) for name in "ab"]
    assert roots(found, [pipeline]) == {}


FOUND = st.lists(
    st.tuples(
        st.sampled_from(["raw", "usage", "report", "beside"]),
        st.sampled_from([*STAGES, "owner"]),
        st.none() | st.sampled_from(["age", "plan"]),
        st.integers(-3, 9),
        st.integers(0, 5),
    ),
    max_size=9,
    unique_by=lambda each: each[:3],
)


@given(facts=FOUND, data=st.data())
def test_every_fold_has_a_root_that_stands_alone_and_the_order_of_input_decides_nothing(
    a_finding: Make, a_pipeline: Callable[..., Any], facts: list[Any], data: st.DataObject
) -> None:
    """Nothing is lost, nothing is folded under what is folded."""
    pipeline = a_pipeline(
        tables={
            "raw": {"feeds": {"usage": "high"}},
            "usage": {"feeds": {"report": "high"}},
            "report": {},
            "beside": {},
        }
    )
    found = [
        a_finding(table=table, check=check, column=column, bad=days(first, many), urgency=Urgency.TICKET)
        for table, check, column, first, many in facts
    ]
    told = folded(found, [pipeline])
    known = {each.fingerprint: each for each in told}
    assert [each.fingerprint for each in told] == [each.fingerprint for each in found]
    assert all(known[each.follows].follows == "" for each in told if each.follows)
    again = folded(data.draw(st.permutations(found)), [pipeline])
    assert {each.fingerprint: each.follows for each in again} == {
        each.fingerprint: each.follows for each in told
    }
