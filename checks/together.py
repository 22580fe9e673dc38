"""Columns of one cause are one finding: what began on one day, in one way."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from checks.figures import counted
from checks.verdict import Verdict

NAMED = 3
"""So many columns of one cause are named in its summary."""


def by_cause(said: Iterable[Verdict]) -> list[list[Verdict]]:
    """Breaches of one kind that began on one day, together."""
    groups: dict[tuple[object, date], list[Verdict]] = {}
    for verdict in said:
        groups.setdefault((verdict.evidence.get("kind"), verdict.bad[0]), []).append(verdict)
    return list(groups.values())


def listed(each: Sequence[str], what: str, between: str = "; ") -> str:
    """The first of them, and how many more there are."""
    more = len(each) - NAMED
    return between.join([*each[:NAMED], counted(more, f"more {what}")] if more > 0 else each)


def as_one(together: Sequence[Verdict], summary: str) -> Verdict:
    """One finding of several columns: the first stands for all, its rows are shown."""
    first = together[0]
    return replace(
        first,
        column=tuple(str(each.column) for each in together),
        summary=summary,
        bad=max((each.bad for each in together), key=len),
        affected=max(each.affected for each in together),
        evidence={
            **first.evidence,
            "columns": {str(each.column): {"said": each.summary, "rows": each.affected} for each in together},
        },
    )
