"""Root before symptom: findings that follow from another are folded under it, by the graph and the times.

A table that is late makes those late that are built on it, and leaves holes and drift in them. What follows
keeps its own evidence: it is over when its own check says so, never with its root alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from bot.domain.accepted import columns
from bot.domain.declared import Pipeline
from bot.domain.downstream import Graph, Place, built_on, places, reached
from bot.domain.finding import Finding, changed
from bot.domain.of_time import is_of_time

WITHIN = timedelta(days=7)
"""So long after the root began a symptom may begin: what is built once a week has seen it by then."""

DUE, AGE, SHAPE, FORMAT, COPIES, AMOUNT, VALUES, EFFECT = range(8)
STAGES: Mapping[str, int] = {
    "finish_window": DUE,
    "contract": SHAPE,
    "value_format": FORMAT,
    "freshness": COPIES,  # an old copy, a lookup that stopped; how old it is, is AGE
    "duplicate_keys": COPIES,
    "row_count": AMOUNT,
    "emptied": AMOUNT,
    "null_rate": VALUES,
    "guards": VALUES,
    "own": VALUES,
    "rare_events": EFFECT,
    "drift": EFFECT,
    "vectors": EFFECT,
    "reconciliation": EFFECT,
    "lineage": EFFECT,
}
"""How far down the road from a load to a model each check looks. A check that is not named here explains
nothing and follows from nothing."""

FORMS = (SHAPE, FORMAT)
OF_ALL_COLUMNS = (DUE, AGE, AMOUNT)


@dataclass(frozen=True, slots=True)
class _Cause:
    """A finding that may be the root of others."""

    finding: Finding
    stage: int
    began: date
    ended: date

    @property
    def order(self) -> tuple[int, date, str]:
        return self.stage, self.began, self.finding.fingerprint


def folded(found: Sequence[Finding], pipelines: Iterable[Pipeline]) -> list[Finding]:
    """The findings, those that follow from another with its fingerprint and why.

    Of several causes the one furthest upstream counts, then the earliest stage; a chain is followed to its
    root.
    """
    causes = [cause for each in found if (cause := _cause(each)) is not None]
    index, graph = _Index(causes), built_on(places(pipelines))
    above = _upstream({_place(cause) for cause in causes}, graph)
    parents = {
        cause.finding.fingerprint: parent
        for cause in causes
        if (parent := index.parent(cause, above[_place(cause)]))
    }
    return [_told(each, parents) for each in found]


def _cause(finding: Finding) -> _Cause | None:
    stage = STAGES.get(finding.check)
    if finding.check == "freshness" and is_of_time(finding.check, finding.evidence):
        stage = AGE
    if stage is None or not (finding.bad or finding.since):
        return None
    began = min(finding.bad) if finding.bad else finding.since.date() if finding.since else date.max
    return _Cause(finding, stage, began, max(finding.bad, default=began))


def _upstream(at: Collection[Place], graph: Graph) -> dict[Place, list[Place]]:
    """What is upstream of each place, the nearest first; of two that stand on each other, neither is."""
    ways = {place: reached(place, graph) for place in at}
    known = {place: set(way) for place, way in ways.items()}
    return {
        place: [other for other in way if place not in known.get(other, ())] for place, way in ways.items()
    }


class _Index:
    """The causes by place, stage and day, so that a hundred thousand findings are folded in their number."""

    def __init__(self, causes: Iterable[_Cause]) -> None:
        self._known: dict[tuple[Place, int, date], list[_Cause]] = defaultdict(list)
        for cause in causes:
            self._known[_place(cause), cause.stage, cause.began].append(cause)
        for each in self._known.values():
            each.sort(key=lambda cause: (-cause.ended.toordinal(), cause.order))
        self._above: dict[tuple[Place, int, date], _Cause | None] = {}

    def parent(self, symptom: _Cause, above: Sequence[Place]) -> _Cause | None:
        """What it follows from: the furthest table upstream first, at last its own."""
        alike = _place(symptom), symptom.stage, symptom.began
        if alike not in self._above:
            found = (self._in_a_table_above(symptom, place) for place in reversed(above))
            self._above[alike] = next(filter(None, found), None)
        return self._above[alike] or self._beside(symptom)

    def _in_a_table_above(self, symptom: _Cause, place: Place) -> _Cause | None:
        """What began in a table above within the days before, and lasted until the symptom began."""
        every = (self._lasting(place, stage, symptom.began) for stage in _above(symptom.stage))
        return next(chain.from_iterable(every), None)

    def _beside(self, symptom: _Cause) -> _Cause | None:
        """What began in the same table, at an earlier stage; of the same columns, if any."""
        for stage in (each for each in _above(symptom.stage) if each < symptom.stage):
            for cause in self._lasting(_place(symptom), stage, symptom.began):
                if _explains(cause, symptom):
                    return cause
        return None

    def _lasting(self, place: Place, stage: int, day: date) -> Iterator[_Cause]:
        """What began within the days before, the first first, and lasted until the day."""
        for back in range(WITHIN.days, -1, -1):
            for cause in self._known.get((place, stage, day - timedelta(days=back)), ()):
                if cause.ended < day - timedelta(days=1):
                    break  # those that lasted longest come first
                yield cause


def _explains(cause: _Cause, symptom: _Cause) -> bool:
    """Whether it does so in the same table: what is not there leaves its mark in every column, rows that came
    twice are too many, and the rest bears on its own columns."""
    if cause.stage == COPIES:
        return symptom.stage == AMOUNT
    return cause.stage in OF_ALL_COLUMNS or _shares_a_column(cause.finding, symptom.finding)


def _above(stage: int) -> Sequence[int]:
    """The stages that explain what is seen at one: another schema comes of no late load."""
    return FORMS if stage in FORMS else range(max(stage, AGE) + 1)


def _place(cause: _Cause) -> Place:
    return cause.finding.pipeline, cause.finding.table


def _shares_a_column(one: Finding, other: Finding) -> bool:
    return not set(columns(one)).isdisjoint(columns(other))


def _told(finding: Finding, parents: Mapping[str, _Cause]) -> Finding:
    root = _root(finding.fingerprint, parents)
    if root is None:
        return changed(finding, follows="", because="") if finding.follows else finding
    cause, began = root.finding, f"{root.began:%a} {root.began.day} {root.began:%b}"
    where = cause.table if cause.pipeline == finding.pipeline else f"{cause.pipeline}/{cause.table}"
    because = f"follows from {cause.check.replace('_', ' ')} of {where} since {began}"
    return changed(finding, follows=cause.fingerprint, because=because)


def _root(fingerprint: str, parents: Mapping[str, _Cause]) -> _Cause | None:
    """The end of the chain: each parent is further upstream, or earlier in the same table."""
    at = parents.get(fingerprint)
    while at and (above := parents.get(at.finding.fingerprint)):
        at = above
    return at
