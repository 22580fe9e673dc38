"""What somebody acknowledged and nobody resolves: whoever has it is asked, then it is taken back."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.incident import Act, Incident, State, act

GRACE = timedelta(minutes=30)
"""So long is waited for an answer."""


def reminded(incident: Incident, timeout: timedelta | None, now: datetime) -> Incident | None:
    """The incident after what is due now: it was asked about, or it is open again; None where nothing is due.

    Only pages are asked about: a ticket may take its time.
    """
    since = incident.held_since
    if incident.state is not State.ACKNOWLEDGED or not incident.pages or since is None or timeout is None:
        return None
    if incident.asked_at is None:
        asked = replace(incident, asked_at=now, fence=incident.fence + 1)
        return asked if now >= since + timeout else None
    return act(incident, Act.TAKE_BACK, None, now) if now >= incident.asked_at + GRACE else None
