"""What "healthy" is worth: how small the failures that matter most may be to be seen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.domain.declared import Pipeline
from checks.sensitivity import Caught, Sensitivity

MATTER = ("row_count", "null_rate", "drift")
NOT_YET = "what it would have caught cannot be told yet"


def caught(pipeline: Pipeline, found: Iterable[Sensitivity]) -> str:
    """Would have caught 6% lost rows, 0.4 points of nulls in `age`, a shift of 0.2 sd of `distance`.

    Of lost rows the least sensitive core table is named, of nulls and drift the feature that weighs most. No
    number is said that was not measured; without any, what is said is that, or which checks have no number.
    """
    found = list(found)
    core = {name for name, table in pipeline.tables.items() if table.core} or pipeline.tables.keys()
    known = [each for each in found if each.table in core and each.check in MATTER]
    measured = [each for each in known if each.caught in (Caught.CAUGHT, Caught.NOT_CAUGHT)]
    if not measured:
        return NOT_YET if any(each.caught is Caught.CANNOT_TELL for each in known) else _nothing(core, found)
    worst = [_worst(pipeline, [each for each in measured if each.check == check]) for check in MATTER]
    many = len(pipeline.tables) > 1
    seen, unseen = (_said(worst, which, many) for which in (Caught.CAUGHT, Caught.NOT_CAUGHT))
    return "; ".join([*([f"would have caught {', '.join(seen)}"] if seen else []), *unseen])


def _nothing(core: Iterable[str], found: Sequence[Sensitivity]) -> str:
    """Where there are only checks that nothing is planted for: which they are."""
    here = [each for each in found if each.table in core]
    left = [each.check for each in here if each.caught is Caught.NOT_MEASURED]
    if len(left) < len(here):
        return ""
    named = ", ".join(dict.fromkeys(each.replace("_", " ") for each in left))
    return f"what it would have caught is not measured ({named})" if named else ""


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
