"""Answers to what checks ask of the rows themselves: for recent partitions, each worked out once."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from checks.asks import DAYS, Answer, Ask, Filled, Filling, Met, Sampling, Told, Traced, Trained, Unanswered
from checks.comparisons import Handoff, Lineage, OwnCheck, Seam
from checks.profiles.meeting import met
from checks.profiles.profile import Profile
from checks.profiles.referred import TrainingSet
from checks.profiles.survey import Survey, known_from
from checks.sources.filling import filled
from checks.sources.keyed import Side
from checks.sources.mishaps import of_an_engine
from checks.sources.own import offending
from checks.sources.samples import sampled
from checks.sources.seams import flow, lookup
from checks.sources.tables import SourceError
from checks.sources.tracing import traced
from checks.sources.trained import trained
from checks.verdict import called

log = logging.getLogger(__name__)
State = tuple[Any, ...]
"""Which loads of a partition were known: equal where nothing was added."""


class Answering:
    """Answers asks about the tables of one survey and their training sets, and remembers what it found.

    What was found for a partition holds as long as the same loads are known, so that a replay reads it once.
    """

    def __init__(
        self, surveys: Mapping[str, Survey], zone: ZoneInfo, training: Mapping[str, TrainingSet]
    ) -> None:
        self.surveys, self.zone, self.training = surveys, zone, training
        self.trained: dict[Ask, Trained] = {}
        self.remembered: dict[tuple[Ask, date, State], Any] = {}
        self.loads: dict[str, dict[date, list[Profile]]] = {}
        for name, found in surveys.items():
            for load in found.loads:
                self.loads.setdefault(name, {}).setdefault(load.partition, []).append(load)

    def answer(self, ask: Ask, as_of: datetime) -> Answer:
        """What is known then; an ask that cannot be answered says why."""
        gone = [name for name in (ask.table, *ask.others) if name not in self.surveys]
        if gone:
            return Unanswered(f"{ask.called} cannot be judged: table {gone[0]} cannot be read")
        try:
            return self._told(ask, as_of)
        except SourceError as error:
            return Unanswered(f"{ask.called} cannot be judged: {error}")
        except Exception as error:  # whatever an engine raises, the other checks go on
            log.debug("%s of table %s", ask.called, ask.table, exc_info=True)
            return Unanswered(f"{ask.called} cannot be judged ({of_an_engine(error)})")

    def _told(self, ask: Ask, as_of: datetime) -> Told[Any]:
        days, unknown = self._days(ask, as_of)
        found: dict[date, Any] = {}
        marks = {day: (ask, day, self._state(ask, day, as_of)) for day in days}
        new = [day for day, mark in marks.items() if mark not in self.remembered]
        if new:
            for day, answer in self._ask(ask, new, as_of).items():
                self.remembered[marks[day]] = answer
        found = {day: self.remembered[mark] for day, mark in marks.items()}
        return Told(found, unknown, self._of_training(ask, as_of))

    def _days(self, ask: Ask, as_of: datetime) -> tuple[list[date], dict[date, str]]:
        """The days to judge, and why others of the recent ones cannot be."""
        today = as_of.astimezone(self.zone).date()
        if not self._has_days(ask.table):
            return self._whole(ask, today, as_of)
        recent = [today - timedelta(days=back) for back in range(DAYS, 0, -1)]
        there = [day for day in recent if self._known(ask.table, day, as_of)]
        if ask.of_the_newest:
            there = sorted({*self._trained_on(ask, as_of), *there[-1:]})
        unknown = {day: why for day in there if (why := self._hidden(ask, day, as_of))}
        return [day for day in there if day not in unknown], unknown

    def _trained_on(self, ask: Ask, as_of: datetime) -> list[date]:
        """The last partition of the declared reference: a model learned its records, they are traced too."""
        reference = self.surveys[ask.table].table.table.period
        if reference is None or not isinstance(ask.question, Lineage):
            return []
        return sorted(day for day in self._days_of(ask.table, as_of) if day in reference)[-1:]

    def _whole(self, ask: Ask, today: date, as_of: datetime) -> tuple[list[date], dict[date, str]]:
        """Of a table without days the one state whose rows can still be read."""
        there = self._days_of(ask.table, as_of)
        why = self._hidden(ask, there[-1], as_of) if there else _overwritten(ask.table)
        return ([], {today: why}) if why else (there, {})

    def _has_days(self, name: str) -> bool:
        return self.surveys[name].table.table.has_days

    def _day_by_day(self, ask: Ask) -> bool:
        return ask.day_by_day and all(map(self._has_days, (ask.table, *ask.others)))

    def _hidden(self, ask: Ask, day: date, as_of: datetime) -> str:
        """Why nothing can be said of a day; empty where something can."""
        alone = self._day_by_day(ask) or isinstance(ask.question, Handoff)
        for name in (ask.table, *ask.others):
            broken = {part.day for part in self.surveys[name].unreadable_by(as_of, self.zone)}
            if day in broken or (broken and not alone and name != ask.table):
                return f"partitions of {name} that can be read"
            if not self._has_days(name) and not self._days_of(name, as_of):
                return _overwritten(name)
        if isinstance(ask.question, Handoff) and not self._days_of(ask.question.table, as_of):
            return f"a partition of {ask.question.table}"
        if self._day_by_day(ask) and not self._known(ask.others[0], day, as_of):
            return f"the partition of {ask.others[0]} of {called(day, as_of.astimezone(self.zone).date())}"
        return ""

    def _known(self, name: str, day: date, as_of: datetime) -> list[Profile]:
        """The loads of a partition that had begun by then."""
        loads = self.loads.get(name, {}).get(day, [])
        begun = (each.seen or each.first_loaded or known_from(each, self.zone) for each in loads)
        return [each for each, moment in zip(loads, begun, strict=True) if moment <= as_of]

    def _state(self, ask: Ask, day: date, as_of: datetime) -> State:
        """Of the partition in each table; of a table that is searched as a whole, of every partition."""
        parts = [self._loads_then(ask.table, [day], as_of)]
        for name in ask.others:
            days = [day] if self._day_by_day(ask) else self.loads.get(name, ())
            parts.append(self._loads_then(name, days, as_of))
        return tuple(parts)

    def _loads_then(self, name: str, days: Collection[date], as_of: datetime) -> State:
        loads = [load for day in days for load in self._known(name, day, as_of)]
        begun = frozenset((load.partition, load.load_day) for load in loads)
        under_way = any(known_from(load, self.zone) > as_of for load in loads)
        return (begun, as_of if under_way else None)

    def _ask(self, ask: Ask, days: Collection[date], as_of: datetime) -> Mapping[date, Any]:
        question, found = ask.question, self.surveys[ask.table]
        match question:
            case Seam():
                return self._tallied(question, ask.table, days, as_of)
            case OwnCheck():
                return offending(question, found.table, found.bundles, days, as_of)
            case Lineage():
                return {day: self._traced(question, ask.table, day, as_of) for day in days}
            case Handoff():
                return {day: self._met(question, ask.table, day, as_of) for day in days}
            case Filling():
                return {day: self._filled(question, ask.table, day, as_of) for day in days}
            case Sampling():
                columns = question.columns
                return {day: sampled(found.table, found.bundles, columns, day, as_of) for day in days}

    def _tallied(self, seam: Seam, name: str, days: Collection[date], as_of: datetime) -> Mapping[date, Any]:
        table, other = self._side(name, seam.key.keys()), self._side(seam.with_, seam.key.values())
        if seam.kind == "lookup":
            return lookup(seam, table, other, days, self._days_of(seam.with_, as_of), as_of)
        rejected = self._side(seam.rejected, seam.key.values()) if seam.rejected else None
        return flow(seam, table, other, rejected, days, as_of)

    def _traced(self, lineage: Lineage, name: str, day: date, as_of: datetime) -> tuple[Traced, ...]:
        table = self._side(name, lineage.key.keys())
        source = self._side(lineage.source_table, lineage.key.values())
        others = [other for other in self._days_of(lineage.source_table, as_of) if other != day]
        return traced(lineage, table, source, day, others, as_of)

    def _of_training(self, ask: Ask, as_of: datetime) -> Trained | None:
        """What is said of the records of the training set, worked out once; None where nothing can be."""
        lineage, training = ask.question, self.training.get(ask.table)
        if not isinstance(lineage, Lineage) or training is None or training.rows is None:
            return None
        if self.surveys[lineage.source_table].unreadable_by(as_of, self.zone):
            return None  # what is missing may be there
        if ask not in self.trained:
            declared, source = self.surveys[ask.table].table.table, self._side(lineage.source_table, ())
            self.trained[ask] = trained(lineage, declared, training.rows, source)
        return self.trained[ask]

    def _met(self, handoff: Handoff, name: str, day: date, as_of: datetime) -> Met:
        """A partition beside that of the same day in the other table, or the newest there."""
        days = self._days_of(handoff.table, as_of)
        other = day if day in days else max(days)
        mine, theirs = self._known(name, day, as_of), self._known(handoff.table, other, as_of)
        return met(handoff, (self.surveys[name], mine), (self.surveys[handoff.table], theirs), as_of)

    def _filled(self, filling: Filling, name: str, day: date, as_of: datetime) -> tuple[Filled, ...]:
        table, other = self._side(name, filling.key.keys()), self._side(filling.other, filling.key.values())
        if not (self._has_days(name) and self._has_days(filling.other)):
            filling = replace(filling, any_day=True)
        days = self._days_of(filling.other, as_of) if filling.any_day else [day]
        return filled(filling, table, other, day, days, as_of)

    def _days_of(self, name: str, as_of: datetime) -> list[date]:
        return [day for day in self.loads.get(name, ()) if self._known(name, day, as_of)]

    def _side(self, name: str, columns: Collection[str]) -> Side:
        found = self.surveys[name]
        return Side(found.table, found.bundles, tuple(columns))


def _overwritten(name: str) -> str:
    return f"the rows of {name} as they were then: they are overwritten"
