"""Features that differ from their training set since the first batch: told once, while nothing moves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from checks.compared import both, standing
from checks.figures import counted
from checks.history import History
from checks.profiles import moves
from checks.profiles.batches import Batch
from checks.profiles.skew import Skew, skew
from checks.severity import severity, weight_share
from checks.together import listed
from checks.verdict import Outcome, Verdict


def skews_of(found: Mapping[str, Sequence[Batch]], calm: Iterable[str]) -> dict[str, Skew]:
    """Those of the calm features that are not quite as in the training set."""
    known = ((name, skew(found[name])) for name in calm)
    return {name: each for name, each in known if each is not None}


def far_of(history: History, skews: Mapping[str, Skew]) -> dict[str, Skew]:
    """Those that never were as in the training set, those that carry most first."""
    far = [(name, each) for name, each in skews.items() if each.is_far]
    return dict(sorted(far, key=lambda each: (-weight_share(history, [each[0]]), -each[1].pooled.distance)))


def skewed(history: History, found: Mapping[str, Skew]) -> Verdict:
    """Training/serving skew, as one finding."""
    urgency, because = severity(history, list(found), pages=False)
    first, *others = found
    one = found[first]
    newest = one.pooled
    said = listed([_said(name, each) for name, each in found.items()], "feature")
    return Verdict(
        check="drift",
        table=history.name,
        column=(first, *others) if others else first,
        outcome=Outcome.BREACH,
        summary="training/serving skew: production is unlike the reference since "
        f"{history.called(one.first.day)} at least: {said}",
        urgency=urgency,
        since=one.first.profile.first_event or history.start_of(one.first.day),
        bad=(newest.day,),
        affected=round(min(1.0, newest.distance) * newest.profile.rows),
        volume=newest.profile.rows,
        evidence={
            "kind": "skew",
            "because": because,
            "distance": {name: round(each.pooled.distance, 4) for name, each in found.items()},
            "batches": len(newest.learned),
            "reference": standing(history, newest).evidence,
            **both(history, newest, newest.peers),
        },
    )


def beside(verdict: Verdict, skew: Skew | None) -> Verdict:
    """A batch that is as ever, with what is to be said where that is not quite as in the training set."""
    if skew is None:
        return verdict
    symbol, far = skew.pooled.feature.measure.symbol, skew.pooled.distance
    said = f"; production was never quite like it: {symbol} = {far:.3f} of all its batches"
    return replace(verdict, summary=f"{verdict.summary}{said}")


def _said(name: str, skew: Skew) -> str:
    batch = skew.pooled
    return (
        f"`{name}` {moves.in_words(batch)}, {batch.feature.measure.symbol} = {batch.distance:.3f} of "
        f"{counted(len(batch.learned), 'batch', 'batches')}; its limit, {batch.limit:.3f}, rests on them"
    )
