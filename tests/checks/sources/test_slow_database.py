"""A table in PostgreSQL whose server gives a query less time than all rows at once would take."""

from datetime import date

import psycopg
import pytest

from checks.profiles.survey import KeptNowhere, survey
from checks.sources.tables import SourceError, TooSlowError

DAYS = 20
LAST = date(2026, 1, DAYS)


def newest(found):
    return max(found.loads, key=lambda load: load.partition)


def test_a_query_that_takes_too_long_is_tried_with_fewer_days(server, of, monkeypatch):
    """Where the rows of two days are within the limit, and those of more are beyond it."""
    table = of("orders", key=[])
    wanted, fetch = table.rows, table.fetch
    many = []

    def answered(rows):
        if many and many[-1] > 2:
            raise TooSlowError("canceling statement due to statement timeout")
        return fetch(rows)

    monkeypatch.setattr(table, "rows", lambda bundles: many.append(len(bundles)) or wanted(bundles))
    monkeypatch.setattr(table, "fetch", answered)
    found = survey(table, KeptNowhere())
    assert (len(found.loads), found.unreadable) == (DAYS, [])


def slow(table, monkeypatch, most):
    """A table that answers only queries for no more days than these; returns how many each asked for."""
    wanted, fetch, asked = table.rows, table.fetch, []
    days = []

    def rows(bundles, *others):
        days.extend(bundle.day for bundle in bundles)
        return wanted(bundles, *others)

    def answered(query):
        many = len(set(days))
        days.clear()
        asked.append(many)
        if many > most:
            raise TooSlowError("canceling statement due to statement timeout")
        return fetch(query)

    monkeypatch.setattr(table, "rows", rows)
    monkeypatch.setattr(table, "fetch", answered)
    return asked


def repeating(found):
    """What is known of repeated keys, by day."""
    loads = sorted(found.loads, key=lambda load: load.partition)
    return [(load.partition, load.duplicates, load.duplicate_rows, load.repeats) for load in loads]


@pytest.mark.parametrize("within", ["table", "partition"])
def test_keys_are_counted_with_fewer_days_where_all_take_too_long(server, of, shelf, monkeypatch, within):
    """Exactly as in one query: within a day, across days, three times, rows alike in everything."""
    server.execute(
        "INSERT INTO shop.orders SELECT id, day + shift, amount, note FROM shop.orders,"
        " (VALUES (0), (0), (1), (9)) s(shift) WHERE id IN (25, 26, 77) AND day + shift <= '2026-01-20'"
    )
    at_once = survey(of("orders", unique_within=within), KeptNowhere())
    table = of("orders", unique_within=within)
    asked = slow(table, monkeypatch, most=3)
    found = survey(table, KeptNowhere())
    assert repeating(found) == repeating(at_once)
    assert sum(load.duplicates for load in found.loads) == (12 if within == "table" else 6)
    assert found.unreadable == []
    assert sum(many > 3 for many in asked) < 15


def test_new_keys_are_looked_for_among_the_known_ones_with_few_days_at_once(server, of, shelf, monkeypatch):
    """The day after: one day is new."""
    survey(of("orders"), shelf)
    server.execute("INSERT INTO shop.orders VALUES (25, '2026-01-21', 1, ''), (999, '2026-01-21', 1, '')")
    table = of("orders")
    slow(table, monkeypatch, most=2)
    assert newest(survey(table, shelf)).duplicates == 1


def test_keys_that_cannot_be_counted_leave_the_days_before_as_they_were(server, of, shelf, monkeypatch):
    """The new day is told and not judged: that its keys are unique is not known."""
    survey(of("orders"), shelf)
    server.execute("INSERT INTO shop.orders VALUES (25, '2026-01-21', 1, '')")
    table = of("orders")
    slow(table, monkeypatch, most=1)
    found = survey(table, shelf)
    assert newest(found).partition == LAST
    (said,) = found.unreadable
    assert said.day == date(2026, 1, 21)
    assert "its keys cannot be counted: canceling statement" in said.what


def test_a_view_that_never_answers_is_given_up_early(server, of, monkeypatch):
    """Its partitions are not tried one by one; what may help is said."""
    server.execute("CREATE VIEW stuck AS SELECT id, day, amount, note || pg_sleep(60) AS note FROM orders")
    table = of("stuck")
    table.backend.con.execute("SET statement_timeout = '20ms'")
    with pytest.raises(SourceError, match=r"statement timeout: give the user a longer `statement_timeout`"):
        survey(table, KeptNowhere())
    table = of("stuck")
    bundles, _ = of("orders").bundles()
    table.bundles = lambda known: (bundles, [])
    table.backend.con.execute("SET statement_timeout = '20ms'")
    asked = []
    monkeypatch.setattr(table, "fetch", lambda rows, fetch=table.fetch: asked.append(rows) or fetch(rows))
    found = survey(table, KeptNowhere())
    (said,) = {part.what for part in found.unreadable}
    assert "and 19 more partitions: canceling statement due to statement timeout" in said
    assert len(asked) < DAYS / 2


def test_a_table_that_is_locked_does_not_hold_up_the_others(server, of, postgres_url):
    """It is told, and why."""
    table = of("orders")
    with psycopg.connect(postgres_url) as other:
        other.execute("LOCK TABLE shop.orders IN ACCESS EXCLUSIVE MODE")
        assert table.backend.con.execute("SHOW lock_timeout").fetchone() == ("1min",)
        table.backend.con.execute("SET lock_timeout = '20ms'")
        with pytest.raises(SourceError, match="lock timeout"):
            survey(table, KeptNowhere())
