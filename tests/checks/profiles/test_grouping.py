"""Rows find their partition and load day, in whatever order they stand."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.profiles.grouping import NO_DAY, UNKNOWN, day_of, grouping

days = st.dates(date(1900, 1, 1), date(2200, 1, 1))
rows = st.lists(st.tuples(st.none() | days, st.none() | days), max_size=60)


def number(day, instead):
    return instead if day is None else (day - date(1970, 1, 1)).days


@given(rows, st.lists(st.tuples(st.none() | days, st.none() | days), max_size=3))
def test_every_row_lands_in_its_group(found, few):
    """Dates before 1970 and unknown ones too, whether the rows of a group stand together or not."""
    found = [*found, *few * 5, *sorted(found, key=str)]
    parts = np.array([number(day, (NO_DAY - date(1970, 1, 1)).days) for day, _ in found], np.int32)
    loads = np.array([number(load, UNKNOWN) for _, load in found], np.int64)
    groups = grouping(parts, loads)
    if not found:
        return
    split = dict(zip(groups.groups, groups.split(np.arange(len(found), dtype=float)), strict=True))
    expected = {}
    for at, (day, load) in enumerate(found):
        expected.setdefault((day or NO_DAY, load), []).append(float(at))
    assert {group: list(each) for group, each in split.items()} == expected


def test_days_are_counted_from_1970():
    """None stays none."""
    assert day_of(None) is None
    assert day_of(0) == date(1970, 1, 1)
    assert day_of(-1) == date(1969, 12, 31)
