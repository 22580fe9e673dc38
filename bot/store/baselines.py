"""What the checks said when people ran them: the last word under each of the settings, to compare with."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.domain.audit import Audit, from_record, to_record
from bot.store.tables import baselines


def keep(connection: Connection, audit: Audit) -> None:
    """Keep an audit; in place of the one before where nothing was changed since."""
    query = select(baselines).where(baselines.c.pipeline == audit.pipeline)
    last = connection.execute(
        query.order_by(baselines.c.as_of.desc(), baselines.c.id.desc()).limit(1)
    ).first()
    if last is not None and last.report.get("settings") == audit.settings:
        connection.execute(delete(baselines).where(baselines.c.id == last.id))
    row = {"pipeline": audit.pipeline, "as_of": audit.as_of, "report": to_record(audit)}
    connection.execute(insert(baselines).values(row))


def since(connection: Connection, pipeline: str, moment: datetime) -> tuple[Audit, ...]:
    """What was kept of a pipeline from a moment on, the oldest first."""
    query = select(baselines).where(baselines.c.pipeline == pipeline, baselines.c.as_of >= moment)
    rows = connection.execute(query.order_by(baselines.c.as_of, baselines.c.id))
    return tuple(from_record(row.pipeline, row.as_of, row.report) for row in rows)
