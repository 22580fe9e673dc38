"""A lookup table without days, looked at each morning: the same is said of it in files and in PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pyarrow as pa
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.sources.opening import Database
from checks.verdict import Outcome, Urgency

START = datetime(2026, 11, 2, 9, tzinfo=UTC)  # a Monday
BERLIN = ZoneInfo("Europe/Berlin")
KINDS = {
    "code": "text",
    "continent": "text",
    "people": "bigint",
    "size": "double precision",
    "in": "timestamptz",
}
DECLARED = {
    "source": "any",
    "partition": "none",
    "key": ["code"],
    "segment": "continent",
    "columns": {
        "people": {"null_rate": True, "minimum": 0},
        "size": {"drift": True},
        "continent": {"share": True},
    },
}


def countries(rows=200, start=0):
    """Rows of countries, those of Oceania last."""
    each = range(start, start + rows)
    return {
        "code": [f"C{at:03}" for at in each],
        "continent": ["Europe" if at % 2 else "Asia" if at < 160 else "Oceania" for at in each],
        "people": [1000 * at + 7 for at in each],
        "size": [at * 1.37 for at in each],
        "in": [START - timedelta(days=400)] * rows,
    }


class InFiles:
    """The lookup as one Parquet file."""

    def __init__(self, lake):
        self.lake, self.place, self.path = lake, lake.root, "countries.parquet"

    def overwrite(self, rows):
        types = {"people": pa.int64(), "size": pa.float64(), "in": pa.timestamp("us", "UTC")}
        columns = {name: pa.array(values, types.get(name, pa.string())) for name, values in rows.items()}
        self.lake.parquet(self.path, columns)


class InPostgres:
    """The lookup as a table that is emptied and filled anew."""

    def __init__(self, url):
        self.url, self.place, self.path = url, Database(url), "lookup.countries"

    def overwrite(self, rows):
        columns = ", ".join(f'"{name}" {KINDS[name]}' for name in rows)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA IF EXISTS lookup CASCADE; CREATE SCHEMA lookup")
            connection.execute(f"CREATE TABLE {self.path} ({columns})")
            with connection.cursor().copy(f"COPY {self.path} FROM STDIN") as copy:
                for row in zip(*rows.values(), strict=True):
                    copy.write_row(row)


class Mornings:
    """A lookup that is looked at each morning at nine, day 0 being Monday 2 November 2026."""

    def __init__(self, where, shelf):
        self.where, self.shelf, self.declared = where, shelf, DECLARED

    def auditor(self, day):
        now = START + timedelta(days=day)
        table = Table.model_validate(self.declared | {"path": self.where.path})
        return Auditor({"countries": (self.where.place, table)}, self.shelf, BERLIN, until=now, now=now)

    def look(self, day):
        """What is said on a morning."""
        return self.auditor(day).audit(START + timedelta(days=day))

    def quiet(self, days, **more):
        """So many mornings on which it is as it always was."""
        self.where.overwrite(countries(**more))
        for day in range(days):
            self.look(day)

    def said(self, day, check, **about):
        audit = self.look(day)
        assert audit.errors == []
        (found,) = [
            each
            for each in audit.verdicts
            if each.check == check and all(getattr(each, name) == value for name, value in about.items())
        ]
        return found


@pytest.fixture(params=["files", "postgres"])
def mornings(request, lake, shelf):
    """The same lookup in either engine."""
    if request.param == "files":
        return Mornings(InFiles(lake), shelf)
    return Mornings(InPostgres(request.getfixturevalue("postgres_url")), shelf)


def since(day):
    return datetime(2026, 11, 2, tzinfo=BERLIN) + timedelta(days=day)


def test_a_lookup_that_stays_as_it_is_is_healthy(mornings):
    """Every check that makes sense says ok; nothing is asked of days that it does not have."""
    mornings.quiet(29)
    audit = mornings.look(29)
    assert audit.errors == []
    assert {each.outcome for each in audit.verdicts} == {Outcome.OK}
    assert {each.check for each in audit.verdicts} == {
        "contract", "drift", "duplicate_keys", "emptied", "freshness", "guards", "null_rate", "row_count",
        "value_format",
    }  # fmt: skip


def test_a_lookup_that_lost_half_its_rows_overnight_pages_the_same_morning(mornings):
    """How many, and since when; the next morning it is still so, and since the same day."""
    mornings.quiet(3)
    mornings.where.overwrite(countries(100))
    for day in (3, 4):
        found = mornings.said(day, "row_count")
        assert found.summary == "100 rows since Thu 5 Nov, 50% fewer than the 200 before"
        assert (found.urgency, found.since) == (Urgency.PAGE, since(3))


def test_a_lookup_that_is_empty_pages(mornings):
    """An empty table is no table that cannot be read."""
    mornings.quiet(2)
    mornings.where.overwrite(countries(0))
    found = mornings.said(2, "row_count")
    assert (found.summary, found.urgency) == (
        "0 rows since Wed 4 Nov, 100% fewer than the 200 before",
        Urgency.PAGE,
    )


def test_a_continent_that_is_gone_is_told_by_its_name(mornings):
    """As many rows as ever, but none of one segment."""
    mornings.quiet(2)
    there = countries()
    moved = [each.replace("Oceania", "Asia") for each in there["continent"]]
    mornings.where.overwrite(there | {"continent": moved})
    (found,) = [each for each in mornings.look(2).verdicts if each.check == "row_count" and each.segment]
    assert found.summary == "Wed 4 Nov has no rows of continent = Oceania; 20 are usual"


def test_codes_that_stand_twice_are_those_of_today(mornings):
    """They are counted once, not once for each morning on which they were seen."""
    mornings.quiet(3)
    rows = countries()
    mornings.where.overwrite({name: [*values, *values[:2]] for name, values in rows.items()})
    mornings.look(3)
    found = mornings.said(4, "duplicate_keys")
    assert found.summary == "2 rows of Fri 6 Nov repeat a key (`code`) that an earlier row has"
    assert (found.since, sorted(row.key["code"] for row in found.rows)) == (since(3), ["C000", "C001"])


def test_values_that_went_missing_are_shown_by_their_keys(mornings):
    """Against the states seen before; `since` is the morning on which it was found so."""
    mornings.quiet(9)
    mornings.where.overwrite(countries() | {"people": [None] * 60 + countries()["people"][60:]})
    mornings.look(9)
    found = mornings.said(10, "null_rate")
    assert found.summary.startswith("30% of `people` are null on Thu 12 Nov")
    assert (found.since, found.rows[0].key) == (since(9), {"code": "C000"})


def test_a_range_and_a_type_that_changed_are_told(mornings):
    """The contract of the states before; limits hold from the first look on."""
    mornings.quiet(8)
    rows = countries()
    mornings.where.overwrite(rows | {"people": [-1, *rows["people"][1:]], "size": [0.0] * 200})
    assert "people" in {each.column for each in mornings.look(8).verdicts if each.outcome is Outcome.BREACH}
    mornings.where.overwrite({name: values for name, values in rows.items() if name != "size"})
    mornings.declared = DECLARED | {"columns": {}}
    assert mornings.said(9, "contract", column="size").summary == "column `size` (float64) is missing"


def test_codes_written_in_a_new_way_are_told(mornings):
    """Formats are compared with the states of the last days."""
    mornings.quiet(9)
    mornings.where.overwrite(countries() | {"code": [f"c-{at:03}" for at in range(200)]})
    assert mornings.said(9, "value_format").summary.startswith("`code` turned from A999 to a-999")


def test_a_lookup_that_used_to_change_and_stopped_is_told(mornings):
    """It changed every second day; nobody is woken by one day of rest, and a fortnight of it is told."""
    for day in range(24):
        mornings.where.overwrite(countries(200 + day // 2))
        assert mornings.said(day, "freshness").outcome is Outcome.OK
    for day in range(24, 31):
        mornings.look(day)
    found = mornings.said(31, "freshness")
    assert found.summary == (
        "nothing has changed since Tue 24 Nov, for 10 days; it used to change after 2 at most"
    )


def test_how_long_it_may_stay_unchanged_can_be_declared(mornings):
    """A job that writes the same rows again each night makes nothing new."""
    mornings.declared = DECLARED | {"freshness": {"warn_after": "7d"}}
    mornings.quiet(6)
    assert mornings.said(6, "freshness").outcome is Outcome.OK
    mornings.where.overwrite(countries())
    found = mornings.said(8, "freshness")
    assert found.summary == "its content has not changed for 8 days; 7 days are allowed"


def test_a_column_that_says_when_rows_came_tells_the_age(mornings):
    """Then the newest row counts, as in any other table."""
    mornings.declared = DECLARED | {"loaded_at_field": "in", "freshness": {"error_after": "30d"}}
    mornings.where.overwrite(countries())
    found = mornings.said(0, "freshness")
    assert found.summary == "the newest row is 400 days old; 30 days are allowed"


def test_the_past_is_known_as_far_as_it_was_seen(mornings):
    """A replay judges each day by the state of then; before the first look it says that it cannot."""
    mornings.quiet(3)
    mornings.where.overwrite(countries(100))
    auditor = mornings.auditor(5)

    def said(day):
        audit = auditor.audit(START + timedelta(days=day))
        return audit, [each.summary for each in audit.verdicts if each.check == "row_count"]

    assert said(2)[1] == ["200 rows, no loss or gain beyond those it had before"]
    assert said(4)[1] == ["200 rows, no loss or gain beyond those it had before"]
    assert said(5)[1] == ["100 rows since Sat 7 Nov, 50% fewer than the 200 before"]
    (trouble,) = said(-1)[0].errors
    assert trouble.what.startswith("it has no days, and was not looked at by then")


def test_rows_that_were_overwritten_are_not_shown_for_a_day_before(mornings):
    """The breach stands; its rows are not those that are there now."""
    mornings.declared = DECLARED | {"columns": {"people": {"null_rate": {"limit": "10%"}}}}
    mornings.quiet(2)
    mornings.where.overwrite(countries() | {"people": [None] * 200})
    mornings.look(2)
    mornings.where.overwrite(countries())
    auditor = mornings.auditor(4)
    audit = auditor.audit(START + timedelta(days=3))
    (found,) = [each for each in audit.verdicts if each.check == "null_rate"]
    assert (found.outcome, found.rows) == (Outcome.BREACH, ())
    assert mornings.said(5, "null_rate").outcome is Outcome.OK


def test_both_engines_keep_the_same_of_it(lake, shelf, postgres_url):
    """Column by column, but for the names of types."""
    kept = []
    for where in (InFiles(lake), InPostgres(postgres_url)):
        where.overwrite(countries() | {"size": [None, *countries()["size"][1:]]})
        (load,) = Mornings(where, shelf).auditor(0).surveys["countries"].states
        kept.append(replace(load, last_loaded=None))
    here, there = kept
    assert here.partition == there.partition == date(2026, 11, 2)
    assert here.seen == there.seen == START
    assert [name for name, _ in here.schema] == [name for name, _ in there.schema]
    assert {n: (c.nulls, c.values.finite, c.values.low) for n, c in here.columns.items()} == {
        n: (c.nulls, c.values.finite, c.values.low) for n, c in there.columns.items()
    }
