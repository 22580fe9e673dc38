"""The record of incidents as rows: for a spreadsheet and for machines."""

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.incident import Event, Incident
from bot.domain.response import Response
from bot.messages.cells import harmless

RESPONSES = (
    "incident", "pipeline", "urgency", "check", "table", "column", "summary", "opened_at", "hops_told",
    "acknowledged_at", "acknowledged_by", "minutes_to_acknowledge", "resolved_at", "resolved_by",
    "minutes_to_resolve",
)  # fmt: skip
CHANGES = ("incident", "pipeline", "table", "check", "at", "what", "who", "by", "text")


def as_csv(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    """Print rows, with a line above that names the columns."""
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(cell) for name, cell in row.items()} for row in rows)


def response_row(each: Response) -> dict[str, Any]:
    """A time that an incident was opened."""
    lead = each.incident.lead
    column = lead.column if isinstance(lead.column, str) else ", ".join(lead.column or ())
    return {
        "incident": each.incident.id,
        "pipeline": each.incident.pipeline,
        "urgency": each.incident.urgency.value,
        "check": lead.check,
        "table": lead.table,
        "column": column,
        "summary": lead.summary,
        "opened_at": _utc(each.opened_at),
        "hops_told": each.told,
        "acknowledged_at": each.acknowledged_at and _utc(each.acknowledged_at),
        "acknowledged_by": each.acknowledged_by,
        "minutes_to_acknowledge": minutes(each.to_acknowledge),
        "resolved_at": each.resolved_at and _utc(each.resolved_at),
        "resolved_by": each.resolved_by,
        "minutes_to_resolve": minutes(each.to_resolve),
    }


def change_row(incident: Incident, event: Event) -> dict[str, Any]:
    """A change of an incident; `who` and `by` are empty where Oakum itself did it."""
    return {
        "incident": incident.id,
        "pipeline": incident.pipeline,
        "table": incident.lead.table,
        "check": incident.lead.check,
        "at": _utc(event.at),
        "what": event.kind,
        "who": event.who,
        "by": event.by,
        "text": event.text,
    }


def minutes(span: timedelta | None) -> float | None:
    """A span in minutes, with one digit behind the point."""
    return None if span is None else round(span.total_seconds() / 60, 1)


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
