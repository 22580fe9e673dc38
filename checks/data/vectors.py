"""Are the vectors of a column, embeddings say, still what they were: whole, as long, as varied, as before?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checks.column import Drift
from checks.compared import batches_of, doubts
from checks.figures import rows_have
from checks.history import History
from checks.profiles.batches import REFERENCE, SHOWN, Batch
from checks.profiles.centroid import Centroid, Norms
from checks.profiles.companions import Strays
from checks.profiles.days import Feature
from checks.profiles.measures import MIN_ROWS
from checks.profiles.moves import in_words
from checks.profiles.profile import Profile
from checks.profiles.vector_faults import SEED, Fault, faults
from checks.profiles.vectors import Vectors
from checks.severity import severity
from checks.statistics.distance import FALSE_DISCOVERY, MIN_BATCHES
from checks.verdict import Outcome, Verdict


@dataclass(frozen=True)
class _Moved:
    """A distance that is over its limit, in words, with its batches up to now."""

    kind: str
    said: str
    found: Sequence[Batch]

    @property
    def days(self) -> list[date]:
        """The unbroken run of days that ends with the newest."""
        return _trailing([(batch.day, batch.over) for batch in self.found])

    @property
    def lasts(self) -> bool:
        """Two of the last three batches; or twice the limit at once."""
        newest = self.found[-1]
        return sum(each.over for each in self.found[-3:]) >= 2 or newest.distance > 2 * newest.limit


def judge(history: History) -> Iterator[Verdict]:
    """A verdict for each column that is declared to hold vectors."""
    for name, column in history.table.columns.items():
        settings = column.watches_vectors
        if settings is not None and history.newest is not None:
            yield _judged(history, history.newest, name, settings)


def _judged(history: History, newest: Profile, name: str, settings: Drift) -> Verdict:
    now = _vectors(newest, name)
    if now is None or not now.rows:
        return _undecided(history, name, "vectors (lists of numbers) in the newest partition")
    norms = batches_of(history, Feature(name, Norms(), Norms.floor))
    wrong = list(faults(name, now, _before(history, newest, name)))
    centre = batches_of(history, Feature(name, Centroid(), settings.floor or Centroid.floor))
    moved: list[_Moved] = []
    if not any(fault.kind == "dimension" for fault in wrong):  # which explains all else
        wrong += _far(newest, name, norms)
        moved += _moved(history, norms, centre)
    if wrong or moved:
        return _breach(history, newest, name, wrong, moved)
    if now.whole < MIN_ROWS:
        return _undecided(history, name, f"{MIN_ROWS} vectors in a batch; there are {now.whole}")
    if not _can_judge(norms, newest) or not _can_judge(centre, newest):
        return _undecided(history, name, f"{MIN_BATCHES} clean batches before this one")
    return Verdict(
        check="vectors",
        table=history.name,
        column=name,
        outcome=Outcome.OK,
        summary=f"`{name}` as before: {now.dimension:,} dimensions, norms {_measured(norms[-1])}, "
        f"centroid {_measured(centre[-1])}{doubts(history, centre[-1])}",
        evidence=_figures(now, norms, centre),
    )


def _vectors(profile: Profile, name: str) -> Vectors | None:
    return profile.columns[name].vectors if name in profile.columns else None


def _before(history: History, newest: Profile, name: str) -> list[Vectors]:
    """The vectors of the reference: of its days, or of the 28 before that are not known to be bad."""
    bad = history.bad_days(name)
    earlier = [each for each in history.judged if each.partition < newest.partition]
    if history.training is not None:
        known: Sequence[Profile] = [history.training.profile]
    elif history.table.period:
        known = [each for each in history.reference if each is not newest and each.partition not in bad]
    else:
        known = _unspoilt(earlier, name, bad)[-REFERENCE:]
    return [each for each in (_vectors(profile, name) for profile in known) if each is not None and each.rows]


def _unspoilt(earlier: Sequence[Profile], name: str, bad: frozenset[date]) -> list[Profile]:
    """The days whose own vectors were in order beside those before them: from others nothing is learned."""
    clean: list[Profile] = []
    for profile in earlier[-2 * REFERENCE :]:
        found = _vectors(profile, name)
        known = [each for each in (_vectors(day, name) for day in clean[-REFERENCE:]) if each]
        if found is None or profile.partition in bad:
            continue
        if len(known) < SEED or not any(faults(name, found, known)):
            clean.append(profile)
    return clean


def _moved(history: History, norms: Sequence[Batch], centre: Sequence[Batch]) -> Iterator[_Moved]:
    if _is_over(history, norms):
        yield _Moved("norm", f"norms {in_words(norms[-1])}: {_measured(norms[-1])}", norms)
    if _is_over(history, centre):
        yield _Moved("centroid", f"the centroid moved: {_measured(centre[-1])}", centre)


def _is_over(history: History, found: Sequence[Batch]) -> bool:
    if not found or found[-1].profile is not history.newest or found[-1].values.rows < MIN_ROWS:
        return False
    return found[-1].over and found[-1].p_value < FALSE_DISCOVERY


def _far(newest: Profile, name: str, norms: Sequence[Batch]) -> Iterator[Fault]:
    """A few vectors that are absurdly long, which no distance shows."""
    strange = norms[-1].strange if norms and norms[-1].profile is newest else None
    if isinstance(strange, Strays):
        said = f"{rows_have(strange.rows)} a norm of `{name}` far outside the reference"
        yield Fault("outside", said, strange.rows)


def _can_judge(found: Sequence[Batch], newest: Profile) -> bool:
    return bool(found) and found[-1].profile is newest and found[-1].judged


def _measured(batch: Batch) -> str:
    return f"{batch.feature.measure.symbol} = {batch.distance:.3f}, limit {batch.limit:.3f}"


def _breach(
    history: History, newest: Profile, name: str, wrong: Sequence[Fault], moved: Sequence[_Moved]
) -> Verdict:
    """All of it in one finding: a stuck encoder also has another centroid."""
    days = _days(history, name, wrong, moved)
    said = [fault.said for fault in wrong]
    said += [f"`{name}`: {each.said}" if not said else each.said for each in moved]
    beside = doubts(history, moved[0].found[-1]) if moved else ""
    first = next(each for each in history.judged if each.partition == days[0])
    now = newest.columns[name].vectors or Vectors()
    measured = [each.found for each in moved]
    kinds = [*(fault.kind for fault in wrong), *(each.kind for each in moved)]
    loud = _is_loud(wrong, moved)
    urgency, because = severity(history, [name], pages=loud, passing=not loud and not wrong)
    return Verdict(
        check="vectors",
        table=history.name,
        column=name,
        outcome=Outcome.BREACH,
        summary="; ".join(said) + beside,
        urgency=urgency,
        since=first.first_event or history.start_of(days[0]),
        bad=tuple(days),
        affected=max([*(fault.rows for fault in wrong), *(_turned(each) for each in moved)]),
        volume=newest.rows,
        evidence={"kind": kinds[0], "also": kinds[1:], "because": because} | _figures(now, *measured),
    )


def _turned(each: _Moved) -> int:
    newest = each.found[-1]
    rows: int = newest.values.rows
    return round(min(1.0, newest.distance) * rows)


def _is_loud(wrong: Sequence[Fault], moved: Sequence[_Moved]) -> bool:
    return any(fault.grave for fault in wrong) or any(each.lasts for each in moved)


def _days(history: History, name: str, wrong: Sequence[Fault], moved: Sequence[_Moved]) -> list[date]:
    """The longest run of days that ends with the newest, on which one of these was so."""
    runs = [[history.judged[-1].partition], *(each.days for each in moved)]
    for fault in wrong:
        told = []
        for profile in history.judged[-SHOWN:]:
            found = _vectors(profile, name)
            before = _before(history, profile, name) if found else []
            kinds = {each.kind for each in faults(name, found, before)} if found else set()
            told.append((profile.partition, fault.kind in kinds))
        runs.append(_trailing(told))
    return max(runs, key=len)


def _trailing(days: Sequence[tuple[date, bool]]) -> list[date]:
    start = len(days)
    while start and days[start - 1][1]:
        start -= 1
    return [day for day, _ in days[start:]]


def _figures(now: Vectors, *measured: Sequence[Batch]) -> dict[str, object]:
    figures: dict[str, object] = {
        "lengths": {str(length): rows for length, rows in now.lengths.items()},
        "broken": now.broken,
        "zeros": now.zeros,
        "repeated": now.repeated,
    }
    for found in measured:
        newest = found[-1]
        figures[newest.feature.measure.name] = {
            "distance": round(newest.distance, 5),
            "limit": round(newest.limit, 5),
            "by_day": {batch.day.isoformat(): round(batch.distance, 5) for batch in found},
        }
    return figures


def _undecided(history: History, column: str, needs: str) -> Verdict:
    return Verdict(
        check="vectors", table=history.name, column=column, outcome=Outcome.NOT_ENOUGH_DATA, needs=needs
    )
