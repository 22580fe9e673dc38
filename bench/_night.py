"""What `make chaos` kills: a small process that climbs ladders and delivers."""

import logging
import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import Connection

from bot.clock import system_clock
from bot.deliveries import deliveries
from bot.domain.finding import Finding
from bot.domain.incident import Incident, What, opened
from bot.engine import write_down
from bot.engine.escalate import escalate
from bot.engine.postman import Postman
from bot.engine.rollback import roll_back
from bot.rollback import webhook as _rollback_webhook  # noqa: F401 (loaded before the processes are forked)
from bot.rollback.opening import opened as opened_ways
from bot.routes import slack, webhook  # noqa: F401 (loaded once, before the processes are forked)
from bot.settings.load import Settings, load
from bot.store import incidents, outbox
from bot.store.store import open_store
from checks.verdict import Row, Urgency

PAUSE = 0.1


def keep_watch(folder: Path, parent: int) -> None:
    """Climb and deliver until killed: as `oakum run` does, without checks and without Slack's way in.

    Without whoever started it, it ends: a benchmark that is stopped leaves nothing behind.
    """
    logging.disable(logging.CRITICAL)
    settings = load(folder, {})
    store = open_store(settings.deployment.store)
    ways = deliveries(store, settings, system_clock, lambda: "https://chaos.slack.com")
    postmen = [Postman(route, way, pause=PAUSE) for route, way in ways.items()]
    for postman in postmen:
        postman.start()
    while _lives(parent):
        try:
            if escalate(store, settings, system_clock()):
                for postman in postmen:
                    postman.knock()
        except Exception:
            logging.exception("the next look repeats it")
        sleep(PAUSE)


def roll_back_until_killed(folder: Path, parent: int) -> None:
    """Look at rollbacks, and nothing else."""
    logging.disable(logging.CRITICAL)
    settings = load(folder, {})
    store = open_store(settings.deployment.store)
    ways = opened_ways(settings.deployment.rollbacks, settings.folder, system_clock)
    while _lives(parent):
        try:
            roll_back(store, settings, ways, system_clock)
        except Exception:
            logging.exception("the next look repeats it")
        sleep(PAUSE / 5)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def open_incident(
    connection: Connection,
    settings: Settings,
    now: datetime,
    number: int = 0,
    urgency: Urgency = Urgency.PAGE,
    evidence: Mapping[str, Any] | None = None,
    rows: Sequence[Row] = (),
) -> Incident:
    """Checks have found something: incident, message and line; each `number` is another."""
    (pipeline,) = settings.pipelines
    found = Finding(
        pipeline=pipeline.pipeline,
        check="null_rate",
        table="usage",
        column=f"column_{number}",
        segment=None,
        urgency=urgency,
        since=now,
        summary="column is null in 7 % of the rows",
        affected=70,
        volume=1000,
        days_to_break=None,
        bad=(now.date() - timedelta(days=number),),
        evidence=evidence or {},
        rows=tuple(rows),
    )
    made = incidents.add(connection, opened(0, [found], now))
    outbox.put(connection, [write_down.post_of(made, pipeline, settings.deployment.routes)], now)
    said = write_down.happened(connection, made, What.OPENED, now, text=found.summary)
    outbox.put(connection, said, now)
    return made
