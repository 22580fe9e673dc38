"""`oakum check --explain` prints SQL that returns as many rows as the finding counted."""

import re
from typing import Any

import duckdb

COUNTED = re.compile(r"SELECT \*\n.*?;", re.DOTALL)


def count(sql: str) -> int:
    """How many rows it returns."""
    with duckdb.connect() as connection:
        return int(connection.execute(f"SELECT count(*) FROM ({sql})").fetchall()[0][0])


def test_the_sql_of_a_finding_returns_its_rows(company: Any) -> None:
    """Copied as it stands, of nulls and of repeated keys."""
    lake = company.own_data()
    newest = max((lake / "usage").glob("day=*"))
    rows = f"SELECT * FROM '{newest}/part.parquet'"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY ({rows} UNION ALL ({rows} ORDER BY account LIMIT 40)) TO '{newest}/again.parquet'"
        )
    (newest / "part.parquet").unlink()
    said = company.oakum("check", "--as-of", "2026-11-20T09:00", "--explain").out
    assert "first: " in said
    found = [count(sql.rstrip(";")) for sql in COUNTED.findall(said)]
    assert found
    repeats = re.search(r"(\d+) rows of \S+ \d+ \w+ repeat a key", said)
    assert repeats is not None
    assert int(repeats[1]) in found
    files = f"'{lake}/usage/*/*.parquet'"
    assert count(f"SELECT * FROM {files} WHERE sessions IS NULL AND day >= '2026-11-17'") in found
