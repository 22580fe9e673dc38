"""Which column to watch next."""

from checks.candidate import Candidate
from checks.profiles.candidates import next_number
from checks.profiles.profile import ColumnProfile
from checks.profiles.values import Values

VARIES = Values(finite=90, low=0.0, high=9.0)


def proposed(past, found, kinds=None, **table):
    """For a table of a hundred rows."""
    schema = tuple((name, (kinds or {}).get(name, "float64")) for name in found)
    profile = past(**table).add(rows=100, columns=found, schema=schema)
    history = profile.history()
    return next_number(history.table, history.judged[-1])


def test_a_number_that_is_missing_here_and_there_comes_first(past):
    """Where a join fails, it shows there first; one that is mostly missing comes later."""
    columns = {
        "whole": ColumnProfile(values=VARIES),
        "mostly": ColumnProfile(nulls=60, values=VARIES),
        "seldom": ColumnProfile(nulls=3, values=VARIES),
    }
    assert proposed(past, columns) == Candidate(
        "seldom", "missing in 3% of the rows: where a join or a source fails, it shows there first"
    )


def test_keys_times_declared_ones_texts_and_constants_are_not_proposed(past):
    """Then there is none."""
    same = Values(finite=90, low=1.0, high=1.0)
    columns = {
        "id": ColumnProfile(values=VARIES),
        "at": ColumnProfile(values=VARIES),
        "sessions": ColumnProfile(values=VARIES),
        "constant": ColumnProfile(values=same),
        "plan": ColumnProfile(values=VARIES),
    }
    declared = {"key": ["id"], "event_time": "at", "columns": {"sessions": {"primary": True}}}
    assert proposed(past, columns, {"plan": "string"}, **declared) is None
