"""Kept profiles: opaque bytes by partition and load day."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.store import Store

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


def test_profiles_come_back_as_they_were_kept(store: Store) -> None:
    """By partition and load day, a partition without one among them."""
    rows = {
        (MONDAY, None): ("a", b"\x00\xff"),
        (TUESDAY, TUESDAY): ("b", b"first load"),
        (TUESDAY, date(2026, 11, 18)): ("b", b"late rows"),
    }
    store.profiles.keep("lake/usage", rows)
    assert store.profiles.kept("lake/usage") == rows
    assert store.profiles.kept("lake/other") == {}


def test_a_partition_that_changed_is_replaced(store: Store) -> None:
    """Kept twice, the second one counts, without a load day too."""
    store.profiles.keep("lake/usage", {(MONDAY, None): ("a", b"old"), (MONDAY, MONDAY): ("a", b"other")})
    store.profiles.keep("lake/usage", {(MONDAY, None): ("b", b"new")})
    assert store.profiles.kept("lake/usage")[(MONDAY, None)] == ("b", b"new")
    assert store.profiles.kept("lake/usage")[(MONDAY, MONDAY)] == ("a", b"other")


def test_only_what_is_stale_is_forgotten(store: Store) -> None:
    """Another load day, another table: they stay."""
    store.profiles.keep("lake/usage", {(MONDAY, None): ("a", b"1"), (MONDAY, MONDAY): ("a", b"2")})
    store.profiles.keep("lake/other", {(MONDAY, None): ("a", b"3")})
    store.profiles.forget("lake/usage", [(MONDAY, None)])
    store.profiles.forget("lake/usage", [])
    assert list(store.profiles.kept("lake/usage")) == [(MONDAY, MONDAY)]
    assert list(store.profiles.kept("lake/other")) == [(MONDAY, None)]


TEXTS = st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=9)
"""Without NUL, which PostgreSQL has no place for in a text, and no fingerprint has."""
KEYS = st.tuples(st.dates(), st.none() | st.dates(min_value=date(1, 1, 2)))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.dictionaries(KEYS, st.tuples(TEXTS, st.binary(max_size=9)), max_size=6))
def test_any_profiles_survive_the_way_there_and_back(
    store: Store, rows: dict[tuple[date, date | None], tuple[str, bytes]]
) -> None:
    """Whatever the dates, fingerprints and bytes are."""
    store.profiles.forget("any", store.profiles.kept("any"))
    store.profiles.keep("any", rows)
    assert store.profiles.kept("any") == rows
