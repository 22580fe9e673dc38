"""All profiles of a table: those that were kept, and new ones for what changed since."""

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from checks.figures import rows_have, verb
from checks.profiles.duplicates import duplicates
from checks.profiles.grouping import NO_DAY, Group
from checks.profiles.keys import CHANGED, Made, counted, named, with_duplicates
from checks.profiles.packing import pack, unpack
from checks.profiles.profile import Profile, merge
from checks.profiles.scan import KNOTS, scan
from checks.sources import seen
from checks.sources.broken_lines import file_of
from checks.sources.tables import (
    Bundle,
    SourceError,
    SourceTable,
    TooSlowError,
    Unreadable,
    by_schema,
    reason,
)

PROFILE_VERSION = 7
SEEN_VERSION = "3"
WANTED = 12
"""So many digits of a mark say what was wanted; the others, which rows there were."""

BUNDLES_A_SCAN = 128
BYTES_A_SCAN = 128 * 2**20
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


@dataclass(frozen=True)
class Survey:
    """The profiles of a table by partition and load day, and what could not be read."""

    table: SourceTable
    bundles: Sequence[Bundle]
    loads: Sequence[Profile]
    unreadable: Sequence[Unreadable]
    first_look: datetime | None = None
    """Of a table without days, from when on its first state is known."""

    def known(self, as_of: datetime, zone: ZoneInfo) -> dict[date, Profile]:
        """What was known of each partition then: rows that were loaded later do not exist yet."""
        whole = [load for load in self.loads if known_from(load, zone) <= as_of]
        parts = self._parts([load for load in self.loads if is_under_way(load, as_of)], as_of)
        return by_day([*whole, *parts])

    def unreadable_by(self, as_of: datetime, zone: ZoneInfo) -> list[Unreadable]:
        """What could not be read of the partitions up to that day; nobody knew of later ones then."""
        today = as_of.astimezone(zone).date()
        return [part for part in self.unreadable if part.day is None or part.day <= today]

    def readable(self, days: Collection[date], as_of: datetime) -> tuple[date, ...]:
        """The days under which the rows of these partitions are read."""
        return tuple(days)

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
            return with_duplicates(parts, duplicates(self.table, bundles, self.bundles, loaded_by=as_of))
        return parts


def by_day(loads: Iterable[Profile]) -> dict[date, Profile]:
    """Each partition as its loads add up to it."""
    found: dict[date, list[Profile]] = {}
    for load in loads:
        found.setdefault(load.partition, []).append(load)
    return {day: merge(each) for day, each in sorted(found.items())}


def known_from(load: Profile, zone: ZoneInfo) -> datetime:
    """The moment of the last load; where load times are not known, the end of the partition's day. The state
    of a table without days is known from when it was seen."""
    if load.seen is not None:
        return load.seen
    if load.last_loaded is not None:
        return load.last_loaded
    return datetime.combine(load.partition + timedelta(days=1), time(), zone)


def is_under_way(load: Profile, as_of: datetime) -> bool:
    """Whether a part of the rows was loaded by then, and a part was not."""
    first, last = load.first_loaded, load.last_loaded
    return first is not None and last is not None and first <= as_of < last


def survey(
    table: SourceTable, kept: Kept, until: date | None = None, progress: Progress | None = None
) -> Survey:
    """Read what is new or has changed, keep its profiles, and return all of them.

    Partitions of days after `until` are left for another time.
    """
    before, wanted = kept.kept(table.identity), facts_wanted(table)
    bundles, unreadable = _bundles(table, kept, _settled(wanted, before))
    if not bundles:
        raise SourceError(unreadable[0].what)
    table.demand_columns(bundles)
    as_before = {day: mark for (day, _), (mark, _) in before.items()}
    marks = {
        bundle: mark_of(wanted, bundle) if bundle.fingerprint or bundle.day is None else as_before[bundle.day]
        for bundle in bundles
    }
    current = set(marks.values())
    stale = [group for group, (mark, _) in before.items() if mark not in current]
    known = {mark for mark, _ in before.values()}
    new = [bundle for bundle in bundles if marks[bundle] not in known and not _later(bundle, until)]
    made, failed = _profile(table, new, progress)
    old = _unpacked(before, marks)
    again: list[Made] = []
    if table.table.key:
        later = {bundle.day for bundle in bundles if bundle.day and _later(bundle, until)}
        made, again, uncounted = counted(table, made, old, _readable(bundles, new, made), later)
        failed += uncounted
    fresh = {
        (load.partition, load.load_day): (marks[bundle], pack(load))
        for bundle, loads in [*made, *again]
        for load in loads
    }
    kept.forget(table.identity, stale)
    kept.keep(table.identity, fresh)
    made = [(bundle, [_marked(load, marks[bundle]) for load in profiles]) for bundle, profiles in made]
    now = dict([*old, *again, *made])
    loads = [load for profiles in now.values() for load in profiles]
    return _surveyed(table, _readable(bundles, new, made), loads, [*unreadable, *failed])


def _unpacked(before: Mapping[Group, tuple[str, bytes]], marks: Mapping[Bundle, str]) -> list[Made]:
    """The kept profiles of partitions that are as they were. A whole is read under a newer day."""
    by_day = {(mark, bundle.day): bundle for bundle, mark in marks.items()}
    by_mark = {mark: bundle for bundle, mark in marks.items()}
    found: dict[Bundle, list[Profile]] = {}
    for group, (mark, body) in before.items():
        if bundle := by_day.get((mark, group[0])) or by_mark.get(mark):
            found.setdefault(bundle, []).append(unpack(body, _named(mark, group)))
    return list(found.items())


def _marked(load: Profile, mark: str) -> Profile:
    return replace(load, mark=_named(mark, (load.partition, load.load_day)))


def _named(mark: str, group: Group) -> str:
    """What a load is known by: what it was made from, and which part of that it is."""
    day, load_day = group
    return f"{mark} {day} {load_day}"


def _bundles(
    table: SourceTable, kept: Kept, settled: Collection[date]
) -> tuple[list[Bundle], list[Unreadable]]:
    """The bundles of a table; what its files say of their columns is kept beside their profiles."""
    identity, group = f"schemas of {table.identity}", (NO_DAY, None)
    mark, body = kept.kept(identity).get(group, ("", b""))
    before = seen.unpack(body) if mark == SEEN_VERSION else {}
    table.seen = dict(before)
    found = table.bundles(settled)
    if table.seen != before:
        kept.keep(identity, {group: (SEEN_VERSION, seen.pack(table.seen))})
    return found


def _later(bundle: Bundle, until: date | None) -> bool:
    return until is not None and bundle.day is not None and bundle.day > until


def _surveyed(
    table: SourceTable, bundles: Sequence[Bundle], loads: Sequence[Profile], unreadable: Sequence[Unreadable]
) -> Survey:
    """Rows without a day cannot be judged, and that is said each time."""
    lost = sum(load.rows for load in loads if load.partition == NO_DAY)
    rows = f"{rows_have(lost)} no `{table.cut_by}` in the years 1 to 9999"
    said = f"{rows}: {verb(lost, 'it is', 'they are')} in no partition, and not judged"
    return Survey(
        table,
        bundles,
        [load for load in loads if load.partition != NO_DAY],
        [*unreadable, Unreadable(None, said)] if lost else unreadable,
    )


def _settled(wanted: str, before: Mapping[Group, tuple[str, bytes]]) -> set[date]:
    """Partitions whose kept profiles hold all the facts that are wanted now."""
    return {day for (day, _), (mark, _) in before.items() if mark.startswith(wanted) and day != NO_DAY}


def rows_of(mark: str) -> tuple[str, ...]:
    """What the mark of a partition says of the rows of its loads, whatever was wanted of them."""
    return tuple(load[WANTED:] for load in mark.split(", "))


def mark_of(wanted: str, bundle: Bundle) -> str:
    """Changes when other facts are wanted, or when the rows change."""
    return wanted + hashlib.sha256(bundle.fingerprint.encode()).hexdigest()[:20]


def facts_wanted(table: SourceTable) -> str:
    """Changes when other facts are wanted of the rows."""
    declared = table.table
    watched = sorted(
        (name, column.share, column.is_category(number=True))
        for name, column in declared.columns.items()
        if column.watches_drift
    )
    wanted = [declared.key, declared.unique_within, declared.event_time, declared.loaded_at_field, watched]
    shared = [name in declared.columns and declared.columns[name].share for name in declared.segment]
    limited = sorted(str(agreed) for agreed in declared.limited)
    columns = declared.columns.items()
    limited += sorted(f"{name} {each.format} {each.watches_nulls is not None}" for name, each in columns)
    limited += sorted(f"{name} rare {each.rare}" for name, each in columns if each.rare)
    text = f"{PROFILE_VERSION} {KNOTS} {table.cut_by} {wanted} {limited}"
    text += f" {declared.segment} {shared}" if declared.segment else ""
    vectors = sorted(name for name, column in declared.columns.items() if column.watches_vectors)
    text += f" vectors {vectors}" if vectors else ""
    return hashlib.sha256(text.encode()).hexdigest()[:WANTED]


def _profile(
    table: SourceTable, new: Sequence[Bundle], progress: Progress | None
) -> tuple[list[Made], list[Unreadable]]:
    made: list[Made] = []
    failed: list[Unreadable] = []
    made += [(bundle, _of(bundle, [])) for bundle in new if bundle.is_empty]
    for chunk in _chunks([bundle for bundle in new if not bundle.is_empty]):
        made_here, failed_here = _scan_or_halve(table, chunk)
        made += made_here
        failed += failed_here
        if progress:
            progress(len(made) + len(failed), len(new))
    return made, failed


def _readable(every: Sequence[Bundle], new: Sequence[Bundle], made: Sequence[Made]) -> list[Bundle]:
    failed = {bundle.files for bundle in new} - {bundle.files for bundle, _ in made}
    return [bundle for bundle in every if bundle.files not in failed and not bundle.is_empty]


def _chunks(new: Sequence[Bundle]) -> Iterator[list[Bundle]]:
    """Bundles that can be read in one scan, not too many and not too big; a bundle is never cut."""
    for alike in by_schema(new):
        chunk: list[Bundle] = []
        for bundle in alike:
            size = bundle.size + sum(each.size for each in chunk)
            if chunk and (len(chunk) == BUNDLES_A_SCAN or size > BYTES_A_SCAN):
                yield chunk
                chunk = []
            chunk.append(bundle)
        yield chunk


def _scan_or_halve(table: SourceTable, chunk: Sequence[Bundle]) -> tuple[list[Made], list[Unreadable]]:
    """Profiles of a chunk; where it cannot be read, each half is tried, down to the file that is broken."""
    try:
        loads = scan(table, chunk)
    except TooSlowError as error:
        return _fewer_at_once(table, chunk, error)
    except SourceError as error:  # their schema is alike: no half would do better
        return [], _all_unreadable(chunk, error)
    except Exception as error:  # whatever the engine raises, the other partitions are still to be read
        if len(chunk) == 1:
            log.debug("scan failed", exc_info=True)
            said = f"{file_of(error) or chunk[0].files[0]}: cannot be read ({reason(error)})"
            return [], [Unreadable(chunk[0].day, said)]
        halves = chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]
        (made, failed), (more_made, more_failed) = (_scan_or_halve(table, half) for half in halves)
        return [*made, *more_made], [*failed, *more_failed]
    changed = [bundle for bundle in chunk if not table.is_as_it_was(bundle)]
    if not changed:
        return [(bundle, _of(bundle, loads)) for bundle in chunk], []
    # rows of the others may have been taken for those of another day
    others = [bundle for bundle in chunk if bundle not in changed]
    made, failed = _scan_or_halve(table, others) if others else ([], [])
    return made, [*failed, *(Unreadable(each.day, f"{each.files[0]}: {CHANGED}") for each in changed)]


def _fewer_at_once(
    table: SourceTable, chunk: Sequence[Bundle], error: TooSlowError
) -> tuple[list[Made], list[Unreadable]]:
    """Half of the partitions, then the others; these are not tried where not one of the first could be read:
    each query takes as long as the limit allows."""
    half = len(chunk) // 2
    if not half:
        return [], _all_unreadable(chunk, error)
    made, failed = _scan_or_halve(table, chunk[:half])
    if not made:
        return [], _all_unreadable(chunk, error)
    more_made, more_failed = _scan_or_halve(table, chunk[half:])
    return [*made, *more_made], [*failed, *more_failed]


def _all_unreadable(chunk: Sequence[Bundle], error: SourceError) -> list[Unreadable]:
    """The same of all of them, named by the newest."""
    return [Unreadable(bundle.day, error.of(named(chunk))) for bundle in chunk]


def _of(bundle: Bundle, loads: Sequence[Profile]) -> list[Profile]:
    """The profiles of one bundle; a partition without a row is a fact too."""
    mine = [load for load in loads if bundle.day in (None, load.partition)]
    if not mine and bundle.day is not None:
        mine = [Profile(partition=bundle.day, schema=bundle.kinds)]
    way, forms, left = bundle.delimiters[-1:], bundle.day_forms, bundle.left_out
    return [replace(load, delimiter="".join(way), day_forms=forms, left_out=left) for load in mine]
