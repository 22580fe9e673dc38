"""Runs of the jobs that make partitions, as pings tell of them: when each began, when it ended, and how."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from bot.store.tables import runs
from checks.runs import Run, State, Teller

if TYPE_CHECKING:
    from bot.store.store import Store


def record(connection: Connection, pipeline: str, table: str, run: Run) -> None:
    """Keep a run of a table's job, in place of what is known of the run that began at that moment."""
    named = {
        "pipeline": pipeline,
        "table_name": table,
        "partition": run.partition,
        "source": run.teller.value,
        "started": run.started,
    }
    known = {"finished": run.finished, "status": run.state.value, "said": run.said}
    this = [runs.c[name] == value for name, value in named.items()]
    if connection.execute(update(runs).where(*this).values(known)).rowcount == 0:
        connection.execute(insert(runs).values(named | known))


def of_table(connection: Connection, pipeline: str, table: str) -> Sequence[Run]:
    """The runs of a table's job, by partition."""
    query = select(runs).where(runs.c.pipeline == pipeline, runs.c.table_name == table)
    return [
        Run(
            partition=row.partition,
            started=row.started,
            finished=row.finished,
            state=State(row.status),
            teller=Teller(row.source),
            said=row.said,
        )
        for row in connection.execute(query.order_by(runs.c.partition, runs.c.id))
    ]


def under_way(connection: Connection, pipeline: str, table: str) -> Run | None:
    """The run of a table's job that began last, by pings, if it has not ended."""
    told = [run for run in of_table(connection, pipeline, table) if run.teller is Teller.PING]
    begun = {run.started: run for run in told if run.started is not None}
    last = begun[max(begun)] if begun else None
    return last if last is not None and last.finished is None else None


def pings(store: "Store") -> Callable[[str, str], Sequence[Run]]:
    """What the checks ask: the runs of a pipeline's table."""

    def of(pipeline: str, table: str) -> Sequence[Run]:
        with store.read() as connection:
            return of_table(connection, pipeline, table)

    return of
