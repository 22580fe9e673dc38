"""JSON documents of a day, a sample of them, and how they look."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from checks.documents import Documents, described
from checks.sources.keyed import known, rows_of
from checks.sources.tables import Bundle, SourceTable

if TYPE_CHECKING:
    import ibis.expr.datatypes as dt

SAMPLE = 1_000
LONGEST = 100_000
"""A longer text is not read: a document of a billion characters says no more of its shape."""


def sampled(
    table: SourceTable, bundles: Sequence[Bundle], columns: Collection[str], day: date, as_of: datetime
) -> dict[str, Documents]:
    """The shape of each of these columns that holds texts: of the first documents in the order of the key.

    The texts are read, and forgotten; only paths and types are kept of them.
    """
    found: dict[str, Documents] = {}
    for part in rows_of(table, bundles, [day]):
        rows = known(table, part, as_of)
        for name in columns:
            if name not in rows.columns or not _may_be_json(rows[name].type()):
                continue
            text = rows[name].cast("string")
            keyed = rows.filter(text.notnull(), text != "", text.length() <= LONGEST)
            key = [each for each in table.table.key if each in rows.columns]
            first = keyed.order_by([*key, text]).limit(SAMPLE).select(text=text)
            found.setdefault(name, described(table.fetch(first).column("text").to_pylist()))
    return found


def _may_be_json(kind: "dt.DataType") -> bool:
    """A text, or a type of a database that ibis leaves alone, like jsonb."""
    return bool(kind.is_string() or kind.is_json() or kind.is_unknown())
