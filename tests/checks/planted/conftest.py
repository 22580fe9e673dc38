"""Tables in real files, in which a failure can be planted on the newest day."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from checks.catalog import catalog
from checks.measured import measured

DAYS = 36
FIRST = date(2026, 1, 1)


def columns_of(day, seed, rows):
    """A day of trips: about so many, a code, a distance, an age of which one in fifty is missing."""
    rng = np.random.default_rng((seed, day))
    many = int(rng.normal(rows, rows / 100))
    age = rng.normal(40, 10, many)
    found = {"distance": rng.normal(50, 10, many), "age": age, "unknown": rng.random(many) < 0.02}
    return found | {"code": np.array([f"P-{number}" for number in rng.integers(1000, 9999, many)], object)}


class Trips:
    """Five weeks of files; the newest day may be planted with a failure."""

    def __init__(self, lake, seed, rows, declared):
        self.lake, self.seed, self.rows, self.declared = lake, seed, rows, declared
        for day in range(DAYS):
            self._write(day, columns_of(day, seed, rows))

    def _write(self, day, found):
        age = pa.array(found["age"], mask=found["unknown"])
        file = f"day={FIRST + timedelta(days=day)}/trips.parquet"
        self.lake.parquet(file, {"distance": found["distance"], "age": age, "code": found["code"]})

    def planted(self, plant, size):
        """The history in which the newest day has a failure of that size."""
        rng = np.random.default_rng(99)
        self._write(DAYS - 1, plant(columns_of(DAYS - 1, self.seed, self.rows), size, rng))
        return self.history()

    def history(self):
        return self.lake.history(DAYS + 1, **self.declared)


@pytest.fixture
def trips(lake):
    """Builds the files of a table: `trips(seed=1)`."""
    declared = {"columns": {"age": {"primary": True}, "distance": {"drift": True}}}
    return lambda seed=1, rows=3_000: Trips(lake, seed, rows, declared)


def verdicts(history, *checks):
    """What the named checks say of it, or all."""
    return [each for name in checks or catalog() for each in catalog()[name].judge(history)]


@pytest.fixture
def judged():
    """What the named checks say of a history, or all."""
    return verdicts


@pytest.fixture
def sensitivity():
    """What would have been caught: by check and column."""

    def of(history, *checks):
        found = measured(history, verdicts(history, *checks))
        return {(each.check, each.column): each for each in found}

    return of
