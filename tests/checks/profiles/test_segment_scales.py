"""A unit that changed in one source of four is told with the source, though the whole column hides it."""

import numpy as np
import pytest

from checks.data.guards import judge
from checks.verdict import Outcome, Urgency

ROWS, DAYS = 1_200, 20
SOURCES = np.array(["north", "south", "east", "west"])
DECLARED = {"segment": "source", "columns": {"height": {}, "source": {"share": True}}}


def a_day(seed, change=lambda height, source: height):
    """Heights in inches, from four sources."""
    random = np.random.default_rng(seed)
    source = SOURCES[random.integers(0, 4, ROWS)]
    height = random.normal(67, 4, ROWS) * random.uniform(0.995, 1.005)
    return {"height": change(height, source), "source": source, "id": np.arange(ROWS)}


@pytest.fixture
def say(lake):
    """What the guards say of a last day, after three weeks of the same."""
    for at in range(DAYS):
        lake.parquet(f"day=2026-01-{1 + at:02}/a.parquet", a_day(at))

    def said(change, **declared):
        lake.parquet(f"day=2026-01-{DAYS + 1}/a.parquet", a_day(99, change))
        return list(judge(lake.history(days=DAYS + 2, **{**DECLARED, **declared})))

    return said


def in_centimetres(*sources):
    return lambda height, source: np.where(np.isin(source, sources), height * 2.54, height)


def test_one_source_writes_centimetres(say):
    """With its name, where it may be told; since when; and how many rows."""
    (verdict,) = say(in_centimetres("east"))
    assert "given in centimetres instead of inches in source = east since Wed 21 Jan" in verdict.summary
    assert (verdict.segment, verdict.urgency) == ("source = east", Urgency.PAGE)
    assert 250 < verdict.affected < 350


def test_a_source_whose_name_must_not_be_told(say):
    """Has a number."""
    (verdict,) = say(in_centimetres("east"), columns={"height": {}})
    assert verdict.segment.startswith("source #")
    assert "east" not in verdict.summary


def test_all_sources_at_once_are_the_whole_column(say):
    """One finding, about no segment."""
    (verdict,) = say(in_centimetres(*SOURCES))
    assert verdict.segment is None


@pytest.mark.parametrize(
    "change",
    [
        in_centimetres(),
        lambda height, source: np.where(source == "east", height + 3, height),
        lambda height, source: np.where((source == "east") & (np.arange(ROWS) % 2 == 0), height + 9, height),
        lambda height, source: np.where(source == "east", np.nan, height),
    ],
)
def test_honest_sources_are_quiet(say, change):
    """Taller people in one source, or none at all, are no other unit."""
    assert [each for each in say(change) if each.evidence.get("kind") == "scale"] == []


def test_where_everything_rose_no_source_changed_its_unit(say):
    """By about a half, and in one source by about what makes kilometres of miles."""
    found = say(lambda height, source: np.where(source == "east", height * 1.609344, height * 1.54))
    assert [each for each in found if each.outcome is not Outcome.OK] == []


def test_a_source_is_told_beside_another_that_changed_too(say):
    """Which went another way."""
    (verdict,) = say(
        lambda height, source: in_centimetres("east")(np.where(source == "west", height + 20, height), source)
    )
    assert verdict.segment == "source = east"


def test_only_declared_numbers_are_measured_by_segment(lake):
    """Nothing is kept of others, nor of levels of a few rows, unless all of these hold one number."""
    names = ["a"] * 53 + ["b"] * 4 + ["c"] * 3
    numbers = [*np.arange(57.0), *[7.5] * 3]
    lake.parquet("day=2026-01-05/a.parquet", {"x": numbers, "y": [2.0] * 60, "s": names})
    (profile,) = lake.profiles(segment="s", columns={"x": {}}).values()
    measured = sorted((level.rows, list(level.values)) for level in profile.slices.segments["s"].values())
    assert measured == [(3, ["x"]), (4, []), (53, ["x"])]


def test_a_young_table_says_nothing(lake):
    """Two weeks are needed."""
    for at in range(9):
        day = a_day(at, in_centimetres("east") if at == 8 else in_centimetres())
        lake.parquet(f"day=2026-01-{1 + at:02}/a.parquet", day)
    (verdict,) = judge(lake.history(days=10, **DECLARED))
    assert verdict.outcome is Outcome.OK
