"""Column types: moments in UTC with their zone, and a day that may be missing in a primary key."""

from datetime import UTC, date, datetime

from sqlalchemy import Date, DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. One without a zone is refused: it would mean another moment on another machine."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone, so there it is dropped after."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone: the store keeps moments, not wall clocks")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC on every value, whatever the session's time zone is."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class OptionalDay(TypeDecorator[date]):
    """A day or None in a column that is part of a key and must not be NULL: None is kept as day one."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> date:
        """None becomes 0001-01-01."""
        return date.min if value is None else value

    def process_result_value(self, value: date | None, dialect: Dialect) -> date | None:
        """0001-01-01 becomes None."""
        return None if value == date.min else value
