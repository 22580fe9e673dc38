"""Has a numeric feature moved away from the reference? Kolmogorov–Smirnov, with its companions."""

from collections.abc import Iterator, Mapping, Sequence

from checks.figures import percent, rows_have
from checks.history import History
from checks.profiles.batches import MIN_ROWS, SHOWN, Batch, batches
from checks.profiles.companions import MassPoint, Strays, number
from checks.profiles.distribution import ks_at_most, merge
from checks.statistics.distance import MIN_BATCHES, adjust, ks_p_value
from checks.verdict import Failing, Outcome, Urgency, Verdict

FALSE_DISCOVERY = 0.001
HEAVY = 0.2
"""A feature that carries a fifth of a table's weight is one whose lasting drift pages."""


def judge(history: History) -> Iterator[Verdict]:
    """A verdict for each watched numeric column, the false-discovery rate controlled over all of them."""
    watched = {
        name: settings
        for name, column in history.table.columns.items()
        if (settings := column.watches_drift) is not None and _is_numeric(history, name)
    }
    period = None if history.table.reference is None else history.reference
    found = {
        name: batches(history.judged, period, name, settings.floor, history.remembered)
        for name, settings in watched.items()
    }
    p_values = {name: _p_value(column[-1]) for name, column in found.items() if column}
    adjusted = dict(zip(p_values, adjust(list(p_values.values())), strict=True))
    for name in watched:
        yield _judge(history, name, found[name], adjusted.get(name, 1.0))
    for name, column in history.table.columns.items():
        if column.drift and name not in watched and history.newest is not None:
            yield _undecided(history, name, "a numeric column: the drift of others is not judged yet")


def _is_numeric(history: History, name: str) -> bool:
    recent = [each.columns[name] for each in history.judged[-SHOWN:] if name in each.columns]
    return any(column.distribution is not None for column in recent)


def _p_value(batch: Batch) -> float:
    return ks_p_value(batch.distance, batch.values.rows, sum(each.rows for each in batch.peers))


def _judge(history: History, name: str, found: Sequence[Batch], p_value: float) -> Verdict:
    if not found or found[-1].profile is not history.newest:
        return _undecided(
            history, name, "values in the newest partition, and two clean batches of its weekday"
        )
    newest = found[-1]
    strange = newest.strange
    drifted = newest.values.rows >= MIN_ROWS and newest.over and p_value < FALSE_DISCOVERY
    if strange and not (drifted and strange.rows < newest.distance * newest.values.rows / 2):
        return _companion(history, name, newest, strange)
    if drifted:
        return _drifted(history, name, found, p_value)
    if newest.values.rows < MIN_ROWS:
        few = f"{MIN_ROWS} rows in a batch; there are {newest.values.rows}"
        # Small batches are watched for absurd values alone: what was one yesterday is over today.
        return _in_range(history, name, few) if newest.compares_range else _undecided(history, name, few)
    if not newest.judged:
        return _undecided(history, name, f"{MIN_BATCHES} clean batches before this one")
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.OK,
        summary=f"`{name}` as in the reference: D = {newest.distance:.3f}, limit {newest.limit:.3f}",
        evidence=_evidence(found, p_value),
    )


def _in_range(history: History, name: str, few: str) -> Verdict:
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.OK,
        summary=f"no `{name}` far outside the reference; to compare the shape needs {few}",
        evidence={"kind": "range"},
    )


def _drifted(history: History, name: str, found: Sequence[Batch], p_value: float) -> Verdict:
    run, newest = _run(found), found[-1]
    distance, limit = newest.distance, newest.limit
    lasting = sum(batch.over for batch in found[-3:]) >= 2 or distance > 2 * limit
    carried = _weight_share(history, name)
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.BREACH,
        summary=f"`{name}` {_shift(newest)} against the reference: D = {distance:.3f}, limit {limit:.3f}",
        urgency=Urgency.PAGE if lasting and carried >= HEAVY else Urgency.TICKET,
        since=run[0].profile.first_event or history.start_of(run[0].profile.partition),
        bad=tuple(batch.profile.partition for batch in run),
        affected=round(distance * newest.values.rows),
        volume=newest.profile.rows,
        evidence={
            "kind": "shift",
            "weight_share": round(carried, 3),
            "lasting": lasting,
            **_evidence(found, p_value),
        },
    )


def _run(found: Sequence[Batch]) -> Sequence[Batch]:
    """The unbroken run of drifted batches that ends with the newest."""
    start = len(found)
    while start and found[start - 1].over:
        start -= 1
    return found[start:]


def _weight_share(history: History, name: str) -> float:
    """The share of this feature in the weight of all the watched features of its table."""
    columns = history.table.columns.values()
    total = sum(column.weight for column in columns if column.watches_drift)
    return history.table.columns[name].weight / total


def _shift(batch: Batch) -> str:
    """The move of the median in words, in reference standard deviations read off its quartiles."""
    reference = merge(batch.peers)
    scale = (reference.quantile(0.75) - reference.quantile(0.25)) / 1.349
    moved = batch.values.quantile(0.5) - reference.quantile(0.5)
    if not scale > 0 or not abs(moved / scale) >= 0.05:
        return "changed its shape"
    return f"shifted by {moved / scale:+.2f} sd"


def _companion(history: History, name: str, batch: Batch, strange: Strays | MassPoint) -> Verdict:
    if isinstance(strange, MassPoint):
        return _stuck(history, name, batch, strange)
    return _strange(history, name, batch, strange)


def _strange(history: History, name: str, batch: Batch, strays: Strays) -> Verdict:
    low, high = min(each.low for each in batch.reference), max(each.high for each in batch.reference)
    rows = rows_have(strays.rows)
    usual = f"{number(low)} to {number(high)}"
    shared = history.table.columns[name].share
    values = {"extreme": strays.extreme, "reference_range": [low, high]} if shared else {}
    return _breach(
        history,
        name,
        batch,
        summary=f"{rows} `{name}` far outside the reference"
        + (f" ({usual}): up to {number(strays.extreme)}" if shared else ""),
        affected=strays.rows,
        evidence={"kind": "range", "outside": strays.rows, **values},
        low=strays.low,
        high=strays.high,
    )


def _stuck(history: History, name: str, batch: Batch, point: MassPoint) -> Verdict:
    shared = history.table.columns[name].share
    value = number(point.value) if shared else "one value"
    return _breach(
        history,
        name,
        batch,
        summary=f"{percent(point.share)} of `{name}` are {value}; usual is {percent(point.usual)}",
        affected=point.rows,
        evidence={
            "kind": "mass_point",
            "rows": point.rows,
            "usual": round(point.usual, 5),
            **({"value": point.value} if shared else {}),
        },
        low=point.value,
        high=point.value,
    )


def _breach(
    history: History,
    name: str,
    batch: Batch,
    *,
    summary: str,
    affected: int,
    evidence: Mapping[str, object],
    low: float,
    high: float,
) -> Verdict:
    day = batch.profile.partition
    what = "equal" if low == high else "outside"
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.BREACH,
        summary=summary,
        since=batch.profile.first_event or history.start_of(day),
        bad=(day,),
        affected=affected,
        volume=batch.profile.rows,
        evidence=evidence,
        failing=Failing(what=what, partitions=(day,), column=name, low=low, high=high),
    )


def _evidence(found: Sequence[Batch], p_value: float) -> dict[str, object]:
    newest = found[-1]
    low, high = newest.distance, ks_at_most(newest.values, merge(newest.peers))
    return {
        "d": round(low, 4),
        "d_bounds": [round(low, 5), round(high, 5)],
        "limit": round(newest.limit, 4),
        "p_adjusted": p_value,
        "rows": newest.values.rows,
        "reference_rows": sum(each.rows for each in newest.peers),
        "by_day": {batch.profile.partition.isoformat(): round(batch.distance, 4) for batch in found},
    }


def _undecided(history: History, column: str, needs: str) -> Verdict:
    return Verdict(
        check="drift", table=history.name, column=column, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs
    )
