"""One source of four that lost a column is named, while the column's total hardly moves."""

import numpy as np
import pytest

from checks.data.null_rate import judge
from checks.profiles.profile import ColumnProfile
from checks.profiles.slices import Level, Slices
from checks.verdict import Outcome, Urgency

ROWS = {"=a": 6_000, "=b": 3_000, "=c": 900, "=d": 100}


def sources(past, newest, days=45, shares=None, rows=ROWS, seed=1, last=1):
    """A column of which each source misses 2 %; on the `last` days those named miss another share."""
    table = past(columns={"age": {"primary": True}}, segment="source")
    rng = np.random.default_rng(seed)
    for at in range(days):
        now = newest if at >= days - last else {}
        missing = {
            name: int(rng.binomial(many, now.get(name, (shares or {}).get(name, 0.02))))
            for name, many in rows.items()
        }
        levels = {name: Level(many, {"age": missing[name]}) for name, many in rows.items()}
        table.add(
            rows=sum(rows.values()),
            columns={"age": ColumnProfile(nulls=sum(missing.values()))},
            slices=Slices(segments={"source": levels}),
        )
    return list(judge(table.history()))


def test_a_small_source_without_the_column_pages_while_the_total_is_flat(past):
    """One row in a hundred: the total moves by less than a point."""
    whole, source = sources(past, {"=d": 1.0})
    assert whole.outcome is Outcome.OK
    assert (source.outcome, source.urgency, source.column) == (Outcome.BREACH, Urgency.PAGE, "age")
    assert source.segment == "source = d"
    assert source.summary.startswith("100% of `age` is missing on Wed 18 Feb in source = d (100 rows); ")
    assert source.affected == pytest.approx(98, abs=3)


def test_a_hashed_source_is_told_without_its_name(past):
    """Only its hash, which stays the same from day to day."""
    rows = {"#12ab34cd": 900, "#98fe76dc": 9_000}
    _, source = sources(past, {"#12ab34cd": 0.5}, rows=rows)
    assert source.segment == "source #12ab34cd"


def test_a_column_that_is_broken_everywhere_is_told_once(past):
    """The segments would add nothing."""
    (whole,) = sources(past, dict.fromkeys(ROWS, 0.6))
    assert whole.outcome is Outcome.BREACH


def test_a_large_source_is_told_beside_the_total(past):
    """The one says that, the other says where."""
    whole, source = sources(past, {"=a": 0.5})
    assert whole.outcome is Outcome.BREACH
    assert source.segment == "source = a"


def test_a_source_that_never_had_the_column_is_no_news(past):
    """It is usual there."""
    assert len(sources(past, {}, shares={"=d": 1.0})) == 1


def test_a_jump_that_lasts_is_told_since_its_first_day(past):
    """Nine days by now."""
    _, source = sources(past, {"=c": 0.4}, last=9)
    assert len(source.bad) == 9


def test_a_source_that_often_lost_as_much_for_a_day_is_a_ticket(past):
    """Half of it on every tenth day, then a calm month, then once more."""
    table = past(columns={"age": {"primary": True}}, segment="source")
    for at in range(151):
        lost = 50 if (at % 10 == 3 and at < 120) or at == 150 else 2
        levels = {"=a": Level(900, {"age": 18}), "=d": Level(100, {"age": lost})}
        whole = ColumnProfile(nulls=18 + lost)
        table.add(rows=1_000, columns={"age": whole}, slices=Slices(segments={"source": levels}))
    *_, source = judge(table.history())
    assert (source.segment, source.urgency) == ("source = d", Urgency.TICKET)
    assert "one day in twenty" in source.evidence["because"]


def test_many_sources_are_one_finding(past):
    """Five of forty."""
    rows = {f"={number:02}": 500 for number in range(40)}
    _, found = sources(past, dict.fromkeys(list(rows)[:5], 0.9), rows=rows)
    assert found.segment == "source"
    assert "and 2 more" in found.summary


def test_small_and_young_segments_are_not_judged(past):
    """Twenty rows and four of the same weekday are needed."""
    assert len(sources(past, {"=d": 1.0}, rows=ROWS | {"=d": 19})) == 1
    assert len(sources(past, {"=d": 1.0}, days=20)) == 1


def test_honest_noise_is_quiet(past):
    """Four months of tables with eight small sources."""
    rows = {f"={number}": 40 + 200 * number for number in range(8)}
    for seed in range(25):
        assert len(sources(past, {}, rows=rows, seed=seed, days=60 + seed)) == 1


def test_segments_are_judged_in_real_files(lake):
    """From Parquet to the name of the source."""
    for day in range(1, 31):
        source = ["web", "app", "shop", "desk"] * 50
        lost = [day == 30 and each == "desk" for each in source]
        age = [None if gone else 30.0 for gone in lost]
        lake.parquet(f"day=2026-01-{day:02}/a.parquet", {"source": source, "age": age})
    columns = {"age": {"primary": True}, "source": {"share": True}}
    verdicts = list(judge(lake.history(31, segment="source", columns=columns)))
    assert [verdict.segment for verdict in verdicts] == [None, "source = desk"]
