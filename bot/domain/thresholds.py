"""What tables are judged by, logged with each audit: what changed when, what was said before and after."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise
from typing import Any

from bot.domain.audit import Audit, Judgement
from bot.domain.declared import Pipeline
from bot.domain.downstream import as_fed
from checks.verdict import Outcome

ABOUT_PEOPLE = {"source", "path", "contract", "assumptions", "core", "cost"}
"""Where the rows lie, what is taken for granted: no verdict rests on these. Of a contract a mark is kept."""


MARK = "reference.mark"
"""Under this key of a table stands which state of its training set its batches were compared with."""

ZONE, HOLIDAYS = "timezone", "holidays"
"""Keys of the pipeline, for all its tables: when a day begins, and which days are off."""


def thresholds(
    pipeline: Pipeline,
    zone: tzinfo,
    declared: Iterable[Pipeline] = (),
    marks: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """All that is declared and bears on what is said of the tables, and how loudly, by dotted key.

    What is built on a table is looked for in all that are `declared`. Of training sets the path does not
    tell all: their `marks` say which state it was.
    """
    found: dict[str, Any] = {ZONE: str(zone)}
    found |= pipeline.model_dump(mode="json", include={HOLIDAYS}, exclude_defaults=True)
    for name, table in as_fed(pipeline, declared).items():
        said = table.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=ABOUT_PEOPLE)
        found |= dict(_flat(said, name))
        if table.contract is not None:
            found[f"{name}.contract"] = hashlib.sha256(repr(table.contract).encode()).hexdigest()[:12]
    return found | {f"{name}.{MARK}": mark for name, mark in (marks or {}).items()}


def _flat(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, below in value.items():
            yield from _flat(below, f"{key}.{name}")
    else:
        yield key, value


@dataclass(frozen=True, slots=True)
class Change:
    """One setting, before and after; None where it was not declared."""

    key: str
    before: Any
    after: Any

    def bears_on(self, before: Judgement | None, after: Judgement | None) -> bool:
        """Whether it may bear on a verdict: on one of its column, on any of its table, or of its pipeline."""
        table, dot, rest = self.key.partition(".")
        if not dot:
            return True
        known = [each for each in (before, after) if each is not None and each.table == table]
        if rest.startswith("columns."):
            return any(rest.startswith(f"columns.{name}.") for each in known for name in _columns(each))
        return bool(known)


Sides = tuple[Judgement | None, Judgement | None]
"""What a check said before and after; None where it was not asked."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The last audit under the old settings, and the first under the new ones."""

    before: Audit
    after: Audit
    changes: tuple[Change, ...]

    @property
    def at(self) -> datetime:
        """When it was noticed."""
        return self.after.as_of

    @property
    def said(self) -> list[Sides]:
        """The verdicts that the changes bear on and that say another thing since, before and after."""
        return [sides for sides in self._concerned if _differs(*sides)]

    @property
    def unchanged(self) -> int:
        """How many verdicts that the changes bear on say what they said before."""
        return sum(not _differs(*sides) for sides in self._concerned)

    @property
    def _concerned(self) -> Iterator[Sides]:
        sides = [{_who(each): each for each in audit.judgements} for audit in (self.before, self.after)]
        for who in dict.fromkeys([*sides[0], *sides[1]]):
            before, after = sides[0].get(who), sides[1].get(who)
            if any(change.bears_on(before, after) for change in self.changes):
                yield before, after


def _columns(judgement: Judgement) -> tuple[str, ...]:
    return (judgement.column,) if isinstance(judgement.column, str) else judgement.column or ()


def _differs(before: Judgement | None, after: Judgement | None) -> bool:
    """Whether another thing is said, or as loudly to others. That a new check found nothing is no news, and
    the day in a good word is another one every day."""
    outcomes = [Outcome.OK if each is None else each.outcome for each in (before, after)]
    if before is None or after is None or outcomes != [Outcome.BREACH, Outcome.BREACH]:
        return outcomes[0] != outcomes[1]
    return before.summary != after.summary or is_louder_or_quieter(before, after)


def is_louder_or_quieter(before: Judgement | None, after: Judgement | None) -> bool:
    """Whether a finding wakes other people since; of one that was kept without its urgency none can tell."""
    urgencies = {each.urgency if each else None for each in (before, after)}
    return len(urgencies) > 1 and None not in urgencies


def _who(judgement: Judgement) -> tuple[Any, ...]:
    return judgement.check, judgement.table, judgement.column, judgement.segment


def touched(audits: Sequence[Audit]) -> Iterator[Touched]:
    """Each time the settings changed between two audits of a pipeline, given the oldest first."""
    for before, after in pairwise(audit for audit in audits if audit.settings is not None):
        old, new = before.settings or {}, after.settings or {}
        unlogged = set() if ZONE in old else {key for key in new if _came_later(key)}
        keys = [key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
        if keys := [key for key in keys if key not in unlogged]:
            yield Touched(before, after, tuple(Change(key, old.get(key), new.get(key)) for key in keys))


def _came_later(key: str) -> bool:
    """Whether older versions did not log this key: that it stands there now is no change of the settings."""
    return key in (ZONE, HOLIDAYS) or key.partition(".")[2].startswith("feeds.")
