"""What each check would have caught: failures planted in copies of what is kept of the newest partition."""

import importlib
import logging
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import checks.planted
from checks.history import History
from checks.plant import Plant
from checks.sensitivity import Caught, Sensitivity
from checks.verdict import Outcome, Verdict

Kind = Callable[[History], Iterator[Plant]]

log = logging.getLogger(__name__)


@cache
def kinds() -> dict[str, Kind]:
    """What plants each kind of failure: a module of the folder each, but for those that begin with `_`."""
    found = [each.name for each in pkgutil.iter_modules(checks.planted.__path__) if each.name[0] != "_"]
    return {name: importlib.import_module(f"checks.planted.{name}").plants for name in found}


def measured(history: History, verdicts: Sequence[Verdict]) -> list[Sensitivity]:
    """How sensitive the checks are that gave these verdicts on a table.

    Measured is what was judged, and found in order. A check that lacks data cannot tell yet; one that is in
    breach has told; one for which nothing is planted is named, and all are where the newest partition has no
    rows to plant anything in.
    """
    if not history.judged:
        return []
    here = replace(history, memo=dict(history.memo))  # several kinds ask for the same batches
    has_rows = history.judged[-1].rows > 0
    plants = [plant for name, kind in kinds().items() if has_rows for plant in _planted(here, name, kind)]
    found = [each for plant in plants if _is_fine(plant, verdicts) for each in _measure(history, plant)]
    lacking = [_lacking(each) for each in verdicts if _lacks(each)]
    known = {each.check for each in found} | {each.check for each in lacking}
    says = "not measured" if has_rows else "not measured: no rows in the newest partition"
    return [*found, *lacking, *_left_out(verdicts, {plant.check for plant in plants} | known, says)]


def _planted(history: History, name: str, kind: Kind) -> list[Plant]:
    try:
        return list(kind(history))
    except Exception:  # a fault in one kind must not hide what the others tell
        log.warning("%s: failures of the kind %s cannot be planted", history.name, name, exc_info=True)
        return []


def _measure(history: History, plant: Plant) -> Iterator[Sensitivity]:
    try:
        size = plant.smallest()
    except Exception:  # as above
        log.warning("%s: what %s would catch cannot be measured", history.name, plant.check, exc_info=True)
        return
    yield Sensitivity(
        table=history.name,
        check=plant.check,
        column=plant.column,
        caught=Caught.CAUGHT if size else Caught.NOT_CAUGHT,
        size=size,
        unit=plant.unit,
        says=plant.says(f"{size:g}") if size else f"{plant.what} would not be seen",
    )


def _is_fine(plant: Plant, verdicts: Sequence[Verdict]) -> bool:
    """Whether the check has judged what is planted in, and found nothing."""
    mine = [each for each in verdicts if each.check == plant.check and _is_about(each, plant.column)]
    is_ok = any(each.outcome is Outcome.OK and not _lacks(each) for each in mine)
    replaced = [each for each in mine if each.evidence.get("kind") == "reference"]  # says nothing of the data
    return is_ok and not any(each.outcome is Outcome.BREACH for each in mine if each not in replaced)


def _is_about(verdict: Verdict, column: str | None) -> bool:
    return column is None or verdict.column is None or column in _columns(verdict)


def _columns(verdict: Verdict) -> Sequence[str | None]:
    return verdict.column if isinstance(verdict.column, tuple) else (verdict.column,)


def _lacks(verdict: Verdict) -> bool:
    """Whether little can be said yet: nothing, or only what is gross."""
    if verdict.outcome is Outcome.NOT_ENOUGH_DATA:
        return True
    return verdict.outcome is Outcome.OK and verdict.evidence.get("confidence") == "low"


def _lacking(verdict: Verdict) -> Sensitivity:
    (column, *_) = _columns(verdict)
    why = f"needs {verdict.needs}" if verdict.needs else verdict.summary
    return Sensitivity(
        table=verdict.table,
        check=verdict.check,
        column=column,
        caught=Caught.CANNOT_TELL,
        says=f"cannot tell yet: {why}",
    )


def _left_out(verdicts: Sequence[Verdict], known: set[str], says: str) -> Iterator[Sensitivity]:
    """Checks that have judged, and for which nothing is planted."""
    for each in {each.check: each for each in verdicts if each.outcome is Outcome.OK}.values():
        if each.check not in known:
            yield Sensitivity(table=each.table, check=each.check, caught=Caught.NOT_MEASURED, says=says)
