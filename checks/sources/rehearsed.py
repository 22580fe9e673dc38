"""A failure of a chosen kind, planted in a copy of the rows of one day: the table itself is not touched."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from checks.rehearsal import Plant
from checks.sources.files import FilesTable
from checks.sources.tables import DAY, Bundle, SourceError, reason

OURS = "oakum: "
"""What the names of our own columns begin with."""

_QUERIES: dict[Plant, str] = {
    "nulls": "SELECT * REPLACE (CASE WHEN nr % 10 < 3 THEN NULL ELSE {c} END AS {c}) FROM rows",
    "lost": "FROM rows WHERE nr % 10 >= 3",
    "duplicates": "FROM rows UNION ALL FROM rows WHERE nr % 10 = 0",
    "shift": "SELECT * REPLACE ({c} + (SELECT stddev_samp({c}) FROM day) AS {c}) FROM rows",
    "unit": "SELECT * REPLACE ({c} * 1000 AS {c}) FROM rows",
}


def copied(table: FilesTable, bundles: Sequence[Bundle], day: date, folder: Path) -> Path:
    """The rows of a day as one Parquet file. Raises `SourceError`."""
    rows = table.rows([each for each in bundles if each.day == day] or bundles)
    rows = rows.filter(rows[DAY] == day)
    rows = rows.drop(*(name for name in rows.columns if name.startswith(OURS)))
    path = folder / "copy.parquet"
    try:
        table.backend.con.sql(table.backend.compile(rows)).write_parquet(str(path))
    except Exception as error:  # every engine has its own errors
        raise SourceError(f"the rows of {day} cannot be copied: {reason(error)}") from error
    return path


def planted(copy: Path, plant: Plant, column: str | None) -> Path:
    """The copy with a failure in it, beside it. Raises `SourceError` where the column cannot have it."""
    path = copy.with_name("planted.parquet")
    name = '"' + (column or "").replace('"', '""') + '"'
    query = _QUERIES[plant].replace("{c}", name).replace("nr", f'"{OURS}row"')
    try:
        with duckdb.connect() as connection:
            connection.read_parquet(str(copy)).create_view("day")
            rows = f'SELECT *, row_number() OVER () AS "{OURS}row" FROM day'
            said = f'WITH rows AS ({rows}) SELECT * EXCLUDE "{OURS}row" FROM ({query})'
            connection.sql(said).write_parquet(str(path))
    except duckdb.Error as error:
        raise SourceError(f"{plant} cannot be planted in {column or 'it'}: {reason(error)}") from error
    return path
