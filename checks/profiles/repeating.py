"""From the rows that repeat a key to what they have in common."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from checks.profiles.grouping import NO_DAY, Group, day_of
from checks.profiles.hours import hours_after
from checks.profiles.patient import Asked
from checks.profiles.repeats import QUARTER, Repeats
from checks.profiles.slices import NEAR
from checks.sources.tables import DAY, EVENT, LOAD_DAY, LOADED

if TYPE_CHECKING:
    import ibis.expr.types as ir

FIRST = "oakum: first"
"""The partition of the first row that has the key."""


def repeats(table: Asked, again: "ir.Table") -> dict[Group, Repeats]:
    """What the repeating rows of each group have in common; `again` has the column `FIRST`."""
    found: dict[Group, tuple[Counter[str], Counter[int], Counter[int]]] = {}
    plain = again.select(
        day=again[DAY],
        load=again[LOAD_DAY],
        first=again[FIRST],
        hour=hours_after(again[EVENT], again[DAY]),
        quarter=again[LOADED] // QUARTER,
    )
    counted: Any = plain.group_by("day", "load", "first", "hour", "quarter").agg(rows=plain.count())
    for row in table.fetch(counted).to_pylist():
        group = (row["day"] or NO_DAY, day_of(row["load"]))
        days, hours, loads = found.setdefault(group, (Counter(), Counter(), Counter()))
        if row["first"] is not None:
            days[row["first"].isoformat()] += row["rows"]
        if row["hour"] in NEAR:
            hours[row["hour"]] += row["rows"]
        if row["quarter"] is not None:
            loads[row["quarter"]] += row["rows"]
    return {group: Repeats(days, hours, loads) for group, (days, hours, loads) in found.items()}
