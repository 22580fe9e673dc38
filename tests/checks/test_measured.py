"""What each check would have caught, and what is said where that cannot be known."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from checks import measured as measuring
from checks.catalog import catalog
from checks.measured import kinds, measured
from checks.profiles.packing import pack
from checks.sensitivity import Caught
from checks.verdict import Outcome, Verdict


@pytest.fixture
def table(past, of):
    """Seven weeks of a table with a key, load times, a feature and a category; each morning at six."""

    def build(days=49, rows=2_000, **changes):
        columns = {
            "age": {"primary": True, "drift": False},
            "distance": {"drift": True, "weight": 3},
            "plan": {"drift": True},
        }
        rng = np.random.default_rng(1)
        built = past(key=["id"], loaded_at_field="in", columns=columns, **changes)
        for at in range(days):
            loaded = (built.history().start_of(built.start + timedelta(days=at + 1))).timestamp()
            built.add(
                rows=rows + int(rng.normal(0, rows / 100)),
                nulls={"id": 0, "age": int(rng.binomial(rows, 0.02))},
                values={"distance": rng.normal(size=rows)},
                levels={"plan": {"=free": rows // 2, "=pro": rows // 4, "=team": rows - 3 * rows // 4}},
                loaded=of([loaded + 6 * 3600] * 100),
            )
        return built.history()

    return build


def judged(history):
    return [verdict for check in catalog().values() for verdict in check.judge(history)]


def told(history, verdicts=None):
    return measured(history, judged(history) if verdicts is None else verdicts)


def test_every_kind_is_told_with_the_size_that_is_seen(table):
    """The sizes are those of a table that is quiet."""
    said = [each.says for each in told(table()) if each.caught is Caught.CAUGHT]
    assert "1 row that repeats a key" in said
    assert "a missing column `distance`" in said
    assert "another type of `distance`" in said
    assert any(each.endswith("% lost rows") for each in said)
    assert any("points of nulls in `age`" in each for each in said)
    assert any(each.startswith("a shift of 0.") and each.endswith("sd of `distance`") for each in said)
    assert any(each.endswith("% of rows in a new level of `plan`") for each in said)
    assert any(each.endswith("% of rows in another level of `plan`") for each in said)
    assert any("later than on" in each for each in said)
    assert any(each.startswith("nothing new for") for each in said)


def test_the_originals_are_never_touched(table):
    """Neither what is kept of a day nor what was learned of the days before."""
    history = table()
    verdicts = judged(history)
    profiles, kept = list(history.partitions.values()), [pack(each) for each in history.partitions.values()]
    numbers = history.remembered.pack()
    assert told(history, verdicts)
    assert all(now is then for now, then in zip(history.partitions.values(), profiles, strict=True))
    assert [pack(each) for each in history.partitions.values()] == kept
    assert history.remembered.pack() == numbers
    assert [(each.outcome, each.summary) for each in judged(history)] == [
        (each.outcome, each.summary) for each in verdicts
    ]


def test_a_young_table_cannot_tell_yet(table):
    """No number where there is no baseline: what is lacking is said instead."""
    found = told(table(days=5))
    sizes = [each.check for each in found if each.size is not None]
    assert set(sizes) <= {"duplicate_keys", "emptied", "freshness"}  # these need a day or two, or four pauses
    waiting = {each.check: each.says for each in found if each.caught is Caught.CANNOT_TELL}
    assert {"row_count", "null_rate", "drift", "contract"} <= waiting.keys()
    assert all(says.startswith("cannot tell yet: ") for says in waiting.values())
    assert "four earlier partitions of the same weekday" in waiting["row_count"]


def test_a_batch_too_small_to_compare_cannot_tell_either(table):
    """Seventy rows show absurd values, and no shift."""
    found = told(table(rows=70))
    (drift,) = [each for each in found if (each.check, each.column) == ("drift", "distance")]
    assert (drift.caught, drift.size) == (Caught.CANNOT_TELL, None)
    assert "needs 200 rows" in drift.says


def test_a_table_without_partitions_says_nothing(past):
    """There is nothing to plant in."""
    assert told(past().history()) == []


def test_a_newest_partition_without_rows_says_that_nothing_could_be_planted(table):
    """By each check that judged it; what lacks data lacks it all the same."""
    history = table()
    day = history.judged[-1].partition
    empty = replace(history, partitions={**history.partitions, day: replace(history.judged[-1], rows=0)})
    fine = Verdict(check="row_count", table=history.name, outcome=Outcome.OK)
    young = Verdict(check="drift", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs="rows")
    said = told(empty, [fine, fine, young])
    assert [(each.check, each.caught) for each in said] == [
        ("drift", Caught.CANNOT_TELL),
        ("row_count", Caught.NOT_MEASURED),
    ]
    assert said[1].says == "not measured: no rows in the newest partition"


def test_checks_for_which_nothing_is_planted_are_named(table):
    """Rather than left out."""
    found = [each for each in told(table()) if each.caught is Caught.NOT_MEASURED]
    assert "guards" in [each.check for each in found]
    assert {each.says for each in found} == {"not measured"}


def test_what_is_in_breach_is_not_measured(table):
    """It has been told: that a little more would be told is no news."""
    history = table()
    broken = Verdict(check="row_count", table="usage", outcome=Outcome.BREACH)
    others = [each for each in judged(history) if each.check != "row_count"]
    assert "row_count" not in [each.check for each in told(history, [*others, broken])]


def test_a_kind_that_fails_does_not_hide_the_others(table, monkeypatch, caplog):
    """It is written to the log."""

    def fail(history):
        raise ZeroDivisionError

    monkeypatch.setattr(measuring, "kinds", lambda: {**kinds(), "lost_rows": fail})
    checks = {each.check for each in told(table()) if each.size}
    assert "row_count" not in checks
    assert "null_rate" in checks
    assert "lost_rows cannot be planted" in caplog.text


def test_every_file_of_the_folder_is_a_kind():
    """A new one is one file."""
    assert {"lost_rows", "nulls", "duplicates", "shifted", "mixed", "new_level", "late", "stopped"} <= set(
        kinds()
    )
    assert not any(name.startswith("_") for name in kinds())
