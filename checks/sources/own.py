"""The rows that an owner's check returns: how many of a partition, and the first of them."""

import importlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from checks.asks import Offending
from checks.comparisons import OwnCheck
from checks.selects import ROWS, with_rows
from checks.sources.answered import rows_of as plain_rows
from checks.sources.keyed import known, rows_of
from checks.sources.mishaps import of_a_function, of_an_engine
from checks.sources.numbers import POSTGRES
from checks.sources.tables import Bundle, SourceError, SourceTable, plain, reason
from checks.verdict import Row

if TYPE_CHECKING:
    import ibis.expr.types as ir

EXAMPLES = 5
COUNT = "oakum_count"
MOST_ROWS = 2_000_000
"""So many rows of a partition are handed to a Python function; more are for SQL."""

LATEST = datetime.max.replace(tzinfo=UTC)
Found = tuple[int, list[Row]]
Frame = Any
"""A DataFrame of pandas, which has no types here."""


def offending(
    own: OwnCheck, table: SourceTable, bundles: Sequence[Bundle], days: Collection[date], as_of: datetime
) -> dict[date, Offending]:
    """What the check returns of each day. Raises `SourceError`, which says what went wrong in it."""
    found_by = _by_sql(own) if own.sql is not None else _by_function(own)
    found = {}
    for day in days:
        parts = rows_of(table, bundles, [day])
        answers = [found_by(table, _as_declared(known(table, rows, as_of))) for rows in parts]
        rows = sorted((row for _, rows in answers for row in rows), key=lambda row: row.at or LATEST)
        found[day] = Offending(sum(count for count, _ in answers), tuple(rows[:EXAMPLES]))
    return found


def _as_declared(rows: "ir.Table") -> "ir.Table":
    """Without the columns of ours."""
    return rows.drop(*(name for name in rows.columns if name.startswith("oakum: ")))


def _by_sql(own: OwnCheck) -> Callable[[SourceTable, "ir.Table"], Found]:
    assert own.sql is not None
    wrong = with_rows(own.sql)

    def found(table: SourceTable, rows: "ir.Table") -> Found:
        backend = rows.get_backend()
        # the line breaks end a comment in the owner's last line
        query = f"WITH {ROWS} AS (\n{backend.compile(rows)}\n), oakum_wrong AS (\n{wrong}\n)\n"
        try:
            there = backend.con.execute(f"{query}SELECT * FROM oakum_wrong LIMIT 0").description
            shown = _shown(table, [each[0] for each in there])
            named = [_quoted(name) for name in shown]
            order = f"ORDER BY {', '.join(named)} " if named else ""
            wanted = ", ".join([f"count(*) OVER () AS {COUNT}", *named])
            first = _answer(backend, f"{query}SELECT {wanted} FROM oakum_wrong {order}LIMIT {EXAMPLES}")
        except Exception as error:  # every engine has its own errors; all mean that this SQL cannot be run
            raise SourceError(f"its SQL cannot be run ({of_an_engine(error)})") from error
        count = int(first[0][COUNT]) if first else 0
        return count, _rows(own, table, first)

    return found


def _answer(backend: Any, query: str) -> list[dict[str, Any]]:
    """The rows of an answer, by column. (DuckDB gives times with a zone to Python only by way of Arrow.)"""
    if backend.name != POSTGRES:
        rows: list[dict[str, Any]] = plain_rows(backend.con.sql(query).to_arrow_table())
        return rows
    cursor = backend.con.execute(query)
    names = [each[0] for each in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _shown(table: SourceTable, there: Collection[str]) -> list[str]:
    """What may be shown of a wrong row: its time, its key, and columns whose values are shared."""
    declared = table.table
    shared = [name for name, column in declared.columns.items() if column.share]
    wanted = [*([declared.event_time] if declared.event_time else []), *declared.key, *shared]
    return [name for name in dict.fromkeys(wanted) if name in there]


def _by_function(own: OwnCheck) -> Callable[[SourceTable, "ir.Table"], Found]:
    function = _function(own)

    def found(table: SourceTable, rows: "ir.Table") -> Found:
        count = table.fetch(rows.count().as_table()).column(0)[0].as_py()
        if count > MOST_ROWS:
            raise SourceError(f"a partition has {count:,} rows, too many for a function: write it in SQL")
        frame = table.fetch(rows).to_pandas()
        try:
            wrong = _wrong(frame, function(frame))
        except SourceError:
            raise
        except Exception as error:  # whatever the owner's code raises
            raise SourceError(f"{own.python} failed: {of_a_function(error)}") from error
        shown = _shown(table, list(wrong.columns))
        if table.table.event_time in shown:
            wrong = wrong.sort_values(table.table.event_time, kind="stable")
        return len(wrong), _rows(own, table, wrong[shown].head(EXAMPLES).to_dict("records"))

    return found


def _function(own: OwnCheck) -> Callable[[Frame], Any]:
    assert own.python is not None
    module, _, name = own.python.partition(":")
    try:
        function: Callable[[Frame], Any] = getattr(importlib.import_module(module), name)
    except Exception as error:  # importing runs the owner's code, which may raise anything
        said = f"{own.python} cannot be loaded ({type(error).__name__}: {reason(error)})"
        raise SourceError(
            f"{said}: install the package where Oakum runs, or add its folder to PYTHONPATH"
        ) from error
    return function


def _wrong(frame: Frame, answer: Any) -> Frame:
    """The wrong rows, from a mask or as they are."""
    import numpy as np

    if isinstance(answer, type(frame)):
        return answer
    mask = np.asarray(answer)
    if mask.dtype == bool and mask.shape == (len(frame),):
        return frame[mask]
    returned = f"its function returned {type(answer).__name__}"
    raise SourceError(f"{returned}: return the rows that are wrong, or a mask with True for each of them")


def _rows(own: OwnCheck, table: SourceTable, found: Iterable[Mapping[str, Any]]) -> list[Row]:
    declared = table.table
    why = own.description or own.name.replace("_", " ")
    rows = []
    for values in found:
        key = plain({name: values[name] for name in declared.key if name in values})
        named = (*key, declared.event_time, COUNT)
        also = {name: value for name, value in values.items() if name not in named}
        said = ", ".join(f"{name} is {value}" for name, value in plain(also).items())
        at = _moment(values.get(declared.event_time or ""))
        if key or at or said:
            rows.append(Row(key=key, at=at, why=f"{why}: {said}" if said else why))
    return rows


def _moment(value: Any) -> datetime | None:
    """A time in UTC; one without a zone is taken to be in it."""
    if not isinstance(value, date) or value != value:  # pandas' NaT is a date, equal to nothing
        return None
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    return datetime.fromtimestamp((value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp(), UTC)
