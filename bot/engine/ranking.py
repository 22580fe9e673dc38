"""One thing first: the findings of all open incidents are ranked together whenever one of them changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import inf

from sqlalchemy import Connection

from bot.domain.finding import Finding
from bot.domain.incident import Incident
from bot.domain.triage import in_order
from bot.engine import write_down
from bot.store import incidents, outbox

FIRST = 20
"""So many places are true at once when a person resolves one; the others are after the next checks."""


def refresh(connection: Connection, now: datetime, places: float = inf) -> None:
    """Rank the findings of all open incidents again, and edit the messages whose place has changed.

    Only the first `places` are looked at: where thousands are open, the end of one moves all the others by
    one, and nobody waits for that, nor may ladders.
    """
    open_ = incidents.unresolved(connection)
    ranked = ranked_by_incident(open_)
    for incident in open_:
        findings = ranked[incident.id]
        if findings == tuple(incident.findings) or min(findings[0].rank, incident.lead.rank) > places:
            continue
        changed = replace(incident, findings=findings, fence=incident.fence + 1)
        write_down.save(connection, changed, incident)
        channel = write_down.channel_of(connection, incident.id)
        if channel:
            outbox.put(connection, [write_down.edit_of(changed, channel)], now)


def ranked_by_incident(open_: Sequence[Incident]) -> dict[int, tuple[Finding, ...]]:
    """The findings of each incident by its number, ranked over all of them, the highest first."""
    places: dict[str, list[tuple[int, Finding]]] = {}
    for place in enumerate(in_order(finding for incident in open_ for finding in incident.findings)):
        places.setdefault(place[1].fingerprint, []).append(place)
    return {incident.id: _in_their_order(incident, places) for incident in open_}


def _in_their_order(
    incident: Incident, places: Mapping[str, Sequence[tuple[int, Finding]]]
) -> tuple[Finding, ...]:
    mine = [place for known in {each.fingerprint for each in incident.findings} for place in places[known]]
    return tuple(finding for _, finding in sorted(mine, key=lambda place: place[0]))
