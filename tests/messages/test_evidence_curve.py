"""The figures by day beside a finding of hindsight have to do with it, or there are none."""

from datetime import date, timedelta

import pytest

from bot.domain.finding import Finding
from bot.domain.hindsight import Replayed
from bot.messages.evidence_curve import evidence_curve
from checks.verdict import Urgency

DAY = date(2026, 3, 2)
DAYS = [DAY + timedelta(days=at) for at in range(10)]
UNTIL = DAYS[-1] + timedelta(days=1)


def a_finding(check="drift", column="plan", **evidence):
    """About one column, on the last day."""
    return Finding(
        pipeline="hindsight", check=check, table="usage", column=column, segment=None, urgency=Urgency.PAGE,
        since=None, summary="", affected=9, volume=300, days_to_break=0.0, bad=DAYS[-1:], evidence=evidence,
    )  # fmt: skip


def a_table(**known):
    """Ten days of three hundred rows."""
    return Replayed(table="usage", first=DAY, last=UNTIL, alarms=[], rows=dict.fromkeys(DAYS, 300), **known)


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (a_finding(kind="new_level", level="#b2"), "Share of rows with the new level of plan, by day"),
        (
            a_finding("null_rate", kind="disguised", value="#b2"),
            "Share of rows whose plan stands for a missing value, by day",
        ),
    ],
)
def test_a_new_level_is_shown_by_its_share_of_the_rows(finding, said):
    """Not by how many rows there were, which did not change."""
    held = {("plan", "#b2"): {**dict.fromkeys(DAYS, 0.0), DAYS[-1]: 0.03}}
    curve = evidence_curve(finding, a_table(held=held), UNTIL)
    assert curve is not None
    assert (curve.what, curve.share, curve.by_day[DAYS[-1]]) == (said, True, 3.0)


def test_what_has_nothing_to_do_with_any_figure_by_day_has_no_curve():
    """A text in another form is not explained by the number of rows."""
    assert evidence_curve(a_finding("value_format", "phone", kind="format"), a_table(), UNTIL) is None


def test_what_is_about_the_whole_table_shows_its_rows():
    """As before."""
    curve = evidence_curve(a_finding("row_count", None), a_table(), UNTIL)
    assert curve is not None
    assert curve.what == "Rows of usage by day"
