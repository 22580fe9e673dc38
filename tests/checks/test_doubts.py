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
from checks.verdict import Outcome

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


@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.BREACH])
def test_the_rows_decide_where_the_limit_lies_between_the_bounds(lake, outcome):
    """A batch whose D is hardly below the floor, or hardly above: profiles alone cannot tell."""
    rng = np.random.default_rng(1)
    days = [np.sort(rng.random(ROWS)) for _ in range(DAYS)]
    peers = [each for at, each in enumerate(days) if at % 7 == DAYS % 7]
    batch, wanted = np.sort(rng.random(ROWS)), 0.0499 if outcome is Outcome.OK else 0.0501
    low, high = 0.0, 0.2
    for _ in range(40):
        by = (low + high) / 2
        found = exact(batch + by, np.sort(np.concatenate(peers)))
        low, high = (by, high) if found < wanted else (low, by)
    batch = batch + by
    least, most = bounds(batch, peers)
    assert least <= 0.05 < most
    for at, values in enumerate([*days, batch]):
        day = date(2026, 1, 5) + timedelta(days=at)
        lake.parquet(f"day={day}/a.parquet", {"x": rng.permutation(values)})
    declared = {"source": "lake", "path": "day=*/*.parquet", "partition": {"column": "day"}}
    table = Table.model_validate(declared | {"columns": {"x": {"drift": True}}})
    as_of = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(days=DAYS + 1)
    audit = Auditor({"usage": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC")).audit(as_of)
    (verdict,) = [each for each in audit.verdicts if each.check == "drift"]
    assert (verdict.outcome, verdict.evidence.get("exact")) == (outcome, True)
    assert verdict.evidence["d"] == pytest.approx(wanted, abs=2e-4)
