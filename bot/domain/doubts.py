"""What "healthy" and "yes" rest on: features that could not be judged, references that are old or small."""

from collections.abc import Iterable, Sequence

from bot.domain.audit import Judgement
from checks.reference import NO_DATES
from checks.verdict import Outcome, Verdict

NAMED = 3
"""So many features are named; of more it is said how many they are."""
OF_FEATURES = ("drift", "vectors")


def unjudged_features(said: Iterable[Judgement], many_tables: bool) -> list[str]:
    """Drift of `x`, `c` not judged yet: the first needs 200 rows …; nothing where all were judged."""
    open_ = [
        each
        for each in said
        if each.check in OF_FEATURES and each.outcome is Outcome.NOT_ENOUGH_DATA and each.column
    ]
    if not open_:
        return []
    names = [f"{each.table}.{each.column}" if many_tables else str(each.column) for each in open_]
    first = "the first needs" if len(set(each.needs for each in open_)) > 1 else "needs"
    return [f"drift of {_listed(names)} not judged yet: {first} {open_[0].needs}"]


def doubted(verdicts: Iterable[Verdict]) -> list[str]:
    """What speaks against the references of what was judged, each with the features that it is about."""
    found: dict[str, list[str]] = {}
    for verdict in verdicts:
        reference = verdict.evidence.get("reference") if verdict.outcome is Outcome.OK else None
        for doubt in reference.get("doubts", ()) if isinstance(reference, dict) else ():
            if doubt != NO_DATES:
                found.setdefault(doubt, []).append(f"{verdict.table}.{verdict.column}")
    return [f"{doubt} (drift of {_listed(names)})" for doubt, names in found.items()]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) if len(names) <= NAMED else f"{len(names)} features"
