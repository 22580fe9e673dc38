"""When a version was deployed, as others tell it."""

from datetime import UTC, datetime

from bot.rollback.way import NotToldError


def moment(said: str | None) -> datetime | None:
    """A time in ISO 8601 with its zone; None where none is told. Raises `NotToldError` where it is none."""
    if said is None:
        return None
    try:
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise NotToldError(f"deployed_at is no time: {said[:60]!r}; write 2026-11-20T09:30:00Z") from error
    if at.tzinfo is None:
        raise NotToldError(f"deployed_at has no time zone: {said}; write it like 2026-11-20T09:30:00Z")
    return at.astimezone(UTC)
