"""What could not be checked is a finding, too: a table that cannot be read is quieter than any bad one."""

from collections.abc import Iterator, Sequence

from bot.domain.audit import Audit, Error
from bot.domain.declared import Pipeline
from bot.domain.owners import OWNER
from checks.verdict import Outcome, Urgency, Verdict

UNREAD = "unread"
"""The name of the check."""

BESIDES = (OWNER, UNREAD)
"""What is told beside the checks of tables, and can be silenced like them."""

LOUD = ("critical", "high")
"""What feeds such consumers pages when it could not be checked twice in a row."""

MOST_SAID = 3


def unread(pipeline: Pipeline, errors: Sequence[Error], before: Audit | None) -> Iterator[Verdict]:
    """One verdict for all tables of a pipeline that could not be checked as a whole; none where all were.

    `before` is the audit before this one: what failed then and fails again is no moment's trouble.
    """
    failed = {each.table: each.what for each in errors if each.day is None}
    if not failed:
        return
    again = {each.table for each in before.errors if each.day is None} if before else set()
    lasting = any(_matters(pipeline, name) for name in again & set(failed))
    said = [f"`{name}`: {what}" if name else what for name, what in failed.items()]
    more = f" (and {len(said) - MOST_SAID} more)" if len(said) > MOST_SAID else ""
    yield Verdict(
        check=UNREAD,
        table=f"pipeline {pipeline.pipeline}",
        outcome=Outcome.BREACH,
        urgency=Urgency.PAGE if lasting else Urgency.TICKET,
        summary=f"could not be checked: {'; '.join(said[:MOST_SAID])}{more}",
        affected=len(pipeline.tables) if None in failed else len(failed),
        volume=len(pipeline.tables),
        unit="tables",
        days_to_break=None,
        evidence={"because": "nobody knows whether it is in order"},
    )


def _matters(pipeline: Pipeline, name: str | None) -> bool:
    tables = [table for each, table in pipeline.tables.items() if name in (None, each)]
    return any(criticality in LOUD for table in tables for criticality in table.feeds.values())


def is_read(audit: Audit) -> bool:
    """Whether every table could be checked."""
    return all(each.day is not None for each in audit.errors)
