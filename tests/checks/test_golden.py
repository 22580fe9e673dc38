"""The same checks give the same answers on files and in PostgreSQL, and the textbook's answers."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import psycopg
import pyarrow as pa
import pytest
from scipy import stats

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.answering import Answering
from checks.profiles.distribution import ks_distance
from checks.profiles.frequencies import aligned
from checks.profiles.learned import described
from checks.profiles.survey import KeptNowhere, survey
from checks.sources.connection import connect
from checks.sources.database import DatabaseTable
from checks.sources.opening import Database
from checks.statistics.categories import chi_square_p_value
from checks.verdict import Outcome

DAYS, ROWS = 45, 400
FIRST = date(2026, 1, 5)
ZONE = ZoneInfo("UTC")
KINDS = {
    "id": "bigint",
    "day": "date",
    "at": "timestamp",
    "into": "timestamptz",
    "x": "double precision",
    "visits": "integer",
    "price": "numeric(10, 2)",
    "plan": "text",
    "code": "varchar",
    "paid": "boolean",
    "few": "smallint",
    "rough": "real",
    "ref": "uuid",
    "mood": "mood",
    "blob": "bytea",
    "tags": "text[]",
    "opens": "time",
    "nearly": "numeric",
    "lat": "double precision",
    "born": "date",
    "note": "text",
}
DECLARED = {
    "source": "any",
    "path": "usage",
    "partition": {"column": "day"},
    "key": ["id"],
    "event_time": "at",
    "loaded_at_field": "into",
    "segment": "plan",
    "finish_by": {"time": "06:30"},
    "columns": {
        "x": {"primary": True},
        "visits": {"drift": True, "null_rate": True, "minimum": 0, "maximum": 100},
        "price": {"drift": True},
        "plan": {"null_rate": True, "drift": True, "values": ["free", "pro", "team", "N/A", ""]},
        "few": {"drift": True},
        "paid": {"drift": True},
        "code": {"drift": True, "format": "AB-%Y"},
        "rough": {"drift": True},
        "mood": {"null_rate": True, "drift": {"method": "psi"}, "share": True, "values": ["sad", "ok"]},
        "tags": {"null_rate": True},
        "nearly": {"drift": True},
        "note": {"null_rate": True},
    },
}


def day_of_usage(at, spoilt):
    """One day, with all that is no ordinary value; a spoilt one has every defect that a check looks for."""
    rng = np.random.default_rng(at)
    day = FIRST + timedelta(days=at)
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (as the column has it)
    rows = ROWS // 2 if spoilt else ROWS
    x = [None if row % 50 == 0 else round(float(each), 3) for row, each in enumerate(rng.normal(size=rows))]
    x[7], x[8], x[9] = float("nan"), 1e300, -1e300
    if spoilt:
        x[20:40] = [float("inf")] * 20
        x[50:90] = [-999.0] * 40
    plans = ["free", "pro", "team", "N/A", "", None]
    return {
        "id": [at * ROWS + row for row in range(rows - spoilt)] + [at * ROWS] * spoilt,
        "day": [day] * rows,
        "at": [start + timedelta(minutes=3 * row) for row in range(rows)],
        "into": [
            start.replace(tzinfo=UTC) + timedelta(hours=31 if spoilt else 29, seconds=row)
            for row in range(rows)
        ],
        "x": x,
        "visits": [int(each) + 300 * (spoilt and row < 9) for row, each in enumerate(rng.poisson(4, rows))],
        "price": [Decimal(int(each)) / 100 for each in rng.integers(0, 10_000, rows)],
        "plan": [
            plans[row % (6 if row % 3 else 3)] if not spoilt or row % 7 else "gratis" for row in range(rows)
        ],
        "code": [("ab-{}" if spoilt and row % 2 else "AB-{}").format(2000 + row % 30) for row in range(rows)],
        "paid": [bool(row % 2) for row in range(rows)],
        "few": [row % 7 for row in range(rows)],
        "rough": [row / 3 for row in range(rows)],
        "ref": [str(UUID(int=at * ROWS + row)) for row in range(rows)],
        "mood": [["sad", "ok", None][row % (3 if spoilt else 2)] for row in range(rows)],
        "blob": [bytes([row % 256, 0]) for row in range(rows)],
        "tags": [None if spoilt and row % 2 else ["a", f"b{row}"] for row in range(rows)],
        "opens": [time(row % 24) for row in range(rows)],
        "nearly": [
            [row / 8, math.nan, math.inf][row % 40 - 37 if row % 40 > 37 else 0] for row in range(rows)
        ],
        "lat": [48 + row % 6 + (row % 60 / 100 if spoilt else row % 97 / 97) for row in range(rows)],
        "born": [
            date(1980 + row % 30, 1 + row % 12, 1 + row % (12 if spoilt else 28)) for row in range(rows)
        ],
        "note": [["\\x00 \\0", "Naïve größe", "  ", None][row % 4] for row in range(rows)],
    }


@pytest.fixture(scope="module")
def days():
    """Six weeks, the last day spoilt."""
    return [day_of_usage(at, at == DAYS - 1) for at in range(DAYS)]


@pytest.fixture(scope="module")
def database(postgres_url, days):
    """The days as a table `usage`."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in KINDS.items())
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')")
        connection.execute(f"CREATE TABLE usage ({columns})")
        with connection.cursor().copy("COPY usage FROM STDIN") as copy:
            for day in days:
                for row in zip(*day.values(), strict=True):
                    copy.write_row(row)
    return postgres_url


@pytest.fixture
def files(lake, days):
    """The days as Parquet files."""
    for day in days:
        arrays = {name: pa.array(values) for name, values in day.items()}
        arrays["price"] = pa.array(day["price"], pa.decimal128(10, 2))
        arrays["visits"] = pa.array(day["visits"], pa.int32())
        arrays["few"] = pa.array(day["few"], pa.int16())
        arrays["rough"] = pa.array(day["rough"], pa.float32())
        lake.parquet(f"{day['day'][0]}.parquet", arrays)
    return lake


def in_database(postgres_url, **declared):
    return DatabaseTable(
        connect(postgres_url), postgres_url, "usage", Table.model_validate(DECLARED | declared)
    )


def counted(column):
    """What is counted of a column, exactly."""
    values = column.values
    facts = {name: getattr(values, name) for name in values.__slots__ if name not in ("mean", "variance")}
    parts = column.distribution.parts if column.distribution else ()
    knots = [(part.values.tolist(), part.below.tolist(), part.upto.tolist()) for part in parts]
    levels = column.levels and (column.levels.levels, column.levels.rest)
    return column.nulls, column.nan, column.empty, column.outside, facts, knots, levels


def moments(profile):
    """Mean and variance of each column: sums of many numbers, whose last digits depend on the order."""
    return [[column.values.mean, column.values.variance] for column in profile.columns.values()]


def each_level(slices):
    return [
        (*place, level)
        for column, levels in sorted(slices.segments.items())
        for *place, level in ((column, name, levels[name]) for name in sorted(levels))
    ]


def counts_of(slices):
    """What is counted of hours and segments; the content has hashes of each engine's own."""
    levels = [
        (
            *place,
            level.rows,
            level.missing,
            {of: replace(each, mean=0, variance=0) for of, each in level.values.items()},
        )
        for *place, level in each_level(slices)
    ]
    return replace(slices, content={}, segments={}), levels


def moments_of(slices):
    """Mean and variance in each level."""
    values = [level.values[of] for *_, level in each_level(slices) for of in sorted(level.values)]
    return [number for each in values for number in (each.mean, each.variance)]


def group(load):
    return load.partition, load.load_day


def test_the_profiles_are_the_same(database, files):
    """Every count, every knot, every duplicate."""
    here = files.survey(**DECLARED | {"path": "*.parquet"}).loads
    there = survey(in_database(database), KeptNowhere()).loads
    for one, other in zip(sorted(here, key=group), sorted(there, key=group), strict=True):
        assert group(one) == group(other)
        assert {name: counted(column) for name, column in one.columns.items()} == {
            name: counted(column) for name, column in other.columns.items()
        }
        assert np.array(moments(one)) == pytest.approx(np.array(moments(other)), rel=1e-9)
        assert (one.rows, one.duplicates, one.duplicate_rows) == (
            other.rows,
            other.duplicates,
            other.duplicate_rows,
        )
        assert (one.first_event, one.last_loaded) == (other.first_event, other.last_loaded)
        assert one.repeats == other.repeats
        assert counts_of(one.slices) == counts_of(other.slices)
        assert moments_of(one.slices) == pytest.approx(moments_of(other.slices), rel=1e-9)


def test_the_verdicts_are_the_same(database, files):
    """Of every check, in the same words, with the same rows."""
    as_of = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(days=DAYS)
    table = Table.model_validate(DECLARED | {"path": "*.parquet"})
    here = Auditor({"usage": (files.root, table)}, KeptNowhere(), ZONE).audit(as_of)
    there = Auditor(
        {"usage": (Database(database), Table.model_validate(DECLARED))}, KeptNowhere(), ZONE
    ).audit(as_of)
    assert not there.errors

    def told(audit):
        return [
            (each.check, each.column, each.summary, each.since, each.affected, each.rows)
            for each in audit.verdicts
        ]

    assert told(there) == told(here)
    breaches = {each.check for each in there.verdicts if each.outcome is Outcome.BREACH}
    assert breaches >= {
        "contract",
        "drift",
        "duplicate_keys",
        "finish_window",
        "guards",
        "null_rate",
        "row_count",
        "value_format",
    }


def test_what_is_learned_for_a_contract_is_the_same(database, files):
    """Shape, ranges, values and defaults, with the rows that show them."""
    as_of = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(days=DAYS)
    surveys = [
        files.survey(**DECLARED | {"path": "*.parquet"}),
        survey(in_database(database), KeptNowhere()),
    ]
    here, there = (
        described(found, Answering({found.table.name: found}, ZONE, {}), list(known.values())[:-1], as_of)
        for found in surveys
        for known in [dict(sorted(found.known(as_of, ZONE).items()))]
    )

    def learned(agreement):
        top = [each for each in agreement if "[]" not in each.name]
        return [(replace(each, kind=""), each.why) for each in top]  # a type is called as its engine calls it

    assert learned(there) == learned(here)
    assert there.column("plan").values == ("", "free", "pro", "team")
    assert there.column("visits").low == 0


def test_the_textbook_says_so_too(database, days):
    """Kolmogorov–Smirnov as scipy has it, missing values and duplicates as pandas has them."""
    found = {load.partition: load for load in survey(in_database(database), KeptNowhere()).loads}
    frames = [pd.DataFrame(day) for day in days]
    for frame in frames:
        profile = found[frame["day"][0]]
        assert profile.rows == len(frame)
        assert profile.columns["x"].nulls + profile.columns["x"].nan == frame["x"].isna().sum()
        assert profile.columns["plan"].nulls == frame["plan"].isna().sum()
        assert profile.columns["visits"].values.mean == pytest.approx(frame["visits"].mean())
        assert profile.columns["visits"].values.sd == pytest.approx(frame["visits"].std(ddof=0))
    newest, before = frames[-1], frames[-2]
    parts = [found[frame["day"][0]].columns["price"].distribution for frame in (newest, before)]
    exact = stats.ks_2samp(newest["price"].astype(float), before["price"].astype(float)).statistic
    assert ks_distance(*parts) == pytest.approx(exact, abs=1e-12)
    plans = [found[frame["day"][0]].columns["plan"].levels for frame in (newest, before)]
    table = pd.concat([newest, before]).groupby(["day", "plan"]).size().unstack(fill_value=0)
    assert chi_square_p_value(*aligned(*plans)) == pytest.approx(
        stats.chi2_contingency(table, correction=False).pvalue
    )
    assert sum(load.duplicates for load in found.values()) == pd.concat(frames)["id"].duplicated().sum()


def test_the_work_is_done_in_the_database(postgres_url):
    """Of ten million bytes only what is kept of them comes over the wire."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE large AS SELECT n AS id, date '2026-01-05' AS day, random() AS x, random() AS y,"
            " 'level ' || n % 7 AS plan FROM generate_series(1, 200000) AS n"
        )
        size = connection.execute("SELECT pg_table_size('large')").fetchone()[0]
    columns = {"x": {"primary": True}, "y": {"primary": True}}
    table = DatabaseTable(
        connect(postgres_url),
        postgres_url,
        "large",
        Table.model_validate(
            {"source": "any", "partition": {"column": "day"}, "key": ["id"], "columns": columns}
        ),
    )
    survey(table, KeptNowhere())
    assert table.bytes_fetched < size / 50


def test_what_settled_is_not_read_again(postgres_url, shelf):
    """A second look asks for the last week and for days of which nothing is known; a late row is noticed."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE late AS SELECT n AS id, date '2026-01-05' + n % 30 AS day"
            " FROM generate_series(1, 3000) AS n WHERE n % 30 <> 3"
        )

        def table():
            declared = Table.model_validate({"source": "any", "partition": {"column": "day"}, "key": ["id"]})
            return DatabaseTable(connect(postgres_url), postgres_url, "late", declared)

        assert len(survey(table(), shelf).loads) == 29
        connection.execute("INSERT INTO late VALUES (9001, '2026-01-08'), (9002, '2026-02-03')")
        rows = {load.partition: load.rows for load in survey(table(), shelf).loads}
        assert len(rows) == 30
        assert rows[date(2026, 1, 8)] == 1, "a day of which nothing was known"
        assert rows[date(2026, 2, 3)] == 101, "a late row of the last day"
        looked_at = [bundle.day for bundle in table().bundles(rows)[0] if bundle.fingerprint]
        assert min(looked_at) >= date(2026, 1, 27)
