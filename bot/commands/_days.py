"""Days as the moments at which the daily checks would judge them."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.settings.load import Settings


def days_at(settings: Settings, days: Sequence[date]) -> list[datetime]:
    """Each day at the hour of `schedule.checks`."""
    at, zone = settings.deployment.schedule.checks, settings.deployment.timezone
    return [datetime.combine(day, at, zone) for day in days]
