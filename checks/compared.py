"""The batches of a column beside the reference that is declared, and what is to be said of that."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from checks.column import Drift
from checks.history import History
from checks.profiles.batches import SHOWN, Batch, batches
from checks.profiles.days import Feature
from checks.profiles.distribution import merge
from checks.profiles.measures import measure_of
from checks.profiles.profile import Profile
from checks.profiles.shapes import apart
from checks.profiles.standing import Standing, named
from checks.statistics.distance import adjust
from checks.verdict import Outcome, Urgency, Verdict


def features_of(history: History) -> dict[str, Feature]:
    """The watched columns of which something is kept that can be compared."""
    found: dict[str, Feature] = {}
    for name, column in history.table.columns.items():
        settings = column.watches_drift
        recent = [each.columns[name] for each in history.judged[-SHOWN:] if name in each.columns]
        if settings is None:
            continue
        number = any(each.distribution is not None for each in recent)
        if number or any(each.levels is not None for each in recent):
            found[name] = _feature(name, settings, number, history)
    return found


def _feature(name: str, settings: Drift, number: bool, history: History) -> Feature:
    measure = measure_of(history.table.columns[name], settings, number)
    return Feature(name, measure, measure.floor if settings.floor is None else settings.floor)


def batches_of(history: History, feature: Feature) -> list[Batch]:
    """The newest batches of a column against what is declared; none where that cannot be read."""
    return walked_of(history, feature, history.bad_days(feature.name))[-SHOWN:]


def walked_of(history: History, feature: Feature, bad: Collection[date]) -> list[Batch]:
    """All the batches on the way to the newest, as they are if these days are known to be bad."""
    if (fixed := _fixed(history)) is None:
        return []
    period, training = fixed
    walks = history.memo.setdefault(Batch, {})
    return batches(history.judged, period, feature, history.remembered, training, bad, walks)


def _fixed(history: History) -> tuple[Sequence[Profile] | None, Profile | None] | None:
    """The declared period or training set, if there is one; nothing at all where that cannot be read."""
    declared, training = history.table.reference, history.training
    if declared is not None and not declared.is_period:
        return (None, training.profile) if training else None
    return (history.reference if declared else None), None


def adjusted_p_values(found: Mapping[str, Sequence[Batch]]) -> dict[str, float]:
    """The p-value of the newest batch of each column, the false-discovery rate controlled over them all."""
    p_values = {name: column[-1].p_value for name, column in found.items() if column}
    return dict(zip(p_values, adjust(list(p_values.values())), strict=True))


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


def both(history: History, batch: Batch, reference: Sequence[Any]) -> dict[str, object]:
    """As evidence: both distributions, to be drawn; nothing where they cannot be."""
    of = "the reference", history.called(batch.day)
    return _pictured(history, batch.feature.name, batch.values, reference, of)


def both_weeks(
    history: History, feature: Feature, first: Sequence[Profile], last: Sequence[Profile]
) -> dict[str, object]:
    """As evidence: the distributions of two weeks."""
    weeks = [
        [
            of
            for day in week
            if feature.name in day.columns and (of := feature.measure.of(day.columns[feature.name]))
        ]
        for week in (first, last)
    ]
    of = f"the week of {history.called(first[0].partition)}", f"that of {history.called(last[0].partition)}"
    return _pictured(history, feature.name, merge(weeks[1]), weeks[0], of)


def _pictured(
    history: History, column: str, values: Any, reference: Sequence[Any], of: tuple[str, str]
) -> dict[str, object]:
    found = apart(values, reference, share=history.table.columns[column].share)
    return {"distributions": {"column": column, "of": list(of), **found}} if found else {}
