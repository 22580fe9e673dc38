"""Reading the log of an orchestrator: from the rows of any table to runs, each for the day that it made."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.declared import RunLog, Table
from checks.runs import Run, State, Teller
from checks.sources.dated import as_path
from checks.sources.dbt_results import COLUMNS, dbt_results
from checks.sources.opening import Opened, Place
from checks.sources.tables import SourceError, by_schema

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Fetch = Callable[["ir.Table"], "pa.Table"]

FAILURES = {"failed", "failure", "fail", "error", "cancelled", "canceled", "killed", "upstream_failed"}
"""Words for the end of a run that some logs write without its time."""

LONGEST_WORD = 40
MICROSECONDS = 6
"""Digits of a second that Python knows."""


def runs_in_log(place: Place, log: RunLog, day_offset: int = 1) -> list[Run]:
    """The runs in a log, wherever it lies. Raises `SourceError`, which says what to change."""
    if isinstance(place, Path) and log.path.endswith(".json"):
        return _runs_of_dbt(place, log, day_offset)
    declared = Table.model_validate(
        {"source": "log", "path": as_path(log.path), "partition": {"column": log.partition or log.finished}}
    )
    table = Opened().table(place, "run_log", declared)
    bundles, unreadable = table.bundles()
    if unreadable:
        raise SourceError(unreadable[0].what)
    runs: list[Run] = []
    for alike in by_schema(bundle for bundle in bundles if not bundle.is_empty):
        runs += runs_in(table.rows(alike), table.fetch, log, day_offset)
    return runs


def runs_in(rows: "ir.Table", fetch: Fetch, log: RunLog, day_offset: int = 1) -> list[Run]:
    """The runs that the rows of a log tell of. Raises `SourceError`, which says what to change.

    Where the log has no column for the partition, it is the one `day_offset` days before the run began.
    """
    columns = _columns(log, rows.columns)
    for column, value in log.where.items():
        rows = rows.filter(rows[column].cast("string") == value)
    found = fetch(rows.select(**{role: _read(rows, role, column) for role, column in columns.items()}))
    each = (_run(row, log, day_offset) for row in found.to_pylist())
    return [run for run in each if run is not None]


def _runs_of_dbt(root: Path, log: RunLog, day_offset: int) -> list[Run]:
    columns = _columns(log, COLUMNS)
    rows = [row for row in dbt_results(root, log.path) if log.where.items() <= row.items()]
    each = (_run({role: row[column] for role, column in columns.items()}, log, day_offset) for row in rows)
    return [run for run in each if run is not None]


def _columns(log: RunLog, present: Sequence[str]) -> dict[str, str]:
    """Which column plays which part; raises `SourceError` for one that is not there."""
    named = {role: getattr(log, role) for role in ("partition", "started", "finished", "status")}
    columns = {role: column for role, column in named.items() if column}
    if missing := sorted({*columns.values(), *log.where} - {*present}):
        said = f"its columns are {', '.join(present)}"
        raise SourceError(f"run_log has no column {', '.join(missing)}; {said}")
    return columns


def _read(rows: "ir.Table", role: str, column: str) -> Any:
    """A column as Python knows it: a text, a day, or a time."""
    values = rows[column]
    kind = values.type()
    if role == "status":
        return values.cast("string")
    if kind.is_timestamp() and (kind.scale or 0) > MICROSECONDS:
        return values.cast(f"timestamp('{kind.timezone}', 6)" if kind.timezone else "timestamp(6)")
    if kind.is_timestamp() or kind.is_string() or kind.is_null() or (kind.is_date() and role == "partition"):
        return values
    raise SourceError(f"run_log: {column} is {kind}, a time is needed")


def _run(row: Mapping[str, Any], log: RunLog, day_offset: int) -> Run | None:
    """One row; None where neither a day nor a time says what it is about."""
    started, finished = (_moment(row.get(role), role, log) for role in ("started", "finished"))
    status = str(row.get("status") or "")
    failed = log.status is not None and finished is None and status.casefold() in FAILURES
    if failed:
        finished = started
    begun = _days_before(started or finished, log, day_offset)
    partition = _day(row.get("partition"), log) if log.partition else begun
    if partition is None or (started is None and finished is None):
        return None
    state = State.UNDER_WAY if finished is None else _state(status, log)
    said = status[:LONGEST_WORD] if state is State.FAILED else ""
    return Run(
        partition=partition, started=started, finished=finished, state=state, teller=Teller.RUN_LOG, said=said
    )


def _state(status: str, log: RunLog) -> State:
    well = log.status is None or status.casefold() in {word.casefold() for word in log.success}
    return State.SUCCEEDED if well else State.FAILED


def _days_before(moment: datetime | None, log: RunLog, day_offset: int) -> date | None:
    return moment.astimezone(log.timezone).date() - timedelta(days=day_offset) if moment else None


def _moment(value: Any, role: str, log: RunLog) -> datetime | None:
    """A time in UTC; one without a zone is in the zone of the log."""
    if isinstance(value, str):
        value = _parsed(value, role, log)
    if not isinstance(value, datetime):
        return None
    return (value if value.tzinfo else value.replace(tzinfo=log.timezone)).astimezone(UTC)


def _day(value: Any, log: RunLog) -> date | None:
    """The day of a partition: as it is written, or that of a time in the zone of the log."""
    if isinstance(value, str):
        value = _parsed(value, "partition", log)
    if isinstance(value, datetime):
        return (value.astimezone(log.timezone) if value.tzinfo else value).date()
    return value if isinstance(value, date) else None


def _parsed(text: str, role: str, log: RunLog) -> datetime | None:
    """A text as a time; the text itself stays in the source: it may hold anything."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError as error:
        said = f"{getattr(log, role)} holds a text that is no time"
        raise SourceError(f"run_log: {said}: write it like 2026-01-31T05:12:00Z") from error
