"""What the checks are told of before: the references of the last audits, and the days known to be bad."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, select

from bot.domain.incident import What
from bot.domain.known_bad import bad_days
from bot.domain.references import references
from bot.store import incidents
from bot.store.tables import audits, baselines, timeline
from checks.before import Bad, Before

if TYPE_CHECKING:
    from bot.store.store import Store

LOOKED_AT = 10
"""So many audits are looked back: one in which a training set could not be read does not know it."""


def before(store: "Store", *logs: Table) -> Callable[[str, datetime], Before]:
    """What the checks ask now, of a pipeline: by the engine's own audits, and by those that people ran."""

    def of(pipeline: str, moment: datetime) -> Before:
        with store.read() as connection:
            found: dict[str, str] = {}
            for settings in islice(_settings(connection, pipeline, logs or (audits, baselines)), LOOKED_AT):
                found = references(settings) | found
            return Before(found, _bad(connection, pipeline))

    return of


def before_then(store: "Store") -> Callable[[str, datetime], Before]:
    """What was known at a moment of the past: days of the incidents that had been opened by then."""

    def of(pipeline: str, moment: datetime) -> Before:
        with store.read() as connection:
            return Before(bad=_bad(connection, pipeline, moment))

    return of


def _bad(connection: Connection, pipeline: str, by: datetime | None = None) -> dict[str, Bad]:
    """Days of incidents, with the cause that was last given for each."""
    query = select(timeline.c.incident_id, timeline.c.text).where(timeline.c.kind == What.RESOLVED.value)
    causes = {row.incident_id: row.text for row in connection.execute(query.order_by(timeline.c.id))}
    known = [
        each for each in incidents.of_pipeline(connection, pipeline) if by is None or each.opened_at <= by
    ]
    return bad_days((each, causes.get(each.id) or "") for each in known)


def _settings(connection: Connection, pipeline: str, logs: tuple[Table, ...]) -> Iterator[dict[str, Any]]:
    """What the tables were judged by, the newest audit first."""
    rows = [
        row
        for log in logs
        for row in connection.execute(
            select(log.c.as_of, log.c.report)
            .where(log.c.pipeline == pipeline)
            .order_by(log.c.as_of.desc(), log.c.id.desc())
            .limit(LOOKED_AT)
        )
    ]
    for row in sorted(rows, key=lambda each: each.as_of, reverse=True):
        if row.report.get("settings"):
            yield row.report["settings"]
