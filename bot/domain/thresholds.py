"""What tables are judged by, logged with each audit: what changed when, what was said before and after."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from bot.domain.audit import Audit, Judgement
from bot.domain.declared import Pipeline
from checks.verdict import Outcome

ABOUT_PEOPLE = {"source", "path", "contract", "feeds", "assumptions", "core"}
"""Where the rows lie, what is built on them: no verdict rests on these. Of a contract a mark is kept."""


MARK = "reference.mark"
"""Under this key of a table stands which state of its training set its batches were compared with."""


def thresholds(pipeline: Pipeline, marks: Mapping[str, str] | None = None) -> dict[str, Any]:
    """All that is declared of the tables and bears on their verdicts, by dotted key.

    Of training sets the path does not tell all: their `marks` say which state it was.
    """
    found: dict[str, Any] = {}
    for name, table in pipeline.tables.items():
        declared = table.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=ABOUT_PEOPLE)
        found |= dict(_flat(declared, name))
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
        """Whether it may bear on a verdict: on one of its column, or on any of its table."""
        table, _, rest = self.key.partition(".")
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
    """Whether another thing is said. That a new check found nothing is no news, and the day in a good word is
    another one every day."""
    sides = [(Outcome.OK, "") if each is None else (each.outcome, each.summary) for each in (before, after)]
    outcomes = {outcome for outcome, _ in sides}
    return len(outcomes) > 1 or (outcomes == {Outcome.BREACH} and sides[0] != sides[1])


def _who(judgement: Judgement) -> tuple[Any, ...]:
    return judgement.check, judgement.table, judgement.column, judgement.segment


def touched(audits: Sequence[Audit]) -> Iterator[Touched]:
    """Each time the settings changed between two audits of a pipeline, given the oldest first."""
    for before, after in pairwise(audit for audit in audits if audit.settings is not None):
        old, new = before.settings or {}, after.settings or {}
        keys = [key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
        if keys:
            yield Touched(before, after, tuple(Change(key, old.get(key), new.get(key)) for key in keys))
