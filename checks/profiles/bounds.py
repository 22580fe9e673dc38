"""What a reference shows beyond the shape: ranges, allowed values, defaults; each only where it is shown."""

from collections.abc import Mapping, Sequence

from checks.agreement import Agreed, Default
from checks.asks import Filled
from checks.profiles.agreed import MIN_PARTITIONS, MIN_ROWS
from checks.profiles.having import having
from checks.profiles.profile import Profile
from checks.sources.guesses import Column
from checks.sources.levels import MOST_VALUES, Levels

MOST_DAYS = 0.5
"""A bound, or a way to leave a value out, is one of the table if so many of the days show it."""

MIN_INPUTS, ALWAYS = 30, 0.99
"""So many rows without input, and this share of them with one value, make that value the default."""

Found = tuple[Mapping[str, object], str]
"""Fields of an `Agreed`, and from how many rows they were learned."""

NOTHING: Found = ({}, "")


def bounds(reference: Sequence[Profile], column: Agreed) -> Found:
    """A smallest or largest value that most days share.

    The extremes of a quantity without bounds differ from day to day, and tomorrow brings a new one; only a
    quantity that ends somewhere (0, 23, 100) stops at the same value on most days.
    """
    days = [each for each in having(reference, column.name) if each.columns[column.name].values.finite]
    parts = [each.columns[column.name].values for each in days]
    rows = sum(part.finite for part in parts)
    if len(parts) < MIN_PARTITIONS or rows < MIN_ROWS or any(part.infinite for part in parts):
        return NOTHING
    if Column(column.name, "whole").like_a_key:
        return NOTHING
    low, high = min(part.low for part in parts), max(part.high for part in parts)
    if low == high:
        return NOTHING
    at_low, at_high = sum(part.low == low for part in parts), sum(part.high == high for part in parts)
    ends = {"minimum": ("low", low, at_low), "maximum": ("high", high, at_high)}
    kept = {end: each for end, each in ends.items() if each[2] >= MOST_DAYS * len(parts)}
    told = [f"{end} on {each[2]} of {len(parts)} days" for end, each in kept.items()]
    if not kept:
        return NOTHING
    return {name: value for name, value, _ in kept.values()}, f"{', '.join(told)}, from {rows:,} rows"


def allowed(levels: Levels, reference: Sequence[Profile]) -> Found:
    """All values, where nothing that occurs was seen on one day only: then no new one is to be expected.

    (The share of values not seen yet is about that of the values seen once; Good 1953.)
    """
    days = len([each for each in reference if each.rows])
    rows = sum(count for count, _ in levels.values())
    if days < MIN_PARTITIONS or rows < MIN_ROWS or not 1 < len(levels) <= MOST_VALUES:
        return NOTHING
    if any(seen < 2 for _, seen in levels.values()):
        return NOTHING
    said = f"{len(levels)} values, each on 2 days or more, from {rows:,} rows"
    return {"values": tuple(sorted(levels))}, said


def default(reference: Sequence[Profile], column: Agreed, filled: Sequence[Filled]) -> Found:
    """What stands where there is no value: by the rows without input, or else the one way to leave it out."""
    for each in filled:
        if each.no_input >= MIN_INPUTS and each.at_default >= ALWAYS * each.no_input:
            held = f"{each.at_default:,} of {each.no_input:,} rows without {each.fill.input}"
            return {"default": each.fill.default}, f"{each.fill.default} in {held} in their source"
    days = having(reference, column.name)
    found = [each.columns[column.name] for each in days]
    rows = sum(each.rows for each in days)
    ways: dict[str | None, list[int]] = {
        None: [each.nulls for each in found],
        "": [each.empty for each in found],
        "NaN": [each.nan for each in found],
    }
    used = {value: counts for value, counts in ways.items() if any(counts)}
    if len(used) != 1 or len(days) < MIN_PARTITIONS or rows < MIN_ROWS or "NaN" in used:
        return NOTHING
    ((value, absent),) = used.items()
    if sum(map(bool, absent)) < MOST_DAYS * len(days):
        return NOTHING
    said = f"{Default(value)} where there is no value, from {sum(absent):,} of {rows:,} rows"
    return {"default": Default(value)}, said
