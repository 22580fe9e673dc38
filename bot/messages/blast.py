"""What was built on bad partitions, in one line."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.blast import EVIDENCE
from bot.domain.finding import Finding
from bot.messages.figures import counted
from checks.verdict import called

NAMED = 6
"""More tables, models and reports than these are counted."""


def built_on_it(finding: Finding, today: date) -> str:
    """Built on it since Tue 12 Feb: 3 partitions (about 900 rows), 3 of table scores, churn_model (critical).

    Empty where nothing is.
    """
    found: Mapping[str, Any] | None = finding.evidence.get(EVIDENCE)
    if not found:
        return ""
    made = found["partitions"]
    rows = f" (about {counted(found['rows'], 'row')})" if found["rows"] else ""
    least = "at least " if found.get("at_least") else ""
    parts = [f"{least}{counted(made[finding.table], 'partition')}{rows}"]
    named = [f"{made[name]} of table {name}" if name in made else f"table {name}" for name in found["tables"]]
    named += [f"{name} ({criticality})" for name, criticality in found["feeds"].items()]
    more = [f"{len(named) - NAMED} more"] if len(named) > NAMED else []
    since = called(date.fromisoformat(found["since"]), today)
    return f"built on it since {since}: {', '.join([*parts, *named[:NAMED], *more])}"
