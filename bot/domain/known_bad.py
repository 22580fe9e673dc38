"""Days that are known to be bad: they leave the baseline, until a person says that they were all right."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from bot.domain.accepted import NEW_NORMAL, columns
from bot.domain.finding import Finding
from bot.domain.incident import Incident
from bot.domain.of_time import is_of_time
from checks.before import Bad
from checks.verdict import ROWS

FALSE_ALARM = "false alarm"
"""What a person says when resolving, so that the days stay in the baseline; more may follow."""

MATERIAL = 0.01
"""A finding about a whole table spoils the day for its columns where so many of the rows are wrong."""


def bad_days(told: Iterable[tuple[Incident, str]]) -> dict[str, Bad]:
    """By table and column, the days of incidents that are open, or that a person resolved as real.

    Each comes with the cause that was given when it was resolved; some call the days clean. What Oakum itself
    saw end stays: the checks leave out what was over its limit.
    """
    found: dict[str, dict[str | None, set[date]]] = defaultdict(lambda: defaultdict(set))
    for incident, cause in told:
        if incident.is_resolved and (incident.resolved_by is None or _is_clean(cause)):
            continue
        for finding in filter(_spoils, incident.findings):
            for column in columns(finding) or (None,):
                found[finding.table][column].update(finding.bad)
    return {
        table: {column: frozenset(days) for column, days in each.items()} for table, each in found.items()
    }


def _is_clean(cause: str) -> bool:
    return cause.casefold().startswith((NEW_NORMAL, FALSE_ALARM))


def _spoils(finding: Finding) -> bool:
    if is_of_time(finding.check, finding.evidence):
        return False
    return bool(columns(finding)) or (finding.unit == ROWS and finding.affected_share >= MATERIAL)
