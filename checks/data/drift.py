"""Has a numeric feature moved away from the reference? Kolmogorov–Smirnov, with its companions."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from checks.declared import Drift
from checks.history import History
from checks.profiles.companions import MassPoint, Strays, mass_point, number, outside_range
from checks.profiles.distribution import Distribution, ks_distance, merge
from checks.profiles.profile import Profile
from checks.statistics.distance import adjust, calibrated_limit, ks_p_value
from checks.verdict import Failing, Outcome, Urgency, Verdict

CALIBRATION_BATCHES = 28
MIN_CLEAN_BATCHES = 7
MIN_ROWS = 200
FALSE_DISCOVERY = 0.01
HEAVY = 0.2
"""A feature that carries a fifth of a table's weight is one whose lasting drift pages."""


@dataclass(frozen=True)
class Batch:
    """One column of one partition, and how far it is from the reference of its weekday."""

    profile: Profile
    distribution: Distribution
    distance: tuple[float, float]
    reference_rows: int


def judge(history: History) -> Iterator[Verdict]:
    """A verdict for each watched numeric column, the false-discovery rate controlled over all of them."""
    watched = {
        name: settings
        for name, column in history.table.columns.items()
        if (settings := column.watches_drift) is not None and _is_numeric(history, name)
    }
    batches = {name: _batches(history, name) for name in watched}
    p_values = {name: _p_value(found[-1]) for name, found in batches.items() if found}
    adjusted = dict(zip(p_values, adjust(list(p_values.values())), strict=True))
    for name, settings in watched.items():
        yield _judge(history, name, settings, batches[name], adjusted.get(name, 1.0))


def _is_numeric(history: History, name: str) -> bool:
    return any(
        each.columns[name].distribution is not None for each in history.judged[-1:] if name in each.columns
    )


def _p_value(batch: Batch) -> float:
    return ks_p_value(batch.distance[0], batch.distribution.rows, batch.reference_rows)


def _batches(history: History, name: str) -> list[Batch]:
    """The newest batches with their distances, each left out of its own reference, oldest first."""
    reference = [each for each in history.reference if _distribution(each, name)]
    batches = []
    for profile in history.judged[-(CALIBRATION_BATCHES + 3) :]:
        distribution = _distribution(profile, name)
        peers = _peers(profile, reference)
        if distribution is None or not peers:
            continue
        others = tuple(each for peer in peers if (each := _distribution(peer, name)))
        rows = sum(each.rows for each in others)
        batches.append(Batch(profile, distribution, _distance(distribution, others), rows))
    return batches


def _distribution(profile: Profile, name: str) -> Distribution | None:
    column = profile.columns.get(name)
    found = column.distribution if column else None
    return found if found is not None and found.rows else None


def _peers(profile: Profile, reference: Sequence[Profile]) -> list[Profile]:
    """Reference partitions of the same weekday; all of them where fewer than two share it."""
    others = [each for each in reference if each.partition != profile.partition]
    same = [each for each in others if each.partition.weekday() == profile.partition.weekday()]
    return same if len(same) >= 2 else others


@lru_cache(maxsize=100_000)
def _distance(batch: Distribution, reference: tuple[Distribution, ...]) -> tuple[float, float]:
    """Kept, since a replay asks for the same days again and again."""
    return ks_distance(batch, merge(reference))


def _judge(history: History, name: str, settings: Drift, batches: Sequence[Batch], p_value: float) -> Verdict:
    newest = history.newest
    if newest is None or not batches or batches[-1].profile is not newest:
        return _undecided(history, name, "values in the newest partition, and a reference of its weekday")
    if batches[-1].distribution.rows < MIN_ROWS:
        companion = _companion(history, name, batches[-1])
        needs = f"{MIN_ROWS} rows in a batch; there are {batches[-1].distribution.rows}"
        return companion or _undecided(history, name, needs)
    limits = _limits([batch.distance[0] for batch in batches], settings.floor)
    limit, distance = limits[-1], batches[-1].distance[0]
    if math.isnan(limit):
        needs = f"{MIN_CLEAN_BATCHES} clean batches before this one; there are {len(batches) - 1}"
        return _undecided(history, name, needs)
    if companion := _companion(history, name, batches[-1]):
        return companion
    if p_value < FALSE_DISCOVERY and distance > limit:
        return _drifted(history, name, batches, limits, p_value)
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.OK,
        summary=f"`{name}` as in the reference: D = {distance:.3f}, limit {limit:.3f}",
        evidence=_evidence(batches, limits, p_value),
    )


def _limits(distances: Sequence[float], floor: float) -> list[float]:
    """The limit each batch was judged by: from the clean batches before it, the newest 28 of them."""
    limits: list[float] = []
    clean: list[float] = []
    for distance in distances:
        limit = calibrated_limit(clean[-CALIBRATION_BATCHES:], floor)
        limits.append(limit)
        if math.isnan(limit) or distance <= limit:
            clean.append(distance)
    return limits


def _drifted(
    history: History, name: str, batches: Sequence[Batch], limits: Sequence[float], p_value: float
) -> Verdict:
    over = [batch.distance[0] > limit for batch, limit in zip(batches, limits, strict=True)]
    run = _run(batches, over)
    newest, limit = batches[-1], limits[-1]
    lasting = sum(over[-3:]) >= 2 or newest.distance[0] > 2 * limit
    carried = _weight_share(history, name)
    loud = Urgency.PAGE if lasting and carried >= HEAVY else Urgency.TICKET
    shift = _shift(history, name, newest)
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.BREACH,
        summary=f"`{name}` {shift} against the reference: D = {newest.distance[0]:.3f}, limit {limit:.3f}",
        urgency=loud,
        since=run[0].profile.first_event or history.start_of(run[0].profile.partition),
        bad=tuple(batch.profile.partition for batch in run),
        affected=round(newest.distance[0] * newest.distribution.rows),
        volume=newest.profile.rows,
        evidence={
            "kind": "shift",
            "weight_share": round(carried, 3),
            "lasting": lasting,
            **_evidence(batches, limits, p_value),
        },
    )


def _run(batches: Sequence[Batch], over: Sequence[bool]) -> Sequence[Batch]:
    """The unbroken run of drifted batches that ends with the newest."""
    start = len(batches)
    while start and over[start - 1]:
        start -= 1
    return batches[start:]


def _weight_share(history: History, name: str) -> float:
    """The share of this feature in the weight of all the watched features of its table."""
    columns = history.table.columns.values()
    total = sum(column.weight for column in columns if column.watches_drift)
    return history.table.columns[name].weight / total


def _shift(history: History, name: str, batch: Batch) -> str:
    """The move of the median in words, in reference standard deviations read off its quartiles."""
    reference = _whole_reference(history, name, batch)
    scale = (reference.quantile(0.75) - reference.quantile(0.25)) / 1.349
    moved = batch.distribution.quantile(0.5) - reference.quantile(0.5)
    if scale <= 0 or abs(moved / scale) < 0.05:
        return "changed its shape"
    return f"shifted by {moved / scale:+.2f} sd"


def _whole_reference(history: History, name: str, batch: Batch) -> Distribution:
    others = [each for each in history.reference if each.partition != batch.profile.partition]
    return merge([found for each in others if (found := _distribution(each, name))])


def _companion(history: History, name: str, batch: Batch) -> Verdict | None:
    """What a distance between distributions cannot see: a few absurd values, or one value held too often."""
    reference = _whole_reference(history, name, batch)
    if reference.rows < MIN_ROWS:
        return None
    if strays := outside_range(batch.distribution, reference):
        return _strange(history, name, batch, strays, reference)
    if point := mass_point(batch.distribution, reference):
        return _stuck(history, name, batch, point)
    return None


def _strange(history: History, name: str, batch: Batch, strays: Strays, reference: Distribution) -> Verdict:
    rows = f"{strays.rows:,} row has" if strays.rows == 1 else f"{strays.rows:,} rows have"
    usual = f"{number(reference.low)} to {number(reference.high)}"
    shared = history.table.columns[name].share
    values = {"extreme": strays.extreme, "reference_range": [reference.low, reference.high]} if shared else {}
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
        summary=f"{point.share:.1%} of `{name}` are {value}; usual is {point.usual:.2%}",
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


def _evidence(batches: Sequence[Batch], limits: Sequence[float], p_value: float) -> dict[str, object]:
    low, high = batches[-1].distance
    return {
        "d": round(low, 4),
        "d_bounds": [round(low, 5), round(high, 5)],
        "limit": round(limits[-1], 4),
        "p_adjusted": p_value,
        "rows": batches[-1].distribution.rows,
        "reference_rows": batches[-1].reference_rows,
        "by_day": {batch.profile.partition.isoformat(): round(batch.distance[0], 4) for batch in batches},
    }


def _undecided(history: History, column: str, needs: str) -> Verdict:
    return Verdict(
        check="drift", table=history.name, column=column, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs
    )
