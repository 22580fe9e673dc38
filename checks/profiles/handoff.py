"""Where the shapes of two tables differ that hand columns over, each difference named from both sides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checks.agreement import Default, Shape, fits, flat, logical
from checks.asks import Met, Shown
from checks.column import Column
from checks.comparisons import Handoff
from checks.declared import Table
from checks.figures import counted, verb

FEW = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs of one of my columns, in words; `affected` rows of mine, all where it says nothing."""

    column: str
    kind: str
    said: str
    affected: int | None = None
    loud: bool = False


@dataclass(frozen=True)
class _Sides:
    name: str
    table: Table
    handoff: Handoff
    met: Met

    @property
    def pairs(self) -> Mapping[str, str]:
        """My columns with their names over there."""
        return pairs_of(self.handoff, self.met.mine.schema, self.met.theirs.schema)

    def my(self, path: str) -> str:
        """A column of mine as people are told it."""
        return f"`{self.name}.{path}`"

    def their(self, path: str) -> str:
        """A column of theirs."""
        return f"`{self.handoff.table}.{path}`"


def pairs_of(handoff: Handoff, mine: Shape, theirs: Shape) -> Mapping[str, str]:
    """My columns, each with its name over there; without a list, those that both have."""
    if handoff.columns is not None:
        return handoff.columns
    return {name: name for name, _ in theirs if name in dict(mine)}


def differences(name: str, table: Table, handoff: Handoff, met: Met) -> Iterator[Difference]:
    """Columns, order, types, nullability and allowed values, of both sides as they are now."""
    sides = _Sides(name, table, handoff, met)
    yield from _absent(sides)
    yield from _order(sides)
    for mine, theirs in sides.pairs.items():
        if mine in dict(met.mine.schema) and theirs in dict(met.theirs.schema):
            yield from _types(sides, mine, theirs)
            yield from _nullability(sides, mine, theirs)
            yield from _values(sides, mine, theirs)


def _absent(sides: _Sides) -> Iterator[Difference]:
    mine, theirs = dict(sides.met.mine.schema), dict(sides.met.theirs.schema)
    whole = {name: name for name in (*theirs, *mine)}
    for own, other in (sides.handoff.columns or whole).items():
        if own == sides.met.mine.cut_by or other == sides.met.theirs.cut_by:
            continue  # it may be in the path of the files
        if other not in theirs and own not in mine:
            yield Difference(
                own, "missing", f"neither {sides.my(own)} nor {sides.their(other)} is there", loud=True
            )
        elif other not in theirs:
            yield Difference(
                own, "missing", f"{sides.my(own)} ({mine[own]}) has no {sides.their(other)}", loud=True
            )
        elif own not in mine:
            yield Difference(
                own, "missing", f"{sides.their(other)} ({theirs[other]}) has no {sides.my(own)}", loud=True
            )


def _order(sides: _Sides) -> Iterator[Difference]:
    """Of a table that is taken as a whole: columns that are named one by one are read by their names."""
    if sides.handoff.columns is not None:
        return
    theirs = [name for name, _ in sides.met.theirs.schema if name in sides.pairs]
    mine = [name for name, _ in sides.met.mine.schema if name in sides.pairs]
    for own, other in zip(mine, theirs, strict=True):
        if own != other:
            said = f"the order differs from {sides.my(own)} on, where {sides.handoff.table} has `{other}`"
            yield Difference(own, "order", said)
            return


def _types(sides: _Sides, mine: str, theirs: str) -> Iterator[Difference]:
    """Of a column, and of what lies within it."""
    own, other = _within(sides.met.mine, mine), _within(sides.met.theirs, theirs)
    if not _has_values(sides.met.mine, mine) or not _has_values(sides.met.theirs, theirs):
        return
    told: list[str] = []
    for path, kind in other.items():
        if any(path.startswith((f"{above}.", f"{above}[]")) for above in told):
            continue  # what lies within a column that is told differs with it
        if path not in own:
            told.append(path)
            if _is_sure(sides, mine, theirs, path, mine_lacks=True):
                said = f"{sides.their(theirs + path)} ({kind}) has no {sides.my(mine + path)}"
                yield Difference(mine + path, "missing", said, loud=True)
        elif not fits(kind, own[path]):
            told.append(path)
            said = f"{sides.their(theirs + path)} is {kind} and {sides.my(mine + path)} is {own[path]}"
            yield Difference(mine + path, "type", said, loud=logical(kind) != logical(own[path]))
    for path, kind in own.items():
        if any(path.startswith((f"{above}.", f"{above}[]")) for above in told):
            continue
        if path not in other and _is_sure(sides, mine, theirs, path, mine_lacks=False):
            said = f"{sides.my(mine + path)} ({kind}) has no {sides.their(theirs + path)}"
            yield Difference(mine + path, "new", said)


def _within(side: Shown, column: str) -> dict[str, str]:
    """The types of a column and of what lies within it, by path."""
    documents = side.documents.get(column)
    whole = tuple(each for each in side.schema if each[0] == column)
    shape = documents.shape(column) if documents and documents.whole else flat(whole)
    return {path[len(column) :]: kind for path, kind in shape}


def _has_values(side: Shown, column: str) -> bool:
    return side.missing.get(column, 0) < side.rows


def _is_sure(sides: _Sides, mine: str, theirs: str, path: str, *, mine_lacks: bool) -> bool:
    """Whether it is no chance that a path stands in no document of the one side."""
    lacking, there = sides.met.mine.documents.get(mine), sides.met.theirs.documents.get(theirs)
    if not mine_lacks:
        lacking, there = there, lacking
    if lacking is None or not lacking.whole:
        return True
    share = there.share(path) if there is not None else 1.0
    return lacking.lacks(path, share)


def _nullability(sides: _Sides, mine: str, theirs: str) -> Iterator[Difference]:
    """Values that got lost on the way, and missing ones that somebody filled in and nobody said with what."""
    own, other = sides.met.mine.missing.get(mine, 0), sides.met.theirs.missing.get(theirs, 0)
    declared = sides.table.columns.get(mine, Column())
    default = sides.table.allowed(mine).default
    if other and not own and declared.required is None and default in (None, Default(None)):
        rows = f"{other:,} of {sides.met.theirs.rows:,} rows of {sides.their(theirs)}"
        lost = f"{rows} {verb(other, 'has', 'have')} no value"
        said = f"{lost}, and all of {sides.my(mine)} have one: say with `default` what is written there"
        yield Difference(mine, "nullability", said)
    if own and not other and declared.required is None:
        said = f"{sides.their(theirs)} has a value in every row, and {own:,} of {sides.met.mine.rows:,} rows"
        yield Difference(
            mine, "nullability", f"{said} of {sides.my(mine)} {verb(own, 'has', 'have')} none", own
        )


def _values(sides: _Sides, mine: str, theirs: str) -> Iterator[Difference]:
    """What may be over there and not here, and rows over there that hold it."""
    only = [
        value
        for value in sides.met.theirs.values.get(theirs, ())
        if value not in sides.met.mine.values.get(mine, (value,))
    ]
    if only and sides.met.mine.values.get(mine):
        column = sides.table.columns.get(mine, Column())
        which = ", ".join(only[:FEW]) if column.share else counted(len(only), "value")
        said = f"{sides.their(theirs)} may be {which}, which {sides.my(mine)} does not allow"
        yield Difference(mine, "values", said, affected=0)
    if count := sides.met.refused.get(mine, 0):
        rows = f"{count:,} of {sides.met.theirs.rows:,} rows of {sides.their(theirs)}"
        yield Difference(
            mine, "values", f"{rows} {verb(count, 'holds', 'hold')} what {sides.my(mine)} does not allow"
        )
