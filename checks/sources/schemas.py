"""What files say of their columns, and whether files that say different things can be read as one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Schema = tuple[tuple[str, str], ...]
"""Column names with their types, in order."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a file says of its columns; of a text file what parts its fields in the usual way, and how the
    first value of columns of times writes its day."""

    schema: Schema
    delimiter: str = ""
    day_forms: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in their order."""
        return tuple(name for name, _ in self.schema)


NO_TYPE = "null"
"""A column in which nothing stands: its type is whatever another file says."""

_LENGTH = re.compile(r", \d+>")
"""How long all lists are, as in array<float32, 4>."""

NUMBERS = ("int64", "float64")
"""What a text file shows to be a number: 1 or 1.5, as it happens."""


@lru_cache(maxsize=256)
def in_words_of_ibis(schema: "pa.Schema") -> Schema:
    """Types in ibis's words; no part of a type is that a file marks a column as required, or says that all of
    its lists are equally long: whoever reads them reads lists."""
    import ibis
    import pyarrow as pa

    def kind(field: "pa.Field") -> str:
        try:
            return _LENGTH.sub(">", str(ibis.dtype(field.type).copy(nullable=True)))
        except (ibis.IbisError, TypeError, KeyError):  # a type that ibis does not know
            return str(field.type)

    assert isinstance(schema, pa.Schema)
    return tuple((field.name, kind(field)) for field in schema)


def merged(schemas: Mapping[Schema, str], text: bool) -> Schema:
    """The one schema that all these files of a partition can be read with, in the order of the first.

    `schemas` says which file has which; ValueError says which two have too little in common.
    """
    (first, file), *others = schemas.items()
    if not others:
        return _named_once(first)
    found = dict(first)
    for schema, other in others:
        kinds = dict(schema)
        common = {name: _common(kind, kinds.get(name, ""), text) for name, kind in found.items()}
        if kinds.keys() != found.keys() or not all(common.values()):
            raise ValueError(f"{other}: its columns differ from those of {file} in the same partition")
        found = common
    return tuple(found.items())


@lru_cache(maxsize=256)
def _named_once(schema: Schema) -> Schema:
    """Partitions that look alike share what they look like, as most do."""
    return tuple(dict(schema).items())


def _common(one: str, other: str, text: bool) -> str:
    """The type that both are read as; empty where there is none."""
    if NO_TYPE in (one, other):
        return one if other == NO_TYPE else other
    if text and {one, other} <= {*NUMBERS}:
        return "float64" if one != other else one
    return one if one == other else ""


def with_known_times(rows: "ir.Table", schema: Schema) -> "ir.Table":
    """DuckDB's times with a zone in nanoseconds, which ibis 12 does not know, as times that it does."""
    unknown = [name for name, kind in schema if kind.startswith("timestamp(") and _is_unknown(rows, name)]
    return rows.mutate(**{name: rows[name].cast("timestamp('UTC')") for name in unknown}) if unknown else rows


def _is_unknown(rows: "ir.Table", name: str) -> bool:
    return name in rows.columns and rows[name].type().is_unknown()


def is_empty(schema: Schema) -> bool:
    """Whether a file has a header and no row."""
    return all(kind == NO_TYPE for _, kind in schema)
