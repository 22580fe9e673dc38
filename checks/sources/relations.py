"""Which tables a database has: those the user may read, partitions of one table told as that table."""

from collections import Counter
from typing import Any

from checks.sources.folder import Found

_RELATIONS = """
    SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relispartition
      AND nspname !~ '^pg_' AND nspname <> 'information_schema'
      AND has_schema_privilege(relnamespace, 'USAGE') AND has_any_column_privilege(pg_class.oid, 'SELECT')
    ORDER BY nspname <> 'public', nspname, relname
"""


def tables_in_database(backend: Any) -> list[Found]:
    """The tables and views of a PostgreSQL database; those of `public` come first."""
    named = backend.con.execute(_RELATIONS).fetchall()
    often = Counter(table for _, table in named)
    return [
        Found(f"{schema}_{table}" if often[table] > 1 else table, f"{schema}.{table}", None, 0)
        for schema, table in named
    ]
