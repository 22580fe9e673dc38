"""What was agreed about the shape of a table: its columns in their order, and what each may hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

Shape = tuple[tuple[str, str], ...]
"""Names and types in order; fields of nested types have names like `address.city` and `items[].price`."""

INTEGERS = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64")
FLOATS = ("float16", "float32", "float64")

LOGICAL = {
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "json": "object",
    "jsonb": "object",
    "uuid": "string",
    "number": "number",
    "integer": "integer",
    **dict.fromkeys(INTEGERS, "integer"),
    **dict.fromkeys(FLOATS, "number"),
}
"""The Open Data Contract Standard's word for each type."""


@dataclass(frozen=True, slots=True)
class Default:
    """What is written where there is no value, as text; None is NULL."""

    value: str | None

    def __str__(self) -> str:
        return "NULL" if self.value is None else self.value or "an empty text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """One column: `kind` is its exact type, `logical` the standard's word; an empty one leaves it open.

    `required` columns have a value in every row; with `blanks`, NaN and empty texts count as one. `values`
    are all that may occur, numbers lie between `low` and `high`; the `default` is none of the values.
    `before` is how many partitions show what is required, where the last ones do not: a trouble that lasts.
    `why` says, for people, what was learned from how many rows.
    """

    name: str
    kind: str = ""
    logical: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    blanks: bool = False
    default: Default | None = None
    before: int = 0
    why: str = field(default="", compare=False, repr=False)

    @property
    def limits_values(self) -> bool:
        """Whether some values are not allowed."""
        return bool(self.values) or self.low is not None or self.high is not None

    def accepts(self, kind: str) -> bool:
        """Whether a column of this type is what was agreed."""
        if self.kind:
            return self.kind == kind
        found = logical(kind)
        return self.logical in ("", found) or (self.logical, found) == ("number", "integer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """All columns in order; `origin` is where that is written, for people."""

    columns: tuple[Agreed, ...]
    origin: str

    def column(self, name: str) -> Agreed | None:
        """The column of that name."""
        return next((each for each in self.columns if each.name == name), None)

    def __iter__(self) -> Iterator[Agreed]:
        return iter(self.columns)


def logical(kind: str) -> str:
    """The standard's word for a type: string, integer, number, date, timestamp, array, object …"""
    bare = kind.removeprefix("!")
    name = bare.partition("(")[0].partition("<")[0]
    if name.endswith("[]"):
        return "array"
    nested = {"array": "array", "struct": "object", "map": "object", "timestamp": "timestamp"}
    return nested.get(name) or LOGICAL.get(name) or ("number" if name == "decimal" else "")


def widened(before: str, now: str) -> bool:
    """Whether every value of the one type fits into the other: another size, unit or zone, no other thing."""
    if {before, now} <= {*INTEGERS, *FLOATS}:
        return before in INTEGERS or now in FLOATS
    return logical(before) == logical(now) != "" and logical(now) not in ("array", "object")


def fits(theirs: str, mine: str) -> bool:
    """Whether every value of their type is one of mine: as large, and both with a time zone or
    both without.

    A type in the standard's words (of a document, or of a text file) says nothing of sizes.
    """
    if theirs == mine or "" in (theirs, mine):
        return True
    if {theirs, mine} <= {*INTEGERS, *FLOATS}:
        return _holds(mine, theirs)
    kinds = logical(theirs), logical(mine)
    if "number" in (theirs, mine):
        return {*kinds} <= {"number", "integer"}
    if "integer" in (theirs, mine):
        return kinds in (("integer", "integer"), ("integer", "number"))
    if (
        "" in kinds
    ):  # an enum, bytes, an address: the standard has no word for it, and it is written as a text
        return {*kinds} <= {"", "string"}
    same = kinds[0] == kinds[1]
    return same and (kinds[0] != "timestamp" or ("'" in theirs) == ("'" in mine))


def _holds(mine: str, theirs: str) -> bool:
    """Whether one type of numbers holds all of another; a float holds any whole number, nearly."""
    if theirs in INTEGERS and mine in FLOATS:
        return True
    if theirs in FLOATS and mine in INTEGERS:
        return False
    theirs_bits, mine_bits = (int(kind.lstrip("uintfloa")) for kind in (theirs, mine))
    if theirs.startswith("u") != mine.startswith("u"):
        return theirs.startswith("u") and theirs_bits < mine_bits
    return theirs_bits <= mine_bits


def root(name: str) -> str:
    """The column that a field like `items[].price` lies in."""
    return name.partition("[]")[0].partition(".")[0]


@lru_cache(maxsize=256)
def flat(schema: Shape) -> Shape:
    """Every column, and behind a nested one the fields within it: `items`, `items[].price`."""
    return tuple(found for name, kind in schema for found in _nested(name, kind))


def _nested(name: str, kind: str) -> Iterator[tuple[str, str]]:
    bare = kind.removeprefix("!")
    outer, _, rest = bare.partition("<")
    inner = rest[:-1]
    if outer == "array" and inner:
        yield name, "array"
        yield from _nested(f"{name}[]", inner)
    elif outer == "struct" and inner:
        yield name, "struct"
        for part in _parts(inner):
            field_name, _, field_kind = part.partition(": ")
            yield from _nested(f"{name}.{field_name}", field_kind)
    else:
        yield name, kind


def _parts(inside: str) -> Iterator[str]:
    """The fields of a struct: cut at commas that stand in no bracket."""
    depth, start = 0, 0
    for at, sign in enumerate(inside):
        depth += (sign in "<({") - (sign in ">)}")
        if sign == "," and depth == 0:
            yield inside[start:at].strip()
            start = at + 1
    yield inside[start:].strip()
