"""The evidence of a finding in rows: those that fail first, and SQL to copy that returns all of them."""

from bot.domain.affected import rows_failing
from bot.domain.finding import Finding
from bot.messages.advice import sql_block
from bot.messages.blocks import section
from bot.messages.figures import counted, second
from bot.messages.message import Block
from bot.messages.surroundings import Surroundings
from bot.messages.text import code, dotted, fitted, keyed, sentence
from checks.verdict import Row

_ROWS, _ROOM = 12, 1500


def failing_rows(finding: Finding, around: Surroundings) -> list[Block]:
    """The failing rows, a line each, how many more there are, and the statement.

    A row shows its key, its time and the reason; other values are not kept. A table falls apart on a phone.
    """
    sql = sql_block(finding, around.tables, around.sources)
    if not finding.rows:
        return sql
    lines = [_line(row, around) for row in finding.rows[:_ROWS]]
    rest = rows_left(finding, _ROWS, "the SQL below returns them all" if sql else "")
    return [section(fitted(["*Failing rows*", *lines, *([f"_{rest}_"] if rest else [])], _ROOM)), *sql]


def rows_left(finding: Finding, shown: int, way: str) -> str:
    """How many rows fail beside the first `shown`, and the way to them; empty where none does.

    A finding keeps a few rows and counts more.
    """
    every, are_all = rows_failing(finding)
    left = every - min(len(finding.rows), shown)
    if left <= 0:
        return ""
    least = "" if are_all else "at least "
    said = f"… and {least}{counted(left, 'more row')}"
    return f"{said}: {way}" if way else said


def _line(row: Row, around: Surroundings) -> str:
    at = second(row.at, around.zone) if row.at else ""
    return f"• {dotted(code(keyed(row.key)), at, sentence(row.why, 200))}"
