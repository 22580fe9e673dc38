"""From rows to slices: one GROUP BY for the hours, one for each segment column."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from checks.profiles import segment_numbers
from checks.profiles.grouping import NO_DAY, Group, day_of
from checks.profiles.profile import Profile
from checks.profiles.slices import NEAR, STEPS, Level, Slices
from checks.profiles.values import is_number
from checks.sources.counting import count_where
from checks.sources.hashing import hashed
from checks.sources.levelled import named
from checks.sources.numbers import is_nan
from checks.sources.tables import DAY, EVENT, LOAD_DAY, LOADED, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = 50
"""So many levels of a segment column are counted, the largest of each partition."""

_HOUR, _DAY = 3_600, 24
_SHIFT = 4_000_000 * _DAY
"""Hours that make any time between the years 1 and 9999 positive, so that division cuts downwards."""
_COARSE, _OLDEST = 64, 1_024


def contents(rows: "ir.Table", names: Sequence[str], pushes_down: bool) -> dict[str, Any]:
    """What to sum up in the fused GROUP BY of columns that hold neither numbers nor times."""
    found: dict[str, Any] = {}
    for at, name in enumerate(names):
        column: Any = rows[name]
        kind = column.type()
        plain = kind.is_string() or kind.is_boolean()
        if is_number(column) or kind.is_temporal() or not (plain or not pushes_down):
            continue
        text = column.cast("string") if kind.is_boolean() else column
        found[f"content_{at}"] = (hashed(text) % 2**31).sum().cast("int64")
    return found


def content_of(answer: Mapping[str, Any], names: Sequence[str]) -> dict[str, int]:
    """The sums by column, as the engine answered `contents`."""
    return {
        name: int(answer[f"content_{at}"] or 0) for at, name in enumerate(names) if f"content_{at}" in answer
    }


def slices(table: SourceTable, rows: "ir.Table") -> dict[Group, Slices]:
    """Hours and segments of each group; groups without either are left out."""
    hours = dict(_hours(table, rows)) if table.table.event_time in rows.columns else {}
    segments: dict[Group, dict[str, dict[str, Level]]] = defaultdict(dict)
    for column in table.table.segment:
        if column in rows.columns:
            for group, levels in _levels(table, rows, column).items():
                segments[group][column] = levels
    return {
        group: Slices(*hours.get(group, ({}, {}, {})), segments=segments.get(group, {}))
        for group in dict.fromkeys([*hours, *segments])
    }


def hours_after(event: Any, day: Any) -> Any:
    """The hours from the midnight (UTC) of a day to an event in epoch seconds, cut downwards."""
    midnight = day.cast("timestamp").epoch_seconds()
    return (event - midnight + _SHIFT * _HOUR) // _HOUR - _SHIFT


Hours = tuple[dict[int, int], dict[int, int], dict[int, int]]


def _hours(table: SourceTable, rows: "ir.Table") -> Iterator[tuple[Group, Hours]]:
    """Rows by hour, by age in days, and by delay, of each group."""
    import ibis

    known: Any = rows.filter(rows[EVENT].notnull())
    hour = hours_after(known[EVENT], known[DAY]) + _SHIFT
    hour = ibis.least(ibis.greatest(hour, _SHIFT - _OLDEST * _DAY), _SHIFT + _COARSE * _DAY)
    near = hour.between(_SHIFT + NEAR[0], _SHIFT + NEAR[-1])
    recent = hour >= _SHIFT - _COARSE * _DAY
    coarse = recent.ifelse(hour // _DAY * _DAY, hour // (_COARSE * _DAY) * (_COARSE * _DAY))
    minutes = ibis.greatest(known[LOADED] - known[EVENT], 0).cast("float64") / 60
    step = ((minutes + 1).ln() * (STEPS / math.log(2))).floor().cast("int64")
    plain = known.select(
        day=known[DAY], load=known[LOAD_DAY], hour=near.ifelse(hour, coarse).cast("int64"), step=step
    )
    counted = plain.group_by("day", "load", "hour", "step").agg(rows=plain.count())
    found: dict[Group, tuple[Counter[int], Counter[int], Counter[int]]] = {}
    for row in table.fetch(counted).to_pylist():
        group = (row["day"] or NO_DAY, day_of(row["load"]))
        hours, ages, delays = found.setdefault(group, (Counter(), Counter(), Counter()))
        after = row["hour"] - _SHIFT
        if after in NEAR:
            hours[after] += row["rows"]
        else:
            ages[-(after // _DAY)] += row["rows"]
        if row["step"] is not None:
            delays[row["step"]] += row["rows"]
    for group, (hours, ages, delays) in found.items():
        yield group, (dict(hours), dict(ages), dict(delays))


def _levels(table: SourceTable, rows: "ir.Table", column: str) -> dict[Group, dict[str, Level]]:
    """The largest levels of a segment column in each group."""
    import ibis

    watched = [
        name
        for name, declared in table.table.columns.items()
        if declared.watches_nulls is not None and name in rows.columns and name != column
    ]
    measures: dict[str, Any] = {
        f"missing_{at}": count_where(_missing(rows[name])) for at, name in enumerate(watched)
    }
    measures |= segment_numbers.measures(rows, table.table, column)
    grouped: Any = rows.group_by(day=rows[DAY], load=rows[LOAD_DAY], level=rows[column].cast("string"))
    counted = grouped.agg(rows=rows.count(), **measures)
    order = [ibis.desc("rows"), "level"]
    place = ibis.row_number().over(ibis.window(group_by=["day", "load"], order_by=order))
    largest = counted.mutate(place=place).filter(ibis._.place < LEVELS)
    declared = table.table.columns.get(column)
    share = declared is not None and declared.share
    found: dict[Group, dict[str, Level]] = defaultdict(dict)
    for row in table.fetch(largest.order_by("day", "load", "place")).to_pylist():
        missing = {name: row[f"missing_{at}"] for at, name in enumerate(watched) if row[f"missing_{at}"]}
        group = (row["day"] or NO_DAY, day_of(row["load"]))
        values = segment_numbers.measured(row, rows.columns)
        found[group][named(row["level"], share)] = Level(row["rows"], missing, values)
    return found


def _missing(column: Any) -> Any:
    """NULL, NaN or an empty text."""
    lost = column.isnull()
    if column.type().is_floating():
        return lost | is_nan(column)
    return lost | (column == "") if column.type().is_string() else lost


def with_slices(profile: Profile, found: Slices) -> Profile:
    """The profile with its hours and segments, beside the content that it has."""
    return replace(profile, slices=replace(found, content=profile.slices.content))
