"""Has a feature moved away from the reference? Numbers and categories, with what a distance cannot see."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checks.compared import (
    FALSE_DISCOVERY,
    adjusted_p_values,
    batches_of,
    doubts,
    features_of,
    lacking,
    replaced,
    standing,
)
from checks.figures import counted
from checks.history import History
from checks.profiles import moves
from checks.profiles.batches import Batch
from checks.profiles.distribution import Distribution, ks_at_most, merge
from checks.profiles.frequencies import Frequencies
from checks.profiles.measures import MIN_ROWS, Strange
from checks.profiles.profile import Profile
from checks.profiles.strange import told
from checks.statistics.distance import MIN_BATCHES
from checks.verdict import Outcome, Urgency, Verdict

HEAVY, LIGHT = 0.2, 0.02
"""Features that carry a fifth of a table's weight page when they drift for long; a fiftieth is a note."""

NAMED = 3
"""So many features of one cause are named in its summary."""


@dataclass(frozen=True)
class _Drifted:
    """A feature that has drifted, with its batches up to now."""

    name: str
    found: Sequence[Batch]
    p_value: float

    @property
    def run(self) -> Sequence[Batch]:
        """The unbroken run of drifted batches that ends with the newest."""
        return _trailing(self.found, [batch.over for batch in self.found])

    @property
    def newest(self) -> Batch:
        """The batch that is judged."""
        return self.found[-1]

    @property
    def lasts(self) -> bool:
        """Two of the last three batches; or twice the limit at once."""
        twice = self.newest.distance > 2 * self.newest.limit
        return sum(batch.over for batch in self.found[-3:]) >= 2 or twice


def _trailing(found: Sequence[Batch], bad: Sequence[bool]) -> Sequence[Batch]:
    """The bad batches at the end."""
    start = len(found)
    while start and bad[start - 1]:
        start -= 1
    return found[start:]


def judge(history: History) -> Iterator[Verdict]:
    """A verdict for each watched column, the false-discovery rate controlled over all of them; features that
    have drifted since the same day are one."""
    yield from replaced(history)
    features = features_of(history)
    found = {name: batches_of(history, feature) for name, feature in features.items()}
    adjusted = adjusted_p_values(found)
    drifted: dict[date, list[_Drifted]] = defaultdict(list)
    for name in features:
        said = _judge(history, name, found[name], adjusted.get(name, 1.0))
        if isinstance(said, Verdict):
            yield said
        else:
            drifted[said.run[0].profile.partition].append(said)
    for together in drifted.values():
        yield _moved(history, together)
    for name, column in history.table.columns.items():
        told = name in features or column.watches_vectors  # these have a check of their own
        if column.drift and not told and history.newest is not None:
            yield _undecided(history, name, "values that can be compared: numbers, or levels")


def _judge(history: History, name: str, found: Sequence[Batch], p_value: float) -> Verdict | _Drifted:
    if not found or found[-1].profile is not history.newest:
        return _undecided(history, name, lacking(history))
    newest = found[-1]
    if isinstance(newest.values, Frequencies) and 2 * newest.values.rest > newest.values.rows:
        return _undecided(history, name, "a column of few levels")
    strange = newest.strange
    drifted = newest.values.rows >= MIN_ROWS and newest.over and p_value < FALSE_DISCOVERY
    if strange and not (drifted and strange.rows < newest.distance * newest.values.rows / 2):
        return _companion(history, found, strange)
    if drifted:
        return _Drifted(name, found, p_value)
    if newest.values.rows < MIN_ROWS:
        few = f"{MIN_ROWS} rows in a batch; there are {newest.values.rows}"
        # Small batches are watched for absurd values alone: what was one yesterday is over today.
        return _in_range(history, name, few) if newest.compares_range else _undecided(history, name, few)
    if not newest.judged:
        few = f"{MIN_BATCHES} clean batches before this one{doubts(history, newest)}"
        return _undecided(history, name, few)
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.OK,
        summary=f"`{name}` as in the reference: {_measured(newest)}{doubts(history, newest)}",
        evidence=_evidence(history, found, p_value),
    )


def _measured(batch: Batch) -> str:
    return f"{batch.feature.measure.symbol} = {batch.distance:.3f}, limit {batch.limit:.3f}"


def _in_range(history: History, name: str, few: str) -> Verdict:
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.OK,
        summary=f"no `{name}` far outside the reference; to compare the shape needs {few}",
        evidence={"kind": "range"},
    )


def _moved(history: History, together: Sequence[_Drifted]) -> Verdict:
    """Features that have drifted since the same day: the one that carries most is told first."""
    shares = {each.name: _weight_share(history, each.name) for each in together}
    first, *others = sorted(together, key=lambda each: (-shares[each.name], -each.newest.distance))
    carried = sum(shares.values())
    lasting = any(each.lasts for each in together)
    run, newest = first.run, first.newest
    names = (first.name, *(each.name for each in others))
    evidence = {
        "kind": "shift",
        "weight_share": round(carried, 3),
        "lasting": lasting,
        **_evidence(history, first.found, first.p_value),
        **_move(history, first),
    }
    if others:
        evidence["features"] = {each.name: _shortly(each, shares[each.name]) for each in (first, *others)}
    return Verdict(
        check="drift",
        table=history.name,
        column=names if others else first.name,
        outcome=Outcome.BREACH,
        summary=f"{_summary(first, others)}{doubts(history, newest)}",
        urgency=_urgency(carried, lasting),
        since=run[0].profile.first_event or history.start_of(run[0].profile.partition),
        bad=tuple(batch.profile.partition for batch in run),
        affected=max(round(_affected(each.newest)) for each in together),
        volume=newest.profile.rows,
        evidence=evidence,
    )


def _urgency(carried: float, lasting: bool) -> Urgency:
    if lasting and carried >= HEAVY:
        return Urgency.PAGE
    return Urgency.TICKET if carried >= LIGHT else Urgency.NOTE


def _summary(first: _Drifted, others: Sequence[_Drifted]) -> str:
    if not others:
        words = moves.in_words(first.newest)
        return f"`{first.name}` {words} against the reference: {_measured(first.newest)}"
    each = [f"`{one.name}` {moves.in_words(one.newest)}" for one in (first, *others)]
    more = len(each) - NAMED
    said = [*each[:NAMED], f"{counted(more, 'more feature')}"] if more > 0 else each
    return f"{len(each)} features moved against the reference: {'; '.join(said)}"


def _shortly(each: _Drifted, share: float) -> dict[str, object]:
    newest = each.newest
    return {
        "moved": moves.in_words(newest),
        "distance": round(newest.distance, 4),
        "limit": round(newest.limit, 4),
        "weight_share": round(share, 3),
    }


def _affected(batch: Batch) -> float:
    """The rows that would have to have other values; of PSI that is not known, and about its amount."""
    return min(1.0, batch.distance) * float(batch.values.rows)


def _move(history: History, drifted: _Drifted) -> dict[str, object]:
    """What moved: quantiles, or levels; and the segment in which most of it is."""
    batch, clean = drifted.newest, _clean(history, drifted.run)
    if not isinstance(batch.values, Distribution):
        return {
            "levels": {each.name: [round(each.before, 5), round(each.now, 5)] for each in moves.levels(batch)}
        }
    found: dict[str, object] = {"moved_sd": moves.quantiles(batch)}
    if segment := moves.segment_moved_most(batch, clean):
        found["segment"] = f"{segment[0]}: {segment[1]:+.2f} sd"
    return found


def _clean(history: History, run: Sequence[Batch]) -> Sequence[Profile]:
    """The partitions before the trouble."""
    return [each for each in history.judged if each.partition < run[0].profile.partition][-28:]


def _weight_share(history: History, name: str) -> float:
    """The share of this feature in the weight of all the watched features of its table."""
    columns = history.table.columns.values()
    total = sum(column.weight for column in columns if column.watches_drift)
    return history.table.columns[name].weight / total


def _companion(history: History, found: Sequence[Batch], strange: Strange) -> Verdict:
    """What a distance cannot see, since the day it began."""
    newest = found[-1]
    name = newest.feature.name
    run = _trailing(found, [batch.is_strange for batch in found])
    days = tuple(batch.profile.partition for batch in run)
    said = told(strange, newest, days, history.table.columns[name].share)
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.BREACH,
        summary=said.summary,
        since=run[0].profile.first_event or history.start_of(days[0]),
        bad=days,
        affected=strange.rows,
        volume=newest.profile.rows,
        evidence=said.evidence,
        failing=said.failing,
    )


def _evidence(history: History, found: Sequence[Batch], p_value: float) -> dict[str, object]:
    newest = found[-1]
    evidence: dict[str, object] = {
        "method": newest.feature.measure.name,
        "distance": round(newest.distance, 4),
        "limit": round(newest.limit, 4),
        "p_adjusted": p_value,
        "rows": newest.values.rows,
        "reference_rows": sum(each.rows for each in newest.peers),
        "reference": standing(history, newest).evidence,
        "by_day": {batch.profile.partition.isoformat(): round(batch.distance, 4) for batch in found},
    }
    if newest.feature.measure.name == "ks":
        most = ks_at_most(newest.values, merge(newest.peers))
        evidence |= {"d": round(newest.distance, 4), "d_bounds": [round(newest.distance, 5), round(most, 5)]}
    return evidence


def _undecided(history: History, column: str, needs: str) -> Verdict:
    return Verdict(
        check="drift", table=history.name, column=column, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs
    )
