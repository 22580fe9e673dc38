"""Does a partition still have the shape that was agreed: columns, order, types, nullability, values?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from checks.agreement import Agreed, Agreement, root, widened
from checks.asks import Ask, Question, Sampling, Told
from checks.declared import Table
from checks.documents import Documents
from checks.figures import counted
from checks.history import History
from checks.profiles.across import across
from checks.profiles.agreed import MIN_PARTITIONS, has_values, learn
from checks.profiles.cells import defaults, nullability, values
from checks.profiles.emptied import emptied
from checks.profiles.fillings import fillings
from checks.profiles.handed import Handed, Shape
from checks.profiles.moved import renamed
from checks.profiles.profile import Profile
from checks.profiles.shifts import Shift, shift
from checks.verdict import Outcome, Urgency, Verdict

_DECLARED = Agreement(columns=(), origin="the declared columns")


def asks(name: str, table: Table) -> Iterator[Ask]:
    """Both sides of each handoff, what defaults stand for, and how documents look."""
    json = tuple(filter(table.is_document, table.columns))
    questions: list[Question] = [*table.takes_from, *fillings(table), *([Sampling(json)] if json else [])]
    for place, question in enumerate(questions):
        yield Ask("contract", name, place, question)


def judge(history: History) -> Iterator[Verdict]:
    """The newest partition beside what was agreed, and beside the tables that it comes from."""
    yield from _alone(history)
    for ask in asks(history.name, history.table):
        for verdict in across(history.name, history.table, ask.question, history.answers[ask], history.today):
            began = history.start_of(verdict.bad[0]) if verdict.bad else None
            yield replace(verdict, since=verdict.since or began)


def _alone(history: History) -> Iterator[Verdict]:
    """Compare the newest partition with the contract that is given, or else with what the reference shows."""
    newest = history.newest
    reference = [each for each in history.reference if each is not newest]
    agreement = history.table.contract or learn(reference, lasting=history.table.period is None)
    if newest is None or not newest.rows:
        yield _undecided(history, reference)
        return
    handed = _handed(history, newest, agreement or _DECLARED)
    broken: list[Verdict] = []
    if agreement is None:  # what is declared holds all the same
        yield _undecided(history, reference)
        broken += nullability(handed)
    else:
        broken += _shape(handed, reference, _shift(history, handed, reference))
    broken += [*defaults(handed), *values(handed)]
    yield from broken
    if agreement is not None and not broken:
        yield Verdict(
            check="contract",
            table=history.name,
            outcome=Outcome.OK,
            summary=f"{counted(len(newest.schema), 'column')} in shape, as in {agreement.origin}",
        )


def _handed(history: History, newest: Profile, agreement: Agreement) -> Handed:
    midnight = history.start_of(newest.partition)
    empty = frozenset(name for name in newest.columns if emptied(history.judged, name))
    return Handed(
        history.name, history.table, history.judged, agreement, midnight, _documents(history), empty
    )


def _documents(history: History) -> Mapping[str, Documents]:
    """How the documents of the newest partition look, where there are any."""
    for ask in asks(history.name, history.table):
        told = history.answers.get(ask)
        if isinstance(ask.question, Sampling) and isinstance(told, Told) and told.days:
            found: Mapping[str, Documents] = told.days[max(told.days)]
            return {name: each for name, each in found.items() if each.whole}
    return {}


def _undecided(history: History, reference: Sequence[Profile]) -> Verdict:
    newest, known = history.newest, sum(1 for each in reference if each.rows)
    needs = f"{MIN_PARTITIONS} reference partitions with rows; there are {known}"
    if newest is not None and not newest.rows:
        needs = f"rows: the partition of {history.called(newest.partition)} has none"
    return Verdict(check="contract", table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs)


def _shift(history: History, handed: Handed, reference: Sequence[Profile]) -> Shift | None:
    """Values that stand one column further, where the columns themselves are as agreed."""
    if list(handed.now) != [column.name for column in handed.agreement]:
        return None
    return shift(history.judged, reference, lasting=history.table.period is None)


def _shape(handed: Handed, reference: Sequence[Profile], moved: Shift | None) -> Iterator[Verdict]:
    """What explains several differences at once is told in their place."""
    now, then = handed.now, {column.name: column for column in handed.agreement}
    gone = [name for name in then if name not in now and name not in handed.newest.left_out]
    new = [name for name in now if name not in then]
    called = renamed(handed.newest, reference, gone, new) if gone and new else {}
    for name, old in called.items():
        said = f"column `{old}` seems to be called `{name}` now: the same type and the same kind of values"
        run = handed.shaped(partial(_has_instead, name, old))
        yield handed.breach(name, "renamed", said, run=run)
    if moved:
        yield _moved(handed, moved)
    explained = {*called, *called.values()}
    yield from (each for each in _columns(handed) if each.column not in explained)
    yield from _order(handed)
    yield from _delimiter(handed, reference)
    yield from (each for each in nullability(handed) if each.column not in explained)


def _moved(handed: Handed, found: Shift) -> Verdict:
    names, columns = list(handed.now), found.columns
    aside = "right" if found.way > 0 else "left"
    source = names[names.index(columns[0]) - found.way]
    what = f"`{columns[0]}` holds what `{source}` held, and so on to `{columns[-1]}`"
    if found.rows == handed.newest.rows:
        said = f"the values of {len(columns)} columns moved one column to the {aside}: {what}"
    else:
        said = (
            f"in about {found.rows / handed.newest.rows:.0%} of the rows the values of {len(columns)} "
            f"columns stand one column further to the {aside}: there {what}"
        )
    verdict = handed.breach(columns, "shifted", said, found.rows, run=found.profiles)
    return replace(verdict, evidence={**verdict.evidence, "touched": found.touched})


def _columns(handed: Handed) -> Iterator[Verdict]:
    """Columns that are missing, new, or of another type."""
    now = handed.now
    agreed = {column.name for column in handed.agreement}
    other = {each.name for each in handed.agreement if each.name in now and not each.accepts(now[each.name])}
    for column in handed.agreement:
        if any(_is_within(column.name, each) for each in other):  # as that has another type, it has none
            continue
        if handed.lacks(column):
            said = f"column `{column.name}`{_of(column)} is missing"
            told = root(column.name) in handed.documents  # of documents only the newest are known
            run = [] if told else handed.shaped(partial(_lacks, column.name))
            yield handed.breach(column.name, "missing", said, run=run)
        elif column.name in other and has_values(handed.newest, column.name):
            yield _retyped(handed, column, now[column.name])
    for name in now:
        if name not in agreed and not any(_is_within(name, each) for each in other):
            run = handed.shaped(partial(_has, name))
            yield handed.breach(name, "new", f"column `{name}` ({now[name]}) is new", run=run)


def _is_within(name: str, column: str) -> bool:
    return name.startswith((f"{column}.", f"{column}[]"))


def _has(name: str, shape: Shape) -> bool:
    return name in shape


def _lacks(name: str, shape: Shape) -> bool:
    return name not in shape


def _has_instead(name: str, old: str, shape: Shape) -> bool:
    return name in shape and old not in shape


def _is_kind(name: str, kind: str, shape: Shape) -> bool:
    return shape.get(name) == kind


def _of(column: Agreed) -> str:
    return f" ({column.kind or column.logical})" if column.kind or column.logical else ""


def _retyped(handed: Handed, column: Agreed, now: str) -> Verdict:
    """A type that holds every value of the old one wakes nobody."""
    harmless = bool(column.kind) and widened(column.kind, now)
    said = f"column `{column.name}` was {column.kind or column.logical} and is now {now}"
    return handed.breach(
        column.name,
        "type",
        f"{said}, which holds the same values" if harmless else said,
        urgency=Urgency.TICKET if harmless else None,
        run=handed.shaped(partial(_is_kind, column.name, now)),
    )


def _order(handed: Handed) -> Iterator[Verdict]:
    now = handed.in_order(list(handed.now))
    then = handed.in_order([column.name for column in handed.agreement])
    if now == then or set(now) != set(then):
        return
    moved = next(name for name, before in zip(now, then, strict=True) if name != before)
    yield handed.breach(moved, "order", f"the order of the columns changed from `{moved}` on")


def _delimiter(handed: Handed, reference: Sequence[Profile]) -> Iterator[Verdict]:
    """Oakum reads the file all the same; whoever takes it as it was before does not."""
    now, then = handed.newest.delimiter, {each.delimiter for each in reference} - {""}
    if now and then and now not in then:
        before = " or ".join(_sign(each) for each in sorted(then))
        said = f"the fields of a line are parted by {_sign(now)} now, and were by {before}"
        yield handed.breach(None, "delimiter", said)


def _sign(delimiter: str) -> str:
    return "a tab" if delimiter == "\t" else f"`{delimiter}`"
