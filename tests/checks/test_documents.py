"""What do documents look like, as told by a sample of them?"""

import json

import pytest

from checks.agreement import fits
from checks.documents import described


def of(*documents):
    return described(json.dumps(each) for each in documents)


def test_paths_and_what_stands_there():
    """Arrays in arrays, fields in objects; `null` stands for nothing."""
    found = of({"a": [{"b": 1}, {"b": 2.5}], "c": None, "d": [[True]]}, {"a": [], "e": "x"})
    assert found.shape("doc") == (
        ("doc", "struct"),
        ("doc.a", "array"),
        ("doc.a[]", "struct"),
        ("doc.a[].b", "float64"),
        ("doc.d", "array"),
        ("doc.d[]", "array"),
        ("doc.d[][]", "boolean"),
        ("doc.e", "string"),
    )


def test_two_kinds_at_one_path_are_both_told():
    """The more common one first."""
    assert of({"a": "1"}, {"a": "2"}, {"a": 3}).paths[".a"].kind == "string or integer"


def test_keys_that_are_data_are_no_shape():
    """An object with a key for each account: each of them is rare."""
    found = of(*({f"account_{at}": 1} for at in range(100)))
    assert found.shape("doc") == (("doc", "struct"),)


def test_what_is_no_json_is_counted():
    """Whatever else it is: broken, empty, nested a million deep."""
    found = described(['{"a": 1}', "{", "", "[" * 1_000_000])
    assert (found.read, found.broken, found.whole) == (4, 3, 1)


@pytest.mark.parametrize(
    ("documents", "share", "lacks"), [(1, 1.0, True), (30, 0.05, False), (200, 0.05, True), (0, 1.0, False)]
)
def test_a_field_is_missing_only_where_chance_would_not_leave_it_out(documents, share, lacks):
    """One that every document has is missed at once; one in twenty, after two hundred."""
    assert of(*[{"b": 1}] * documents).lacks(".a", share) is lacks


@pytest.mark.parametrize(
    ("theirs", "mine", "fitting"),
    [
        ("int32", "int64", True),
        ("int64", "int32", False),
        ("uint32", "int64", True),
        ("uint64", "int64", False),
        ("int8", "uint16", False),
        ("int64", "float64", True),
        ("float64", "int64", False),
        ("float64", "float32", False),
        ("integer", "float64", True),
        ("float64", "integer", False),
        ("number", "int64", True),
        ("string", "int64", False),
        ("timestamp(6)", "timestamp(9)", True),
        ("timestamp(6)", "timestamp('UTC', 6)", False),
        ("decimal(10, 2)", "decimal(12, 2)", True),
        ("date", "date", True),
        ("uuid", "string", True),
        ("mood", "string", True),
        ("bytea", "binary", True),
        ("text[]", "array", True),
        ("mood", "int64", False),
    ],
)
def test_a_type_holds_what_is_handed_over(theirs, mine, fitting):
    """As large, and in the same sense of time."""
    assert fits(theirs, mine) is fitting
