"""Fresh rows beside their source as lines of a terminal, and as an object for machines."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.domain.checkup import Checkup
from bot.domain.fresh_rows import FreshRow, Looked
from bot.domain.record import plain
from bot.messages.figures import counted, day
from bot.messages.fresh_rows import bound
from bot.messages.terminal import Line
from bot.messages.text import keyed
from bot.messages.typed import to_judge


def rows_lines(checkup: Checkup) -> Iterator[Line]:
    """Each row with all its columns, the bound so far, and what to type."""
    if not checkup.rows:
        yield Line(f"The newest checkup of {checkup.pipeline} shows no rows: none of its tables is traced.")
        return
    first = checkup.rows[0]
    head = f"{counted(len(checkup.rows), 'fresh row')} of {first.table} beside {first.source}"
    yield Line(f"{head}, {day(date.fromisoformat(first.day))}. Look each up there: is it right?", "title")
    for number, row in enumerate(checkup.rows, start=1):
        yield Line(f"  {number}. {keyed(row.key)}{'' if row.source_rows == 1 else _not_one(row)}")
        if row.source_rows == 1:
            yield from (Line(f"     {_column(row, name)}") for name in row.columns)
    yield Line(bound(checkup.looked), "dim")
    yield Line(f"{to_judge(checkup.pipeline)} 1 right, or wrong, or cannot-tell", "dim")


def _not_one(row: FreshRow) -> str:
    return f": {f'{row.source_rows:,} rows' if row.source_rows else 'no row'} there"


def _column(row: FreshRow, name: str) -> str:
    differs = name in row.differ
    if name not in row.values:
        return f"{name} {'differs' if differs else 'is the same'}"
    here, there = row.values[name]
    return f"{name} {here} ({there if differs else 'the same'} there)"


def rows_record(checkup: Checkup, known: Looked) -> dict[str, Any]:
    """The rows with the numbers by which they are judged, and what is known of all."""
    rows = [{"row": number, **asdict(row)} for number, row in enumerate(checkup.rows, start=1)]
    looked = {"rows": known.rows, "wrong": known.wrong, "at_most": known.at_most}
    said: dict[str, Any] = plain({"rows": rows, "looked": looked})
    return {"checkup": checkup.id, "pipeline": checkup.pipeline, **said}
