"""Newline-delimited JSON: an object a line. Its keys are the columns, in the order of the file before."""

import glob
import gzip
import json
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.sources.schemas import NO_TYPE, Schema, Written, is_empty
from checks.sources.tables import LikelyEverywhereError
from checks.sources.twins import may_have_twins, twins

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

A_LINE = "an object a line (newline-delimited JSON) is read"
LONGEST_LINE = 2**20
"""A longer one is a document of its own, like the manifest of a tool."""

_EVERY_KEY = "sample_size = -1, map_inference_threshold = -1, field_appearance_threshold = 0"
"""All lines say which keys there are, and a key that most lines lack is a column too."""

_READ_AS = {"UUID": "VARCHAR", "UBIGINT": "DOUBLE", "HUGEINT": "DOUBLE", "UHUGEINT": "DOUBLE"}
"""Types that one value more would change: an id that looks like a UUID, a number that is very large."""


class JsonLines:
    """Asks DuckDB."""

    def __init__(self, backend: "Backend") -> None:
        self._backend = backend

    def look(self, file: str, before: Written | None) -> Written:
        """Names and types; the names of the file before come first. ValueError says which line is broken."""
        import duckdb

        first = _first_line(file)
        if not first:
            return Written(())
        if first.startswith(BOM_UTF8):  # the engine would see it only when it reads the rows
            raise ValueError("it begins with a byte order mark: write the file without it")
        try:
            found = dict(self._described(file))
        except duckdb.Error as error:
            _demand_objects(file)
            if "non-record" in str(error):
                raise ValueError("none of its objects has a key") from error
            raise
        if may_have_twins(tuple(found)) and (why := twins(self._keys(file))):
            raise LikelyEverywhereError(why, file)
        if is_empty(tuple(found.items())):  # there are rows: only a file without any has no types
            found = dict.fromkeys(found, "string")
        known = before.names if before else ()
        order = [*(name for name in known if name in found), *(name for name in found if name not in known)]
        return Written(tuple((name, found[name]) for name in order))

    def read(self, files: Sequence[str], schema: Schema, options: Mapping[str, Any]) -> "ir.Table":
        """The rows of files with one schema; a key that an object lacks is NULL."""
        import ibis

        named = self._backend.compiler.type_mapper.to_string
        columns = {
            name: "VARCHAR" if kind == NO_TYPE else str(named(ibis.dtype(kind))) for name, kind in schema
        }
        return self._backend.read_json(list(files), columns=columns, format="newline_delimited", **options)

    def _described(self, file: str) -> Schema:
        asked = f"DESCRIBE SELECT * FROM read_json({_exactly(file)}, records = true, {_EVERY_KEY}, "
        asked += "format = 'newline_delimited', hive_partitioning = false)"
        in_ibis = self._backend.compiler.type_mapper.from_string
        return tuple(
            (name, NO_TYPE if kind == '"NULL"' else str(in_ibis(_READ_AS.get(kind, kind))))
            for name, kind, *_ in self._backend.con.execute(asked).fetchall()
        )

    def _keys(self, file: str) -> list[str]:
        """Every key as it is written."""
        read = f"read_ndjson_objects({_exactly(file)}, hive_partitioning = false)"
        asked = f"SELECT DISTINCT unnest(json_keys(json)) AS key FROM {read} ORDER BY key DESC"
        return [key for (key,) in self._backend.con.execute(asked).fetchall()]


def begins_with_an_object(files: Iterable[Path]) -> bool:
    """Whether the first of these files that has a line has an object there: a document over several lines has
    not, nor one that is longer than any row."""
    for file in files:
        try:
            first = _first_line(str(file), LONGEST_LINE)
            if first:
                return isinstance(json.loads(first), dict)
        except (OSError, EOFError, zlib.error, ValueError, RecursionError):
            return False
    return False


def _exactly(file: str) -> str:
    return "'" + glob.escape(file).replace("'", "''") + "'"


def _first_line(file: str, most: int = -1) -> bytes:
    """The first that is not blank, up to so many bytes; empty where there is none."""
    with (gzip.open if file.lower().endswith(".gz") else open)(Path(file), "rb") as stream:
        return next((line for line in iter(lambda: stream.readline(most), b"") if line.strip()), b"")


def _demand_objects(file: str) -> None:
    """ValueError names the first line that is no object; of what stands there nothing is said.

    One array is no slip: all files are likely to be written so.
    """
    if _first_line(file).lstrip().startswith(b"["):
        raise LikelyEverywhereError(f"it is one JSON array: {A_LINE}", file)
    with (gzip.open if file.lower().endswith(".gz") else open)(Path(file), "rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip() and (why := _fault(line)):
                raise ValueError(f"line {number:,} {why}")


def _fault(line: bytes) -> str:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return "is not utf-8 encoded: write the file as UTF-8"
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return f"is no whole JSON object: {A_LINE}"
    if not isinstance(found, dict | None):
        return f"is no JSON object: {A_LINE}"
    if found is not None and not all(found):
        return "has a key without a name: give it one"
    return "" if found is None or _can_be_written(found) else "holds half a character, like \\ud800"


def _can_be_written(found: dict[str, Any]) -> bool:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
