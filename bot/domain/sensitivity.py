"""What "healthy" is worth: how small the failures that matter most may be to be seen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.domain.declared import Pipeline
from checks.sensitivity import Caught, Sensitivity

MATTER = ("row_count", "null_rate", "drift")
NUMBER = (Caught.CAUGHT, Caught.NOT_CAUGHT)
SHOWN = 3
"""So many numbers, or checks without one, fit a line."""
UNMEASURED = "what it would have caught was not measured"
"""Where nothing says why: an older version kept the audit, or nobody asked (a replay does not)."""


def caught(pipeline: Pipeline, found: Iterable[Sensitivity]) -> str:
    """Would have caught 6% lost rows, 0.4 points of nulls in `age`, a shift of 0.2 sd of `distance`.

    Of lost rows the least sensitive core table is named, of nulls and drift the feature that weighs most;
    where none of these has a number, those of other checks, and which lack data. No number is said
    that was not measured, and never nothing: without any, what is said is why.
    """
    core = {name for name, table in pipeline.tables.items() if table.core} or pipeline.tables.keys()
    here = [each for each in found if each.table in core]
    measured = [each for each in here if each.caught in NUMBER]
    if first := [each for each in measured if each.check in MATTER]:
        return "; ".join(_numbers(pipeline, first, MATTER))
    if not measured:
        return _nothing(here)
    told = [each for each in measured if each.caught is Caught.CAUGHT] or measured
    others = list(dict.fromkeys(each.check for each in told))[:SHOWN]
    lacking = _checks(here, Caught.CANNOT_TELL)
    yet = [f"cannot be told yet: {lacking}"] if lacking else []
    return "; ".join([*_numbers(pipeline, told, others), *yet])


def _numbers(pipeline: Pipeline, measured: Sequence[Sensitivity], checks: Iterable[str]) -> Iterator[str]:
    """The number of each check; what it would not see at any size stands by itself."""
    worst = [_worst(pipeline, [each for each in measured if each.check == check]) for check in checks]
    many = len(pipeline.tables) > 1
    if seen := _said(worst, Caught.CAUGHT, many):
        yield f"would have caught {', '.join(seen)}"
    yield from _said(worst, Caught.NOT_CAUGHT, many)


def _nothing(here: Sequence[Sensitivity]) -> str:
    """Why there is no number at all: which checks lack data, or what nothing was planted for."""
    lacking, left = _checks(here, Caught.CANNOT_TELL), _checks(here, Caught.NOT_MEASURED)
    if lacking:
        said = f"what it would have caught cannot be told yet ({lacking})"
        return f"{said}; not measured: {left}" if left else said
    why = {each.says.partition(": ")[2] for each in here}
    reason = why.pop() if len(why) == 1 else ""
    return f"what it would have caught is not measured ({reason or left})" if left else UNMEASURED


def _checks(here: Iterable[Sensitivity], which: Caught) -> str:
    """Row count, null rate, drift and 2 more."""
    found = dict.fromkeys(each.check for each in here if each.caught is which)
    names = [each.replace("_", " ") for each in sorted(found, key=_place)]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _place(check: str) -> int:
    return MATTER.index(check) if check in MATTER else len(MATTER)


def _worst(pipeline: Pipeline, found: Sequence[Sensitivity]) -> Sensitivity | None:
    """Of what weighs most, what is seen last."""

    def weight(each: Sensitivity) -> tuple[bool, float]:
        column = pipeline.tables[each.table].columns.get(each.column or "")
        return (column.primary, column.weight) if column else (False, 0.0)

    heaviest = max((weight(each) for each in found), default=None)
    most = [each for each in found if weight(each) == heaviest]
    return max(most, key=lambda each: float("inf") if each.size is None else each.size, default=None)


def _said(worst: Sequence[Sensitivity | None], which: Caught, many: bool) -> list[str]:
    return [
        f"{each.says} ({each.table})" if many else each.says
        for each in worst
        if each and each.caught is which
    ]


def to_json(each: Sensitivity) -> dict[str, Any]:
    """As `--format json` prints it and the store keeps it; `size` is null where `says` tells why."""
    return {
        "table": each.table,
        "check": each.check,
        "column": each.column,
        "caught": each.caught.value,
        "size": each.size,
        "unit": each.unit,
        "says": each.says,
    }


def from_json(record: Mapping[str, Any]) -> Sensitivity:
    """What `to_json` wrote."""
    return Sensitivity(**{**record, "caught": Caught(record["caught"])})
