"""One thing first: the findings of all open incidents are ranked together whenever one of them changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.finding import Finding
from bot.domain.incident import Incident
from bot.domain.triage import in_order
from bot.engine import write_down
from bot.store import incidents, outbox


def refresh(connection: Connection, now: datetime) -> None:
    """Rank the findings of all open incidents again, and edit the messages whose place has changed."""
    open_ = incidents.unresolved(connection)
    ranked = ranked_by_incident(open_)
    for incident in open_:
        findings = ranked[incident.id]
        if findings == tuple(incident.findings):
            continue
        changed = replace(incident, findings=findings, fence=incident.fence + 1)
        write_down.save(connection, changed, incident)
        channel = write_down.channel_of(connection, incident.id)
        if channel:
            outbox.put(connection, [write_down.edit_of(changed, channel)], now)


def ranked_by_incident(open_: Sequence[Incident]) -> dict[int, tuple[Finding, ...]]:
    """The findings of each incident by its number, ranked over all of them, the highest first."""
    ranked = in_order(finding for incident in open_ for finding in incident.findings)
    return {
        incident.id: tuple(
            finding
            for finding in ranked
            if finding.fingerprint in {each.fingerprint for each in incident.findings}
        )
        for incident in open_
    }
