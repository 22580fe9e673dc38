"""The bot itself goes by what pings told."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as parquet

from bot.app import Oakum
from bot.clock import StoppedClock
from bot.domain.declared import Deployment, Pipeline
from bot.settings.load import Settings
from bot.store.runs import record
from bot.store.store import open_store
from checks.runs import Run, State, Teller

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
TABLE = {
    "source": "lake",
    "path": "usage/day=*/*.parquet",
    "partition": {"column": "day"},
    "finish_by": {"time": "06:30"},
}


def test_the_checks_of_the_bot_know_of_pings(tmp_path, monkeypatch):
    """Partitions are there, and only the ping tells that the job is still under way."""
    for day in (17, 18, 19):
        path = tmp_path / f"usage/day=2026-11-{day}/part.parquet"
        path.parent.mkdir(parents=True)
        parquet.write_table(pa.table({"id": [1, 2, 3]}), path)
    pipeline = Pipeline.model_validate(
        {"pipeline": "churn", "owner": "maria", "channel": "#c", "tables": {"usage": TABLE}}
    )
    facts = {"sources": {"lake": {"kind": "files", "root": str(tmp_path)}}}
    settings = Settings(deployment=Deployment.model_validate(facts), pipelines=(pipeline,), folder=tmp_path)
    given = []
    monkeypatch.setattr("bot.engine.loop.steps", lambda store, settings, audit, *_: given.append(audit) or [])
    with closing(open_store(f"sqlite:///{tmp_path / 'oakum.db'}")) as store:
        with store.write() as connection:
            began = NINE - timedelta(hours=4)
            run = Run(
                partition=date(2026, 11, 19),
                started=began,
                finished=None,
                state=State.UNDER_WAY,
                teller=Teller.PING,
            )
            record(connection, "churn", "usage", run)
        Oakum(settings, store, StoppedClock(NINE))
        (audit,) = given
        said = [each for each in audit(pipeline, NINE).verdicts if each.check == "finish_window"]
    assert [each.summary for each in said] == [
        "Thu 19 Nov has not finished: its run began at 05:00 and is under way; it was due at 06:30"
    ]
