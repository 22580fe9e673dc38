"""One partition, or a file that is to become one, judged as if it were the newest of its table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from checks.agreement import logical
from checks.audit import Audit, Auditor
from checks.catalog import asked
from checks.declared import Table
from checks.profiles.duplicates import duplicates
from checks.profiles.grouping import Group
from checks.profiles.keeping import are_numbers
from checks.profiles.keys import with_duplicates
from checks.profiles.profile import Profile
from checks.profiles.survey import Kept, KeptNowhere, Survey, survey
from checks.profiles.upto import EVER, up_to, with_batch
from checks.sources.files import FilesTable
from checks.sources.opening import Opened
from checks.sources.schemas import Schema
from checks.sources.staged import Staged, columns_of, day_in_path, staged
from checks.sources.tables import SourceError

DAY_LONG, SECOND = timedelta(days=1), timedelta(seconds=1)
NUMBER = "number"
"""What a text file says of any number."""

OF_TIME: Mapping[str, None] = dict.fromkeys(("finish_by", "freshness", "run_log"))
"""What is declared of when the rows come: whether they may be used is told by what they are."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the checks say of one partition; `nothing` says why it could not be looked at at all, `taken_for`
    which day a batch was taken for that names none."""

    day: date | None
    as_of: datetime
    rows: int = 0
    audit: Audit | None = None
    nothing: str = ""
    taken_for: str = ""


class ReadMostly:
    """Kept profiles for a look at one partition: those of new partitions are kept, but not the numbers that
    were worked out, since a look at one forgets those of all the others."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def kept(self, identity: str) -> Mapping[Group, tuple[str, bytes]]:
        """Everything that is kept of one table."""
        return self._kept.kept(identity)

    def keep(self, identity: str, profiles: Mapping[Group, tuple[str, bytes]]) -> None:
        """Add profiles."""
        if not are_numbers(identity):
            self._kept.keep(identity, profiles)

    def forget(self, identity: str, groups: Iterable[Group]) -> None:
        """Drop profiles whose rows have changed."""
        self._kept.forget(identity, groups)


def contents_only(table: Table) -> Table:
    """A table as declared, but for what is declared of the time of its coming."""
    return table.model_copy(update=OF_TIME)


def beside(name: str, table: Table) -> set[str]:
    """The other tables whose rows the checks of a table ask."""
    return {other for ask in asked(name, table) for other in ask.others}


def partition(auditor: Auditor, name: str, day: date, seen_by: datetime) -> Judged:
    """A partition of the table, with the rows that were loaded by a moment."""
    if name not in auditor.surveys:
        return Judged(day, seen_by, nothing=unread(auditor, name))
    found = up_to(auditor.surveys[name], seen_by)
    auditor.judge_by(name, found)
    as_of = _evening(auditor, day, seen_by)
    if day not in found.known(as_of, auditor.zone):
        return Judged(day, as_of, nothing=_missing(found, auditor, day, as_of))
    return _judged(auditor, name, day, as_of)


def each(auditor: Auditor, name: str, first: date, last: date, now: datetime) -> Iterator[Judged]:
    """Every partition of a period that is there, as if it were the newest.

    A declared reference is known as a whole: its own first days are compared with those that came after them.
    """
    found = up_to(auditor.surveys[name], now)
    auditor.judge_by(name, found)
    if period := auditor.tables[name].period:
        known = found.known(now, auditor.zone)
        auditor.periods[name] = [profile for day, profile in known.items() if day in period]
    days = {load.partition for load in found.loads} | {part.day for part in found.unreadable if part.day}
    for day in sorted(day for day in days if first <= day <= last):
        as_of = _evening(auditor, day, now)
        if day in found.known(as_of, auditor.zone):
            yield _judged(auditor, name, day, as_of)
        else:
            yield Judged(day, as_of, nothing=_missing(found, auditor, day, as_of))


def batch(auditor: Auditor, name: str, file: Path, said: date | None, now: datetime) -> Judged:
    """A file as if it were the newest partition: of the day in its rows or in its path, or of the day that
    was `said`, or else of the day after the newest."""
    place, table = auditor.places[name], auditor.tables[name]
    history = auditor.surveys.get(name)
    like = history.table if history else Opened().table(place, name, table)
    if not isinstance(like, FilesTable):
        return Judged(
            said, now, nothing=f"{name} lies in a database: load the batch, and name its --partition"
        )
    try:
        columns = columns_of(like, file)
        in_path = day_in_path(like, file)
        named = in_path or said or _next(history, now, auditor)
        in_rows = like.cut_by in columns and not (in_path and like.days.are_declared)
        day = None if in_rows else named
        with staged(like, file, day) as alone:
            judged = _of_staged(auditor, name, alone, file, named, now)
        if in_path or said or (in_rows and judged.rows) or judged.day is None:
            return judged
        return replace(judged, taken_for=_taken_for(judged.day, history))
    except SourceError as error:
        return Judged(said, now, nothing=str(error))


def _of_staged(auditor: Auditor, name: str, alone: Staged, file: Path, named: date, now: datetime) -> Judged:
    found = survey(alone, KeptNowhere())
    if found.unreadable:
        raise SourceError(found.unreadable[0].what)
    days = sorted({load.partition for load in found.loads}) or [named]
    if len(days) > 1:
        said = f"{days[0]}, {days[1]}{' …' if len(days) > 2 else ''}"
        return Judged(
            None, now, nothing=f"{file} has rows of {len(days)} days ({said}): give one day at a time"
        )
    history = auditor.surveys.get(name)
    whole = replace(found, table=history.table) if history else found
    if history:
        whole = with_batch(history, found, days[0], _like(history, found, days[0]))
    auditor.judge_by(name, up_to(whole, EVER))
    judged = _judged(auditor, name, days[0], _evening(auditor, days[0], now))
    assert judged.audit is not None
    errors = [replace(each, what=alone.in_words_of(each.what, file)) for each in judged.audit.errors]
    return replace(judged, audit=replace(judged.audit, errors=errors))


def _like(history: Survey, found: Survey, day: date) -> tuple[Profile, ...]:
    """The batch's profiles, as they would be if it lay in the table: with the keys that are there already,
    without the partition column where that stands in the table's path, and with the table's words for
    numbers, of which a text file knows one only."""
    table = history.table
    kinds = dict(next((bundle.kinds for bundle in reversed(history.bundles) if bundle.schema), ()))
    loads = [replace(load, schema=_in_words_of(kinds, load.schema)) for load in found.loads]
    if table.table.key and table.table.unique_within == "table":
        old = [bundle for bundle in history.bundles if bundle.day != day]
        counted = duplicates(table, found.bundles, [*old, *found.bundles])
        loads = with_duplicates(loads, counted)
    if not any(bundle.day for bundle in history.bundles):
        return tuple(loads)
    return tuple(_without(load, table.cut_by) for load in loads)


def _in_words_of(kinds: Mapping[str, str], schema: Schema) -> Schema:
    def said(name: str, kind: str) -> str:
        before = kinds.get(name, kind)
        numbers = {logical(before), logical(kind)} <= {"integer", "number"}
        return before if numbers and NUMBER in (before, kind) else kind

    return tuple((name, said(name, kind)) for name, kind in schema)


def _without(load: Profile, name: str) -> Profile:
    schema = tuple(column for column in load.schema if column[0] != name)
    return replace(
        load, schema=schema, columns={key: load.columns[key] for key in load.columns if key != name}
    )


def _next(history: Survey | None, now: datetime, auditor: Auditor) -> date:
    days = [load.partition for load in history.loads] if history else []
    return max(days) + DAY_LONG if days else now.astimezone(auditor.zone).date()


def _taken_for(day: date, history: Survey | None) -> str:
    newest = "the day after the newest partition" if history and history.loads else ""
    why = newest or "today, since the table has no partition yet"
    return (
        f"no day stands in its rows or its path: taken for {day:%a %-d %b}, {why} (--as-of DAY names another)"
    )


def _evening(auditor: Auditor, day: date, seen_by: datetime) -> datetime:
    """From the end of the partition's day on, and not later than the evening after: then it is the newest."""
    start, end = (
        datetime.combine(day + DAY_LONG * after, time(), auditor.zone).astimezone(seen_by.tzinfo)
        for after in (1, 2)
    )
    return min(max(seen_by, start), end - SECOND)


def _judged(auditor: Auditor, name: str, day: date, as_of: datetime) -> Judged:
    known = auditor.surveys[name].known(as_of, auditor.zone)
    return Judged(day, as_of, known[day].rows, auditor.audit(as_of, only=name))


def unread(auditor: Auditor, name: str) -> str:
    """Why a table cannot be read."""
    return "; ".join(trouble.what for trouble in auditor.troubles if trouble.table == name)


def _missing(found: Survey, auditor: Auditor, day: date, as_of: datetime) -> str:
    """Why a partition is not there."""
    broken = [part.what for part in found.unreadable_by(as_of, auditor.zone) if part.day == day]
    if broken:
        return broken[0]
    days = sorted({load.partition for load in found.loads})
    if day in days:
        return f"no row of the partition {day} was loaded by then"
    there = f"the newest is {days[-1]}, the oldest {days[0]}" if days else "there is none yet"
    return f"there is no partition {day}: {there}"
