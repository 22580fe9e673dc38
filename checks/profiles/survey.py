"""All profiles of a table: those that were kept, and new ones for what changed since."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from checks.profiles.profile import Profile, merge, pack, unpack
from checks.profiles.scan import KNOTS, Excess, Group, duplicates, scan
from checks.sources.tables import Bundle, FilesTable, SourceError, Unreadable, by_schema

PROFILE_VERSION = 1
BUNDLES_A_SCAN = 128
"""So many partitions are profiled in one fused query; between two of them progress is reported."""

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]


class Kept(Protocol):
    """Where profiles are kept between runs, by partition and load day, each with its fingerprint."""

    def kept(self, identity: str) -> Mapping[Group, tuple[str, bytes]]:
        """Everything that is kept of one table."""

    def keep(self, identity: str, profiles: Mapping[Group, tuple[str, bytes]]) -> None:
        """Add profiles, in place of those of the same partition and load day."""

    def forget(self, identity: str, groups: Iterable[Group]) -> None:
        """Drop profiles whose rows are gone or have changed."""


class KeptNowhere:
    """For a run that leaves nothing behind."""

    def kept(self, identity: str) -> Mapping[Group, tuple[str, bytes]]:
        """Nothing."""
        return {}

    def keep(self, identity: str, profiles: Mapping[Group, tuple[str, bytes]]) -> None:
        """Let go."""

    def forget(self, identity: str, groups: Iterable[Group]) -> None:
        """Nothing to drop."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The profiles of a table by partition and load day, and what could not be read."""

    table: FilesTable
    bundles: Sequence[Bundle]
    loads: Sequence[Profile]
    unreadable: Sequence[Unreadable]

    def known(self, as_of: datetime, zone: ZoneInfo) -> dict[date, Profile]:
        """What was known of each partition then: rows that were loaded later do not exist yet."""
        whole = [load for load in self.loads if self._known_from(load, zone) <= as_of]
        parts = self._parts(
            [load for load in self.loads if load.first_loaded and load.first_loaded <= as_of < _last(load)],
            as_of,
        )
        by_day: dict[date, list[Profile]] = {}
        for load in [*whole, *parts]:
            by_day.setdefault(load.partition, []).append(load)
        return {day: merge(loads) for day, loads in sorted(by_day.items())}

    def _known_from(self, load: Profile, zone: ZoneInfo) -> datetime:
        """The moment of the last load; where load times are not known, the end of the partition's day."""
        if load.last_loaded is not None:
            return load.last_loaded
        return datetime.combine(load.partition + timedelta(days=1), time(), zone)

    def _parts(self, loads: Sequence[Profile], as_of: datetime) -> list[Profile]:
        """Loads that were under way at that moment, profiled again up to it."""
        wanted = {(load.partition, load.load_day) for load in loads}
        days = {load.partition for load in loads}
        bundles = [bundle for bundle in self.bundles if bundle.day is None or bundle.day in days]
        parts: list[Profile] = []
        for alike in by_schema(bundles if wanted else []):
            parts += scan(self.table, alike, loaded_by=as_of)
        parts = [part for part in parts if (part.partition, part.load_day) in wanted]
        if parts and self.table.table.key:
            return _with_duplicates(parts, duplicates(self.table, bundles, self.bundles, loaded_by=as_of))
        return parts


def _last(load: Profile) -> datetime:
    assert load.last_loaded is not None
    return load.last_loaded


def survey(table: FilesTable, kept: Kept, progress: Progress | None = None) -> Survey:
    """Read what is new or has changed, keep its profiles, and return all of them."""
    bundles, unreadable = table.bundles()
    table.demand_columns(bundles)
    marks = {bundle: _mark(table, bundle) for bundle in bundles}
    before = kept.kept(table.identity)
    current = set(marks.values())
    stale = [group for group, (mark, _) in before.items() if mark not in current]
    known = {mark for mark, _ in before.values()}
    new = [bundle for bundle in bundles if marks[bundle] not in known]
    made, failed = _profile(table, new, bundles, progress)
    fresh = {
        (load.partition, load.load_day): (marks[bundle], pack(load))
        for bundle, loads in made
        for load in loads
    }
    kept.forget(table.identity, stale)
    kept.keep(table.identity, fresh)
    old = [unpack(body) for mark, body in before.values() if mark in current]
    loads = [*old, *(load for _, profiles in made for load in profiles)]
    return Survey(table, bundles, loads, [*unreadable, *failed])


def _mark(table: FilesTable, bundle: Bundle) -> str:
    """Changes when the files change, or when other facts are wanted of them."""
    declared = table.table
    watched = sorted(name for name, column in declared.columns.items() if column.watches_drift)
    wanted = [declared.key, declared.unique_within, declared.event_time, declared.loaded_at_field, watched]
    text = f"{PROFILE_VERSION} {KNOTS} {bundle.fingerprint} {declared.partition.column} {wanted}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _profile(
    table: FilesTable, new: Sequence[Bundle], every: Sequence[Bundle], progress: Progress | None
) -> tuple[list[tuple[Bundle, list[Profile]]], list[Unreadable]]:
    made: list[tuple[Bundle, list[Profile]]] = []
    failed: list[Unreadable] = []
    for alike in by_schema(new):
        for start in range(0, len(alike), BUNDLES_A_SCAN):
            chunk = alike[start : start + BUNDLES_A_SCAN]
            made_here, failed_here = _scan_or_halve(table, chunk)
            made += made_here
            failed += failed_here
            if progress:
                progress(len(made) + len(failed), len(new))
    if table.table.key and made:
        made = _count_duplicates(table, made, every, failed)
    return made, failed


def _scan_or_halve(
    table: FilesTable, chunk: Sequence[Bundle]
) -> tuple[list[tuple[Bundle, list[Profile]]], list[Unreadable]]:
    """Profiles of a chunk; where it cannot be read, each half is tried, down to the file that is broken."""
    try:
        loads = scan(table, chunk)
    except SourceError:
        raise
    except Exception as error:  # whatever the engine raises, the other partitions are still to be read
        if len(chunk) == 1:
            reason = str(error).splitlines()[0]
            log.debug("scan failed", exc_info=True)
            return [], [Unreadable(chunk[0].day, f"{chunk[0].files[0]}: cannot be read ({reason})")]
        middle = len(chunk) // 2
        first, first_failed = _scan_or_halve(table, chunk[:middle])
        second, second_failed = _scan_or_halve(table, chunk[middle:])
        return [*first, *second], [*first_failed, *second_failed]
    return [(bundle, _of(bundle, loads)) for bundle in chunk], []


def _of(bundle: Bundle, loads: Sequence[Profile]) -> list[Profile]:
    """The profiles of one bundle; a partition without a row is a fact too."""
    mine = [load for load in loads if bundle.day in (None, load.partition)]
    if not mine and bundle.day is not None:
        return [Profile(partition=bundle.day, schema=bundle.schema)]
    return mine


def _count_duplicates(
    table: FilesTable,
    made: Sequence[tuple[Bundle, list[Profile]]],
    every: Sequence[Bundle],
    failed: Sequence[Unreadable],
) -> list[tuple[Bundle, list[Profile]]]:
    broken = {part.day for part in failed}
    readable = [bundle for bundle in every if bundle.day not in broken]
    found = duplicates(table, [bundle for bundle, _ in made], readable)
    return [(bundle, _with_duplicates(loads, found)) for bundle, loads in made]


def _with_duplicates(loads: Sequence[Profile], found: Mapping[Group, Excess]) -> list[Profile]:
    counted = []
    for load in loads:
        count, rows = found.get((load.partition, load.load_day), (0, ()))
        counted.append(replace(load, duplicates=count, duplicate_rows=rows))
    return counted
