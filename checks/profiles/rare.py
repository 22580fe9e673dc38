"""How many rows hold each of the values that are declared as rare: counted one by one, never cut."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from checks.agreement import Default
from checks.declared import Table
from checks.sources.allowed import holds
from checks.sources.counting import count_where

if TYPE_CHECKING:
    import ibis.expr.types as ir

NAME = "rare "


def measures(rows: "ir.Table", name: str, table: Table) -> dict[str, Any]:
    """What to count of a column in the fused GROUP BY, by number: a value may be any text."""
    declared = table.columns.get(name)
    rare = declared.rare if declared else ()
    column: Any = rows[name]
    return {f"{NAME}{at}": count_where(holds(column, Default(value))) for at, value in enumerate(rare)}


def counts(answer: Mapping[str, Any], name: str, table: Table) -> dict[str, int]:
    """Rows by value, also those of none, as the engine answered `measures`."""
    declared = table.columns.get(name)
    rare = declared.rare if declared else ()
    return {value: int(answer[f"{NAME}{at}"]) for at, value in enumerate(rare) if f"{NAME}{at}" in answer}
