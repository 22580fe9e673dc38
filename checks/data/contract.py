"""Does a partition still have the shape that was agreed: columns, order, types, nullability?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from checks.history import History
from checks.profiles.profile import Profile
from checks.verdict import Failing, Outcome, Urgency, Verdict

MIN_PARTITIONS = 7
MIN_ROWS = 1_000
"""A column counts as never null only when that many rows of the reference say so."""


def judge(history: History) -> Iterator[Verdict]:
    """Compare the newest partition with the reference; one verdict for each column that differs."""
    newest = history.newest
    reference = [each for each in history.reference if each is not newest and each.rows]
    if newest is None or not newest.rows or len(reference) < MIN_PARTITIONS:
        needs = f"{MIN_PARTITIONS} reference partitions with rows; there are {len(reference)}"
        yield Verdict(check="contract", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)
        return
    broken = [*_columns(history, newest, reference), *_nullability(history, newest, reference)]
    yield from broken
    if not broken:
        yield Verdict(
            check="contract",
            table=history.name,
            outcome=Outcome.OK,
            summary=f"{len(newest.schema)} columns in shape, as in {len(reference)} reference partitions",
        )


def _columns(history: History, newest: Profile, reference: Sequence[Profile]) -> Iterator[Verdict]:
    """Columns, types and order against what most partitions of the reference have."""
    now, then = dict(newest.schema), _agreed(reference)
    for name, kind in then.items():
        if name not in now:
            yield _breach(history, newest, name, "missing", f"column `{name}` ({kind}) is missing")
        elif now[name] != kind and newest.columns[name].nulls < newest.rows:
            yield _breach(history, newest, name, "type", f"column `{name}` was {kind} and is now {now[name]}")
    for name in now:
        if name not in then:
            yield _breach(history, newest, name, "new", f"column `{name}` ({now[name]}) is new")
    if now.keys() == then.keys() and list(now) != list(then):
        moved = [name for name, before in zip(now, then, strict=True) if name != before]
        yield _breach(
            history, newest, moved[0], "order", f"the order of the columns changed from `{moved[0]}` on"
        )


def _agreed(reference: Sequence[Profile]) -> dict[str, str]:
    """The columns of most partitions, in their most common order, each with its most common type.

    One bad day does not change what was agreed. A type counts only where the column has values: the type of
    nothing but nulls is a guess of the writer.
    """
    orders = Counter(tuple(name for name, _ in each.schema) for each in reference)
    kinds: dict[str, Counter[str]] = {}
    for each in reference:
        for name, kind in each.schema:
            weight = 1_000 if each.columns[name].nulls < each.rows else 1
            kinds.setdefault(name, Counter())[kind] += weight
    return {name: kinds[name].most_common(1)[0][0] for name in orders.most_common(1)[0][0]}


def _nullability(history: History, newest: Profile, reference: Sequence[Profile]) -> Iterator[Verdict]:
    """Columns that were never null and are now; columns watched by null_rate are told there."""
    declared = history.table.columns
    for name, column in newest.columns.items():
        if not column.nulls or (name in declared and declared[name].watches_nulls):
            continue
        known = [each for each in reference if name in each.columns]
        rows = sum(each.rows for each in known)
        if rows >= MIN_ROWS and not any(each.columns[name].nulls for each in known):
            said = f"{column.nulls:,} rows have no `{name}`; it was never null in {rows:,} reference rows"
            failing = Failing(what="null", partitions=(newest.partition,), column=name)
            yield _breach(history, newest, name, "nullability", said, column.nulls, failing)


def _breach(
    history: History,
    newest: Profile,
    column: str,
    kind: str,
    summary: str,
    affected: int | None = None,
    failing: Failing | None = None,
) -> Verdict:
    return Verdict(
        check="contract",
        table=history.name,
        column=column,
        outcome=Outcome.BREACH,
        summary=summary,
        urgency=Urgency.PAGE if kind in ("missing", "type") else Urgency.TICKET,
        since=newest.first_event or history.start_of(newest.partition),
        bad=(newest.partition,),
        affected=newest.rows if affected is None else affected,
        volume=newest.rows,
        evidence={"kind": kind},
        failing=failing,
    )
