"""How many rows a finding counts, in true words."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot.domain.affected import affected, rows_failing
from bot.domain.finding import Finding
from bot.domain.order import what_would_change
from bot.domain.triage import rank
from bot.domain.wording import reason
from bot.messages.evidence import rows_left
from bot.messages.factors import factors
from bot.messages.measure import measure
from checks.verdict import Row

Make = Callable[..., Finding]
GUSTS = {"kind": "growing", "nulls": 48, "nan": 1, "empty": 1, "rows": 205, "usual": 0.0146}
"""50 of 205 rows are null, 24.4%, where usually three are: 47 are too many."""


@pytest.fixture
def gusts(a_finding: Make) -> Finding:
    """A finding of them, with the first three rows."""
    rows = tuple(Row(key={"hour": hour}, at=None, why="null") for hour in range(3))
    return a_finding(affected=47, volume=205, evidence=GUSTS, rows=rows, bad=(), feeds=("x", "high"))


def test_what_is_beyond_the_usual_is_not_told_as_all_that_is_missing(gusts: Finding) -> None:
    """Beside "24.4% null, usually 1.5%", 47 of 205 rows would be another number for the same."""
    assert affected(gusts) == "about 47 more of 205 rows than usual"
    assert factors(gusts)["affected"] == "about 47 more of 205 rows than usual (22.9%)"
    assert " · 23% of 200 rows a day beyond the usual" in reason(rank([gusts], {})[0])


def test_what_would_change_the_order_counts_the_same(gusts: Finding, a_finding: Make) -> None:
    """A share beyond the usual is compared with one."""
    ranked = rank([a_finding(table="a", affected=20_000, feeds=("x", "high")), gusts], {})
    assert ranked[1].affected == 47
    said = what_would_change(ranked[1], ranked)
    assert any("of the rows wrong beyond the usual instead of 23%" in each for each in said), said


def test_of_the_rows_that_are_left_all_are_counted(gusts: Finding) -> None:
    """The usual nulls are null, too: the statement returns fifty."""
    assert rows_failing(gusts) == (50, True)
    assert rows_left(gusts, 3, "") == "… and 47 more rows"


@pytest.mark.parametrize(
    "evidence",
    [
        {"kind": "level", "nulls": 47, "nan": 0, "empty": 0, "rows": 205, "usual": 0.0},
        {"kind": "disguised", "nulls": 60, "rows": 205, "usual": 0.3, "disguised": 47},
        {"kind": "blank", "nulls": 60, "rows": 205, "usual": 0.3},
    ],
)
def test_what_never_was_before_is_told_as_it_is(a_finding: Make, evidence: Mapping[str, Any]) -> None:
    """No value was missing before, or a value in disguise is counted by itself."""
    finding = a_finding(affected=47, volume=205, evidence=evidence, bad=())
    assert affected(finding) == "47 of 205 rows"
    assert "beyond" not in reason(rank([finding], {})[0])
    assert rows_failing(finding) == (47, True)


def test_of_a_segment_only_what_is_beyond_the_usual_is_known(a_finding: Make) -> None:
    """So that at least as many rows fail."""
    finding = a_finding(affected=47, volume=205, evidence={"kind": "segment", "rates": {"EWR": 0.3}}, bad=())
    assert affected(finding) == "about 47 more of 205 rows than usual"
    assert measure(finding) == ("22.9% of 205 rows", "beyond the usual")
    assert rows_failing(finding) == (47, False)


def test_other_checks_count_all(a_finding: Make) -> None:
    """Repeated keys should be none at all."""
    finding = a_finding(check="duplicate_keys", affected=47, volume=205, evidence={"duplicates": 47})
    assert affected(finding) == "47 of 205 rows"
