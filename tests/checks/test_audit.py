"""What the checks say of a pipeline's tables at one moment."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from checks.audit import Auditor
from checks.catalog import catalog
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.verdict import Outcome

UTC_ZONE = ZoneInfo("UTC")
DAYS = 45
DECLARED_ONLY = {"rare_events", "lineage", "own", "reconciliation", "vectors"}
"""Checks that say nothing until an owner declares what to compare."""


def write(lake, folder="usage", days=DAYS, spoil=None):
    """Six weeks of a small table, loaded at five every morning after."""
    rng = np.random.default_rng(1)
    for at in range(days):
        day = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=at)
        columns = {
            "id": np.arange(at * 300, at * 300 + 300),
            "at": [day + timedelta(minutes=row) for row in range(300)],
            "into": [day + timedelta(hours=29)] * 300,
            "x": rng.normal(size=300),
        }
        if spoil:
            spoil(at, columns)
        lake.parquet(f"{folder}/day={day:%Y-%m-%d}/a.parquet", columns)


def table(folder="usage", **declared):
    return Table.model_validate(
        {
            "source": "lake",
            "path": f"{folder}/day=*/*.parquet",
            "partition": {"column": "day"},
            "key": ["id"],
            "event_time": "at",
            "loaded_at_field": "into",
            "finish_by": {"time": "06:30"},
            "columns": {"x": {"primary": True}},
        }
        | declared
    )


def auditor(lake, **tables):
    return Auditor({name: (lake.root, each) for name, each in tables.items()}, KeptNowhere(), UTC_ZONE)


def morning(at):
    return datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(days=at)


def test_a_sound_table_passes_every_check(lake):
    """Six verdicts, all ok, and the partitions they rest on."""
    write(lake)
    audit = auditor(lake, usage=table()).audit(morning(DAYS))
    assert {verdict.check: verdict.outcome for verdict in audit.verdicts} == dict.fromkeys(
        set(catalog()) - DECLARED_ONLY, Outcome.OK
    )
    assert audit.errors == []
    assert audit.judged["usage"][-1] == date(2026, 2, 18)


def test_a_breach_comes_with_its_first_rows(lake):
    """Keys and times of the rows without a value; since the second of the first."""

    def forget(at, columns):
        if at == DAYS - 1:
            columns["x"][100:220] = np.nan

    write(lake, spoil=forget)
    audit = auditor(lake, usage=table()).audit(morning(DAYS))
    (breach,) = [verdict for verdict in audit.verdicts if verdict.outcome is Outcome.BREACH]
    assert (breach.check, breach.affected) == ("null_rate", 120)
    assert [row.key["id"] - 44 * 300 for row in breach.rows] == [100, 101, 102, 103, 104]
    assert breach.since == datetime(2026, 2, 18, 1, 40, tzinfo=UTC)


def test_a_replay_knows_each_day_only_what_was_known_then(lake):
    """The duplicates of day forty are not known on the morning of day forty."""

    def replay(at, columns):
        if at == 40:
            columns["id"][-50:] = columns["id"][:50]

    write(lake, spoil=replay)
    audits = auditor(lake, usage=table())
    duplicates = {
        at: next(v.outcome for v in audits.audit(morning(at)).verdicts if v.check == "duplicate_keys")
        for at in (40, 41)
    }
    assert duplicates == {40: Outcome.OK, 41: Outcome.BREACH}


def test_one_broken_table_does_not_silence_the_others(lake):
    """No files, a missing column: each is said with its table; the sound one is judged."""
    write(lake, days=10)
    audit = auditor(lake, gone=table("nowhere"), odd=table(key=["nope"]), usage=table()).audit(morning(10))
    assert {trouble.table for trouble in audit.errors} == {"gone", "odd"}
    assert any("has no column nope" in trouble.what for trouble in audit.errors)
    assert {verdict.table for verdict in audit.verdicts} == {"usage"}


def test_one_broken_check_does_not_silence_the_others(lake, monkeypatch):
    """It becomes a verdict about itself."""
    write(lake, days=10)

    def fail(history):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(catalog()["row_count"], "judge", fail)
    audit = auditor(lake, usage=table()).audit(morning(10))
    said = {verdict.check: verdict for verdict in audit.verdicts}
    assert said["row_count"].needs == "check row_count failed: ZeroDivisionError: oh"
    assert set(said) == set(catalog()) - DECLARED_ONLY
    assert [trouble.what for trouble in audit.errors] == ["check row_count failed: ZeroDivisionError: oh"]


def test_a_breach_whose_rows_are_gone_is_still_a_breach(lake):
    """The file vanished after the survey; that is said too."""

    def forget(at, columns):
        if at == DAYS - 1:
            columns["x"][:] = np.nan

    write(lake, spoil=forget)
    audits = auditor(lake, usage=table())
    (lake.root / "usage/day=2026-02-18/a.parquet").unlink()
    audit = audits.audit(morning(DAYS))
    assert "null_rate" in {v.check for v in audit.verdicts if v.outcome is Outcome.BREACH}
    assert any("cannot be shown" in trouble.what for trouble in audit.errors)


def test_a_corrupt_partition_is_an_error_and_the_rest_is_judged(lake):
    """It counts as one that could not be read, not as one that never came."""
    write(lake, days=20)
    (lake.root / "usage/day=2026-01-20/a.parquet").write_bytes(b"no parquet")
    audit = auditor(lake, usage=table()).audit(morning(20))
    assert any("day=2026-01-20" in trouble.what for trouble in audit.errors)
    finish = next(verdict for verdict in audit.verdicts if verdict.check == "finish_window")
    assert finish.outcome is Outcome.OK


def test_an_unreadable_partition_is_no_news_before_its_day(lake):
    """A replay does not know the future; on its own day a file that is broken already can be told."""
    write(lake, days=20)
    (lake.root / "usage/day=2026-01-20/a.parquet").write_bytes(b"no parquet")
    audits = auditor(lake, usage=table())
    assert [len(audits.audit(morning(at)).errors) for at in (13, 14, 15, 16)] == [0, 0, 1, 1]


@pytest.mark.parametrize(("days", "stale"), [(1, False), (2, False), (3, True)])
def test_old_data_says_nothing_of_today(lake, days, stale):
    """Without a window, a table may pause as long as it used to, and a day more to land."""
    write(lake, days=10)
    audit = auditor(lake, usage=table(finish_by=None)).audit(morning(9 + days))
    assert bool(audit.errors) == stale
    assert ("usage" in audit.judged) != stale


def test_the_next_run_works_out_only_what_is_new(lake, shelf, monkeypatch):
    """A distance of a day that has not changed is kept with the profiles; the verdicts are the same."""
    from checks.profiles import measures

    asked, distance = [], measures.ks_distance
    monkeypatch.setattr(measures, "ks_distance", lambda *both: asked.append(1) or distance(*both))
    write(lake)

    def run():
        asked.clear()
        return Auditor({"usage": (lake.root, table())}, shelf, UTC_ZONE).audit(morning(DAYS)).verdicts

    first = run()
    assert asked
    assert (run(), asked) == (first, [])
    write(lake, days=DAYS - 3, spoil=lambda at, columns: columns.update(x=columns["x"] + (at == DAYS - 4)))
    assert run() != first
    assert asked
