"""The hours of a day by the clock on the wall, whatever the clock does that day."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.profiles.by_hour import on_the_wall, rows_by_hour, usual_hours, wall_hours
from checks.profiles.profile import Profile
from checks.profiles.shares_by_hour import shares_by_hour
from checks.profiles.slices import NEAR, Slices

BERLIN, UTC_ZONE = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Auckland",
     "America/St_Johns", "Pacific/Kiritimati", "Australia/Lord_Howe"]
).map(ZoneInfo)  # fmt: skip
DATES = st.dates(date(2000, 1, 1), date(2100, 12, 31))
HOURS = st.dictionaries(st.sampled_from(list(NEAR)), st.integers(0, 10_000))
MAY = date(2026, 5, 12)


def local_day(day, zone, rows_of):
    """Rows of each hour of a local day, as one scan counts them."""
    found, midnight = Counter(), datetime.combine(day, time(), UTC)
    for hour in NEAR:
        local = (midnight + hour * timedelta(hours=1)).astimezone(zone)
        if local.date() == day:
            found[hour] += rows_of(local.hour)
    return dict(found)


def past(zone, day, rows_of=lambda _: 100, days=70):
    """Days up to the one before, all alike by the clock on the wall."""
    found = []
    for back in range(days, 0, -1):
        hours = local_day(day - timedelta(days=back), zone, rows_of)
        found.append(profile(day - timedelta(days=back), hours))
    return found


def profile(day, hours, **facts):
    return Profile(partition=day, rows=sum(hours.values()), slices=Slices(hours=hours), **facts)


@given(day=DATES, zone=ZONES, hours=HOURS)
def test_no_row_is_lost_or_doubled(day, zone, hours):
    """In any zone, on any day."""
    assert on_the_wall(hours, day, zone).total() == sum(hours.values())


@given(day=DATES, zone=ZONES)
def test_a_day_has_as_many_hours_as_pass_between_its_midnights(day, zone):
    """23, 24 or 25; of a clock that moves by half an hour, half of one more or fewer are cut."""
    first = datetime.combine(day, time(), zone).astimezone(UTC)
    last = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    hours = [hour for hour in wall_hours(day, zone) if 0 <= hour < 24]
    assert abs(len(hours) - (last - first) / timedelta(hours=1)) < 1
    assert hours == sorted(hours) or Counter(hours).most_common(1)[0][1] == 2


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (MAY, 24)])
def test_a_day_like_all_others_has_the_usual_rows(day, hours):
    """The hour that is skipped is not missing; the one that is there twice has twice the rows, as usual."""
    own = local_day(day, BERLIN, lambda hour: 100 + hour)
    usual = usual_hours(past(BERLIN, day, lambda hour: 100 + hour), day, BERLIN)
    rows = on_the_wall(own, day, BERLIN)
    assert sum(1 for each in wall_hours(day, BERLIN) if 0 <= each < 24) == hours
    assert {hour: many for hour, many in usual.items() if many} == dict(rows)
    found = rows_by_hour([*past(BERLIN, day), profile(day, own)], day, BERLIN, (), less=True)
    assert "differs" not in found


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), MAY])
def test_it_differs_from_the_hour_on_the_wall(day):
    """From 14:00 on, though that is 12:00 or 13:00 by UTC."""
    own = local_day(day, BERLIN, lambda hour: 100 if hour < 14 else 0)
    found = rows_by_hour([*past(BERLIN, day), profile(day, own)], day, BERLIN, (), less=True)
    assert found["differs"] == [f"{day}T14:00", f"{day + timedelta(days=1)}T00:00"]


def test_days_that_are_cut_by_another_clock_keep_their_order():
    """A day of UTC begins at 20:00 of the day before in New York; what stopped last is drawn last."""
    zone, hours = ZoneInfo("America/New_York"), {hour: 100 for hour in range(18)}
    before = past(UTC_ZONE, MAY)
    found = rows_by_hour([*before, profile(MAY, hours)], MAY, zone, (), less=True)
    assert next(iter(found["hours"])) == "2026-05-11T20:00"
    assert found["differs"] == ["2026-05-12T14:00", "2026-05-12T20:00"]


def test_clocks_that_are_half_an_hour_apart_are_told_so():
    """In India an hour of UTC begins at half past."""
    hours = {hour: 100 for hour in range(12)}
    found = rows_by_hour(
        [*past(UTC_ZONE, MAY), profile(MAY, hours)], MAY, ZoneInfo("Asia/Kolkata"), (), less=True
    )
    assert found["differs"] == ["2026-05-12T17:30", "2026-05-13T05:30"]


def test_an_empty_day_has_hours_and_none_of_them_tells_more():
    """All are without rows."""
    found = rows_by_hour([*past(BERLIN, MAY), profile(MAY, {})], MAY, BERLIN, (), less=True)
    assert len(found["hours"]) == 24
    assert "differs" not in found


def test_days_to_come_say_nothing_of_what_is_usual():
    """Nor do those that are skipped: holidays, and days in breach."""
    own, later = profile(MAY, local_day(MAY, BERLIN, lambda _: 100)), MAY + timedelta(days=7)
    future = profile(later, local_day(later, BERLIN, lambda _: 9_000))
    alone = rows_by_hour([own, future], MAY, BERLIN, (), less=True)
    assert alone == {}
    before = past(BERLIN, MAY)
    off = before[-7].partition
    before[-7] = profile(off, local_day(off, BERLIN, lambda _: 9_000))
    few = [*before[-8:], own, future]
    assert rows_by_hour(few, MAY, BERLIN, {off}, less=True)["hours"]["2026-05-12T10:00"] == [100, 100]


def test_rows_whose_hour_is_not_known_have_none():
    """Events that are NULL, or lie far away, would look like lost rows."""
    own = Profile(partition=MAY, rows=2_400, slices=Slices(hours={3: 100}, ages={40: 2_300}))
    assert rows_by_hour([*past(BERLIN, MAY), own], MAY, BERLIN, (), less=True) == {}


def test_one_hour_that_holds_everything_is_no_hour():
    """A date as event time, or a batch."""
    before = past(BERLIN, MAY, lambda hour: 1_000 if hour == 4 else 1)
    own = profile(MAY, local_day(MAY, BERLIN, lambda _: 1))
    assert rows_by_hour([*before, own], MAY, BERLIN, (), less=True) == {}


def test_stragglers_make_no_hour_narrower():
    """A few rows of the day before are not drawn."""
    own = local_day(MAY, UTC_ZONE, lambda hour: 100 if hour < 14 else 0)
    before = [profile(each.partition, {**each.slices.hours, -20: 1}) for each in past(UTC_ZONE, MAY)]
    found = rows_by_hour([*before, profile(MAY, {**own, -20: 1})], MAY, UTC_ZONE, (), less=True)
    assert next(iter(found["hours"])) == "2026-05-12T00:00"
    assert len(found["hours"]) == 24


def test_shares_flip_at_an_hour_or_are_not_told():
    """What is as it was at each hour of the day before is no flip; nor is what all hours have."""
    yesterday = MAY - timedelta(days=1)
    well = {hour: (100, 1) for hour in range(24)}
    flipped = {hour: (100, 40 if hour >= 12 else 1) for hour in range(24)}
    found = shares_by_hour({yesterday: well, MAY: flipped}, MAY, BERLIN)
    assert found["differs"] == ["2026-05-12T14:00", "2026-05-13T02:00"]
    assert found["hours"]["2026-05-12T14:00"] == [40, 100, 0.01]
    assert shares_by_hour({yesterday: flipped, MAY: flipped}, MAY, BERLIN) == {}
    assert shares_by_hour({yesterday: well, MAY: {hour: (100, 40) for hour in range(24)}}, MAY, BERLIN) == {}
    assert shares_by_hour({}, MAY, BERLIN) == {}
    assert shares_by_hour({MAY: {900: (100, 40)}}, MAY, BERLIN) == {}
