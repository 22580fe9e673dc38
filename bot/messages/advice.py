"""What to do first about a finding, and SQL to copy: the same in Slack and in a terminal."""

from collections.abc import Mapping
from datetime import date

from bot.domain.declared import Source
from bot.domain.failing_sql import failing_sql
from bot.domain.finding import Finding
from bot.domain.first_move import first_move
from bot.messages.blocks import section
from bot.messages.message import Block
from bot.messages.text import cut, escape, literal, one_line
from checks.declared import Table

LONGEST = 2_500
"""Characters of SQL that fit into a message: it is shown whole or not at all."""
_FENCE = "`" * 3


def move_of(finding: Finding, tables: Mapping[str, Table], today: date) -> str:
    """The first move, on one line."""
    return one_line(first_move(finding, tables.get(finding.table), today))


def sql_of(finding: Finding, tables: Mapping[str, Table], sources: Mapping[str, Source]) -> str:
    """The statement; empty where there is none."""
    table = tables.get(finding.table)
    source = sources.get(table.source) if table else None
    return (failing_sql(finding, table, source) or "") if table and source else ""


def move_line(finding: Finding, tables: Mapping[str, Table], today: date) -> str:
    """First: look at …; for Slack."""
    said = move_of(finding, tables, today)
    return f"*First:* {cut(escape(said), 600)}" if said else ""


def sql_block(finding: Finding, tables: Mapping[str, Table], sources: Mapping[str, Source]) -> list[Block]:
    """The statement to copy, for Slack; a name that would end the block is no longer told with it."""
    said = literal(sql_of(finding, tables, sources))
    if not said:
        return []
    if len(said) > LONGEST or _FENCE in said:
        return [
            section("*All failing rows:* `oakum check --explain` prints the SQL, which does not fit here")
        ]
    kind = "PostgreSQL" if sources[tables[finding.table].source].kind == "postgres" else "DuckDB"
    return [section(f"*All failing rows*, for {kind}\n{_FENCE}\n{said}\n{_FENCE}")]
