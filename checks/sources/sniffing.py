"""What text files say of their columns: the first is sniffed, those alike are only asked for their types.

A file is read like the one before it. Where its lines do not fit its header, or it has none, that is an
error: to guess another way of reading it would make columns of its values.
"""

import glob
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from checks.sources.first_lines import DELIMITERS, FirstLines
from checks.sources.schemas import NO_TYPE, Schema, Written
from checks.sources.tables import LikelyEverywhereError
from checks.sources.twins import may_have_twins, twins

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

USUAL = ("", '"', "(empty)")
"""Quotes and escapes of a file that may be read as if both were "."""

TIMES = ("date", "timestamp")

NO_HEADER = "no header: its first line is data"


class Sniffer:
    """Asks DuckDB, which tries every dialect there is: seven times the work of reading types alone."""

    def __init__(self, backend: "Backend") -> None:
        self._backend = backend
        self.before: Written | None = None
        """How the file before is written: the next is expected to be like it."""

    def read(self, files: Mapping[str, str], schema: Schema, options: Mapping[str, Any]) -> "ir.Table":
        """The rows of files with one schema, each read with its delimiter.

        Types are those of the schema: a later file of the group is read like the first.
        """
        import ibis

        named = self._backend.compiler.type_mapper.to_string
        types = {name: named(ibis.dtype(kind)) for name, kind in schema if kind != NO_TYPE}
        parts = []
        for delimiter in dict.fromkeys(files.values()):
            alike = [file for file, other in files.items() if other == delimiter]
            dialect = {"delim": delimiter, "quote": '"', "escape": '"'} if delimiter else {}
            parts.append(self._backend.read_csv(alike, header=True, types=types, **dialect, **options))
        return ibis.union(*(part.select(parts[0].columns) for part in parts)) if len(parts) > 1 else parts[0]

    def look(self, file: str) -> Written:
        """Names and types in the order of the file, and its delimiter.

        ValueError says what is wrong with a file; whatever else the engine raises where it cannot be read.
        """
        found = self._like_before(file) or self._like_before_but_for_delimiter(file) or self._sniffed(file)
        if may_have_twins(found.names) and (why := twins(FirstLines(file).fields(found.delimiter))):
            raise LikelyEverywhereError(why, file)
        if all(kind == "string" for _, kind in found.schema) and not self._has_rows(file, found.delimiter):
            return Written(tuple((column, NO_TYPE) for column, _ in found.schema), found.delimiter)
        times = {name: at for at, (name, kind) in enumerate(found.schema) if kind.startswith(TIMES)}
        if not times:
            return found
        return replace(found, day_forms=FirstLines(file).day_forms(found.delimiter, times))

    def _like_before(self, file: str) -> Written | None:
        """A file that is written like the one before; None where it is not."""
        import duckdb

        if self.before is None or not self.before.delimiter:
            return None
        try:
            schema = self._described(file, self.before.delimiter)
        except duckdb.Error:
            return None
        return Written(schema, self.before.delimiter) if _names(schema) == self.before.names else None

    def _like_before_but_for_delimiter(self, file: str) -> Written | None:
        """A file with the header of the one before; raises the engine's error where its lines do not fit."""
        import duckdb

        if self.before is None or not self.before.delimiter:
            return None
        delimiter = FirstLines(file).delimiter_of(self.before)
        if delimiter is None:
            return None
        try:
            schema = self._described(file, delimiter)
        except duckdb.Error:
            if self._quotes_otherwise(file):
                return None
            self._demand_whole_lines(file, delimiter, self.before.names)
            return None
        return Written(schema, delimiter) if _names(schema) == self.before.names else None

    def _quotes_otherwise(self, file: str) -> bool:
        """Whether there is another way to quote by which the lines fit: not to quote at all is none."""
        _, quote, escape, *_ = self._dialect(file)
        return quote not in USUAL or escape not in USUAL

    def _sniffed(self, file: str) -> Written:
        lines = FirstLines(file)
        lines.demand_text()
        delimiter, quote, escape, skipped, has_header = self._dialect(file)
        if not has_header and skipped:  # the lines below have another number of fields than the header
            self._demand_whole_lines(file, delimiter, tuple(lines.fields(delimiter)))
        if not has_header or lines.look_like_data(delimiter, self.before):
            raise ValueError(NO_HEADER)
        schema = self._described(file)
        if len(schema) == 1:  # so it is read where no delimiter fits
            for other in DELIMITERS:
                if len(fields := lines.fields(other)) > 1:
                    self._demand_whole_lines(file, other, tuple(fields))
        usual = len(delimiter) == 1 and quote in USUAL and escape in USUAL
        return Written(schema, delimiter if usual else "")

    def _dialect(self, file: str) -> tuple[str, str, str, int, bool]:
        asked = f"SELECT Delimiter, Quote, Escape, SkipRows, HasHeader FROM sniff_csv({_exactly(file)})"
        delimiter, quote, escape, skipped, has_header = self._rows(asked)[0]
        return delimiter, quote, escape, skipped, has_header

    def _described(self, file: str, delimiter: str = "") -> Schema:
        found = self._rows(f"DESCRIBE SELECT * FROM {_read(file, delimiter)}")
        in_ibis = self._backend.compiler.type_mapper.from_string
        return tuple((name, str(in_ibis(kind))) for name, kind, *_ in found)

    def _has_rows(self, file: str, delimiter: str) -> bool:
        return bool(self._rows(f"SELECT 1 FROM {_read(file, delimiter)} LIMIT 1"))

    def _demand_whole_lines(self, file: str, delimiter: str, names: tuple[str, ...]) -> None:
        """Read all lines as texts, which raises the engine's error of the first that does not fit."""
        columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(names)))
        read = _read(file, delimiter, f", auto_detect = false, columns = {{{columns}}}")
        self._rows(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {read}")

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return list(self._backend.con.execute(query).fetchall())


def _names(schema: Schema) -> tuple[str, ...]:
    return tuple(name for name, _ in schema)


def _read(file: str, delimiter: str, options: str = "") -> str:
    if delimiter:
        options += f", delim = {_quoted(delimiter)}, quote = '\"', escape = '\"'"
    return f"read_csv({_exactly(file)}, header = true, hive_partitioning = false{options})"


def _exactly(file: str) -> str:
    """One file by its name, which the engine would take for a pattern."""
    return _quoted(glob.escape(file))


def _quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
