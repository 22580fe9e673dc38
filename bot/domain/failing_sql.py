"""SQL to copy that returns the rows which a finding is about, for the engine where they lie.

DuckDB reads files, by their path; PostgreSQL its own tables. None where SQL cannot say it as the check did.
"""

import glob
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date

from bot.domain.declared import Source
from bot.domain.finding import Finding
from checks.agreement import FLOATS, INTEGERS, Agreed
from checks.declared import Table
from checks.sources.dated import as_glob, is_dated
from checks.sources.levelled import MISSING, SHOWN
from checks.verdict import Failing

_BY_VALUE = ("equal", "outside")
"""Their bounds come from values of the column: they are told only where those may be."""


def failing_sql(finding: Finding, table: Table, source: Source) -> str | None:
    """One statement, with identifiers and texts quoted whatever they are."""
    failing = finding.failing
    if failing is None or _is_hidden(failing, table):
        return None
    rows = _rows(failing, finding.table, table, source)
    if failing.what == "duplicate":
        return _repeats(failing, rows, table) if rows and not is_dated(table.path or "") else None
    found = _matches(failing, is_files=source.kind == "files")
    if found is None or rows is None:
        return None
    which = [found, *_level(failing), *_days(failing, table)]
    order = f"\nORDER BY {_name(table.event_time)}" if table.event_time else ""
    return f"SELECT *\nFROM {rows}\nWHERE {_all(which)}{order};"


def _is_hidden(failing: Failing, table: Table) -> bool:
    """Whether it could only be said with a value of a column that is not shared."""
    declared = table.columns.get(failing.column or "")
    return failing.what in _BY_VALUE and not (declared and declared.share)


def _repeats(failing: Failing, rows: str, table: Table) -> str | None:
    """The rows that repeat a key which an earlier row has; what has no key repeats none."""
    if not table.key:
        return None
    day = [table.day_column] if table.day_column else []
    within = [*table.key, *(day if table.unique_within == "partition" else [])]
    by = ", ".join(map(_name, dict.fromkeys(within)))
    earlier = ", ".join(_name(each) for each in (*day, table.event_time) if each) or by
    nth = _free("copy", table)
    numbered = f"SELECT *, ROW_NUMBER() OVER (PARTITION BY {by} ORDER BY {earlier}) AS {nth}"
    there = [f"{_name(each)} IS NOT NULL" for each in table.key]
    which = [f"{nth} > 1", *_days(failing, table)]
    return (
        f"SELECT *\nFROM (\n  {numbered}\n  FROM {rows}\n  WHERE {' AND '.join(there)}\n) AS numbered\n"
        f"WHERE {_all(which)}\nORDER BY {by};"
    )


def _free(name: str, table: Table) -> str:
    """A name that no declared column has."""
    while name in table.named_columns:
        name += "_"
    return _name(name)


def _all(conditions: Sequence[str]) -> str:
    return "\n  AND ".join(conditions)


def _rows(failing: Failing, name: str, table: Table, source: Source) -> str | None:
    """What is read: a table of a database, or files; of files with a day in their names only those days."""
    if source.kind == "postgres":
        return ".".join(map(_name, (table.path or name).split(".")))
    if source.root is None or table.path is None:
        return None
    root = glob.escape(str(source.root)).rstrip("/")
    if is_dated(table.path):
        paths = [_of_day(table.path, day) for day in sorted(failing.partitions)]
    else:
        paths = [as_glob(table.path)]
    kind = re.search(r"\.(parquet|pq|csv|tsv|json|jsonl|ndjson)(\.\w+)?$", table.path)
    reader = {"p": "read_parquet", "c": "read_csv", "t": "read_csv", "j": "read_json", "n": "read_json"}
    read = reader[kind[1][0]] if kind else "read_parquet"
    files = ", ".join(_text(f"{root}/{path}") for path in paths)
    return f"{read}([{files}], union_by_name = true, hive_partitioning = true)"


def _of_day(path: str, day: date) -> str:
    """The path of a day; the digits of a time may be any."""
    for part, said in (("%Y", f"{day:%Y}"), ("%m", f"{day:%m}"), ("%d", f"{day:%d}")):
        path = path.replace(part, said)
    return as_glob(path)


def _days(failing: Failing, table: Table) -> Iterator[str]:
    if table.day_column and not is_dated(table.path or ""):
        days = ", ".join(f"DATE '{day}'" for day in sorted(failing.partitions))
        yield f"CAST({_name(table.day_column)} AS DATE) IN ({days})"


def _level(failing: Failing) -> Iterator[str]:
    """Of one level; one that may not be named is not, and the rows of all levels come."""
    if failing.segment is None:
        return
    column, level = failing.segment
    if level == MISSING:
        yield f"{_name(column)} IS NULL"
    elif level.startswith(SHOWN):
        yield f"CAST({_name(column)} AS VARCHAR) = {_text(level.removeprefix(SHOWN))}"
    else:
        yield f"true /* of one level of {_remark(column)}, which may not be named */"


def _matches(failing: Failing, *, is_files: bool) -> str | None:
    """The condition that a row meets which fails; None where it cannot be said."""
    if failing.column is None:
        return None
    column = _name(failing.column)
    text, nan = f"CAST({column} AS VARCHAR)", _nan(column, is_files=is_files)
    number = f"CAST({column} AS DOUBLE PRECISION)"
    match failing.what:
        case "null":
            return f"({column} IS NULL\n    OR {nan})"
        case "missing":
            return f"({column} IS NULL\n    OR {text} = ''\n    OR {nan})"
        case "blank":
            return f"({text} = ''\n    OR {nan})"
        case "nan":
            return nan
        case "infinite":
            return f"{text} IN ('inf', '-inf', 'Infinity', '-Infinity')"
        case "equal" if failing.low is not None:
            return f"{number} = {failing.low!r}"
        case "outside" if failing.low is not None and failing.high is not None:
            return f"({number} < {failing.low!r} OR {number} > {failing.high!r})\n  AND NOT {nan}"
        case "not allowed" if failing.agreed is not None:
            return _not_allowed(column, failing.agreed, nan)
    return None


def _nan(column: str, *, is_files: bool) -> str:
    """Whether a number is none; a text "nan" is a text."""
    kind = f"typeof({column})" if is_files else f"CAST(pg_typeof({column}) AS VARCHAR)"
    kinds = "'FLOAT', 'DOUBLE'" if is_files else "'real', 'double precision'"
    return f"({kind} IN ({kinds}) AND CAST({column} AS VARCHAR) IN ('nan', 'NaN'))"


def _not_allowed(column: str, agreed: Agreed, nan: str) -> str | None:
    number, text = f"CAST({column} AS DOUBLE PRECISION)", f"CAST({column} AS VARCHAR)"
    is_number = agreed.kind.startswith((*INTEGERS, *FLOATS, "decimal")) or agreed.logical in (
        "integer",
        "number",
    )
    found: list[str] = []
    if agreed.values:
        if _numbers(agreed.values) and not is_number:
            return None  # 1 and 1.0 are one number and two texts: which they are is not known
        values = _numbers(agreed.values) if is_number else [_text(each) for each in agreed.values]
        found.append(f"{number if is_number else text} NOT IN ({', '.join(values)})" if values else "true")
    if agreed.low is not None:
        found.append(f"{number} < {agreed.low!r}")
    if agreed.high is not None:
        found.append(f"{number} > {agreed.high!r}")
    if not found:
        return None
    said = f"{column} IS NOT NULL\n  AND ({' OR '.join(found)})\n  AND NOT {nan}"
    if agreed.default is not None and agreed.default.value is not None:
        said += f"\n  AND {text} <> {_text(agreed.default.value)}"
    return said


def _numbers(values: Sequence[str]) -> list[str]:
    """The texts as numbers, those that are none left out."""
    found: list[str] = []
    for each in values:
        with suppress(ValueError):
            found.append(repr(float(each)))
    return found


def _name(name: str | None) -> str:
    return '"' + str(name).replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _remark(value: str) -> str:
    return re.sub(r"[^\w .-]", "?", value)[:60]
