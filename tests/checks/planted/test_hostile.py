"""Partitions that nobody expects: a measure of them is one, or says why there is none."""

import numpy as np
import pytest

from checks.catalog import catalog
from checks.measured import measured
from checks.profiles.distribution import Distribution
from checks.profiles.frequencies import Frequencies
from checks.profiles.profile import ColumnProfile

DAYS = 40
COLUMNS = {
    "x": {"primary": True},
    "plan": {"drift": True, "kind": "categorical"},
    "psi": {"drift": {"method": "psi"}},
    "gone": {"primary": True},
}
INFINITE = np.tile([np.inf, -np.inf, 1.0, 2.0], 100)


def day(past, at, rows, x, levels):
    columns = {
        "x": ColumnProfile(distribution=x),
        "psi": ColumnProfile(distribution=x),
        "plan": ColumnProfile(levels=Frequencies(levels, rest=3)),
        **({"gone": ColumnProfile(nulls=rows)} if at < 30 else {}),
    }
    return past.add(rows=rows, columns=columns, schema=tuple((name, "float64") for name in columns))


@pytest.mark.parametrize(
    "table", [{}, {"partition": "none"}, {"reference": {"from": "2026-01-05", "to": "2026-01-20"}}]
)
@pytest.mark.parametrize("last", [1, 20, 400])
@pytest.mark.parametrize(
    ("values", "levels"),
    [
        (np.zeros(400), {"=a": 400}),
        (INFINITE, {"=a": 399, "=b": 1}),
        (np.full(400, 1e308), {f"#{at}": 1 for at in range(400)}),
        (np.arange(400) % 7, {"=a": 200, "=b": 200}),
        (np.empty(0), {}),
    ],
)
def test_nothing_breaks_a_measure(past, of, caplog, table, last, values, levels):
    """One row, one value, infinities, all levels new, no values at all, a column that went."""
    built = past(key=["id"], columns=COLUMNS, **table)
    for at in range(DAYS):
        rows = last if at == DAYS - 1 else 400
        x = of(values[:rows]) if len(values) else Distribution(())
        day(built, at, rows, x, dict(list(levels.items())[:rows]))
    history = built.history()
    verdicts = [verdict for check in catalog().values() for verdict in check.judge(history)]
    found = measured(history, verdicts)
    assert found
    assert all(each.says for each in found)
    assert caplog.text == ""
