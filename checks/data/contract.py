"""Does a partition still have the shape that was agreed: columns, order, types, nullability?"""

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
    agreed = max(reference, key=lambda each: each.partition)
    broken = [*_columns(history, newest, agreed), *_nullability(history, newest, reference)]
    yield from broken
    if not broken:
        yield Verdict(
            check="contract",
            table=history.name,
            outcome=Outcome.OK,
            summary=f"{len(newest.schema)} columns in shape, as in {len(reference)} reference partitions",
        )


def _columns(history: History, newest: Profile, agreed: Profile) -> Iterator[Verdict]:
    now, then = dict(newest.schema), dict(agreed.schema)
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
