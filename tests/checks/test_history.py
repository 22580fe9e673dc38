"""What a check is given."""

from datetime import UTC, date, datetime


def test_only_days_that_are_over_are_judged(past):
    """In the pipeline's time zone: at eight in the evening in New York it is tomorrow in London."""
    table = past(zone="America/New_York").add().add()
    evening = datetime(2026, 1, 7, 1, tzinfo=UTC)
    assert [each.partition.day for each in table.history(evening).judged] == [5]
    assert table.history(evening).today == date(2026, 1, 6)


def test_without_a_declared_reference_the_28_partitions_before_are_it(past):
    """The newest is never part of its own reference."""
    table = past()
    for _ in range(40):
        table.add()
    history = table.history()
    assert len(history.reference) == 28
    assert history.newest not in history.reference


def test_a_declared_reference_includes_both_its_days(past):
    """From and to."""
    table = past(reference={"from": "2026-01-06", "to": "2026-01-08"})
    for _ in range(10):
        table.add()
    assert [each.partition.day for each in table.history().reference] == [6, 7, 8]


def test_the_last_days_end_with_yesterday(past):
    """Oldest first."""
    assert [day.day for day in past().add().history(datetime(2026, 1, 10, tzinfo=UTC)).last_days(3)] == [
        7,
        8,
        9,
    ]


def test_a_day_of_another_year_has_its_year(past):
    """Tue 31 Dec may be of any year; what is of this one needs none."""
    history = past().add().history()
    assert history.called(date(2026, 1, 5)) == "Mon 5 Jan"
    assert history.called(date(2013, 12, 31)) == "Tue 31 Dec 2013"


def test_a_long_weekend_explains_itself(past):
    """Labor Day is a Monday: Saturday to Tuesday are unlike other weeks, the Saturday after is not."""
    labor_day = date(2026, 9, 7)
    history = past(holidays=[labor_day, date(2026, 4, 3)]).add().history()
    said = {day: history.by_the_calendar(date(2026, 9, day)) for day in (4, 5, 6, 7, 8, 12)}
    assert said == {
        4: "",
        5: ", on a weekend with a holiday",
        6: ", on the day before a holiday",
        7: ", on a holiday",
        8: ", on the day after a holiday",
        12: "",
    }
    assert history.by_the_calendar(date(2026, 4, 5)) == ", on a weekend with a holiday"  # Easter Sunday
