"""What columns are for is guessed from their names and their numbers."""

import pytest

from checks.sources.guesses import Column, by_day_likeness, event_time, features, loaded_at, possible_keys


def test_the_day_is_looked_for_by_name_and_type():
    """A day that is called so comes first, a birthday last, and a number is none."""
    columns = [("born_on", "day"), ("loaded_at", "time"), ("created_at", "time"), ("order_date", "text"),
               ("note", "text"), ("day_of_week", "whole"), ("ds", "day")]  # fmt: skip
    assert by_day_likeness(columns) == ["ds", "order_date", "created_at", "loaded_at", "born_on"]


def a_time(name, **counts):
    """A time that is never missing in a hundred rows, and lies on the day of its row."""
    return Column(name, "time", **{"distinct": 50, "on_day": 100, "near_day": 100, "after": 100} | counts)


def test_a_load_time_is_called_so_and_never_lies_before_the_day():
    """One that does is something else."""
    assert loaded_at([a_time("seen_at"), a_time("ingested_at", on_day=0)], 100) == "ingested_at"
    assert loaded_at([a_time("loaded_at", after=99)], 100) is None
    assert loaded_at([a_time("loaded_at", after=99, missing=1)], 100) == "loaded_at"


def test_an_event_time_lies_on_the_day_of_its_row():
    """Or beside it, in another time zone; of two, the finer one."""
    assert event_time([a_time("updated", near_day=60), a_time("seen_at")], 100, None) == "seen_at"
    assert event_time([a_time("hour_at", distinct=24), a_time("at_utc", on_day=80)], 100, None) == "hour_at"
    assert event_time([a_time("hour_at", distinct=24), a_time("seen_at")], 100, None) == "seen_at"
    assert event_time([a_time("loaded_at")], 100, None) is None
    assert event_time([], 100, None) is None


def test_a_key_is_small_and_called_like_one():
    """A number that happens to differ in every row comes after an id."""
    columns = [
        Column("amount", "whole", distinct=100),
        Column("order_id", "whole", distinct=100),
        Column("price", "number", distinct=100),
        Column("shop", "text", distinct=10),
        Column("line", "whole", distinct=10),
        Column("coupon_id", "text", distinct=100, missing=1),
    ]
    found = list(possible_keys(columns, rows=100, days=1, never=["amount"]))
    assert found[0] == ("order_id",)
    assert ("shop", "line") in found
    assert not any("price" in key or "coupon_id" in key or "amount" in key for key in found)


def test_sets_that_cannot_tell_the_rows_apart_are_not_tried():
    """Two columns of three values make nine keys at most; on ten days, ninety."""
    columns = [Column("a", "text", distinct=3), Column("b", "text", distinct=3)]
    assert list(possible_keys(columns, rows=20, days=1, never=[])) == []
    assert list(possible_keys(columns, rows=90, days=10, never=[])) == [("a", "b")]


@pytest.mark.parametrize(
    ("columns", "first"),
    [
        ([Column("a", "number", distinct=90), Column("b", "whole", distinct=9, missing=3)], "b"),
        ([Column("a", "whole", distinct=90), Column("b", "number", distinct=9)], "b"),
        ([Column("hour", "whole", distinct=24), Column("b", "whole", distinct=9)], "b"),
        ([Column("seen", "whole", distinct=24, moments=100), Column("b", "whole", distinct=9)], "b"),
        ([Column("plan", "text", distinct=3), Column("b", "number", distinct=2, missing=60)], "plan"),
        ([Column("plan", "text", distinct=3), Column("user_id", "whole", distinct=100)], "plan"),
    ],
    ids=["missing here and there", "with fractions", "no clock", "no moment", "not mostly missing", "no id"],
)
def test_the_first_feature_is_a_number_that_is_looked_up(columns, first):
    """Where a join fails, it is the first to be missing."""
    assert features(columns, 100, taken=[])[0].name == first


def test_what_never_differs_or_is_always_missing_is_no_feature():
    """Nor what is taken as a key or a time."""
    columns = [
        Column("a", "number", distinct=1),
        Column("b", "text", missing=100),
        Column("c", "number", distinct=9),
    ]
    assert features(columns, 100, taken=["c"]) == []
