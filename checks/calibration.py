"""How the limit of a drift verdict came about, and what would change it: to be shown, not to be judged by."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import Any

from checks.besides import besides
from checks.compared import (
    adjusted_p_values,
    batches_of,
    both,
    features_of,
    standing,
    walked_of,
)
from checks.figures import counted
from checks.history import History
from checks.lacking import lacking
from checks.profiles.batches import CALIBRATION, WALKED, Batch, Learned
from checks.profiles.days import Feature, unlike
from checks.profiles.measures import MIN_ROWS
from checks.statistics.distance import FALSE_DISCOVERY, MIN_BATCHES, Limit, limit_of

OVER_LIMIT = "over the limit"
KNOWN_BAD = "known to be bad: an incident, open or resolved as real"
OVER = "over its limit then"
UNLIKE = "unlike the other days of the period"
STRANGE = "with values that its reference did not have"
TRIED = 0.1
"""A floor that people ask for."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A batch that was not learned from, and why; its distance where it was compared."""

    day: date
    why: str
    distance: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What the newest batch of a column is judged by. `changes` say what would make that another verdict."""

    table: str
    column: str
    method: str
    symbol: str
    day: date
    rows: int
    reference: str
    reference_days: Sequence[date]
    reference_rows: int
    peer_rows: int
    doubts: Sequence[str]
    learned: Sequence[Learned]
    left_out: Sequence[LeftOut]
    floor: float
    limit: Limit | None
    distance: float
    p_value: float
    p_adjusted: float
    outcome: str
    is_strange: bool
    besides: str
    """What is told whatever the distance is, and whether the batch has it."""
    changes: Sequence[str]
    both: Mapping[str, Any]
    """Both distributions, as a finding would keep them; empty where they cannot be drawn."""


def calibration(history: History, column: str) -> Calibration | str:
    """What the newest batch of a watched column is judged by; in words, why it is not judged at all."""
    features = features_of(history)
    if column not in features:
        return _unwatched(history, column)
    found = {name: batches_of(history, feature) for name, feature in features.items()}
    if not found[column] or found[column][-1].profile is not history.newest:
        return f"not enough data: it needs {lacking(history, column)}"
    newest, p_adjusted = found[column][-1], adjusted_p_values(found)[column]
    beside = standing(history, newest)
    return Calibration(
        table=history.name,
        column=column,
        method=newest.feature.measure.name,
        symbol=newest.feature.measure.symbol,
        day=newest.day,
        rows=newest.values.rows,
        reference=str(beside.evidence["is"]),
        reference_days=[] if newest.pooled else [each.profile.partition for each in newest.others],
        reference_rows=beside.rows,
        peer_rows=sum(each.rows for each in newest.peers),
        doubts=beside.doubts,
        learned=newest.learned,
        left_out=list(_left_out(history, features[column])),
        floor=newest.feature.floor,
        limit=_limit(newest),
        distance=newest.distance,
        p_value=newest.p_value,
        p_adjusted=p_adjusted,
        outcome=_outcome(newest, p_adjusted),
        is_strange=newest.is_strange,
        besides=besides(history, newest),
        changes=list(_changes(history, newest, p_adjusted)),
        both=both(history, newest, newest.peers),
    )


def _unwatched(history: History, column: str) -> str:
    newest, declared = history.newest, history.table.columns.get(column)
    if newest is None:
        return f"not enough data: of {history.name} no partition was known by {history.called(history.today)}"
    if column not in newest.columns:
        day, there = history.called(newest.partition), f"there are {', '.join(newest.columns)}"
        if declared is not None:  # it is in some partition, or the table could not have been read
            return f"not enough data: it is not in the partition of {day}, the newest by then: {there}"
        return f"{history.name} has no column {column}: {there}"
    if declared is not None and declared.watches_vectors:
        return "it holds vectors, which have limits of their own: see the verdict of `vectors`"
    if declared is None or declared.watches_drift is None:
        return f"its drift is not watched: write tables.{history.name}.columns.{column}.drift: true"
    return "not enough data: values that can be compared, numbers or levels"


def _limit(batch: Batch, floor: float | None = None) -> Limit | None:
    least = batch.feature.floor if floor is None else floor
    return limit_of(batch.clean, least, pooled=batch.pooled)


def _outcome(batch: Batch, p_adjusted: float) -> str:
    if batch.values.rows >= MIN_ROWS and batch.over and p_adjusted < FALSE_DISCOVERY:
        return OVER_LIMIT
    enough = batch.values.rows >= MIN_ROWS and batch.judged and batch.compares_range
    return "within the limit" if enough else "not enough data"


def _left_out(history: History, feature: Feature) -> Iterator[LeftOut]:
    """Batches that came before the newest and that its limit, or its reference, does not rest on."""
    bad, period = history.bad_days(feature.name), history.reference if history.table.period else ()
    odd = unlike(period, feature, history.remembered, bad)
    found = walked_of(history, feature, bad)
    compared = {batch.day for batch in found}
    for profile in period or history.judged[-WALKED:]:
        if profile.partition in (bad | odd) - compared:
            yield LeftOut(profile.partition, KNOWN_BAD if profile.partition in bad else UNLIKE)
    for batch in found[:-1]:
        if why := _why(batch, bad, odd, rolling=history.table.reference is None):
            yield LeftOut(batch.day, why, batch.distance)


def _why(batch: Batch, bad: Collection[date], odd: Collection[date], *, rolling: bool) -> str:
    if batch.day in bad:
        return KNOWN_BAD
    if batch.day in odd:
        return UNLIKE
    if batch.over and not batch.young:
        return f"{OVER}, {batch.limit:.3f}"
    return STRANGE if rolling and batch.judged and batch.is_strange else ""


def _changes(history: History, newest: Batch, p_adjusted: float) -> Iterator[str]:
    limit = _limit(newest)
    if newest.values.rows < MIN_ROWS:
        yield f"{counted(MIN_ROWS - newest.values.rows, 'more row')} in the batch would let it be judged"
    if not newest.compares_range:
        known = sum(each.rows for each in newest.reference)
        yield f"{counted(MIN_ROWS - known, 'more row')} in the reference would let it be judged"
    if limit is None:
        more = counted(MIN_BATCHES - len(newest.learned), "more clean batch", "more clean batches")
        yield f"{more} would make a limit"
        return
    yield from _of_the_distance(newest, p_adjusted)
    yield from _of_the_floor(newest, limit)
    yield from _of_more_batches(newest, limit)
    yield from _of_bad_days(history, newest, limit)


def _of_the_distance(newest: Batch, p_adjusted: float) -> Iterator[str]:
    symbol, limit = newest.feature.measure.symbol, newest.limit
    if newest.over and p_adjusted < FALSE_DISCOVERY:
        yield f"a floor of {newest.distance + 0.001:.3f} would let this batch pass"
    elif newest.over:
        yield f"with more rows the same {symbol} would count: chance brings it with p = {p_adjusted:.2g}"
    else:
        yield f"a {symbol} above {limit:.3f} would be told{_as_a_shift(newest, limit)}"


def _as_a_shift(newest: Batch, limit: float) -> str:
    """Of a normal feature D = 2Φ(δ/2) − 1, so that a shift of δ standard deviations has that distance."""
    if newest.feature.measure.name != "ks" or limit >= 1:
        return ""
    return f": of a bell curve a shift of about {2 * NormalDist().inv_cdf((1 + limit) / 2):.2f} sd"


def _of_the_floor(newest: Batch, limit: Limit) -> Iterator[str]:
    if limit.floor >= limit.learned:
        yield f"a lower floor would lower the limit to {limit.learned:.3f}, which the clean batches set"
    else:
        yield f"a floor below {limit.learned:.3f} changes nothing: the clean batches set the limit"
    if limit.value < TRIED:
        then = "still be told" if newest.distance > TRIED else "be within it"
        yield f"a floor of {TRIED} would raise the limit to {TRIED:.3f}; this batch would {then}"


def _of_more_batches(newest: Batch, limit: Limit) -> Iterator[str]:
    more = CALIBRATION - limit.batches
    if more <= 0:
        return
    known = [*newest.clean, *newest.clean * CALIBRATION][:CALIBRATION]
    then = limit_of(known, newest.feature.floor, pooled=newest.pooled)
    if then is not None:
        batches = counted(more, "more clean batch", "more clean batches")
        yield f"{batches} like these would bring the limit to about {then.value:.3f}"


def _of_bad_days(history: History, newest: Batch, limit: Limit) -> Iterator[str]:
    bad = history.bad_days(newest.feature.name)
    if not bad:
        return
    found = walked_of(history, newest.feature, ())
    then = _limit(found[-1]) if found else None
    if then is not None and abs(then.value - limit.value) >= 0.0005:
        yield f"with the days that are known to be bad the limit would be {then.value:.3f}"
