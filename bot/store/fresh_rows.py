"""What people said of fresh rows."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.domain.fresh_rows import Looked, Word, looked
from bot.store.row_table import row_answers
from bot.store.tables import checkups


def answer(
    connection: Connection, checkup: int, row: int, who: str, said: Word, now: datetime, *, by: str
) -> None:
    """Keep what somebody said of a row; whoever says it anew means the new answer."""
    table = row_answers.c
    mine = (table.checkup_id == checkup) & (table.row == row) & (table.who == who)
    connection.execute(delete(row_answers).where(mine))
    connection.execute(
        insert(row_answers).values(checkup_id=checkup, row=row, who=who, answer=said.value, by=by, at=now)
    )


def so_far(connection: Connection, pipeline: str) -> Looked:
    """What is known of a pipeline's rows by all answers."""
    query = select(row_answers.c.checkup_id, row_answers.c.row, row_answers.c.answer)
    query = query.join(checkups, checkups.c.id == row_answers.c.checkup_id)
    rows = connection.execute(query.where(checkups.c.pipeline == pipeline))
    return looked((each.checkup_id, each.row, Word(each.answer)) for each in rows)
