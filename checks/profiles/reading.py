"""Rows that lie beside us: each column is read once, and everything is told from its values.

For rows that lie elsewhere `checks.profiles.asking` has the engine work it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from checks.profiles import masses
from checks.profiles.building import Building, Wanted
from checks.profiles.distribution import Distribution, knots
from checks.profiles.folding import Folding, matrices
from checks.profiles.grouping import NO_DAY, UNKNOWN, Group, Grouping, grouping
from checks.profiles.hours import Seconds, hours_of
from checks.profiles.marks import forms
from checks.profiles.numbers import Numbers, numbers
from checks.profiles.signatures import REGULAR
from checks.profiles.texts import Told, told
from checks.sources.answered import array
from checks.sources.beside import Beside
from checks.sources.files import FilesTable
from checks.sources.tables import DAY, EVENT, LOADED, Bundle

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

SAMPLE = 10_000
"""So many rows say how the texts of a column are best read; all of them are."""

VALUES_AT_ONCE = 8_000_000
"""So many values are held in memory together: 64 MB of numbers."""

_DAY = 86_400
_NEVER = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Moments:
    """The day of each row since 1970, and the epoch seconds of its event and load, `_NEVER` where unknown."""

    days: "NDArray[np.int32]"
    events: Seconds
    loads: Seconds

    def of(self, rows: "Mask | slice") -> "Moments":
        """Those of some rows."""
        return Moments(self.days[rows], self.events[rows], self.loads[rows])

    def groups(self, by_load: bool) -> Grouping:
        """The rows by their partition and, where loads are told apart, load day."""
        known = (self.loads != _NEVER) & by_load
        return grouping(self.days, np.where(known, self.loads // _DAY, UNKNOWN))


def read(
    profiles: Building,
    table: FilesTable,
    rows: "ir.Table",
    bundles: Sequence[Bundle],
    loaded_by: datetime | None,
    wanted: Wanted,
) -> None:
    """Complete the profiles; `rows` are all of the bundles, also those that were loaded later."""
    every = _moments(table, rows)
    beside = Beside(table, bundles)
    known = learned(beside, wanted.texts)
    by_load = any(load is not None for _, load in profiles.groups)
    parts, start = beside.parts(), 0
    for part in parts:
        end = start + part.rows() if len(parts) > 1 else len(every.days)
        moments = every.of(slice(start, end))
        kept = _until(moments, loaded_by)
        moments = moments if kept is None else moments.of(kept)
        groups = moments.groups(by_load)
        _read_times(profiles, moments, groups, wanted)
        _read_columns(profiles, _Part(part, kept, groups, end - start), wanted, known)
        _read_vectors(profiles, _Part(part, kept, groups, end - start), wanted)
        start = end
    pa.default_memory_pool().release_unused()  # what comes next is done by the engine, which has its own


def _moments(table: FilesTable, rows: "ir.Table") -> Moments:
    answer = table.fetch(
        rows.select(
            day=rows[DAY].fill_null(NO_DAY),
            event=rows[EVENT].fill_null(_NEVER),
            load=rows[LOADED].fill_null(_NEVER),
        )
    )
    return Moments(array(answer["day"].cast("int32")), array(answer["event"]), array(answer["load"]))


def _until(moments: Moments, loaded_by: datetime | None) -> "Mask | None":
    """The rows that were loaded by then; those whose load time is not known count as loaded."""
    return None if loaded_by is None else moments.loads <= int(loaded_by.timestamp())


def _read_times(profiles: Building, moments: Moments, groups: Grouping, wanted: Wanted) -> None:
    each = (groups.split(part) for part in (moments.days, moments.events, moments.loads))
    for group, days, events, loads in zip(groups.groups, *each, strict=True):
        happened, arrived = events != _NEVER, loads != _NEVER
        if happened.any():
            after = events - days.astype(np.int64) * _DAY
            profiles.attach_hours(group, hours_of(after[happened], (loads - events)[happened & arrived]))
        if LOADED in wanted.watched:
            found = knots(loads[arrived].astype(float), wanted.knots)
            profiles.attach_distribution(group, LOADED, Distribution((found,) if found.rows else ()))


@dataclass(frozen=True, slots=True)
class Learned:
    """What a sample says of a column of texts: whether they are free, and whether they repeat themselves."""

    free: bool
    repeated: bool


def learned(beside: Beside, names: Sequence[str]) -> dict[str, Learned]:
    """What a sample says of columns of texts."""
    sample = beside.sample(names, SAMPLE) if names else {}
    return {name: _said(sample[name]) for name in names}


def _said(sample: pa.StringArray) -> Learned:
    texts = sample.drop_null()
    _, found = forms(texts)
    return Learned(len(found) > REGULAR, 2 * len(texts.unique()) <= len(texts))


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows that are read together, which of them count where not all do, and how these are grouped."""

    beside: Beside
    kept: "Mask | None"
    groups: Grouping
    rows: int

    def in_turn(self, names: Sequence[str]) -> Iterator[Sequence[str]]:
        """So many columns at once as fit into memory."""
        at_once = max(1, VALUES_AT_ONCE // max(1, self.rows))
        yield from (names[at : at + at_once] for at in range(0, len(names), at_once))


def _read_columns(profiles: Building, part: _Part, wanted: Wanted, known: Mapping[str, Learned]) -> None:
    for names in part.in_turn(wanted.numbers):
        for name, values in part.beside.numbers(names, part.kept):
            for group, found in numbers(values, part.groups):
                _attach_numbers(profiles, group, name, found, wanted)
    for names in part.in_turn(wanted.texts):
        repeated = [name for name in names if known[name].repeated or name in wanted.levels]
        for name, texts in part.beside.texts(names, repeated, part.kept):
            for group, each in told(texts, part.groups, known[name].free, wanted.levels.get(name)):
                _attach_texts(profiles, group, name, each)


def _read_vectors(profiles: Building, part: _Part, wanted: Wanted) -> None:
    """Piece by piece: all vectors of a partition would be the largest thing in memory."""
    for name in wanted.vectors:
        found, which, start = [Folding() for _ in part.groups.groups], part.groups.which(), 0
        for piece in part.beside.lists(name, part.kept):
            end = start + len(piece)
            for at, matrix in matrices(piece, which[start:end]):
                found[at].take(matrix)
            start = end
        for group, folded in zip(part.groups.groups, found, strict=True):
            profiles.attach_vectors(group, name, folded.done(wanted.knots))


def _attach_numbers(profiles: Building, group: Group, name: str, found: Numbers, wanted: Wanted) -> None:
    values = found.values(name in wanted.degrees, name in wanted.sentinels)
    values = replace(values, rare=profiles.values(group, name).rare)
    if name in wanted.heavy:
        values = replace(values, masses=masses.heavy(found.distribution(masses.PARTS)))
    distribution = found.distribution(wanted.knots) if name in wanted.watched else None
    profiles.attach(group, name, nulls=found.nulls, nan=found.nan, values=values, distribution=distribution)


def _attach_texts(profiles: Building, group: Group, name: str, found: Told) -> None:
    values = replace(
        profiles.values(group, name),
        signatures=found.signatures,
        leading_zeros=found.leading_zeros,
        words=found.words,
        huge=found.huge,
    )
    profiles.attach(group, name, nulls=found.nulls, empty=found.empty, values=values, levels=found.levels)
    profiles.attach_content(group, name, found.content)
