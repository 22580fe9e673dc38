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
    """What is said of the drift of the last of these days, from files; a few bad days lie before it."""

    def said(wanted, moved=()):
        rng = np.random.default_rng(1)
        days = [np.sort(rng.random(ROWS)) for _ in range(DAYS)]
        last = DAYS + len(moved)
        peers = [each for at, each in enumerate(days) if at % 7 == last % 7]
        batch = shifted(np.sort(rng.random(ROWS)), peers, wanted)
        least, most = bounds(batch, peers)
        assert least <= 0.05 < most
        for at, values in enumerate([*days, *(rng.random(ROWS) + by for by in moved), batch]):
            day = date(2026, 1, 5) + timedelta(days=at)
            lake.parquet(f"day={day}/a.parquet", {"x": rng.permutation(values)})
        declared = {"source": "lake", "path": "day=*/*.parquet", "partition": {"column": "day"}}
        table = Table.model_validate(declared | {"columns": {"x": {"drift": True}}})
        as_of = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(days=last + 1)
        audit = Auditor({"usage": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC")).audit(as_of)
        return [each for each in audit.verdicts if each.check == "drift"][-1]

    return said


@pytest.mark.parametrize(("outcome", "wanted"), [(Outcome.OK, 0.0499), (Outcome.BREACH, 0.0501)])
def test_the_rows_decide_where_the_limit_lies_between_the_bounds(judged, outcome, wanted):
    """A batch whose D is hardly below the floor, or hardly above: profiles alone cannot tell."""
    verdict = judged(wanted)
    assert (verdict.outcome, verdict.evidence.get("exact")) == (outcome, True)
    assert verdict.evidence["d"] == pytest.approx(wanted, abs=2e-4)


def test_a_day_in_doubt_does_not_begin_a_drift_anew(judged):
    """Three days are far away, the fourth hardly: it is one drift, since the first of them, and a page."""
    verdict = judged(0.0501, moved=(0.2, 0.2, 0.2))
    assert (verdict.outcome, verdict.evidence.get("exact")) == (Outcome.BREACH, True)
    assert [each.isoformat() for each in verdict.bad] == [f"2026-01-{day}" for day in (26, 27, 28, 29)]
    assert verdict.urgency is Urgency.PAGE
    assert verdict.evidence["lasting"] is True
