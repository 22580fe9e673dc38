"""Columns that hold something else than the configuration says of them."""

from collections.abc import Iterator, Mapping, Sequence

from checks.agreement import logical
from checks.sources.schemas import NO_TYPE
from checks.sources.tables import Bundle, SourceTable, by_schema

FITTING: Mapping[str, tuple[str, ...]] = {
    "numeric": ("integer", "number"),
    "time": ("timestamp", "date", "time", "string", "integer", "number"),
    "vector": ("array",),
}
"""The types that a declared kind fits; what is not here (text, categories) fits any."""


def misdeclared(source: SourceTable, bundles: Sequence[Bundle]) -> Iterator[str]:
    """What is to be mended. A column that fits in some partition has changed: that is for the contract."""
    schemas = dict.fromkeys(bundle.kinds for bundle in bundles)
    for column, declared in source.table.columns.items():
        fitting = FITTING.get(declared.kind or "")
        if fitting is None:
            continue
        kinds = dict.fromkeys(dict(schema).get(column, NO_TYPE) for schema in schemas)
        found = [kind for kind in kinds if kind != NO_TYPE]
        if any(logical(kind) in ("", *fitting) for kind in found) or not _is_filled(source, bundles, column):
            continue
        yield (
            f"column `{column}` is declared `kind: {declared.kind}` and holds {', '.join(found)}: "
            f"mend tables.{source.name}.columns.{column}.kind"
        )


def _is_filled(source: SourceTable, bundles: Sequence[Bundle], column: str) -> bool:
    """Whether there is a value: where a text file has none, its type is a mere guess."""
    for alike in by_schema(bundle for bundle in bundles if not bundle.is_empty):
        rows = source.rows(alike)
        if column in rows.columns and source.fetch(rows.filter(rows[column].notnull()).limit(1)).num_rows:
            return True
    return False
