"""Which SQL an owner's check may be: one SELECT from {table}, which only reads."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

PLACEHOLDER = "{table}"
ROWS = "oakum_rows"
"""What {table} is called in the query that is run."""

_BY_NAME = (
    *("pg_(?!typeof$|size_)", "lo_", "loread$", "lowrite$", "dblink", "postgres_fdw", "http", "glob$"),
    *("read_", "sniff_", "parquet_", "copy", "write_log$", "sleep", "getenv$", "duckdb_", "pragma_"),
    *("(query|table|database|schema|cursor)_to_", "query$", "query_table$", "crosstab", "connectby"),
    *("xpath_table$", "ts_stat$", "ts_rewrite$", "json_execute_", "json_serialize_(sql|plan)$"),
    *("(set|curr|next|last)val$", "set_config$", "setseed$", "getvariable$", "txid_", "version$", "stats$"),
    "current_(?!(date|time|timestamp|localtime|localtimestamp)$)",
    *("session_user$", "user$", "inet_(client|server)_", "ssl_", "has_.*_privilege$", "row_security_"),
    *("in_search_path$", "to_reg", "(obj|col|shobj)_description$", "getdatabaseencoding$", "get_raw_page$"),
)
_REACHES_OUT = re.compile("|".join(f"({name})" for name in _BY_NAME))
"""Functions that reach beyond the rows they are given: files, other servers, a query in a text, settings,
sequences, who is asking, what else the server knows, and those that make it wait."""

_WITHOUT_BRACKETS = ("current_role", "current_schema", "current_catalog", "current_user", "session_user")
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


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
    for name in _called(query):
        if _REACHES_OUT.match(name) or not _PLAIN.fullmatch(name):
            yield f"a check reads only its rows: remove {name}()"
    for cast in query.find_all(exp.Cast):
        if (kind := cast.to.sql().lower()).startswith("reg"):
            yield f"a check reads only its rows: remove the cast to {kind}"


def _called(query: "exp.Expr") -> Iterator[str]:
    """The names of the functions in a query, and of what is a function although it has no brackets."""
    from sqlglot import exp

    for function in query.find_all(exp.Func):
        yield (function.name if isinstance(function, exp.Anonymous) else function.sql_name()).lower()
    for column in query.find_all(exp.Column):
        if not column.table and not column.this.quoted and column.name.lower() in _WITHOUT_BRACKETS:
            yield column.name.lower()
