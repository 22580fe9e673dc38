"""Days that a text file writes otherwise than the files before it: they are read, but not by everybody."""

import csv
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome, Urgency

ROWS, DAYS, FIRST = 300, 20, datetime(2026, 1, 5, tzinfo=UTC)
ISO, GERMAN = "%Y-%m-%d", "%d.%m.%Y"


@pytest.fixture
def breaches(tmp_path):
    """What the audit finds beside the good news, of a folder a day whose last files write `booked` so."""

    def found(form, days=1, clean=DAYS - 1, ending=""):
        for at in range(clean + days):
            rng, way = np.random.default_rng(at), form if at >= clean else ISO
            folder = tmp_path / f"day={FIRST + timedelta(days=at):%Y-%m-%d}"
            folder.mkdir()
            with (folder / "part.csv").open("w", newline="") as file:
                rows = csv.writer(file)
                rows.writerow(["id", "booked", "amount"])
                for row, back in enumerate(rng.integers(0, 60, ROWS)):
                    day = FIRST + timedelta(days=at - int(back))
                    rows.writerow([at * ROWS + row, f"{day:{way}}{ending}", round(rng.normal(50, 9), 2)])
        declared = {"source": "lake", "path": "day=*/*.csv", "partition": {"column": "day"}, "key": ["id"]}
        table = Table.model_validate(declared | {"columns": {"booked": {}}})
        morning = FIRST + timedelta(days=clean + days, hours=9)
        audit = Auditor({"visits": (tmp_path, table)}, KeptNowhere(), ZoneInfo("UTC"), morning).audit(morning)
        assert not audit.errors
        return [each for each in audit.verdicts if each.outcome is Outcome.BREACH]

    return found


@pytest.mark.parametrize(("days", "first"), [(1, 24), (3, 24)])
def test_a_file_that_writes_its_days_otherwise_is_told(breaches, days, first):
    """A file of German days parses, here; the job behind it fails, or reads the fifth of November."""
    (said,) = breaches(GERMAN, days)
    assert (said.check, said.column, said.urgency) == ("value_format", "booked", Urgency.PAGE)
    assert said.summary.startswith("`booked` turned from 9999-99-99 to 99.99.9999 in the files of ")
    assert (len(said.bad), said.bad[0].day) == (days, first)


def test_files_that_write_their_days_alike_are_no_news(breaches):
    """Whichever way it is."""
    assert breaches(ISO) == []


def test_files_that_always_did_are_no_news_either(breaches):
    """A week of them is enough to know."""
    assert breaches(GERMAN, days=12, clean=0) == []
