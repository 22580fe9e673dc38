"""What an owner declares that profiles cannot answer: seams to other tables, checks of their own, lineage."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from checks.notation import Matching, Name, Number, Share, Text
from checks.strict import Declared


def _pairs(value: Any) -> Any:
    """Read [id, day] as {id: id, day: day}."""
    if not isinstance(value, list | tuple):
        if isinstance(value, str):
            raise ValueError(f"{value!r} is one value, a list is needed: write [{value}]")
        return value
    if twice := sorted({str(name) for name in value if value.count(name) > 1}):
        raise ValueError(f"{', '.join(twice)} is listed twice: list every column once")
    if not all(isinstance(name, str) for name in value):
        raise ValueError("write columns like [id, day], or {id: account_id, day: day} where names differ")
    return {name: name for name in value}


Pairs = Annotated[
    dict[Name, Name],
    Field(min_length=1),
    BeforeValidator(_pairs),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
                {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
            ]
        }
    ),
]
"""Columns of this table, each with its name in the other."""


class Seam(Declared):
    """Where rows come from another table, or are joined to one; what must add up there."""

    with_: Name = Field(alias="with")
    """The other table, of the same pipeline."""
    key: Pairs
    """The columns that rows are matched by: [id], or {id: account_id} where the other table names them so."""
    kind: Literal["flow", "lookup"] = "flow"
    """flow: the rows come from the other table, day by day; lookup: each finds its partner in it."""
    rejected: Name | None = None
    """The table of the rows that were refused: rows in = rows out + rejected. Only of a flow."""
    match: Share = 1.0
    """The least share of the rows that must have a partner, like 99%."""
    fan_out: Number = Field(default=1.0, gt=0)
    """How many rows one row becomes: 1 where each must come out once."""

    @model_validator(mode="after")
    def _of_a_flow(self) -> "Seam":
        if self.kind == "lookup" and self.rejected:
            raise ValueError("a lookup rejects nothing: remove rejected, or write kind: flow")
        return self


def _module_and_function(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*", value):
        raise ValueError(f"{value!r} names no function: write package.module:function")
    return value


def _one_select(value: str) -> str:
    from checks.selects import refusal  # brings a parser with it, which most configurations do not need

    if why := refusal(value):
        raise ValueError(why)
    return value


CheckName = Annotated[
    Name, Matching("[a-z][a-z0-9_]*", "write the name in small letters, digits and _, like negative_amounts")
]


class OwnCheck(Declared):
    """A check of the owner's own, which returns the rows of a partition that are wrong."""

    name: CheckName
    """What it is called, like negative_amounts."""
    sql: Annotated[str, AfterValidator(_one_select)] | None = None
    """One SELECT of the wrong rows, like SELECT * FROM {table} WHERE amount < 0."""
    python: Annotated[str, AfterValidator(_module_and_function)] | None = None
    """A function of a DataFrame that returns its wrong rows, or a mask: package.module:function."""
    severity: Literal["page", "ticket", "note"] = "ticket"
    """How loud a finding is."""
    description: Text | None = None
    """What is wrong with such rows, in a few words, like "amounts below zero"."""

    @model_validator(mode="after")
    def _one_way(self) -> "OwnCheck":
        if (self.sql is None) == (self.python is None):
            raise ValueError("write either sql or python, one of the two")
        return self


def _expression(value: str) -> str:
    from checks.expressions import refusal  # as above

    if why := refusal(value):
        raise ValueError(why)
    return value


Expression = Annotated[Text, AfterValidator(_expression)]


class Lineage(Declared):
    """Where the values of a table come from: three records are traced back to their source."""

    source_table: Name
    """The table of the raw values, of the same pipeline."""
    key: Pairs
    """The columns that name a record: [id], or {id: account_id} where the source names them so."""
    columns: Annotated[dict[Name, Expression], Field(min_length=1)]
    """Columns of this table, each with what it is made of: a column, or like amount_cents / 100."""


class Handoff(Declared):
    """A table that this one takes columns from: the two shapes must agree, whatever either was before."""

    table: Name
    """The table that hands over, of the same pipeline."""
    columns: Pairs | None = None
    """The columns that are taken: [id], or {id: account_id} where the other table names them so; without it
    the whole table is taken as it is, column by column, in its order."""
    owner: Name | None = None
    """Who answers for it: a person or team of oakum.yaml, or "Billing team <billing@example.com>"; without
    it, the owner of its source."""


def _each_named_once(own: tuple[OwnCheck, ...]) -> tuple[OwnCheck, ...]:
    names = [each.name for each in own]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two checks are called {', '.join(twice)}: give each a name of its own")
    return own


OwnChecks = Annotated[tuple[OwnCheck, ...], AfterValidator(_each_named_once)]
