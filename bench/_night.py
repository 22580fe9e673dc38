"""What `make chaos` kills: a small process that climbs ladders and delivers, on a clock that runs fast."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep  # noqa: TID251 (all processes of a machine share this clock)

from bot.deliveries import deliveries
from bot.domain.finding import Finding
from bot.domain.incident import Incident, What, opened
from bot.engine import lease, write_down
from bot.engine.escalate import escalate
from bot.engine.postman import Postman
from bot.routes import slack, webhook  # noqa: F401 (loaded once, before the processes are forked)
from bot.settings.load import Settings, load
from bot.store import incidents, outbox
from bot.store.store import Store, open_store
from checks.verdict import Urgency

START = datetime(2026, 11, 20, 22, tzinfo=UTC)
PAUSE = 0.02


@dataclass(frozen=True)
class FastClock:
    """Tells the same time in every process."""

    began: float
    speed: float

    def __call__(self) -> datetime:
        return START + timedelta(seconds=(monotonic() - self.began) * self.speed)


def keep_watch(folder: Path, environ: Mapping[str, str], clock: FastClock) -> None:
    """Climb and deliver until killed. Leases are renewed as often as they are on a clock of usual speed."""
    logging.disable(logging.CRITICAL)
    lease.RENEWED_EVERY /= clock.speed
    settings = load(folder, environ)
    store = open_store(settings.deployment.store, clock)
    ways = deliveries(store, settings, clock, lambda: "https://chaos.slack.com")
    postmen = [Postman(route, way, pause=PAUSE) for route, way in ways.items()]
    for postman in postmen:
        postman.start()
    while True:
        try:
            if escalate(store, settings, clock()):
                for postman in postmen:
                    postman.knock()
        except Exception:
            logging.exception("the next look repeats it")
        sleep(PAUSE)


def open_incident(store: Store, settings: Settings, now: datetime, number: int = 0) -> Incident:
    """Checks have found something that pages: incident, message and line; each `number` is another."""
    (pipeline,) = settings.pipelines
    found = Finding(
        pipeline=pipeline.pipeline,
        check="null_rate",
        table="usage",
        column=f"column_{number}",
        segment=None,
        urgency=Urgency.PAGE,
        since=now,
        summary="column is null in 7 % of the rows",
        affected=70,
        volume=1000,
        days_to_break=None,
        bad=(now.date() - timedelta(days=number),),
    )
    with store.write() as connection:
        made = incidents.add(connection, opened(0, [found], now))
        outbox.put(connection, [write_down.post_of(made, pipeline)], now)
        said = write_down.happened(connection, made, What.OPENED, now, text=found.summary)
        outbox.put(connection, said, now)
    return made
