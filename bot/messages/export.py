"""The open findings as CSV, for a spreadsheet, and what is said beside the file."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.finding import Finding
from bot.domain.incident import Incident
from bot.messages.answers import in_words, looked_at
from bot.messages.cells import harmless
from bot.messages.figures import counted
from bot.messages.health import Bulletin
from bot.messages.hints import may_not_send
from bot.messages.message import SlackMessage
from bot.messages.text import one_line

COLUMNS = (
    "incident", "pipeline", "rank", "focus", "label", "urgency", "state", "has_it", "table", "column",
    "segment", "check", "summary", "since", "opened_at", "affected", "volume", "unit", "feeds", "criticality",
    "cost_low", "cost_high", "currency", "pipeline_status", "as_of",
)  # fmt: skip


def findings_csv(bulletins: Sequence[Bulletin]) -> str:
    """A line a finding, in the order of triage; times in UTC."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    found = [
        (bulletin, incident, finding)
        for bulletin in bulletins
        for incident in bulletin.incidents
        for finding in incident.findings
    ]
    for each in sorted(found, key=lambda one: (one[1].focus is None, one[2].rank, one[1].id)):
        writer.writerow({name: _cell(value) for name, value in _row(*each).items()})
    return written.getvalue()


def file_name(pipeline: str, on: date) -> str:
    """Of the findings of a pipeline, or of all where none is named."""
    return f"findings-{pipeline or 'all'}-{on}.csv"


def nothing_to_export(bulletins: Sequence[Bulletin], zone: ZoneInfo) -> SlackMessage:
    """The answer where nothing is open."""
    return in_words(f"Nothing is open: there is nothing to export. {looked_at(bulletins, zone)}")


def exported(bulletins: Sequence[Bulletin], zone: ZoneInfo) -> SlackMessage:
    """What stands beside the file."""
    many = sum(len(each.findings) for bulletin in bulletins for each in bulletin.incidents)
    return in_words(f"{counted(many, 'open finding')} as CSV. {looked_at(bulletins, zone)}")


def sent_in_private(bulletins: Sequence[Bulletin], zone: ZoneInfo) -> SlackMessage:
    """The answer to whoever asked: where the file is."""
    return in_words(f"I sent you the file in private: {exported(bulletins, zone).text}")


def file_not_sent() -> SlackMessage:
    """The answer where files may not be sent."""
    return may_not_send("`oakum incidents --format csv` prints them")


def _cell(value: Any) -> Any:
    return harmless(one_line(value)) if isinstance(value, str) else value


def _row(bulletin: Bulletin, incident: Incident, finding: Finding) -> dict[str, Any]:
    column = finding.column if isinstance(finding.column, str) else ", ".join(finding.column or ())
    feeds, criticality = finding.feeds or ("", "")
    cost = finding.cost
    return {
        "incident": incident.id,
        "pipeline": incident.pipeline,
        "rank": finding.rank,
        "focus": "yes" if incident.focus else "",
        "label": finding.label.value,
        "urgency": finding.urgency.value,
        "state": incident.state.value,
        "has_it": incident.acknowledged_by or "",
        "table": finding.table,
        "column": column,
        "segment": finding.segment or "",
        "check": finding.check,
        "summary": finding.summary,
        "since": _utc(finding.since),
        "opened_at": _utc(incident.opened_at),
        "affected": finding.affected,
        "volume": finding.volume,
        "unit": finding.unit,
        "feeds": feeds,
        "criticality": criticality,
        "cost_low": round(cost.low, 2) if cost else "",
        "cost_high": round(cost.high, 2) if cost else "",
        "currency": cost.currency if cost else "",
        "pipeline_status": bulletin.health.status.value,
        "as_of": _utc(bulletin.health.as_of),
    }


def _utc(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else ""
