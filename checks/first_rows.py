"""A breach with the first rows that it is about, and the hours at which they came: asked of the source."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from checks.profiles.shares_by_hour import shares_by_hour
from checks.profiles.slices import segment_of
from checks.profiles.survey import Survey
from checks.sources.failing import failing_hours, failing_level, failing_rows
from checks.sources.tables import reason
from checks.statistics.trend import Direction
from checks.verdict import Failing, Verdict

log = logging.getLogger(__name__)

PLACED = ("like", "misfit", "outside", "equal")
"""Of rows that are written or read otherwise it is told in which segment they are, where one holds them."""

TIMED = ("null", "missing", "blank", "nan", "infinite", "like", "misfit", "not allowed")
"""Of rows that miss a value, or have one that is none, it is told at which hours they came."""


def with_rows(surveyed: Survey, verdict: Verdict, as_of: datetime, zone: ZoneInfo) -> Verdict:
    """`since` becomes the time of the very first row."""
    failing = verdict.failing
    if failing is None or failing.what == "duplicate":
        return verdict
    days = surveyed.readable(failing.partitions, as_of)
    if not days:
        return verdict
    failing = replace(failing, partitions=days)
    asked = surveyed.table, list(surveyed.bundles), failing, as_of
    rows = failing_rows(*asked, why(failing))
    where = failing_level(*asked) if rows and failing.what in PLACED and not failing.segment else None
    first = rows[0].at if rows else None
    said = f"{verdict.summary}; all in {segment_of(*where)}" if where else verdict.summary
    found = replace(verdict, summary=said, rows=rows, since=first or verdict.since)
    return _with_hours(surveyed, found, failing, as_of, zone) if first else found


def _with_hours(
    surveyed: Survey, verdict: Verdict, failing: Failing, as_of: datetime, zone: ZoneInfo
) -> Verdict:
    """For a plot, where it did not creep in: those of the day on which it began and of the day before."""
    creeps = verdict.evidence.get("direction") == Direction.GROWING
    if creeps or failing.what not in TIMED or not surveyed.table.table.has_days:
        return verdict
    began = min(failing.partitions)
    wanted = replace(failing, partitions=(began - timedelta(days=1), began))
    try:
        counts = failing_hours(surveyed.table, list(surveyed.bundles), wanted, as_of)
    except Exception as error:  # a breach without this plot has its rows, and perhaps another plot
        log.warning("hours of %s in %s cannot be told (%s)", verdict.check, verdict.table, reason(error))
        return verdict
    found = shares_by_hour(counts, began, zone)
    if not found:
        return verdict
    first = verdict.since and verdict.since.astimezone(zone).replace(tzinfo=None).isoformat()
    told = {**found, "of": why(failing), "first": first}
    return replace(verdict, evidence={**verdict.evidence, "shares_by_hour": told})


def why(failing: Failing) -> str:
    """What is wrong with each of the rows."""
    return {
        "null": f"{failing.column} is missing",
        "missing": f"{failing.column} is missing",
        "blank": f"{failing.column} is NaN or an empty text",
        "nan": f"{failing.column} is no number",
        "infinite": f"{failing.column} is infinite",
        "astray": f"{failing.column} is on another day than the partition",
        "like": f"{failing.column} is written in a new way",
        "gone": f"{failing.column} is read in another way from here on",
        "misfit": f"{failing.column} is not in the declared format",
        "not allowed": f"{failing.column} is not what was agreed",
        "outside": f"{failing.column} is outside the reference",
        "any": f"{failing.column} has a level that was never there",
        "equal": f"{failing.column} is the value that suddenly holds many rows",
    }[failing.what]
