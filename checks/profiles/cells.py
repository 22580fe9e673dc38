"""Rows whose values were not agreed: none where one must be, no default, outside a list or a bound."""

from collections.abc import Iterator, Mapping
from functools import partial
from operator import attrgetter

from checks.agreement import Agreed, Default
from checks.column import Column
from checks.figures import rows_have
from checks.profiles.handed import Handed, days_of
from checks.profiles.profile import ColumnProfile
from checks.verdict import Failing, Verdict

SHOWN = 5


def nullability(handed: Handed) -> Iterator[Verdict]:
    """No value where one was agreed; of columns watched by null_rate only what is declared is told here."""
    declared, newest = handed.table.columns, handed.newest
    for name, found in newest.columns.items():
        column = declared.get(name, Column())
        agreed = handed.agreement.column(name) or Agreed(name=name)
        limits = handed.table.allowed(name)
        required = column.required if column.required is not None else agreed.required
        if not required or limits.default or (column.watches_nulls and not column.required):
            continue
        written = column.required or column.null_rate is False or handed.table.contract
        if not written and name in handed.emptied:
            continue
        blanks = agreed.blanks and column.required is None
        allowed = blanks or "" in limits.values
        counts = _absent(found, blanks=allowed)
        if not (missing := sum(counts.values())):
            continue
        before = f"the {agreed.before} reference partitions before" if agreed.before else ""
        origin = "the declared columns" if column.required else before or handed.agreement.origin
        which = f" ({_counted(counts)})" if missing > found.nulls else ""
        never = "missing" if which else "null"
        said = f"{rows_have(missing)} no `{name}`{which}; it is never {never} in {origin}"
        run = handed.run(name, partial(_missing, blanks=allowed))
        failing = Failing(what="missing" if which else "null", partitions=days_of(run), column=name)
        yield handed.breach(name, "nullability", said, missing, failing, run=run)


def _missing(found: ColumnProfile, blanks: bool) -> int:
    return sum(_absent(found, blanks=blanks).values())


def _absent(found: ColumnProfile, *, blanks: bool = False) -> Mapping[str, int]:
    """The rows without a value, by what stands there; with `blanks`, only NULL is none."""
    also = {} if blanks else {"NaN": found.nan, "empty": found.empty}
    return {"NULL": found.nulls} | also


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)


def defaults(handed: Handed) -> Iterator[Verdict]:
    """Rows without a value where a default was agreed: zero-filled or NULL?"""
    newest = handed.newest
    for name, found in newest.columns.items():
        agreed = handed.table.allowed(name)
        if agreed.default is None:
            continue
        counts = _not_default(found, agreed)
        if not (wrong := sum(counts.values())):
            continue
        stands = f"where its default, {agreed.default}, should stand"
        said = f"{rows_have(wrong)} no `{name}` ({_counted(counts)}) {stands}"
        run = handed.run(name, partial(_undefaulted, agreed=agreed))
        failing = Failing(what=_which(agreed.default, counts), partitions=days_of(run), column=name)
        yield handed.breach(name, "default", said, wrong, failing, run=run)


def _undefaulted(found: ColumnProfile, agreed: Agreed) -> int:
    return sum(_not_default(found, agreed).values())


def _not_default(found: ColumnProfile, agreed: Agreed) -> Mapping[str, int]:
    """The rows without a value in which the default does not stand, by what does."""
    counts = dict(_absent(found, blanks="" in agreed.values))
    default = agreed.default.value if agreed.default else None
    counts.pop({None: "NULL", "": "empty"}.get(default, ""), None)
    return counts


def _which(default: Default, counts: Mapping[str, int]) -> str:
    """The rows to show, in the words of `Failing`."""
    if default.value is None:
        return "blank"
    return "missing" if counts.get("empty") or counts.get("NaN") else "null"


def values(handed: Handed) -> Iterator[Verdict]:
    """Values that were not agreed: outside a list, below or above a bound."""
    newest = handed.newest
    for agreed in handed.table.limited:
        found = newest.columns.get(agreed.name)
        if found is None or not found.outside:
            continue
        said = f"{rows_have(found.outside)} a `{agreed.name}` that is {_limits(handed, agreed)}"
        run = handed.run(agreed.name, attrgetter("outside"))
        failing = Failing(what="not allowed", partitions=days_of(run), column=agreed.name, agreed=agreed)
        yield handed.breach(agreed.name, "values", said, found.outside, failing, run=run)


def _limits(handed: Handed, agreed: Agreed) -> str:
    """What a value is that was not agreed; long lists are cut.

    A contract may have been learned: its values are told only of a column whose values may be.
    """
    declared = handed.table.columns.get(agreed.name, Column())
    own = declared.values or declared.minimum is not None or declared.maximum is not None
    if not own and not declared.share:
        where = handed.agreement.origin
        return (
            f"not among the {len(agreed.values)} values of {where}"
            if agreed.values
            else f"beyond the range in {where}"
        )
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
