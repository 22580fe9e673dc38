"""Does a partition still have the shape that was agreed: columns, order, types, nullability, values?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checks.agreement import Agreed, Agreement, flat, root, widened
from checks.declared import Column
from checks.history import History
from checks.profiles.agreed import MIN_PARTITIONS, has_values, learn
from checks.profiles.emptied import emptied
from checks.profiles.moved import renamed, shifted
from checks.profiles.profile import Profile
from checks.verdict import Failing, Outcome, Urgency, Verdict

_DECLARED = Agreement(columns=(), origin="the declared columns")
SHOWN = 5
LOUD = ("missing", "type", "renamed", "shifted")
"""What is built on the table breaks, or reads something else."""


@dataclass(frozen=True)
class _Handed:
    """The newest partition beside what was agreed about it."""

    history: History
    newest: Profile
    agreement: Agreement

    @property
    def now(self) -> Mapping[str, str]:
        """The type of each column, and of the fields within a nested one if any were agreed."""
        whole = dict(self.newest.schema)
        opened = {root(column.name) for column in self.agreement if column.name != root(column.name)}
        shape = flat(self.newest.schema)
        return {name: kind for name, kind in shape if name in whole or root(name) in opened}

    def is_emptied(self, name: str) -> bool:
        """Whether a column lost nearly all its values."""
        return bool(emptied(self.history.judged, name))

    def breach(
        self,
        column: str | tuple[str, ...],
        kind: str,
        summary: str,
        affected: int | None = None,
        failing: Failing | None = None,
        urgency: Urgency | None = None,
    ) -> Verdict:
        """One column that is not as agreed; without a count, all rows are affected."""
        return Verdict(
            check="contract",
            table=self.history.name,
            column=column,
            outcome=Outcome.BREACH,
            summary=summary,
            urgency=urgency or (Urgency.PAGE if kind in LOUD else Urgency.TICKET),
            since=self.newest.first_event or self.history.start_of(self.newest.partition),
            bad=(self.newest.partition,),
            affected=self.newest.rows if affected is None else affected,
            volume=self.newest.rows,
            evidence={"kind": kind, "agreed": self.agreement.origin},
            failing=failing,
        )


def judge(history: History) -> Iterator[Verdict]:
    """Compare the newest partition with the contract that is given, or else with what the reference shows."""
    newest = history.newest
    reference = [each for each in history.reference if each is not newest]
    agreement = history.table.contract or learn(reference)
    if newest is None or not newest.rows:
        yield _undecided(history, reference)
        return
    broken: list[Verdict] = []
    if agreement is None:
        yield _undecided(history, reference)
    else:
        broken += _shape(_Handed(history, newest, agreement), reference)
    broken += _values(_Handed(history, newest, agreement or _DECLARED))
    yield from broken
    if agreement is not None and not broken:
        yield Verdict(
            check="contract",
            table=history.name,
            outcome=Outcome.OK,
            summary=f"{len(newest.schema)} columns in shape, as in {agreement.origin}",
        )


def _undecided(history: History, reference: Sequence[Profile]) -> Verdict:
    newest, known = history.newest, sum(1 for each in reference if each.rows)
    needs = f"{MIN_PARTITIONS} reference partitions with rows; there are {known}"
    if newest is not None and not newest.rows:
        needs = f"rows: the partition of {newest.partition:%a %-d %b} has none"
    return Verdict(check="contract", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)


def _shape(handed: _Handed, reference: Sequence[Profile]) -> Iterator[Verdict]:
    """What explains several differences at once is told in their place."""
    now, then = handed.now, {column.name: column for column in handed.agreement}
    gone, new = [name for name in then if name not in now], [name for name in now if name not in then]
    called = renamed(handed.newest, reference, gone, new) if gone and new else {}
    for name, old in called.items():
        said = f"column `{old}` seems to be called `{name}` now: the same type and the same kind of values"
        yield handed.breach(name, "renamed", said)
    moved, way = shifted(handed.newest, reference) if list(now) == list(then) else ((), 0)
    if moved:
        yield _shifted(handed, moved, way)
    explained = {*called, *called.values(), *moved}
    yield from (each for each in _columns(handed) if each.column not in explained)
    yield from _order(handed)
    yield from (each for each in _nullability(handed) if each.column not in explained)


def _shifted(handed: _Handed, moved: tuple[str, ...], way: int) -> Verdict:
    names = list(handed.now)
    first, source = moved[0], names[names.index(moved[0]) - way]
    aside = "right" if way > 0 else "left"
    said = (
        f"the values of {len(moved)} columns moved one column to the {aside}: "
        f"`{first}` holds what `{source}` held, and so on to `{moved[-1]}`"
    )
    return handed.breach(moved, "shifted", said)


def _columns(handed: _Handed) -> Iterator[Verdict]:
    """Columns that are missing, new, or of another type."""
    now = handed.now
    agreed = {column.name for column in handed.agreement}
    for column in handed.agreement:
        if column.name not in now:
            yield handed.breach(column.name, "missing", f"column `{column.name}`{_of(column)} is missing")
        elif not column.accepts(now[column.name]) and has_values(handed.newest, column.name):
            yield _retyped(handed, column, now[column.name])
    for name in now:
        if name not in agreed:
            yield handed.breach(name, "new", f"column `{name}` ({now[name]}) is new")


def _of(column: Agreed) -> str:
    return f" ({column.kind or column.logical})" if column.kind or column.logical else ""


def _retyped(handed: _Handed, column: Agreed, now: str) -> Verdict:
    """A type that holds every value of the old one wakes nobody."""
    harmless = bool(column.kind) and widened(column.kind, now)
    said = f"column `{column.name}` was {column.kind or column.logical} and is now {now}"
    return handed.breach(
        column.name,
        "type",
        f"{said}, which holds the same values" if harmless else said,
        urgency=Urgency.TICKET if harmless else None,
    )


def _order(handed: _Handed) -> Iterator[Verdict]:
    now, then = list(handed.now), [column.name for column in handed.agreement]
    if now == then or set(now) != set(then):
        return
    moved = next(name for name, before in zip(now, then, strict=True) if name != before)
    yield handed.breach(moved, "order", f"the order of the columns changed from `{moved}` on")


def _nullability(handed: _Handed) -> Iterator[Verdict]:
    """Nulls where none were agreed; of columns watched by null_rate only what is declared is told here."""
    declared, newest = handed.history.table.columns, handed.newest
    for name, found in newest.columns.items():
        column = declared.get(name, Column())
        agreed = handed.agreement.column(name)
        required = column.required if column.required is not None else agreed is not None and agreed.required
        if not found.nulls or not required or (column.watches_nulls and not column.required):
            continue
        written = column.required or column.null_rate is False or handed.history.table.contract
        if not written and handed.is_emptied(name):
            continue  # it is told as such
        origin = "the declared columns" if column.required else handed.agreement.origin
        said = f"{found.nulls:,} rows have no `{name}`; it is never null in {origin}"
        failing = Failing(what="null", partitions=(newest.partition,), column=name)
        yield handed.breach(name, "nullability", said, found.nulls, failing)


def _values(handed: _Handed) -> Iterator[Verdict]:
    """Values that were not agreed: outside a list, below or above a bound."""
    newest = handed.newest
    for agreed in handed.history.table.limited:
        found = newest.columns.get(agreed.name)
        if found is None or not found.outside:
            continue
        said = f"{found.outside:,} rows have a `{agreed.name}` that is {_limits(agreed)}"
        failing = Failing(
            what="not allowed", partitions=(newest.partition,), column=agreed.name, agreed=agreed
        )
        yield handed.breach(agreed.name, "values", said, found.outside, failing)


def _limits(agreed: Agreed) -> str:
    """What a value is that was not agreed; long lists are cut."""
    said = []
    if agreed.values:
        listed = ", ".join(agreed.values[:SHOWN])
        more = len(agreed.values) - SHOWN
        said.append(f"none of {listed}{f' and {more} more' if more > 0 else ''}")
    if agreed.low is not None:
        said.append(f"below {agreed.low:g}")
    if agreed.high is not None:
        said.append(f"above {agreed.high:g}")
    return " or ".join(said)
