"""Which SQL an owner's check may be: one SELECT from {table}, which only reads."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

PLACEHOLDER = "{table}"
ROWS = "oakum_rows"
"""What {table} is called in the query that is run."""

_REACHES_OUT = re.compile(
    r"^(pg_|lo_|dblink|query_to|table_to|database_to|cursor_to|set_config|nextval|setval|getenv|read_|glob$)"
)
"""Functions that reach beyond the rows they are given: files, other servers, settings, sequences."""


def with_rows(sql: str) -> str:
    """The SELECT with the name of the rows in place of {table}."""
    return sql.strip().rstrip(";").replace(PLACEHOLDER, ROWS)


def refusal(sql: str) -> str:
    """Why the SQL cannot be a check; empty where it can."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    if PLACEHOLDER not in sql:
        return "the SQL reads nothing of {table}: write SELECT * FROM {table} WHERE …"
    try:
        found = sqlglot.parse(with_rows(sql), read="duckdb")
    except SqlglotError as error:
        return f"the SQL cannot be understood ({_first_line(error)})"
    statements = [each for each in found if each is not None]
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        return "a check is one SELECT of the rows that are wrong, and nothing else"
    return next(_faults(statements[0]), "")


def _first_line(error: Exception) -> str:
    """Without the colours that the parser marks the place with."""
    said = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines()
    return said[0].rstrip(".") if said else type(error).__name__


def _faults(query: "exp.Expr") -> Iterator[str]:
    from sqlglot import exp

    changes = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock)
    if any(not isinstance(each, exp.Query) for each in query.find_all(*changes)):
        yield "a check only reads: write one SELECT of the rows that are wrong"
    known = {cte.alias_or_name.lower() for cte in query.find_all(exp.CTE)} | {ROWS}
    for table in query.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier) or table.db or table.name.lower() not in known:
            yield f"a check reads only {{table}}: remove {table.sql()}"
    for function in query.find_all(exp.Func):
        name = function.name if isinstance(function, exp.Anonymous) else function.sql_name()
        if _REACHES_OUT.match(name.lower()):
            yield f"a check reads only its rows: remove {name.lower()}()"
