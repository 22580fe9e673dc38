"""One cause, one finding: what a column shift explains is told in the finding of the shift.

Columns that hold another column's values look rescaled, drifted, empty and rewritten. The checks that say so
cannot judge them: they have no values of their own.
"""

from collections.abc import Sequence
from dataclasses import replace

from checks.verdict import Outcome, Verdict

WHOLE = 1.5
"""What a shift of a part of the rows explains touches at most so many times its rows."""


def joined(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts on one table, those that a shift explains as "not enough data", named in its evidence."""
    shift = next((each for each in verdicts if _is_shift(each)), None)
    if shift is None:
        return list(verdicts)
    follows = [each for each in verdicts if each is not shift and _explains(shift, each)]
    if not follows:
        return list(verdicts)
    told = replace(shift, evidence={**shift.evidence, "explains": _named(follows)})
    return [told if each is shift else _undecided(each) if each in follows else each for each in verdicts]


def _is_shift(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.BREACH and verdict.evidence.get("kind") == "shifted"


def _explains(shift: Verdict, other: Verdict) -> bool:
    """Whether it is about touched columns alone, or parts of the table by one, and did not begin before."""
    if other.outcome is not Outcome.BREACH or any(day < shift.bad[0] for day in other.bad):
        return False
    if other.affected > WHOLE * shift.affected and other.evidence.get("kind") != "type":
        return False  # a few texts among the numbers of a file make them all texts
    touched = shift.evidence["touched"]
    if _parted_by(other, touched):
        return True
    about = (other.column,) if isinstance(other.column, str) else other.column or ()
    return bool(about) and set(about) <= set(touched)


def _parted_by(other: Verdict, touched: Sequence[str]) -> bool:
    """Whether it is about a segment whose levels stand in a touched column."""
    segment = other.segment or ""
    return any(segment == name or segment.startswith(f"{name} ") for name in touched)


def _named(follows: Sequence[Verdict]) -> str:
    """`drift` of `duration`, `speed`; `row_count` of `country`."""
    found: dict[str, list[str]] = {}
    for each in follows:
        columns = [each.column] if isinstance(each.column, str) else each.column or [each.segment or ""]
        names = found.setdefault(each.check, [])
        names += [f"`{name}`" for name in columns if f"`{name}`" not in names]
    return "; ".join(f"{check} of {', '.join(names)}" for check, names in found.items())


def _undecided(verdict: Verdict) -> Verdict:
    return Verdict(
        check=verdict.check,
        table=verdict.table,
        column=verdict.column,
        segment=verdict.segment,
        outcome=Outcome.NOT_ENOUGH_DATA,
        needs="values of its own: those of another column stand there, as contract tells",
    )
