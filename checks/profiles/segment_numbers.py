"""What is measured of the values in each level of a segment, in the GROUP BY that counts the levels.

Mean and spread of declared numbers, days after the 12th of times, fractions of coordinates: what tells that a
unit, or the way in which values are read, changed in one source of four.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checks.declared import Table
from checks.profiles.coordinates import is_coordinate
from checks.profiles.values import Values, is_number
from checks.sources.counting import count_where
from checks.sources.numbers import sane
from checks.sources.tables import DAY, EVENT, LOAD_DAY, LOADED

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEAST = 20
"""Of fewer values nothing is kept, but for one number that all of them are: the rate of a currency."""

LARGEST = 20
"""Of so many levels, the largest, values are measured."""


def measures(rows: "ir.Table", table: Table, segment: str) -> dict[str, Any]:
    """What to ask of each level; `measured` reads the answer."""
    found: dict[str, Any] = {}
    for at, name in enumerate(rows.columns):
        if name in (segment, table.day_column, table.loaded_at_field, DAY, LOAD_DAY, EVENT, LOADED):
            continue
        asked = _of(rows[name], name, name in table.columns)
        found |= {f"of_{at}_{what}": measure for what, measure in asked.items()}
    return found


def _of(column: Any, name: str, declared: bool) -> dict[str, Any]:
    kind = column.type()
    if kind.is_date() or kind.is_timestamp():
        return {"finite": column.count(), "late_days": count_where(column.day() > 12)}
    degrees = kind.is_floating() and is_coordinate(name)
    if not is_number(column) or not (declared or degrees):
        return {}
    number = column.cast("float64")
    usable = sane(number) if kind.is_floating() or kind.is_decimal() else number
    found = {"finite": usable.count(), "mean": usable.mean(), "variance": usable.var(how="pop")}
    if degrees:
        size = usable.abs()
        found["sixtieths"] = count_where(size - size.floor() >= 0.6)
    return found


def measured(answer: Mapping[str, Any], names: Sequence[str]) -> dict[str, Values]:
    """The values of one level, by column."""
    if answer["place"] >= LARGEST:
        return {}
    found: dict[int, dict[str, Any]] = {}
    for key, value in answer.items():
        if key.startswith("of_") and value is not None:
            _, at, what = key.split("_", 2)
            found.setdefault(int(at), {})[what] = value
    return {names[at]: Values(**each) for at, each in found.items() if _is_worth(each, answer["rows"])}


def _is_worth(found: Mapping[str, Any], rows: int) -> bool:
    return found["finite"] >= LEAST or (found["finite"] == rows and found.get("variance") == 0)
