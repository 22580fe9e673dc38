"""A lost hour and a lost segment are seen while the day as a whole looks well."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from checks.data.row_count import judge
from checks.profiles.slices import Level, Slices
from checks.verdict import Outcome, Urgency

BERLIN = "Europe/Berlin"


def said(table):
    (verdict,) = judge(table.history())
    return verdict


def by_utc(day, zone, rows_of):
    """The hours of a local day, as one scan counts them; `rows_of` says how many rows an hour has."""
    first = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    hours = Counter()
    for at in range(26):
        moment = first + timedelta(hours=at)
        local = moment.astimezone(ZoneInfo(zone))
        if local.date() == day:
            hours[int((moment - midnight).total_seconds() // 3600)] += rows_of(local.hour)
    return dict(hours)


def busy(past, days=60, zone="UTC", seed=1, lose=(), lost_days=(), start=date(2026, 1, 5), utc=False, **how):
    """About 24,000 rows a day, fewer at night; on `lost_days` (−1: the newest) the hours `lose` are empty."""
    table, rng = past(zone=zone, start=start, event_time="at", **how), np.random.default_rng(seed)
    for at in range(days):
        day = start + timedelta(days=at)
        gone = lose if at - days in lost_days else ()
        week = 0.6 if day.weekday() >= 5 else 1
        usual = {hour: (400 if hour < 6 else 1_200) * week for hour in range(24)}
        counts = {hour: 0 if hour in gone else int(rng.poisson(usual[hour])) for hour in range(24)}
        hours = counts if utc else by_utc(day, zone, counts.__getitem__)
        table.add(rows=sum(hours.values()), slices=Slices(hours=hours))
    return table


def test_a_lost_hour_is_a_ticket_on_that_day(past):
    """The day has 1.6 % fewer rows, which is nothing; its fourth hour has none."""
    verdict = said(busy(past, lose=(3,), lost_days=(-1,)))
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.TICKET)
    assert verdict.summary.startswith("Thu 5 Mar has no rows from 03:00 to 04:00; ")
    assert verdict.evidence["kind"] == "hour"
    assert verdict.affected == pytest.approx(400, rel=0.1)
    assert verdict.since == datetime(2026, 3, 5, 3, tzinfo=UTC)


def test_the_last_hour_of_a_day_is_lost_by_a_filter(past):
    """In the words of the pipeline's own clock."""
    verdict = said(busy(past, zone="America/New_York", lose=(23,), lost_days=(-1,)))
    assert "from 23:00 to 24:00" in verdict.summary


def test_a_lost_hour_stays_lost_until_it_is_back(past):
    """For four days by now; after it is back, nothing is said."""
    lost = busy(past, lose=(3, 4), lost_days=(-4, -3, -2, -1))
    verdict = said(lost)
    assert "from 03:00 to 05:00" in verdict.summary
    assert len(verdict.bad) == 4
    assert verdict.since == datetime(2026, 3, 2, 3, tzinfo=UTC)
    assert said(busy(past, lose=(3, 4), lost_days=(-4, -3, -2))).outcome is Outcome.OK


def test_a_loss_of_the_day_says_which_hours_are_missing(past):
    """One finding, not two."""
    verdict = said(busy(past, lose=range(9, 15), lost_days=(-1,)))
    assert verdict.urgency is Urgency.PAGE
    assert "fewer than the" in verdict.summary
    assert verdict.summary.endswith("; missing are those from 09:00 to 15:00")


def test_a_quiet_day_is_not_a_lost_hour(past):
    """When all hours lose rows alike, the day does, and no hour."""
    verdict = said(busy(past).add(rows=100, slices=Slices(hours={hour: 4 for hour in range(24)})))
    assert "hours_lost" not in verdict.evidence


@pytest.mark.parametrize("utc", [False, True])
@pytest.mark.parametrize("clock_changes", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("after", [0, 1, 6, 7])
def test_the_nights_that_skip_or_repeat_an_hour_are_quiet(past, utc, clock_changes, after):
    """On the day itself and in the week after, whether the rows follow the local clock or UTC."""
    start = clock_changes - timedelta(days=69)
    table = busy(past, days=70 + after, zone=BERLIN, start=start, utc=utc)
    assert "hours_lost" not in said(table).evidence


@pytest.mark.parametrize("people", ["America/New_York", BERLIN, "America/Denver"])
@pytest.mark.parametrize("after", [0, 1, 7, 35, 80])
def test_people_change_their_clocks_though_the_pipeline_does_not(past, people, after):
    """Of a pipeline in UTC the first busy hour comes an hour earlier from March to November."""
    start, days = date(2026, 1, 5), 64 + after
    table, rng = past(start=start, event_time="at"), np.random.default_rng(4)
    for at in range(days):
        hours = by_utc(start + timedelta(days=at), people, lambda hour: 1_000 if hour >= 6 else 10)
        drawn = {hour: int(rng.poisson(many)) for hour, many in hours.items()}
        table.add(rows=sum(drawn.values()), slices=Slices(hours=drawn))
    assert said(table).outcome is Outcome.OK
    drawn[15] = 0
    table.add(rows=sum(drawn.values()), slices=Slices(hours=drawn))
    assert "15:00 to 16:00" in said(table).summary


def test_an_hour_that_is_lost_after_the_clock_was_changed_is_told(past):
    """Caution ends where both clocks miss it."""
    table = busy(past, days=75, zone=BERLIN, start=date(2026, 1, 19), lose=(11,), lost_days=(-1,))
    assert "no rows from 11:00 to 12:00" in said(table).summary


def test_holidays_say_nothing_of_hours_and_are_not_learned_from(past):
    """Neither on the day nor afterwards."""
    holiday = date(2026, 1, 5) + timedelta(days=59)
    assert list(judge(busy(past, lose=(9,), lost_days=(-1,), holidays=[holiday]).history())) == []


SHARES = {"=DE": 0.5, "=FR": 0.3, "=AT": 0.15, "-": 0.05}


def segmented(past, newest, days=60, seed=2, noise=0.03, shares=SHARES):
    """Some 20,000 rows a day of four countries; on the newest day each has the part of them that is named."""
    table, rng = past(segment="country"), np.random.default_rng(seed)
    for at in range(days):
        parts = newest if at == days - 1 else {}
        levels = {
            name: Level(int(rng.poisson(20_000 * share * np.exp(rng.normal(0, noise)) * parts.get(name, 1))))
            for name, share in shares.items()
        }
        levels = {name: level for name, level in levels.items() if level.rows}
        rows = sum(level.rows for level in levels.values())
        table.add(rows=rows, slices=Slices(segments={"country": levels}))
    return table


def test_a_country_that_is_gone_is_named_while_the_total_is_within_limits(past):
    """One of four, with what it usually has."""
    whole, country = judge(segmented(past, {"-": 0.0}).history())
    assert whole.outcome is Outcome.OK
    assert (country.outcome, country.segment) == (Outcome.BREACH, "country is null")
    assert country.summary.startswith("Thu 5 Mar has no rows of country is null; ")
    assert country.evidence["expected"] == pytest.approx(1_000, rel=0.15)


def test_a_country_that_lost_half_of_its_rows_is_told_beside_the_total(past):
    """The total pages; the segment says where."""
    whole, country = judge(segmented(past, {"=DE": 0.5}).history())
    assert whole.outcome is Outcome.BREACH
    assert (country.segment, country.urgency) == ("country = DE", Urgency.PAGE)


def test_one_country_that_grows_takes_no_rows_from_the_others(past):
    """Their shares fall, their rows do not."""
    verdicts = list(judge(segmented(past, {"=DE": 3.0}).history()))
    assert [verdict.segment for verdict in verdicts] == [None]


def test_rows_that_went_from_every_country_to_none_are_no_more_than_there_were(past):
    """All are there without a country: what is usual of the countries is what they had, 95 % of the table."""
    verdicts = list(judge(segmented(past, {"=DE": 0.0, "=FR": 0.0, "=AT": 0.0, "-": 20.0}).history()))
    usual = sum(verdict.evidence["expected"] for verdict in verdicts if verdict.segment)
    assert usual == pytest.approx(19_000, rel=0.1)


def test_many_segments_at_once_are_one_finding(past):
    """A dozen of lines would say less."""
    shares = {f"={number:02}": 1 / 40 for number in range(40)}
    gone = dict.fromkeys([f"={number:02}" for number in range(6)], 0.0)
    _, verdict = judge(segmented(past, gone, shares=shares).history())
    assert verdict.segment == "country"
    assert "has no rows of country = " in verdict.summary
    assert " and 3 more; " in verdict.summary
    assert len(verdict.evidence["segments"]) == 6


def test_a_segment_column_that_is_not_there_yet_is_no_loss(past):
    """Neither is one that is new today."""
    table = past(segment="country")
    for _ in range(40):
        table.add()
    assert len(list(judge(table.history()))) == 1
    table.add(slices=Slices(segments={"country": {"=DE": Level(1_000)}}))
    assert len(list(judge(table.history()))) == 1


def test_a_level_beyond_the_largest_is_not_taken_for_lost(past):
    """Fifty are kept: one that fell out of them has at most as many rows as the smallest."""
    table, rng = past(segment="id"), np.random.default_rng(3)
    for _ in range(60):
        order = rng.permutation(60)[:50]
        levels = {f"={number}": Level(int(100 + rng.integers(20))) for number in order}
        table.add(rows=7_000, slices=Slices(segments={"id": levels}))
    assert len(list(judge(table.history()))) == 1
