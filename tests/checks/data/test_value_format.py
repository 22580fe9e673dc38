"""Are values still written as they were?"""

from datetime import date

import numpy as np
import pytest

from checks.data.value_format import judge
from checks.profiles.profile import ColumnProfile
from checks.profiles.values import Values
from checks.verdict import Outcome, Urgency

ROWS = 1_000


def texts(forms, zeros=0, misfits=0):
    return ColumnProfile(values=Values(signatures=forms, leading_zeros=zeros, misfits=misfits))


def said(table, days, kind="string", name="x"):
    for column in days:
        table.add(rows=ROWS, columns={name: column}, schema=((name, kind),))
    (verdict,) = judge(table.history())
    return verdict


def test_dates_that_turned_are_told_with_both_ways_of_writing(past):
    """How much of which day, and the rows are looked for by the new one."""
    days = [texts({"9999-99-99": ROWS})] * 20 + [texts({"9999-99-99": 590, "99/99/9999": 410})]
    verdict = said(past(columns={"x": {}}), days)
    assert "`x` turned from 9999-99-99 to 99/99/9999 (41% of " in verdict.summary
    assert (verdict.urgency, verdict.affected, verdict.failing.like) == (Urgency.PAGE, 410, "99/99/9999")


def test_a_change_that_lasts_is_not_learned(past):
    """It is told three weeks later, with the day it began on."""
    days = [texts({"9999-99-99": ROWS})] * 20 + [texts({"99/99/9999": ROWS})] * 21
    assert len(said(past(), days).bad) == 21


def test_a_change_that_was_mended_is_over(past):
    """One good day is believed."""
    days = [texts({"99": ROWS})] * 20 + [texts({"99,9": ROWS})] * 3 + [texts({"99": ROWS})]
    assert said(past(), days).outcome is Outcome.OK


@pytest.mark.parametrize(
    ("before", "now", "note"),
    [
        ({"A": ROWS}, {"A": 900, "A ": 100}, "blanks before or after"),
        ({"Aa": ROWS}, {"AA": 0, "aa": 300, "Aa": 700}, "capitals and small letters"),
        ({"99.9": ROWS}, {"99°99'99": ROWS}, "to 99°99'99"),
    ],
)
def test_case_blanks_and_degrees(past, before, now, note):
    """Each is a way of writing."""
    assert note in said(past(), [texts(before)] * 20 + [texts(now)]).summary


def test_leading_zeros_that_are_lost(past):
    """Zip codes that went through a spreadsheet."""
    days = [texts({"99999": ROWS}, zeros=100)] * 20 + [texts({"99999": 900, "9999": 100})]
    assert "leading zeros are lost" in said(past(), days).summary


def test_a_counter_that_gains_a_digit_is_no_news(past):
    """Order 999 is followed by order 1000; a number without leading zeros may be shorter, too."""
    for usual, new in (("a-999", "a-9999"), ("999", "9999"), ("99.9", "-999.9"), ("A-9999-99", "A-9999-999")):
        days = [texts({usual: ROWS})] * 20 + [texts({usual: 300, new: 700})]
        assert said(past(), days).outcome is Outcome.OK


def test_words_for_missing_values_and_empty_texts_are_not_forms(past):
    """The null rate judges them."""
    days = [texts({"Aa": ROWS})] * 20 + [texts({"Aa": 500, "N/A": 300, "": 200})]
    assert said(past(), days).outcome is Outcome.OK


def test_free_text_is_not_judged(past):
    """Nor a column with more than twenty ways of writing."""
    assert said(past(), [texts({"…": ROWS})] * 20 + [texts({"…": 900, "a": 100})]).outcome is Outcome.OK
    many = {f"{'9' * at}/a": 40 for at in range(1, 26)}
    assert said(past(), [texts(many)] * 20 + [texts({"a@a": ROWS})]).outcome is Outcome.OK


def test_honest_wander_stays_quiet(past):
    """Forms come and go with the weekday and by chance: half a year, not one finding."""
    rng, table, found = np.random.default_rng(1), past(columns={"x": {}}), []
    forms = ["Aa", "Aa Aa", "A", "Aa-Aa", "A'Aa", "a 9"]
    for day in range(180):
        weights = np.array([0.7, 0.2, 0.06, 0.03, 0.009, 0.0 if day % 7 else 0.002]) * rng.uniform(
            0.7, 1.3, 6
        )
        counts = rng.multinomial(ROWS, weights / weights.sum())
        column = texts({form: int(count) for form, count in zip(forms, counts, strict=True) if count})
        table.add(rows=ROWS, columns={"x": column}, schema=(("x", "string"),))
        found += [each.summary for each in judge(table.history()) if each.outcome is Outcome.BREACH]
    assert found == []


def test_a_declared_format_needs_no_history(past):
    """From the first day on."""
    table = past(columns={"x": {"format": "%Y-%m-%d"}})
    verdict = said(table, [texts({"9999-99-99": ROWS}, misfits=7)])
    assert "7 rows (0.7%) have a `x` that is not written %Y-%m-%d" in verdict.summary
    assert (verdict.failing.what, verdict.evidence["kind"]) == ("misfit", "declared")


def test_days_after_the_twelfth_that_vanish(past):
    """Day and month were swapped wherever that makes a date."""
    days = [ColumnProfile(values=Values(late_days=600 + at % 7)) for at in range(20)]
    verdict = said(past(), [*days, ColumnProfile()], kind="date")
    assert "no day after the 12th any more" in verdict.summary
    assert verdict.affected == pytest.approx(603, abs=4)


def test_the_day_of_the_partition_itself_is_no_flip(past):
    """All event times are on the 12th, then on the 13th; in a new month again none is late."""
    table = past(start=date(2026, 1, 5))
    days = [ColumnProfile(values=Values(late_days=ROWS if at >= 8 else 0)) for at in range(27)]
    assert said(table, [*days, ColumnProfile()], kind="timestamp(6)").outcome is Outcome.OK


def test_a_history_that_begins_after_the_twelfth_is_no_flip_either(past):
    """All its times were late in their month; in the new month none is."""
    table = past(start=date(2026, 1, 13))
    days = [ColumnProfile(values=Values(late_days=ROWS))] * 19
    assert said(table, [*days, ColumnProfile()], kind="timestamp(6)").outcome is not Outcome.BREACH


def test_fractions_that_never_reach_sixty(past):
    """Degrees and minutes, read as a decimal number; a price within ±180 is none, however it is rounded."""
    usual = ColumnProfile(values=Values(finite=ROWS, low=-80.0, high=80.0, sixtieths=400))
    now = ColumnProfile(values=Values(finite=ROWS, low=-80.0, high=80.0, sixtieths=0))
    assert said(past(), [usual] * 20 + [now], "float64", name="lat").evidence["kind"] == "sixtieths"
    assert said(past(), [usual] * 20 + [now], "float64", name="price").outcome is Outcome.OK
    whole = ColumnProfile(values=Values(finite=ROWS, low=-80.0, high=80.0))
    assert said(past(), [whole] * 21, "float64", name="lat").outcome is Outcome.OK


def test_a_young_table_is_not_judged(past):
    """Seven partitions are needed, and that is said."""
    verdict = said(past(), [texts({"a": ROWS})] * 3)
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA
    assert "there are 2" in verdict.needs


def test_documents_are_left_to_the_contract(past):
    """A column of JSON that broke is one finding, not two."""
    table = past(columns={"payload": {"kind": "json"}})
    for form in ['{"a": 9}'] * 30 + ["{a"]:
        told = {"payload": form, "plan": "a"}
        columns = {
            name: ColumnProfile(values=Values(signatures={each: 1_000})) for name, each in told.items()
        }
        table.add(columns=columns)
    (verdict,) = judge(table.history())
    assert verdict.outcome is Outcome.OK
