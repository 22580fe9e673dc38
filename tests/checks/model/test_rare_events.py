"""Do the rare values that matter still come?"""

from datetime import timedelta

import numpy as np
import pytest

from checks.model.rare_events import judge
from checks.profiles.profile import ColumnProfile
from checks.profiles.values import Values
from checks.verdict import Outcome, Urgency

ROWS = 40_000


@pytest.fixture
def frauds(past):
    """A history with so many frauds a day, and rows."""

    def build(counts, rows=None, rare=("fraud",), holidays=(), **values):
        table = past(columns={"outcome": {"rare": list(rare)}}, holidays=holidays)
        for at, many in enumerate(counts):
            column = ColumnProfile(values=Values(rare={"fraud": int(many), **values}))
            table.add(rows=int(rows[at]) if rows is not None else ROWS, columns={"outcome": column})
        return table.history()

    return build


def poisson(rate, days, seed=1):
    return list(np.random.default_rng(seed).poisson(rate, days))


def said(history):
    (verdict,) = judge(history)
    return verdict


def test_frauds_that_vanish_are_paged_with_what_is_missed_a_day(frauds):
    """Five days without any, where two a day are usual."""
    verdict = said(frauds([*poisson(2, 120), *[0] * 5]))
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.PAGE)
    assert verdict.summary.startswith("`outcome` has no `fraud` any more since ")
    assert verdict.evidence["missed_per_day"] == pytest.approx(2, abs=0.3)
    assert verdict.evidence["kind"] == "vanished"
    assert verdict.evidence["p"] < 1e-3
    assert (verdict.affected, verdict.volume, verdict.unit) == (2, ROWS, "rows")


def test_one_day_without_is_no_news_where_two_are_usual(frauds):
    """That is what chance brings on every seventh day; how many would be told is said."""
    verdict = said(frauds([*poisson(2, 120), 0]))
    assert verdict.outcome is Outcome.OK
    assert "days without any would be told" in verdict.summary


def test_half_of_many_is_a_ticket(frauds):
    """Ten a day for a week, where twenty are usual."""
    verdict = said(frauds([*poisson(20, 120), *poisson(10, 7, seed=2)]))
    assert (verdict.outcome, verdict.urgency) == (Outcome.BREACH, Urgency.TICKET)
    assert verdict.evidence["kind"] == "fewer"
    assert len(verdict.bad) in range(5, 10)


def test_what_vanished_is_never_learned(frauds):
    """It is told since the same day, forty days later."""
    counts = poisson(2, 120)
    first, later = (said(frauds([*counts, *[0] * days])) for days in (6, 40))
    assert first.since == later.since
    assert len(later.bad) == len(first.bad) + 34
    assert later.urgency is Urgency.PAGE


def test_it_is_over_when_they_come_again(frauds):
    """One usual day after ten without."""
    assert said(frauds([*poisson(20, 120), *[0] * 10, 21])).outcome is Outcome.OK


def test_a_few_that_come_back_are_not_enough(frauds):
    """One a day where twenty were: it goes on, as a ticket."""
    verdict = said(frauds([*poisson(20, 120), *[0] * 10, 1, 1]))
    assert (verdict.evidence["kind"], verdict.urgency) == ("fewer", Urgency.TICKET)


def test_fewer_rows_have_fewer_of_them(frauds):
    """A table at a tenth of its volume has a tenth of the frauds: they are no fewer than usual."""
    rows = [ROWS] * 120 + [ROWS // 10] * 7
    assert said(frauds([*poisson(20, 120), *[2] * 7], rows)).outcome is Outcome.OK


def test_no_frauds_at_weekends_are_no_news(frauds):
    """On Monday morning nothing is told; a Monday without any is told on Tuesday."""
    weeks = [0 if day % 7 >= 5 else many for day, many in enumerate(poisson(28, 18 * 7))]
    assert said(frauds(weeks)).outcome is Outcome.OK
    assert said(frauds([*weeks, 0])).outcome is Outcome.BREACH


def test_too_few_to_tell_says_how_many_it_takes(frauds):
    """One in a month: two months without any are chance."""
    verdict = said(frauds([1 if day % 30 == 0 else 0 for day in range(150)]))
    assert verdict.outcome is Outcome.NOT_ENOUGH_DATA
    assert "5 events in 150 days" in verdict.needs
    assert "even 60 days without one may be chance" in verdict.needs


def test_a_young_table_and_a_value_that_is_written_otherwise(frauds):
    """Both say what is lacking."""
    assert said(frauds(poisson(20, 10))).needs == "14 clean days with rows, there are 10"
    assert said(frauds([0] * 30)).needs.endswith("is it written so?")
    assert said(frauds([])).needs == "a partition with rows and a column `outcome`"


def test_holidays_are_left_out(frauds, past):
    """A holiday on which nobody works is no loss."""
    counts = [*poisson(20, 120), 0]
    holiday = past().start + timedelta(days=120)
    assert said(frauds(counts, holidays=[holiday])).outcome is Outcome.OK


def test_days_known_to_be_bad_leave_the_baseline(frauds):
    """Sixty bad days without any, and what came after is compared with the clean ones."""
    history = frauds([*poisson(20, 60), *[0] * 60, *poisson(20, 30, seed=3), 0])
    assert said(history).outcome is Outcome.BREACH


def test_each_value_has_a_verdict_of_its_own(frauds):
    """Frauds vanish, chargebacks stay."""
    history = frauds([*poisson(20, 60), 0], rare=("fraud", "chargeback"), chargeback=20)
    verdicts = {each.segment: each.outcome for each in judge(history)}
    assert verdicts == {"outcome = fraud": Outcome.BREACH, "outcome = chargeback": Outcome.OK}


def test_a_column_that_names_none_is_not_judged(past):
    """And neither is a table without columns."""
    assert not list(judge(past().add().history()))
