"""When a day's partition is due: wall clocks, the nights that skip or repeat an hour, and learned windows."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from checks.statistics.window import Window

MINUTE = timedelta(minutes=1)


def moment(wall: datetime, zone: tzinfo) -> datetime:
    """When the clock on the wall shows this, in UTC; the later moment where it skips or repeats it."""
    return max(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


class LearnedDue:
    """A window by the clock on the wall and one by UTC: a job may follow either, so the later one counts."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._wall, self._utc = Window(), Window()

    @property
    def runs(self) -> int:
        """How many runs are known to learn from."""
        return len(self._wall.clean)

    def of(self, day: date) -> datetime | None:
        """The last moment that is not late; None while too few runs are known."""
        wall, utc = self._wall.due(day.weekday()), self._utc.due(day.weekday())
        if wall is None or utc is None:
            return None
        midnight = datetime.combine(day, time())
        return max(moment(midnight + wall * MINUTE, self.zone), midnight.replace(tzinfo=UTC) + utc * MINUTE)

    def learn(self, day: date, finished: datetime, *, late: bool) -> None:
        """The partition of a day was finished."""
        midnight = datetime.combine(day, time())
        wall = finished.astimezone(self.zone).replace(tzinfo=None) - midnight
        utc = finished - midnight.replace(tzinfo=UTC)
        self._wall.learn(day.weekday(), wall / MINUTE, late=late)
        self._utc.learn(day.weekday(), utc / MINUTE, late=late)
