"""A folder that nobody described, replayed table by table: each morning knows only what was known then."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.app import auditor
from bot.commands._days import days_at
from bot.commands._places import nothing_in
from bot.domain.audit import kept
from bot.domain.finding import Finding, from_verdict
from bot.domain.hindsight import (
    BEFORE,
    Alarm,
    Hindsight,
    Level,
    Outage,
    Replayed,
    Watch,
    first_of,
    is_explained,
    looked_back,
)
from bot.domain.triage import rank
from bot.settings.load import Settings
from bot.settings.propose import no_days
from bot.settings.watched import NAME, judged_at, settings_of
from checks.audit import Audit, Auditor
from checks.profiles.missing import held, share
from checks.profiles.profile import Profile
from checks.profiles.survey import KeptNowhere
from checks.sources.folder import Found, tables_in
from checks.sources.look import Look, look
from checks.sources.opening import Opened
from checks.sources.tables import SourceError
from checks.verdict import Outcome, Verdict

MORNING = time(9)
WEEK = timedelta(days=7)
"""So long nothing is said of new data, and so long after its end nothing is."""
YEAR = timedelta(days=366)
"""So long before the first outage a replay begins, if the data goes back that far."""

Report = Callable[[str, int, int], None]
Progress = Callable[[str], AbstractContextManager[Report | None]]
"""Reports what is done of a unit, where somebody watches."""


class NothingToReplayError(Exception):
    """No table of the folder can be replayed; says why."""


def hindsight(
    given: Path, outages: Sequence[Outage], to: date | None, today: date, progress: Progress
) -> Hindsight:
    """Replay every table of a folder, or of one file. Raises `NothingToReplayError`."""
    root = (given.parent if given.is_file() else given).resolve()
    found = tables_in(given)
    if not found:
        raise NothingToReplayError(f"{given} {nothing_in(given)}")
    tables: list[Replayed] = []
    left_out: dict[str, str] = {}
    for each in found:
        try:
            seen = look(Opened(), root, each)
            tables.append(_replayed(seen, root, outages, to, today, progress))
        except SourceError as error:
            left_out[each.name] = str(error)
    if not tables:
        raise NothingToReplayError(_nothing(given, found, left_out))
    return looked_back(str(given), outages, tables, left_out)


def _nothing(given: Path, found: Sequence[Found], left_out: dict[str, str]) -> str:
    said = [
        f"no table of {given} can be replayed:",
        *(f"{each.name}: {left_out[each.name]}" for each in found),
    ]
    return "\n".join(said)


def _replayed(
    seen: Look, root: Path, outages: Sequence[Outage], to: date | None, today: date, progress: Progress
) -> Replayed:
    if seen.newest is None:
        raise SourceError(f"{no_days(seen)}: what it held on which day cannot be told")
    last = _last(seen.newest, outages, to, today)
    settings, pipeline = settings_of(seen, root)
    (until,) = days_at(settings, [last])
    with progress("partitions") as report:
        ready = auditor(settings, pipeline, KeptNowhere(), until, report)
    if seen.name not in ready.surveys:
        raise SourceError("; ".join(each.what for each in ready.troubles))
    days = sorted({load.partition for load in ready.surveys[seen.name].loads})
    if seen.newest > today and (not days or days[0] > today):
        raise SourceError(
            f"its days lie in the future (up to {seen.newest}): nothing can be judged before they have come"
        )
    if not days:
        raise SourceError("; ".join(each.what for each in ready.troubles) or "no day of it can be read")
    first = max(days[0] + WEEK + timedelta(days=1), min(each.day for each in outages) - YEAR)
    if first > last:
        raise SourceError(
            f"its data goes from {days[0]} to {days[-1]}, and the first week is only learned from: "
            f"nothing can be judged up to {last}"
        )
    settings = judged_at(settings, _hour(ready.surveys[seen.name].loads))
    return _heard(ready, settings, seen.name, (first, last), outages, progress)


def _hour(loads: Sequence[Profile]) -> time:
    """When a day is judged: in the morning, or an hour after nine of ten days have landed. While it is being
    loaded, a day would look as if half of it were lost."""
    landed = [
        each.last_loaded - datetime.combine(each.partition, time(), UTC) - timedelta(days=1)
        for each in loads
        if each.last_loaded
    ]
    usual = sorted(landed)[len(landed) * 9 // 10] if landed else timedelta()
    hour = usual // timedelta(hours=1) + 2
    return time(hour) if MORNING.hour < hour < 24 else MORNING


def _last(newest: date, outages: Sequence[Outage], to: date | None, today: date) -> date:
    """The last morning: after the newest day, and up to the last outage where the data stopped before it."""
    end = newest + timedelta(days=1)
    outage = max(each.day for each in outages)
    wanted = to or max(end, outage)
    return min(wanted, end + BEFORE, today)


def _heard(
    ready: Auditor,
    settings: Settings,
    table: str,
    span: tuple[date, date],
    outages: Sequence[Outage],
    progress: Progress,
) -> Replayed:
    first, last = span
    ready.shows_rows = lambda _: False
    watch = Watch()
    troubles = dict.fromkeys(each.what for each in ready.troubles)
    moments = days_at(settings, [first + timedelta(days=at) for at in range((last - first).days + 1)])
    with progress("days") as report:
        for done, moment in enumerate(moments):
            if report:
                report(table, done, len(moments))
            audit = ready.audit(moment)
            watch.hear(kept(NAME, moment, audit), _found(audit, settings))
            troubles |= dict.fromkeys(each.what for each in audit.errors)
    alarms = list(_with_rows(ready, settings, watch.alarms, outages))
    told = [each for each in alarms if is_explained(each, outages)]
    columns = dict.fromkeys(name for each in told for name in each.columns)
    levels = dict.fromkeys(each.level for each in told if each.level)
    days = ready.surveys[table].known(moments[-1], ready.zone)
    return Replayed(
        table=table,
        first=first,
        last=last,
        at=settings.deployment.schedule.checks,
        alarms=alarms,
        rows={day: profile.rows for day, profile in days.items()},
        missing={name: _missing(days, name) for name in columns},
        middle={name: _middle(days, name) for name in columns},
        held={level: _held(days, level) for level in levels},
        troubles=list(troubles),
    )


def _found(audit: Audit, settings: Settings) -> Sequence[Finding]:
    (pipeline,) = settings.pipelines
    breaches = (each for each in audit.verdicts if each.outcome is Outcome.BREACH)
    return rank((from_verdict(each, pipeline) for each in breaches), {})


def _with_rows(
    ready: Auditor, settings: Settings, alarms: Sequence[Alarm], outages: Sequence[Outage]
) -> Iterator[Alarm]:
    """The alarms; those that may be named first with the first rows they were about. Only these are asked
    for: a query takes as long as the checks of a morning."""
    firsts = [first_of(each, alarms) for each in outages]
    for alarm in alarms:
        if alarm not in firsts:
            yield alarm
            continue
        ready.shows_rows = _is_about(alarm)
        (moment,) = days_at(settings, [alarm.told])
        found = {each.fingerprint: each for each in _found(ready.audit(moment), settings)}
        yield replace(alarm, first=found.get(alarm.first.fingerprint, alarm.first))


def _is_about(alarm: Alarm) -> Callable[[Verdict], bool]:
    about = alarm.first.check, alarm.first.column, alarm.first.segment
    return lambda said: (said.check, said.column, said.segment) == about


def _missing(days: Mapping[date, Profile], column: str) -> dict[date, float]:
    return {day: share(each, column) for day, each in days.items() if column in each.columns and each.rows}


def _middle(days: Mapping[date, Profile], column: str) -> dict[date, float]:
    """The middle value of a number on each day; a column that is no number has none."""
    spread = {day: each.columns[column].distribution for day, each in days.items() if column in each.columns}
    return {day: each.quantile(0.5) for day, each in spread.items() if each is not None and each.rows}


def _held(days: Mapping[date, Profile], level: Level) -> dict[date, float]:
    column, value = level
    return {
        day: held(each, column, value) for day, each in days.items() if column in each.columns and each.rows
    }
