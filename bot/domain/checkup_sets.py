"""How often a checkup is, what each shows, and which cadence what happened speaks for."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Literal

from bot.domain.accepted import CHANGES
from bot.domain.cadence import is_first_of_month, is_first_of_quarter
from bot.domain.incident import Incident
from checks.figures import counted
from checks.verdict import Urgency

Cadence = Literal["weekly", "light", "monthly"]


class Part(StrEnum):
    """A part of a digest."""

    WEEKLY = "the three weekly checks"
    FOCUS = "the one thing to fix first"
    COVERAGE = "coverage"
    BACKLOG = "backlog"
    HAPPENED = "what came, went and was acknowledged"
    THRESHOLDS = "thresholds that changed"
    LINEAGE = "lineage traces"
    ASSUMPTIONS = "assumptions that no check sees"
    DRILL = "the drill's record"
    OWNERS = "what nobody owns"
    DEBT = "patch debt"


_LIGHT = (Part.WEEKLY, Part.FOCUS, Part.COVERAGE)
_WEEKLY = (*_LIGHT, Part.BACKLOG, Part.HAPPENED)
_MONTHLY = (*_WEEKLY, Part.THRESHOLDS)
SETS: Mapping[str, tuple[Part, ...]] = {
    "light": _LIGHT,
    "weekly": _WEEKLY,
    "monthly": _MONTHLY,
    "deep": (*_MONTHLY, Part.LINEAGE, Part.ASSUMPTIONS, Part.DRILL, Part.OWNERS, Part.DEBT),
}
"""What each kind of checkup shows. How people carry it is told in any of them, where it is too much."""

FORTNIGHT = timedelta(days=14)
LEEWAY = timedelta(days=3)
"""A change of clocks and a checkup that was caught up late must not cost a fortnight."""
LOOKS_BACK = timedelta(weeks=13)
WEEKS = 13
KNOWN = 8
"""So many weeks must have been watched before fewer checkups are proposed."""
OFTEN, NOW_AND_THEN = 4, 2
"""Sources that changed in so many of thirteen weeks: a checkup every week, every other week."""


def is_due(cadence: Cadence, moment: datetime, before: datetime | None, zone: tzinfo) -> bool:
    """Whether the checkup of a `moment` (one of the weekly ones) is due, the last one having been `before`.

    The first of a quarter always is: it is the deep one.
    """
    if before is None:
        return True
    if moment <= before:
        return False
    if cadence == "weekly" or is_first_of_quarter(moment, before, zone):
        return True
    if cadence == "light":
        return moment - before > FORTNIGHT - LEEWAY
    return is_first_of_month(moment, before, zone)


def kind_of(cadence: Cadence, moment: datetime, before: datetime | None, zone: tzinfo) -> str:
    """The name of the set that the checkup of a moment shows; the very first one is no deep one."""
    return "deep" if before is not None and is_first_of_quarter(moment, before, zone) else cadence


def proposed(
    incidents: Sequence[Incident], watched_since: datetime | None, now: datetime
) -> tuple[Cadence, str] | None:
    """The cadence that the last 13 weeks speak for, and why; None where too few were watched to tell.

    Sources that change often break things often; so does what broke again within a week. Notes do not count.
    """
    weeks = min(WEEKS, int((now - watched_since) / timedelta(weeks=1))) if watched_since else 0
    late = [each for each in incidents if now - LOOKS_BACK < each.opened_at <= now and _counts(each)]
    changed = len({int((now - each.opened_at) / timedelta(weeks=1)) for each in late if _is_change(each)})
    opened = sorted({each.opened_at for each in late})
    gaps = [(after - before).total_seconds() / 86_400 for before, after in pairwise(opened)]
    gap = median(gaps) if len(gaps) >= 3 else None
    of = max(weeks, changed, 1)  # the week that is not over yet may have had a change
    sources = f"sources changed in {changed} of {counted(of, 'week')}"
    fast = "" if gap is None else f"; half of the time something broke within {gap:.0f} days of the last"
    if changed >= OFTEN or (gap is not None and gap <= 7):
        return "weekly", sources + fast
    if weeks < KNOWN:
        return None
    often = changed >= NOW_AND_THEN or (gap is not None and gap <= FORTNIGHT.days)
    return "light" if often else "monthly", sources + fast


def _counts(incident: Incident) -> bool:
    return incident.urgency is not Urgency.NOTE


def _is_change(incident: Incident) -> bool:
    found = ((each.check, each.evidence.get("kind")) for each in incident.findings)
    return any(check == "contract" and kind in CHANGES for check, kind in found)


def advice(declared: Cadence, said: tuple[Cadence, str] | None) -> str:
    """What the digest says where another cadence would fit better; empty where none would."""
    if said is None or said[0] == declared:
        return ""
    return f"{said[1]}: {said[0]} would fit better than {declared} (checkup.cadence)"
