"""The labels of past incidents, as the timeline tells them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from bot.domain.incident import What
from bot.domain.labels import Labelled, by_check, is_false_alarm
from bot.domain.triage import Heard, Labels
from bot.store.store import Store
from bot.store.tables import incidents, timeline


def labels(connection: Connection, until: datetime | None = None) -> Mapping[str, Labels]:
    """By check, what people had said of its incidents at a moment, or by now."""
    return by_check(labelled(connection, until))


def heard(store: Store) -> Heard:
    """By check, what people had said at a moment."""

    def at(moment: datetime) -> Mapping[str, Labels]:
        with store.read() as connection:
            return labels(connection, moment)

    return at


def labelled(connection: Connection, until: datetime | None = None) -> list[Labelled]:
    """Every round of an incident that a person had resolved at a moment, or by now, in that order.

    What was gone by itself is not labelled, nor what is still open.
    """
    lead = incidents.c.findings[0]
    said = (timeline.c.kind == What.RESOLVED.value) & timeline.c.who.is_not(None)
    query = (
        select(
            timeline.c.incident_id,
            timeline.c.text,
            timeline.c.at,
            incidents.c.pipeline,
            lead["table"].as_string().label("table_name"),
            lead["check"].as_string().label("check_name"),
        )
        .join(incidents, incidents.c.id == timeline.c.incident_id)
        .where(said)
        .order_by(timeline.c.at, timeline.c.id)
    )
    if until is not None:
        query = query.where(timeline.c.at <= until)
    return [
        Labelled(
            incident=row.incident_id,
            pipeline=row.pipeline,
            table=row.table_name,
            check=row.check_name,
            is_true=not is_false_alarm(row.text),
            at=row.at,
        )
        for row in connection.execute(query)
    ]
