"""What the checks are told of before: which references the last audits judged by."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, select

from bot.domain.references import references
from bot.store.tables import audits, baselines
from checks.before import Before

if TYPE_CHECKING:
    from bot.store.store import Store

LOOKED_AT = 10
"""So many audits are looked back: one in which a training set could not be read does not know it."""


def before(store: "Store", *logs: Table) -> Callable[[str], Before]:
    """What the checks ask, of a pipeline: by the engine's own audits, and by those that people ran."""

    def of(pipeline: str) -> Before:
        with store.read() as connection:
            found: dict[str, str] = {}
            for settings in islice(_settings(connection, pipeline, logs or (audits, baselines)), LOOKED_AT):
                found = references(settings) | found
        return Before(references=found)

    return of


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
