"""What text files say of their columns: the first is sniffed, those alike are only asked for their types."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.sources.schemas import NO_TYPE, Schema

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

USUAL = ("", '"', "(empty)")
"""Quotes and escapes of a file that may be read as if both were "."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written, and the columns that another of the same dialect must have."""

    delimiter: str
    columns: tuple[str, ...]


class Sniffer:
    """Asks DuckDB, which tries every dialect there is: seven times the work of reading types alone."""

    def __init__(self, backend: "Backend") -> None:
        self._backend = backend
        self._dialect: Dialect | None = None

    def schema_of(self, file: str) -> Schema:
        """Names and types in the order of the file; whatever the engine raises where it cannot be read."""
        schema = self._by_dialect(file, self._dialect) if self._dialect else None
        if schema is None:
            schema = self._described(file, "")
            self._dialect = self._dialect_of(file, schema)
        if all(kind == "string" for _, kind in schema) and not self._has_rows(file):
            return tuple((column, NO_TYPE) for column, _ in schema)
        return schema

    def _by_dialect(self, file: str, dialect: Dialect) -> Schema | None:
        """The schema of a file that is written like the one before; None where it is not."""
        import duckdb

        try:
            schema = self._described(
                file, f", delim = {_quoted(dialect.delimiter)}, quote = '\"', escape = '\"'"
            )
        except duckdb.Error:
            return None
        return schema if tuple(name for name, _ in schema) == dialect.columns else None

    def _dialect_of(self, file: str, schema: Schema) -> Dialect | None:
        """None where quotes are others than usual: each such file is sniffed."""
        asked = f"SELECT Delimiter, Quote, Escape FROM sniff_csv({_quoted(file)}, header = true)"
        delimiter, *others = self._backend.con.execute(asked).fetchall()[0]
        if len(delimiter) != 1 or any(each not in USUAL for each in others):
            return None
        return Dialect(delimiter, tuple(name for name, _ in schema))

    def _described(self, file: str, options: str) -> Schema:
        read = f"read_csv({_quoted(file)}, header = true, hive_partitioning = false{options})"
        found = self._backend.con.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()
        in_ibis = self._backend.compiler.type_mapper.from_string
        return tuple((name, str(in_ibis(kind))) for name, kind, *_ in found)

    def _has_rows(self, file: str) -> bool:
        read = f"read_csv({_quoted(file)}, header = true, hive_partitioning = false)"
        return bool(self._backend.con.execute(f"SELECT 1 FROM {read} LIMIT 1").fetchall())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
