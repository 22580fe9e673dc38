"""What is typed into the form of a new pipeline."""

from datetime import time

import pytest

from bot.domain.newcomer import Newcomer, Newcomers, NoWishError, a_channel, a_name, a_window, as_typed
from checks.sources.folder import Found


def named(source: str, name: str) -> Newcomer:
    """A table of files."""
    return Newcomer(source, Found(name, f"{name}/*.csv", None, 1))


def test_a_table_is_known_by_its_source_and_path_alone() -> None:
    """Two processes that list the same folder mean the same table; a surrogate in a path is no error."""
    assert named("lake", "a").token == named("lake", "a").token
    assert (
        len({named(*each).token for each in [("lake", "a"), ("sea", "a"), ("lake", "b"), ("l", "\udcff")]})
        == 4
    )


def test_a_word_finds_tables_by_name_and_path_whatever_its_case() -> None:
    """Nothing is a pattern."""
    there = Newcomers([named("lake", "Orders"), named("lake", "usage"), named("lake", "a*b")])
    assert [each.found.name for each in there.like("ORD")] == ["Orders"]
    assert [each.found.name for each in there.like("*b")] == ["a*b"]
    assert there.of(there.tables[1].token) is there.tables[1]
    assert there.of("gone") is None


@pytest.mark.parametrize("typed", ["", "-a", "a b", "../a", "A", "ä", "a/b", "a\n"])
def test_a_name_that_is_none_is_refused(typed: str) -> None:
    """It becomes the name of a file."""
    with pytest.raises(NoWishError, match="Write the name in small letters"):
        a_name(typed, ())


@pytest.mark.parametrize("picked", ["", "U1", "D1", "#Big", "churn"])
def test_what_is_no_channel_is_refused(picked: str) -> None:
    """A direct message, say."""
    with pytest.raises(NoWishError):
        a_channel(picked)


def test_a_window_is_a_time_of_day_or_nothing() -> None:
    """As it is typed, so it comes back."""
    assert a_window("") is None
    assert a_window("6:30") == time(6, 30)
    assert [as_typed(a_window(each)) for each in ("", "6:30")] == ["", "06:30"]
    with pytest.raises(NoWishError, match="is no time of day"):
        a_window("24:00")
