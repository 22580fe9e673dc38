"""What a check asks of the rows themselves, where profiles cannot tell, and the answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from checks.agreement import Default, Shape
from checks.comparisons import Handoff, Lineage, OwnCheck, Seam
from checks.documents import Documents
from checks.verdict import Row

DAYS = 7
"""So many of the last days are asked about."""

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Fill:
    """A column with a default, and what it is made of in the table that it comes from."""

    column: str
    made_of: str
    default: Default

    @property
    def input(self) -> str:
        """What it is made of as people write it: a column in quotes without them."""
        alone = re.fullmatch(r'"([^"]+)"', self.made_of)
        return alone[1] if alone else self.made_of


@dataclass(frozen=True, slots=True)
class Filling:
    """Which rows have no input in the other table, and what was written there instead.

    `key` has this table's names, each with the other's. A partner is of the same day, or of `any_day`.
    """

    other: str
    key: Mapping[str, str]
    fills: tuple[Fill, ...]
    any_day: bool = False


@dataclass(frozen=True, slots=True)
class Sampling:
    """What the JSON documents in these columns look like."""

    columns: tuple[str, ...]


Question = Seam | OwnCheck | Lineage | Handoff | Filling | Sampling


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about the recent partitions of one table: the `place`-th of that check's."""

    check: str
    table: str
    place: int
    question: Question = field(compare=False)

    @property
    def called(self) -> str:
        """The question in the words of the configuration."""
        match self.question:
            case Seam():
                return f"reconciliation with {self.question.with_}"
            case OwnCheck():
                return f"check {self.question.name}"
            case Lineage():
                return f"lineage to {self.question.source_table}"
            case Handoff():
                return f"the handoff from {self.question.table}"
            case Filling():
                return f"defaults beside {self.question.other}"
        return f"JSON in {', '.join(self.question.columns)}"

    @property
    def others(self) -> tuple[str, ...]:
        """The other tables that it is about."""
        match self.question:
            case Seam():
                return tuple(name for name in (self.question.with_, self.question.rejected) if name)
            case Lineage():
                return (self.question.source_table,)
            case Handoff():
                return (self.question.table,)
            case Filling():
                return (self.question.other,)
        return ()

    @property
    def of_the_newest(self) -> bool:
        """Whether only the newest partition is asked about."""
        return not isinstance(self.question, Seam | OwnCheck)

    @property
    def day_by_day(self) -> bool:
        """Whether the other table must have a partition of the same day."""
        match self.question:
            case Seam():
                return self.question.kind == "flow"
            case Filling():
                return not self.question.any_day
        return False


@dataclass(frozen=True, slots=True)
class Told(Generic[F]):
    """What was found for each partition, and why nothing can be said of some.

    `training` is what was found of the declared training set; None where that is not asked about, or there is
    none that can be read.
    """

    days: Mapping[date, F] = field(default_factory=dict)
    unknown: Mapping[date, str] = field(default_factory=dict)
    training: "Trained | None" = None

    @property
    def lacking(self) -> str:
        """What is missing for a word on the newest day; empty where it was judged."""
        newest = max(self.unknown, default=date.min)
        if newest > max(self.days, default=date.min):
            return self.unknown[newest]
        return "" if self.days or self.training else f"a partition of the last {DAYS} days"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An ask that could not be answered, and what to change."""

    why: str


Answer = Told[Any] | Unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How the rows of one partition add up across a seam.

    Rows of the side that must find a partner are `wanted`: those of the other table for a flow, of this table
    for a lookup. `lost` of them found none, `lost_null` more have a NULL in their key. `stray` rows of this
    table come from nowhere, and `extra` ones are more than the declared fan-out allows; `made` of `matched`
    rows were found.
    """

    wanted: int = 0
    lost: int = 0
    lost_null: int = 0
    null_keys: int = 0
    rows: int = 0
    rejected: int = 0
    stray: int = 0
    extra: int = 0
    matched: int = 0
    made: int = 0
    lost_rows: Sequence[Row] = ()
    stray_rows: Sequence[Row] = ()
    extra_rows: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Offending:
    """The rows of one partition that an owner's check returned: how many, and the first of them."""

    count: int
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Traced:
    """One record, by what rule it was chosen, how many source rows have its key, and what both sides say.

    `values` has a pair for each mapped column: the record's own value and that of the one source row. A
    record of a training set may not say of which `day` it is.
    """

    key: Mapping[str, Any]
    chosen: str
    at: datetime | None
    partners: int
    values: Mapping[str, tuple[Any, Any]]
    day: date | None


@dataclass(frozen=True, slots=True)
class Trained:
    """The records of a training set, or why none of them can be traced: a `dead_end`.

    It `lacks` some of the mapped columns, which then are not compared.
    """

    records: tuple[Traced, ...] = ()
    dead_end: str = ""
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Of the `rows` of a partition, those without input for one column, and what they hold.

    `at_default` of `no_input` rows hold exactly the default, `missing` ones have no value at all.
    """

    fill: Fill
    rows: int
    no_input: int
    at_default: int
    missing: int
    first: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One side of a handoff: its columns, how many rows miss each, and what each may hold.

    The column that it is `cut_by` may stand in the path of the files alone.
    """

    day: date
    cut_by: str | None
    rows: int
    schema: Shape
    missing: Mapping[str, int]
    documents: Mapping[str, Documents]
    values: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Met:
    """The two sides of a handoff; `refused` are rows of theirs that a column of mine does not allow."""

    mine: Shown
    theirs: Shown
    refused: Mapping[str, int]
