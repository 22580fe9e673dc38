"""How the limit of a drift verdict came about, as lines for a terminal and as an object of JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.messages.evidence_plot import Plot, distances, distributions
from bot.messages.figures import counted
from bot.messages.terminal import Line
from checks.calibration import OVER_LIMIT, Calibration
from checks.profiles.batches import Learned
from checks.statistics.distance import ABOVE_HIGH, DEVIATIONS, MIN_BATCHES, Limit
from checks.verdict import called

A_LINE = 7


def calibration_lines(said: Calibration) -> Iterator[Line]:
    """The whole explanation."""
    all_the_same = (
        "" if said.outcome == OVER_LIMIT or not said.is_strange else "; told all the same, see besides"
    )
    about = f"drift of {said.table}.{said.column} on {said.day:%a %-d %b %Y}"
    yield Line(f"{about}: {said.outcome}{all_the_same}", "title")
    yield Line(f"  reference   {_reference(said)}")
    for doubt in said.doubts:
        yield Line(f"              {doubt}", "ticket")
    yield Line(f"  batch       {counted(said.rows, 'row')}")
    chance = f"p = {said.p_value:.2g}; over all columns {said.p_adjusted:.2g}"
    yield Line(f"  {said.symbol:<11} {said.distance:.4f}, {chance}")
    yield Line(f"  limit       {_limit(said.limit, said.floor)}")
    yield Line(f"  besides     {said.besides}", "ticket" if said.is_strange else "plain")
    yield Line(f"  rests on    {counted(len(said.learned), 'clean batch', 'clean batches')}")
    yield from _learned(said.learned)
    if said.left_out:
        yield Line(f"  left out    {counted(len(said.left_out), 'batch', 'batches')}")
        for each in said.left_out:
            far = "" if each.distance is None else f" {each.distance:.3f}"
            yield Line(f"     {called(each.day, said.day)}{far}: {each.why}", "dim")
    yield Line("  what would change it")
    for change in said.changes:
        yield Line(f"     {change}")


def _reference(said: Calibration) -> str:
    rows = f"{said.reference}, {counted(said.reference_rows, 'row')}"
    if not said.reference_days:
        return rows
    first, last = (called(day, said.day) for day in (min(said.reference_days), max(said.reference_days)))
    days = counted(len(said.reference_days), "day")
    return f"{rows}: {days}, {first} to {last}; {said.peer_rows:,} of the same weekday"


def _limit(limit: Limit | None, floor: float) -> str:
    if limit is None:
        return f"none: fewer than {MIN_BATCHES} clean batches"
    usual = f"median {limit.median:.4f} + {DEVIATIONS} × {limit.factor:.2f} × MAD {limit.mad:.4f}"
    parts = [f"floor {floor:g}", usual]
    if limit.high is not None:
        parts.append(f"weekly high {limit.high:.4f} + {ABOVE_HIGH} × {limit.factor:.2f} × MAD")
    return f"{limit.value:.4f}, the largest of: {'; '.join(parts)}"


def _learned(learned: Sequence[Learned]) -> Iterator[Line]:
    each = [f"{batch.day:%-d %b} {batch.distance:.3f}" for batch in learned]
    for at in range(0, len(each), A_LINE):
        yield Line("     " + "  ".join(each[at : at + A_LINE]), "dim")


def calibration_object(said: Calibration) -> Mapping[str, Any]:
    """The same as JSON."""
    limit = said.limit
    return {
        "schema": 1,
        "check": "drift",
        "table": said.table,
        "column": said.column,
        "day": said.day.isoformat(),
        "outcome": said.outcome,
        "method": said.method,
        "rows": said.rows,
        "distance": said.distance,
        "p_value": said.p_value,
        "p_adjusted": said.p_adjusted,
        "limit": limit and _parts(limit),
        "floor": said.floor,
        "reference": {
            "is": said.reference,
            "rows": said.reference_rows,
            "rows_of_the_weekday": said.peer_rows,
            "days": [day.isoformat() for day in said.reference_days],
            "doubts": list(said.doubts),
        },
        "clean": [{"day": each.day.isoformat(), "distance": each.distance} for each in said.learned],
        "left_out": [
            {"day": each.day.isoformat(), "distance": each.distance, "why": each.why}
            for each in said.left_out
        ],
        "besides": {"told": said.is_strange, "says": said.besides},
        "changes": list(said.changes),
        **said.both,
    }


def _parts(limit: Limit) -> Mapping[str, Any]:
    return {
        "value": limit.value,
        "learned": limit.learned,
        "median": limit.median,
        "mad": limit.mad,
        "factor": limit.factor,
        "weekly_high": limit.high,
    }


def calibration_plots(said: Calibration) -> Iterator[tuple[str, Plot]]:
    """What a feature is judged by, drawn: both distributions, and the distances of the batches."""
    about = f"`{said.column}` of {said.table} on {called(said.day, said.day)}: {said.outcome}"
    kept = said.both.get("distributions")
    if kept and (plot := distributions(about, kept)):
        yield "distributions", plot
    left_out = {each.day: each.distance for each in said.left_out if each.distance is not None}
    by_day = left_out | {each.day: each.distance for each in said.learned} | {said.day: said.distance}
    yield "distances", distances(about, by_day, said.limit.value if said.limit else None, said.day)
