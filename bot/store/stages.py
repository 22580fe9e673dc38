"""The stages of pipelines, and the changes of schema that were accepted: each with who said so and when."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.domain.accepted import Accepted
from bot.domain.record import from_record, to_record
from bot.domain.stage import Stage, Staged
from bot.store.tables import accepted, stages


def of(connection: Connection, pipeline: str) -> Staged:
    """Where a pipeline stands."""
    query = select(stages).where(stages.c.pipeline == pipeline).order_by(stages.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return Staged(Stage(row.stage), row.at, row.who) if row else Staged()


def add(connection: Connection, pipeline: str, staged: Staged) -> int:
    """Keep that a pipeline stands somewhere else now; returns the number of the change."""
    row = insert(stages).values(pipeline=pipeline, stage=staged.stage.value, at=staged.at, who=staged.who)
    number: int = connection.execute(row.returning(stages.c.id)).scalar_one()
    return number


def accept(connection: Connection, pipeline: str, incident: int, said: Accepted) -> None:
    """Keep that a person accepted what an incident found."""
    connection.execute(
        insert(accepted).values(
            pipeline=pipeline,
            incident_id=incident,
            at=said.at,
            who=said.who,
            findings=[to_record(finding) for finding in said.findings],
        )
    )


def accepted_since(connection: Connection, pipeline: str, moment: datetime) -> tuple[Accepted, ...]:
    """What was accepted of a pipeline since a moment, the oldest first."""
    query = select(accepted).where(accepted.c.pipeline == pipeline, accepted.c.at >= moment)
    return tuple(
        Accepted(row.at, row.who, tuple(from_record(each) for each in row.findings))
        for row in connection.execute(query.order_by(accepted.c.id))
    )
