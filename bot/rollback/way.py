"""What every way back can do."""

from typing import Protocol

from bot.domain.rollback import Deployed, Rollback


class NotToldError(Exception):
    """Which version serves cannot be read now; the text says why, and what to change."""


class RefusedError(Exception):
    """Nothing was rolled back, for certain; the text says why."""


class UnsureError(Exception):
    """It may have been rolled back, or not; the text says why nobody knows."""


class Way(Protocol):
    """A way back to the former version."""

    def look(self) -> Deployed:
        """What serves now; nothing is changed. Raises `NotToldError`."""

    def roll_back(self, rollback: Rollback, /) -> None:
        """Go from `rollback.version` to `rollback.previous`, or ask somebody to: called once, never again.

        Raises `RefusedError`, `UnsureError`; whatever else is raised leaves it open, too.
        """
