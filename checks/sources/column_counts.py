"""What is counted of the columns of a table that nobody has described: in one scan, by any engine."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from checks.sources.counting import count_where
from checks.sources.epochs import is_called_so, is_moment
from checks.sources.guesses import Column, Kind
from checks.sources.numbers import is_nan
from checks.sources.tables import DAY, EVENT, LOAD_DAY, LOADED, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir


_COUNTED = ("missing", "distinct", "on", "near", "after", "moments")
"""In the order of `Column`."""


def kind_of(kind: str) -> Kind:
    """The type of a column in the words that guesses are made in."""
    plain = kind.removeprefix("!")
    for start, meant in (
        ("int", "whole"), ("uint", "whole"), ("float", "number"), ("decimal", "number"), ("date", "day"),
        ("timestamp", "time"), ("string", "text"), ("uuid", "text"),
    ):  # fmt: skip
        if plain.startswith(start):
            return meant  # type: ignore[return-value] # all of them are kinds
    return "other"


def counted(source: SourceTable, rows: "ir.Table") -> tuple[int, int, date, list[Column]]:
    """How many rows, on how many days, from which on, and what is counted of each column, in one scan."""
    names = [name for name in rows.columns if name not in (DAY, LOAD_DAY, LOADED, EVENT)]
    asked: dict[str, Any] = {
        "rows": rows.count(),
        "days": rows[DAY].nunique(),
        "since": rows[DAY].min().cast("string"),
    }
    for at, name in enumerate(names):
        asked |= {f"{what} {at}": count for what, count in _counts(rows, name)}
    said = source.fetch(rows.agg(**asked)).to_pylist()[0]
    columns = [
        Column(
            name,
            kind_of(str(rows[name].type())),
            *(said.get(f"{what} {at}") or 0 for what in _COUNTED),
        )
        for at, name in enumerate(names)
    ]
    return said["rows"], said["days"], date.fromisoformat(said["since"] or "0001-01-01"), columns


def _counts(rows: "ir.Table", name: str) -> Iterator[tuple[str, Any]]:
    column, kind = rows[name], kind_of(str(rows[name].type()))
    missing = column.isnull()
    if kind == "number":
        missing |= is_nan(column)
    elif kind == "text":
        missing |= column.cast("string") == ""
    yield "missing", count_where(missing)
    if kind != "other":
        yield "distinct", column.approx_nunique()  # exact ones take gigabytes for millions of rows
    if kind == "whole" and is_called_so(name):
        yield "moments", count_where(is_moment(column))
    if kind == "time":
        day, own, one = column.cast("date"), rows[DAY], _one_day()
        yield "on", count_where(day == own)
        yield "near", count_where(day.between(own - one, own + one))
        yield "after", count_where(day >= own)


def _one_day() -> Any:
    import ibis

    return ibis.interval(days=1)
