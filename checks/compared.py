"""The batches of a column beside the reference that is declared, and what is to be said of that."""

from collections.abc import Iterator
from typing import Any

from checks.history import History
from checks.profiles.batches import Batch, Feature, batches
from checks.profiles.standing import Standing, named
from checks.verdict import Outcome, Urgency, Verdict


def batches_of(history: History, feature: Feature) -> list[Batch]:
    """The batches of a column against what is declared; none where that cannot be read."""
    declared, training = history.table.reference, history.training
    if declared is not None and not declared.is_period and training is None:
        return []
    period = history.reference if history.table.period else None
    whole = training.profile if training else None
    return batches(history.judged, period, feature, history.remembered, whole)


def replaced(history: History) -> Iterator[Verdict]:
    """Whether the reference is the one of the last audit, where that is known: nobody replaces it unseen."""
    declared, before = history.table.reference, history.before
    now = named(declared, history.training)
    if before is None or now is None:
        return
    about: dict[str, Any] = {"check": "drift", "table": history.name}
    if before == now:
        if declared is not None:
            yield Verdict(**about, outcome=Outcome.OK, summary=f"judged against {now}, as before")
        return
    said = f"the reference of {history.name} was replaced: was {before}, is {now}; limits are calibrated anew"
    evidence = {"kind": "reference", "was": before, "is": now}
    note = Urgency.NOTE
    yield Verdict(
        **about, outcome=Outcome.BREACH, summary=said, urgency=note, evidence=evidence, days_to_break=None
    )


def standing(history: History, batch: Batch) -> Standing:
    """The reference of a batch."""
    period = history.reference if history.table.period else ()
    return Standing(batch, history.table.reference, history.training, period)


def doubts(history: History, batch: Batch) -> str:
    """What speaks against the reference, to be put behind what is said."""
    said = standing(history, batch).doubts
    return f" ({'; '.join(said)})" if said else ""


def lacking(history: History) -> str:
    """What it would take to compare a column at all."""
    declared = history.table.reference
    if declared is None:
        return "values in the newest partition, and two clean batches of its weekday"
    where = declared.named()
    if not declared.is_period and history.training is None:
        return f"the reference {where}, which cannot be read"
    return f"values in the newest partition, and of the same kind in the reference {where}"
