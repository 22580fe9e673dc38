"""How long a channel rests after a message, and a message after an edit."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rests:
    """No time at all where nobody needs to rest."""

    lane: timedelta = timedelta()
    edited: timedelta = timedelta()


NONE = Rests()
SLACK = Rests(timedelta(seconds=1), timedelta(seconds=2))
"""Slack allows about one message a second and channel; edits that follow one another closely are one."""
