"""The pages of all incidents, as the timeline tells them."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection, select

from bot.domain.incident import Event
from bot.domain.page import TURNS, Page, pages
from bot.store.tables import incidents, timeline


def all_pages(connection: Connection, pipeline: str | None = None) -> list[Page]:
    """Every page of a pipeline, or of all, in the order in which they went out."""
    return sorted(_pages(connection, pipeline), key=lambda page: (page.at, page.incident))


def _pages(connection: Connection, pipeline: str | None) -> Iterator[Page]:
    lead = incidents.c.findings[0]
    query = (
        select(
            timeline.c.incident_id,
            timeline.c.at,
            timeline.c.kind,
            timeline.c.who,
            timeline.c.text,
            incidents.c.pipeline,
            lead["table"].as_string().label("table_name"),
            lead["check"].as_string().label("check_name"),
        )
        .join(incidents, incidents.c.id == timeline.c.incident_id)
        .where(timeline.c.kind.in_([turn.value for turn in TURNS]))
        .order_by(timeline.c.incident_id, timeline.c.id)
    )
    if pipeline is not None:
        query = query.where(incidents.c.pipeline == pipeline)
    for number, rows in groupby(connection.execute(query), key=lambda row: row.incident_id):
        turns = list(rows)
        first = turns[0]
        about = Page(
            incident=number,
            pipeline=first.pipeline,
            table=first.table_name,
            check=first.check_name,
            at=first.at,
            opened_at=first.at,
        )
        story = (Event(at=row.at, kind=row.kind, who=row.who, text=row.text) for row in turns)
        yield from pages(about, story)
