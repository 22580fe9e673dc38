"""Patch debt: what was patched, and not fixed, is owed until somebody says that it is fixed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.incident import Event, Incident, What

PATCHED = "patched"
"""What a person says when resolving; the cause may follow."""


@dataclass(frozen=True, slots=True)
class Debt:
    """An incident that was patched: by whom, when, and what they said of it."""

    incident: Incident
    who: str
    at: datetime
    cause: str


def is_patch(cause: str) -> bool:
    """Whether somebody says that the cause is still there: `patched: restarted the job`."""
    return re.match(rf"{PATCHED}\b", cause.strip(), re.IGNORECASE) is not None


def what_for(cause: str) -> str:
    """The cause without the word that calls it a patch."""
    return re.sub(rf"^\s*{PATCHED}\b\W*", "", cause, flags=re.IGNORECASE)


def debt(incident: Incident, timeline: Sequence[Event]) -> Debt | None:
    """What is owed for an incident; None where it is open, was fixed, or was never patched."""
    ends = [event for event in timeline if event.kind in (What.RESOLVED, What.FIXED, What.GONE)]
    if not incident.is_resolved or not ends:
        return None
    last = ends[-1]
    if last.kind != What.RESOLVED or not is_patch(last.text):
        return None
    return Debt(incident, last.who or "somebody", last.at, what_for(last.text))
