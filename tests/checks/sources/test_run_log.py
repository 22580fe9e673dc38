"""Logs of orchestrators, as they really look."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pyarrow as pa
import pytest

from checks.declared import RunLog
from checks.runs import State, Teller
from checks.sources.run_log import runs_in_log
from checks.sources.tables import SourceError

AIRFLOW = {
    "path": "dag_run.csv",
    "partition": "logical_date",
    "started": "start_date",
    "finished": "end_date",
    "status": "state",
    "where": {"dag_id": "churn"},
}
DAG_RUN = """\
id,dag_id,logical_date,start_date,end_date,state
1,churn,2026-01-04 00:00:00+00,2026-01-05 04:00:01.5+00,2026-01-05 05:12:00+00,success
2,other,2026-01-04 00:00:00+00,2026-01-05 04:00:00+00,2026-01-05 04:01:00+00,success
3,churn,2026-01-05 00:00:00+00,2026-01-06 04:00:00+00,2026-01-06 04:30:00+00,failed
4,churn,2026-01-06 00:00:00+00,2026-01-07 04:00:00+00,,running
5,churn,2026-01-07 00:00:00+00,,,queued
"""


@pytest.fixture
def runs(lake):
    """The runs in a log of the lake."""

    def read(day_offset=1, **declared):
        return runs_in_log(lake.root, RunLog.model_validate(declared), day_offset)

    return read


def at(*moment):
    return datetime(2026, 1, *moment, tzinfo=UTC)


def test_the_runs_of_airflow(lake, runs):
    """Of its table `dag_run`: those of one dag; a run that is queued has not begun."""
    lake.text("dag_run.csv", DAG_RUN)
    good, failed, running = runs(**AIRFLOW)
    assert (good.partition, good.finished, good.state) == (date(2026, 1, 4), at(5, 5, 12), State.SUCCEEDED)
    assert good.teller is Teller.RUN_LOG
    assert (failed.finished, failed.state, failed.said) == (at(6, 4, 30), State.FAILED, "failed")
    assert (running.started, running.finished, running.state) == (at(7, 4), None, State.UNDER_WAY)


def test_the_days_of_a_log_may_be_of_another_time_zone(lake, runs):
    """Midnight in Berlin is 23:00 in UTC; a time without a zone is in the zone of the log, too."""
    lake.text(
        "log.csv",
        "day,finished\n2026-01-04T23:00:00Z,2026-01-06 05:12:00\n",
    )
    (run,) = runs(path="log.csv", partition="day", finished="finished", timezone="Europe/Berlin")
    assert (run.partition, run.finished) == (date(2026, 1, 5), at(6, 4, 12))


def test_a_log_without_the_day_counts_back_from_the_start(lake, runs):
    """As many days as `day_offset` says."""
    lake.text("log.csv", "began,ended\n2026-01-06 04:00:00,2026-01-06 05:00:00\n")
    log = {"path": "log.csv", "started": "began", "finished": "ended"}
    assert [run.partition for run in runs(**log)] == [date(2026, 1, 5)]
    assert [run.partition for run in runs(day_offset=0, **log)] == [date(2026, 1, 6)]


DBT = {
    "metadata": {"generated_at": "2026-01-06T05:20:00.123456Z"},
    "results": [
        {
            "unique_id": "model.shop.usage",
            "status": "success",
            "timing": [
                {
                    "name": "compile",
                    "started_at": "2026-01-06T05:00:00Z",
                    "completed_at": "2026-01-06T05:00:01Z",
                },
                {
                    "name": "execute",
                    "started_at": "2026-01-06T05:00:01Z",
                    "completed_at": "2026-01-06T05:12:00Z",
                },
            ],
        },
        {"unique_id": "model.shop.scores", "status": "skipped", "timing": []},
    ],
}
OF_DBT = {
    "path": "run_results*.json",
    "started": "started_at",
    "finished": "completed_at",
    "status": "status",
}


def test_the_results_of_dbt(lake, runs):
    """One file a run; a node that was skipped has not been made."""
    lake.text("run_results_1.json", json.dumps(DBT))
    (usage,) = runs(**OF_DBT, where={"unique_id": "model.shop.usage"})
    assert (usage.partition, usage.started, usage.finished) == (date(2026, 1, 5), at(6, 5), at(6, 5, 12))
    (scores,) = runs(**OF_DBT, where={"unique_id": "model.shop.scores"})
    assert (scores.state, scores.said) == (State.FAILED, "skipped")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"results": []}', '{"metadata": {"generated_at": ""}, "results": [1]}']
)
def test_what_is_no_result_of_dbt_is_refused(lake, runs, text):
    """With the name of the file."""
    lake.text("run_results_1.json", text)
    with pytest.raises(SourceError, match=r"run_results_1\.json: is no run_results\.json of dbt"):
        runs(**OF_DBT)


def test_a_result_of_dbt_has_its_own_columns(lake, runs):
    """They are named, as those of any other log."""
    lake.text("run_results_1.json", json.dumps(DBT))
    with pytest.raises(SourceError, match="its columns are unique_id, status, started_at, completed_at"):
        runs(path="run_results*.json", finished="ended")
    with pytest.raises(SourceError, match="no file matches"):
        runs(path="nowhere*.json", finished="completed_at")


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Berlin"])
def test_times_of_parquet_are_read_in_every_unit_and_zone(lake, runs, unit, zone):
    """Nanoseconds, too, which Python does not know."""
    local = UTC if zone in (None, "UTC") else timezone(timedelta(hours=1))
    moment = datetime(2026, 1, 6, 5, 12, tzinfo=local)
    times = pa.array([moment.replace(tzinfo=None) if zone is None else moment], pa.timestamp(unit, zone))
    lake.parquet("log.parquet", {"day": [date(2026, 1, 5)], "ended": times})
    (run,) = runs(path="log.parquet", partition="day", finished="ended")
    assert (run.partition, run.finished) == (date(2026, 1, 5), moment.astimezone(UTC))


def test_a_failure_without_its_end_is_no_run_under_way(lake, runs):
    """Some logs do not say when a job was killed."""
    lake.text("log.csv", "day,began,ended,how\n2026-01-05,2026-01-06T04:00:00Z,,Killed\n")
    (run,) = runs(path="log.csv", partition="day", started="began", finished="ended", status="how")
    assert (run.state, run.finished, run.said) == (State.FAILED, at(6, 4), "Killed")


def test_words_for_success_are_declared(lake, runs):
    """In any case; what is long is cut."""
    lake.text(
        "log.csv",
        f"day,ended,how\n2026-01-04,2026-01-05T05:00:00Z,DONE\n2026-01-05,2026-01-06T05:00:00Z,{'x' * 99}\n",
    )
    log = {"path": "log.csv", "partition": "day", "finished": "ended", "status": "how"}
    good, bad = runs(success=["done", "ok"], **log)
    assert (good.state, bad.state, len(bad.said)) == (State.SUCCEEDED, State.FAILED, 40)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "day,ended\n2026-01-05,secret words\n",
            "ended holds a text that is no time: write it like 2026-01-31T",
        ),
        ("day,ended\n2026-01-05,5\n", "ended is int64, a time is needed"),
        (
            "day,end\n2026-01-05,2026-01-06T05:00:00Z\n",
            "run_log has no column ended; its columns are day, end",
        ),
    ],
)
def test_a_log_that_cannot_be_read_says_why(lake, runs, text, why):
    """And shows none of its values."""
    lake.text("log.csv", text)
    with pytest.raises(SourceError, match=r"run_log") as error:
        runs(path="log.csv", partition="day", finished="ended")
    assert why in str(error.value)
    assert "secret" not in str(error.value)


def test_a_log_that_is_not_there_is_no_empty_log(lake, runs):
    """Silence is told."""
    with pytest.raises(SourceError, match="no file matches"):
        runs(path="log.csv", finished="ended")


def test_an_empty_log_has_no_runs(lake, runs):
    """A header and nothing else: nothing has run yet."""
    lake.text("log.csv", "day,ended\n")
    assert runs(path="log.csv", partition="day", finished="ended") == []
