"""Has a feature moved away from the reference? Numbers and categories, with what a distance cannot see."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from checks.compared import (
    adjusted_p_values,
    batches_of,
    both,
    both_weeks,
    doubts,
    features_of,
    replaced,
    standing,
)
from checks.figures import counted
from checks.history import History
from checks.lacking import lacking, too_few
from checks.profiles import moves
from checks.profiles.batches import Batch
from checks.profiles.creeping import Creep, Week, creep, crossing_of, days_until, full_weeks, ks_of_shift
from checks.profiles.days import Feature
from checks.profiles.drifted import Drifted
from checks.profiles.frequencies import Frequencies
from checks.profiles.measures import MIN_ROWS, Categories, Strange
from checks.profiles.profile import Profile
from checks.profiles.strange import besides, told
from checks.severity import of_strange, quieter, severity, weight_share
from checks.skewed import beside, far_of, skewed, skews_of
from checks.statistics.distance import FALSE_DISCOVERY, adjust
from checks.together import as_one, by_cause, listed
from checks.verdict import ONLY_GROSS, Doubt, Outcome, Urgency, Verdict

BY_CHANCE = 0.01
"""A feature creeps where chance would order its weeks so less often than this."""


def judge(history: History) -> Iterator[Verdict]:
    """A verdict for each watched column, the false-discovery rate controlled over all of them; features that
    have drifted since the same day are one."""
    yield from replaced(history)
    features = features_of(history)
    found = {name: batches_of(history, feature) for name, feature in features.items()}
    adjusted = adjusted_p_values(found)
    drifted: dict[date, list[Drifted]] = defaultdict(list)
    calm: dict[str, Verdict] = {}
    strange: list[Verdict] = []
    for name in found:
        said = judge_feature(history, name, found[name], adjusted.get(name, 1.0))
        if isinstance(said, Drifted):
            drifted[said.run[0].profile.partition].append(said)
        elif said.outcome is Outcome.OK:
            calm[name] = said
        elif said.outcome is Outcome.BREACH and not said.suspected:
            strange.append(said)
        else:
            yield said
    for together in drifted.values():
        yield _moved(history, together)
    yield from (_strange(history, together) for together in by_cause(strange))
    creeping = _creeping(history, [found[name][-1].feature for name in calm])
    if creeping:
        yield _crept(history, creeping, {name: found[name][-1] for name in creeping})
    calm = {name: verdict for name, verdict in calm.items() if name not in creeping}
    skews = skews_of(found, calm)
    if far := far_of(history, skews):
        yield skewed(history, far)
    yield from (beside(verdict, skews.get(name)) for name, verdict in calm.items() if name not in far)
    for name, column in history.table.columns.items():
        told = name in features or column.watches_vectors  # these have a check of their own
        if column.drift and not told and history.newest is not None:
            yield _undecided(history, name, "values that can be compared: numbers, or levels")


def judge_feature(history: History, name: str, found: Sequence[Batch], p_value: float) -> Verdict | Drifted:
    """What its batches say of one feature; features that have drifted are told together."""
    if not found or found[-1].profile is not history.newest:
        return _undecided(history, name, lacking(history, name))
    newest = found[-1]
    if isinstance(newest.values, Frequencies) and 2 * newest.values.rest > newest.values.rows:
        return _undecided(history, name, "a column of few levels")
    strange = newest.strange
    drifted = has_drifted(newest, p_value)
    if strange and not (drifted and strange.rows < newest.distance * newest.values.rows / 2):
        return _companion(history, found, strange)
    if drifted:
        return Drifted(name, found, p_value)
    if few := too_few(history, newest):
        return _undecided(history, name, few, only_gross=newest.compares_range)
    if newest.in_doubt:
        return _doubtful(history, Drifted(name, found, p_value))
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.OK,
        summary=f"`{name}` as in the reference: {_measured(newest)}{doubts(history, newest)}",
        evidence=_evidence(history, found, p_value),
    )


def has_drifted(batch: Batch, p_value: float) -> bool:
    """Whether a batch is further away than its limit, and no chance did it."""
    return batch.values.rows >= MIN_ROWS and batch.over and p_value < FALSE_DISCOVERY


def _measured(batch: Batch) -> str:
    return f"{batch.feature.measure.symbol} = {batch.distance:.3f}, limit {batch.limit:.3f}"


def _moved(history: History, together: Sequence[Drifted]) -> Verdict:
    """Features that have drifted since the same day: the one that carries most is told first."""
    shares = {each.name: weight_share(history, [each.name]) for each in together}
    first, *others = sorted(together, key=lambda each: (-shares[each.name], -each.newest.distance))
    lasting = any(each.lasts and not each.newest.young for each in together)
    run, newest = first.run, first.newest
    names = (first.name, *(each.name for each in others))
    urgency, because = severity(history, names, pages=lasting, passing=not lasting)
    days = [history.by_the_calendar(batch.profile.partition) for batch in run]
    calendar = days[-1] if all(days) else ""
    evidence = {
        "kind": "shift",
        "weight_share": round(sum(shares.values()), 3),
        "lasting": lasting,
        "because": because,
        **_evidence(history, first.found, first.p_value),
        **moves.moved(newest, _clean(history, run)),
        **both(history, newest, newest.peers),
    }
    also = list(_besides(history, (first, *others)))
    if also:
        evidence["besides"] = also
    if others:
        evidence["features"] = {each.name: _shortly(each, shares[each.name]) for each in (first, *others)}
    return Verdict(
        check="drift",
        table=history.name,
        column=names if others else first.name,
        outcome=Outcome.BREACH,
        summary=f"{_summary(first, others)}{_and(also)}{calendar}{doubts(history, newest)}{_few(newest)}",
        urgency=quieter(urgency) if calendar else urgency,
        since=run[0].profile.first_event or history.start_of(run[0].profile.partition),
        bad=tuple(batch.profile.partition for batch in run),
        affected=max(round(_affected(each.newest)) for each in together),
        volume=newest.profile.rows,
        evidence=evidence,
    )


def _doubtful(history: History, maybe: Drifted) -> Verdict:
    """What would be said if it has drifted: the rows tell."""
    newest, said = maybe.newest, f"`{maybe.name}` {moves.in_words(maybe.newest)} against the reference"
    day, peers = newest.profile.partition, tuple(newest.peer_days)
    breach = _moved(history, [maybe])
    times = maybe.p_value / newest.p_value if newest.p_value else 1.0
    return replace(breach, suspected=Doubt(maybe.name, day, peers, newest.limit, said, times))


def _summary(first: Drifted, others: Sequence[Drifted]) -> str:
    if not others:
        words = moves.in_words(first.newest)
        return f"`{first.name}` {words} against the reference: {_measured(first.newest)}"
    each = [f"`{one.name}` {moves.in_words(one.newest)}" for one in (first, *others)]
    return f"{len(each)} features moved against the reference: {listed(each, 'feature')}"


def _besides(history: History, together: Sequence[Drifted]) -> Iterator[str]:
    """What is strange about features that have drifted: of one feature one finding, that tells both."""
    for each in together:
        share = history.table.columns[each.name].share
        if said := besides(each.newest, (each.newest.day,), share):
            yield said


def _and(also: Sequence[str]) -> str:
    return f"; besides, {listed(also, 'feature')}" if also else ""


def _shortly(each: Drifted, share: float) -> dict[str, object]:
    newest = each.newest
    return {
        "moved": moves.in_words(newest),
        "distance": round(newest.distance, 4),
        "limit": round(newest.limit, 4),
        "weight_share": round(share, 3),
    }


def _few(batch: Batch) -> str:
    """With how few a batch of a young table is compared."""
    many = counted(len(batch.others), "batch", "batches")
    return f" (low confidence: beside {many} so far)" if batch.young else ""


def _affected(batch: Batch) -> float:
    """The rows that would have to have other values; of PSI that is not known, and about its amount."""
    return min(1.0, batch.distance) * float(batch.values.rows)


def _clean(history: History, run: Sequence[Batch]) -> Sequence[Profile]:
    """The partitions before the trouble."""
    return [each for each in history.judged if each.partition < run[0].profile.partition][-28:]


def _creeping(history: History, features: Sequence[Feature]) -> dict[str, Creep]:
    """The numbers that moved too slowly for any batch to stand out, those that carry most first."""
    numbers = [each for each in features if not isinstance(each.measure, Categories)]
    weeks = full_weeks(history.judged)
    known = {each.name: _creep(history, weeks, each) for each in numbers}
    found = {name: each for name, each in known.items() if each is not None}
    adjusted = adjust([each.p_value for each in found.values()])
    sure = [name for name, p in zip(found, adjusted, strict=True) if p < BY_CHANCE]
    return {name: found[name] for name in sorted(sure, key=lambda name: -weight_share(history, [name]))}


def _creep(history: History, weeks: Sequence[Week], feature: Feature) -> Creep | None:
    """Worked out once for all the days that have the same full weeks behind them."""
    key = (Creep, feature.name)
    if key not in history.memo or history.memo[key][0] != weeks:
        history.memo[key] = weeks, creep(weeks, feature, history.remembered)
    found: Creep | None = history.memo[key][1]
    return found


def _crept(history: History, creeping: Mapping[str, Creep], newest: Mapping[str, Batch]) -> Verdict:
    """A ticket; a note where it may be the season, since nobody knows the year before."""
    first, *others = creeping
    found, batch = creeping[first], newest[first]
    begun = found.weeks[0][0]
    urgency, because = severity(history, list(creeping), pages=False)
    foreseen = crossing_of(found, batch.limit, batch.profile.partition)
    sure = found.season or history.table.reference is not None
    each = listed([f"`{name}` by {creeping[name].moved:+.2f} sd" for name in creeping], "feature")
    return Verdict(
        check="drift",
        table=history.name,
        column=(first, *others) if others else first,
        outcome=Outcome.BREACH,
        summary=f"{each} in {len(found.weeks)} weeks: too slowly for any batch to stand out"
        + ("" if sure else "; it may be the season, there is no year to compare with"),
        urgency=urgency if sure else Urgency.NOTE,
        since=begun.first_event or history.start_of(begun.partition),
        bad=(batch.profile.partition,),
        affected=round(ks_of_shift(found.moved) * batch.values.rows),
        volume=batch.profile.rows,
        days_to_break=days_until(found, batch.limit),
        evidence={
            "kind": "creep",
            "because": because,
            "moved_sd": {name: round(found.moved, 3) for name, found in creeping.items()},
            "weeks": len(found.weeks),
            "p_value": found.p_value,
            "season_compared": found.season,
            **({"crossing": foreseen} if foreseen else {}),
            **both_weeks(history, batch.feature, found.weeks[0], found.weeks[-1]),
        },
    )


def _companion(history: History, found: Sequence[Batch], strange: Strange) -> Verdict:
    """What a distance cannot see, since the day it began."""
    newest = found[-1]
    name = newest.feature.name
    run = [*takewhile(lambda batch: batch.is_strange, reversed(found))][::-1]
    days = tuple(batch.profile.partition for batch in run)
    said = told(strange, newest, days, history.table.columns[name].share)
    kind, share = str(said.evidence["kind"]), strange.rows / newest.values.rows
    low = {"confidence": "low"} if newest.young else {}
    urgency, because = of_strange(history, [name], kind, share, days[-1:] if newest.young else days)
    return Verdict(
        check="drift",
        table=history.name,
        column=name,
        outcome=Outcome.BREACH,
        summary=f"{said.summary}{_few(newest)}",
        urgency=urgency,
        since=run[0].profile.first_event or history.start_of(days[0]),
        bad=days,
        affected=strange.rows,
        volume=newest.profile.rows,
        evidence={**said.evidence, **low, "because": because, **both(history, newest, newest.reference)},
        failing=said.failing,
    )


def _strange(history: History, together: Sequence[Verdict]) -> Verdict:
    """Features that became strange in one way on one day: the one that carries most is told first."""
    if len(together) == 1:
        return together[0]
    each = sorted(together, key=lambda said: (-weight_share(history, [str(said.column)]), -said.affected))
    names, kind = [str(said.column) for said in each], str(each[0].evidence["kind"])
    share, days = max(said.affected / said.volume for said in each), max((said.bad for said in each), key=len)
    young = any("confidence" in said.evidence for said in each)
    urgency, because = of_strange(history, names, kind, share, days[-1:] if young else days)
    told = as_one(each, listed([said.summary for said in each], "feature"))
    return replace(told, urgency=urgency, evidence={**told.evidence, "because": because})


def _evidence(history: History, found: Sequence[Batch], p_value: float) -> dict[str, object]:
    return moves.measured(found, p_value) | {"reference": standing(history, found[-1]).evidence}


def _undecided(history: History, column: str, needs: str, *, only_gross: bool = False) -> Verdict:
    """Nothing is said of the shape. That what is gross was looked for, and is not there, ends what was found
    of it on the day before, and does no more: it is no judgement of drift."""
    return Verdict(
        check="drift",
        table=history.name,
        column=column,
        outcome=Outcome.NOT_ENOUGH_DATA,
        needs=needs,
        evidence={"kind": ONLY_GROSS} if only_gross else {},
    )
