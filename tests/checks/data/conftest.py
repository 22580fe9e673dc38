"""Tables whose partitions finish at times of our choice."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

MONDAY = date(2026, 1, 5)


@pytest.fixture
def finishing(past, of):
    """A table whose days finish at the local times given of the morning after (None: not at all)."""

    def build(finished, zone="UTC", start=MONDAY, holidays=(), **declared):
        built = past(zone=zone, start=start, holidays=holidays, loaded_at_field="in", **declared)
        for at, when in enumerate(finished):
            if when is None:
                continue
            day = start + timedelta(days=at)
            local = datetime.combine(day + timedelta(days=1), when, ZoneInfo(zone))
            built.add(on=day, loaded=of([local.timestamp()] * 100), rows=100)
        return built

    return build
