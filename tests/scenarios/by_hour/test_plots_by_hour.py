"""A person sees in the thread at which hour of the day it began."""

import re
from datetime import date, time
from typing import Any

import pytest

TUESDAY = date(2026, 5, 12)
Shop = Any


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_nothing_arrived_after_two_in_the_afternoon(shop: Shop, day: Any, form: str) -> None:
    """The picture of the incident says so in its title, and what is usual then."""
    shop.form, shop.unlike = form, {TUESDAY: day(keeps=lambda at: at.hour < 14)}
    shop.opens()
    (plot,) = shop.plots()
    assert plot.startswith("orders: rows of Tue 12 May by hour: none after 14:00. Bars: rows of each hour; ")
    assert "grey line: the median of 5 Tuesdays" in plot
    assert "; 14:00: 0, usually 10" in plot
    (file,) = shop.sandbox.state.files.values()
    assert file.content.startswith(b"\x89PNG")


def test_the_last_row_says_it_to_the_minute(shop: Shop, day: Any) -> None:
    """The export died at 14:24; the hour before is half as high, and the mark stands in it."""
    shop.unlike = {TUESDAY: day(keeps=lambda at: at.time() < time(14, 24))}
    shop.opens()
    (plot,) = shop.plots()
    assert "by hour: none after 14:24." in plot


def test_hours_that_are_missing_in_the_middle(shop: Shop, day: Any) -> None:
    """From when to when; the day as a whole lost a fifth."""
    shop.unlike = {TUESDAY: day(keeps=lambda at: at.hour not in (9, 10, 11, 12))}
    shop.opens()
    (plot,) = shop.plots()
    assert "by hour: none from 09:00 to 13:00." in plot


def test_hours_that_lost_a_part_of_their_rows(shop: Shop, day: Any) -> None:
    """One shard of three died at ten: no hour lost half, and all of them together are seen."""
    shop.unlike = {TUESDAY: day(keeps=lambda at: at.hour < 10 or at.minute % 3 > 0)}
    shop.opens()
    (plot,) = shop.plots()
    rows, usual = re.search(r"by hour: ([\d,]+) after 10:00, ([\d,]+) are usual", plot).groups()
    assert 0.6 < int(rows.replace(",", "")) / int(usual.replace(",", "")) < 0.73


def test_a_day_that_lost_rows_in_all_hours_is_drawn_among_the_days(shop: Shop, day: Any) -> None:
    """The hours tell nothing then."""
    shop.unlike = {TUESDAY: day(keeps=lambda at: at.minute % 4 > 0)}
    shop.opens()
    (plot,) = shop.plots()
    assert "Rows by day; dashed: expected" in plot


@pytest.mark.parametrize("event_time", ["date", ""])
def test_a_date_has_no_hours(shop: Shop, day: Any, event_time: str) -> None:
    """Nor has a table without a time: the plot by day stays."""
    shop.event_time, shop.unlike = event_time, {TUESDAY: day(keeps=lambda at: at.hour < 14)}
    shop.opens()
    (plot,) = shop.plots()
    assert "Rows by day; dashed: expected" in plot


def test_nulls_that_began_on_a_tuesday_afternoon(shop: Shop, day: Any) -> None:
    """From the minute of the first row on, with their share before and after."""
    shop.unlike = {TUESDAY: day(loses=lambda at: at.time() >= time(14, 3) and at.minute % 2)}
    shop.opens()
    (plot,) = shop.plots()
    assert plot.startswith("orders: email is missing, Tue 12 May by hour: ")
    assert (
        "% after 14:03, 0% before. Bars: share of the rows of each hour; grey line: the day before. " in plot
    )


def test_a_format_that_flipped(shop: Shop, day: Any) -> None:
    """It has a plot by the hour, where it had none."""
    shop.unlike = {TUESDAY: day(garbles=lambda at: at.time() >= time(9, 40))}
    shop.opens()
    assert any(
        "code is not in the declared format, Tue 12 May by hour: 100% after 09:40, 0% before" in plot
        for plot in shop.plots()
    )


def test_nulls_of_a_whole_day_are_drawn_among_the_days(shop: Shop, day: Any) -> None:
    """No hour has more of them than another."""
    shop.unlike = {TUESDAY: day(loses=lambda at: at.second == 0)}
    shop.opens()
    (plot,) = shop.plots()
    assert "Share that is missing, by day" in plot


@pytest.mark.parametrize("changed", [date(2026, 3, 29), date(2025, 10, 26)])
def test_on_the_day_on_which_clocks_change(shop: Shop, day: Any, changed: date) -> None:
    """Of 23 or 25 hours: two in the afternoon is two on the wall."""
    shop.last, shop.unlike = changed, {changed: day(keeps=lambda at: at.hour < 14)}
    shop.opens()
    (plot,) = shop.plots()
    assert "by hour: none after 14:00." in plot


def test_hours_that_cannot_be_asked_for_cost_only_their_plot(
    shop: Shop, day: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The finding, its rows and the plot by day are there; the log says what is not."""

    def broken(*_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr("checks.first_rows.failing_hours", broken)
    shop.unlike = {TUESDAY: day(loses=lambda at: at.time() >= time(14, 3) and at.minute % 2)}
    shop.opens()
    (plot,) = shop.plots()
    assert "Share that is missing, by day" in plot
    root, *_ = shop.sandbox.messages("#shop")
    assert "`email`" in str(root)
    assert "hours of null_rate in orders cannot be told (MemoryError" in caplog.text
