"""The days off of a pipeline, by country or by date."""

from datetime import date

import pytest

from bot.settings.holidays import days_off, refusal


def pipeline(configure, holidays):
    return configure(
        churn=f'pipeline: churn\nowner: maria\nchannel: "#churn"\nholidays: {holidays}\n'
        "tables:\n  usage: {source: lake, path: x, partition: {column: day}}\n"
    ).pipelines[0]


def test_a_country_has_its_public_holidays(configure):
    """Unity Day is one, the day before is none."""
    off = days_off(pipeline(configure, "DE"), [2026])
    assert date(2026, 10, 3) in off
    assert date(2026, 10, 2) not in off


def test_a_part_of_a_country_has_more(configure):
    """Epiphany is a holiday in Bavaria and not in all of Germany."""
    epiphany = date(2026, 1, 6)
    assert epiphany in days_off(pipeline(configure, "DE-BY"), [2026])
    assert epiphany not in days_off(pipeline(configure, "DE"), [2026])


def test_dates_can_be_listed(configure):
    """Only those of the years that are asked for are given."""
    off = days_off(pipeline(configure, "[2026-12-24, 2027-12-24]"), [2026])
    assert off == {date(2026, 12, 24)}


@pytest.mark.parametrize("country", ["Germany", "de", "XX", "DE-XX", "os", ""])
def test_what_is_no_country_is_refused(country):
    """An unknown country would silently have no holidays."""
    assert refusal(country) is not None


def test_a_refused_country_is_told_with_its_line(refusal):
    """File, line, key, and what to write."""
    said = refusal(churn='pipeline: churn\nowner: maria\nchannel: "#churn"\nholidays: XX\n'
                   "tables:\n  usage: {source: lake, path: x, partition: {column: day}}\n")  # fmt: skip
    place, why = said.split(": holidays: ")
    assert place == "pipelines/churn.yaml:4"
    assert why == "the holidays of the country 'XX' are not known: write a list of dates"
