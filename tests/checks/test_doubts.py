"""Where a limit lies between the bounds that profiles give, the rows themselves decide."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.distribution import Distribution, knots, ks_at_most, ks_distance, merge
from checks.profiles.doubted import exact
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome, Urgency

ROWS, DAYS = 4_000, 21
UNDER, OVER = 0.0499, 0.0501
"""So near to the limit, 0.05, that profiles cannot tell."""
ABOVE, FAR = 0.08, 0.2
NUMBERS = st.lists(st.integers(-5, 5), min_size=2, max_size=30)


@given(NUMBERS, NUMBERS)
def test_the_exact_distance_is_scipys(one, other):
    """Ties and atoms included."""
    left, right = (np.sort(np.array(each, float)) for each in (one, other))
    assert exact(left, right) == pytest.approx(
        stats.ks_2samp(left, right, method="asymp").statistic, abs=1e-12
    )


def bounds(values, peers):
    known = [Distribution((knots(each, 1_000),)) for each in (values, *peers)]
    return ks_distance(known[0], merge(known[1:])), ks_at_most(known[0], merge(known[1:]))


def shifted(batch, peers, wanted):
    """The batch, moved until it is so far from its peers."""
    low, high = 0.0, 0.2
    for _ in range(40):
        by = (low + high) / 2
        found = exact(batch + by, np.sort(np.concatenate(peers)))
        low, high = (by, high) if found < wanted else (low, by)
    return batch + by


@pytest.fixture
def judged(lake):
    """What is said of the drift of `x` on the last of these days, from files: each is so far from its peers.
    Three clean weeks lie before them; so many other features stay as they were."""

    def said(*distances, rows=ROWS, others=0):
        rng = np.random.default_rng(1)

        def alike():
            return (np.arange(rows) + rng.random(rows)) / rows

        days = [alike() for _ in range(DAYS)]
        peers = [[each for at, each in enumerate(days) if at % 7 == weekday] for weekday in range(7)]
        for wanted in distances:
            of_weekday = peers[len(days) % 7]
            days.append(shifted(alike(), of_weekday, wanted))
            least, most = bounds(days[-1], of_weekday)
            assert (least <= 0.05 < most) == (abs(wanted - 0.05) < 0.001)
        names = [f"other_{at}" for at in range(others)]
        for at, values in enumerate(days):
            day = date(2026, 1, 5) + timedelta(days=at)
            columns = {"x": values} | {name: alike() for name in names}
            shuffled = {name: rng.permutation(each) for name, each in columns.items()}
            lake.parquet(f"day={day}/a.parquet", shuffled)
        declared = {"source": "lake", "path": "day=*/*.parquet", "partition": {"column": "day"}}
        watched = {name: {"drift": True} for name in ("x", *names)}
        table = Table.model_validate(declared | {"columns": watched})
        as_of = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(days=len(days))
        audit = Auditor({"usage": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC")).audit(as_of)
        return [each for each in audit.verdicts if (each.check, each.column) == ("drift", "x")][-1]

    return said


def january(*days):
    return tuple(date(2026, 1, day) for day in days)


@pytest.mark.parametrize(("outcome", "wanted"), [(Outcome.OK, UNDER), (Outcome.BREACH, OVER)])
def test_the_rows_decide_where_the_limit_lies_between_the_bounds(judged, outcome, wanted):
    """A batch whose D is hardly below the floor, or hardly above: profiles alone cannot tell."""
    verdict = judged(wanted)
    assert (verdict.outcome, verdict.evidence.get("exact")) == (outcome, True)
    assert verdict.evidence["d"] == pytest.approx(wanted, abs=2e-4)


def test_a_day_in_doubt_does_not_begin_a_drift_anew(judged):
    """Three days are far away, the fourth hardly: it is one drift, since the first of them, and a page."""
    verdict = judged(FAR, FAR, FAR, OVER)
    assert (verdict.outcome, verdict.evidence.get("exact")) == (Outcome.BREACH, True)
    assert verdict.bad == january(26, 27, 28, 29)
    assert verdict.urgency is Urgency.PAGE
    assert verdict.evidence["lasting"] is True


@pytest.mark.parametrize("hardly", [UNDER, OVER])
def test_a_drift_goes_on_over_days_in_doubt(judged, hardly):
    """On Tuesday and Wednesday it came back to the limit, nobody knows to which side; on Thursday it is far
    away again: it has been so since Monday, and lasts, but days in doubt are not called bad."""
    verdict = judged(ABOVE, hardly, hardly, ABOVE)
    assert (verdict.since.date(), verdict.bad) == (*january(26), january(26, 29))
    assert (verdict.urgency, verdict.evidence["lasting"]) == (Urgency.PAGE, True)


def test_a_day_that_is_certainly_as_it_was_ends_a_drift(judged):
    """Far away, in doubt, as ever, far away: the last of them is the first day of another one."""
    verdict = judged(ABOVE, OVER, 0.03, ABOVE)
    assert (verdict.since.date(), verdict.bad) == (*january(29), january(29))


def test_a_day_in_doubt_is_not_the_first_of_a_drift(judged):
    """Hardly over, and far away on the next day: it is known to be so since that one."""
    verdict = judged(OVER, ABOVE)
    assert (verdict.bad, verdict.evidence["lasting"]) == (january(27), False)


@pytest.mark.parametrize(("outcome", "others"), [(Outcome.BREACH, 0), (Outcome.OK, 17)])
def test_what_the_rows_say_counts_as_one_of_many_features(judged, outcome, others):
    """Chance would bring such a distance once in 2,000 batches: enough of one feature, not of eighteen."""
    verdict = judged(OVER, rows=2_200, others=others)
    assert (verdict.outcome, verdict.evidence["exact"]) == (outcome, True)
    assert verdict.evidence["p_adjusted"] == pytest.approx(5e-4 * (1 + others), rel=0.2)
