"""What would have been said about past outages, how early, and how much was said beside. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.domain.audit import Audit
from bot.domain.finding import Finding
from bot.domain.incident import Incident, loudest
from bot.domain.reconcile import REOPEN_WITHIN, Gone, Opened, Reopened, reconcile
from checks.verdict import Urgency

BEFORE, AFTER = timedelta(days=14), timedelta(days=7)
"""What begins so long before an outage may be its cause, and so long after it its consequence."""


LEVEL_IN: Mapping[str, str] = {"new_level": "level", "disguised": "value"}
"""Kinds of findings that are about one level, and where their evidence names it."""

Level = tuple[str, str]
"""A column, and one of its values as it is kept."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A day that somebody remembers, and perhaps what happened."""

    day: date
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What people would have been told: an incident from the morning it was opened to that of its end.

    `first` is its leading finding as it was told that morning, `with_it` counts those told with it, `seen` is
    that finding as it was on each morning; `over` is None where it was still open on the last.
    """

    table: str
    told: date
    first: Finding
    with_it: int
    loudest: Urgency
    paged: date | None
    over: date | None = None
    seen: Mapping[date, Finding] = field(default_factory=dict)

    @property
    def level(self) -> Level | None:
        """The level of its column that it is about: a new one, or a word for missing values."""
        return level_of(self.first)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is about; none where it is about the whole table."""
        column = self.first.column
        return (column,) if isinstance(column, str) else column or ()

    def is_open_on(self, day: date) -> bool:
        """Whether it stood on that day."""
        return self.told <= day and (self.over is None or day < self.over)

    def foretold(self, outage: Outage) -> bool:
        """Whether it was told by then, and still stood or had begun at most two weeks before."""
        return self.told <= outage.day and (self.is_open_on(outage.day) or self.told >= outage.day - BEFORE)

    def followed(self, outage: Outage) -> bool:
        """Whether it was told in the week after."""
        return outage.day < self.told <= outage.day + AFTER

    def urgency_by(self, day: date) -> Urgency:
        """How loud it had become by that day."""
        return Urgency.PAGE if self.paged and self.paged <= day else self.first.urgency

    def as_of(self, day: date) -> Finding:
        """The finding as it was known on that day."""
        return self.seen.get(max((each for each in self.seen if each <= day), default=self.told), self.first)


def level_of(finding: Finding) -> Level | None:
    """The level that a finding is about, if it is about one."""
    column = finding.column if isinstance(finding.column, str) else (finding.column or ("",))[0]
    value = finding.evidence.get(LEVEL_IN.get(str(finding.evidence.get("kind")), ""))
    return (column, str(value)) if column and value is not None else None


class Watch:
    """Hears one audit after the other, and remembers what people would have been told."""

    def __init__(self) -> None:
        self._known: dict[int, Incident] = {}
        self._standing: dict[int, Alarm] = {}
        self._over: list[Alarm] = []

    @property
    def alarms(self) -> list[Alarm]:
        """Everything that was told, in its order."""
        return sorted([*self._over, *self._standing.values()], key=lambda each: each.told)

    def hear(self, audit: Audit, found: Sequence[Finding]) -> None:
        """The next morning: incidents are opened and end as they do in the bot."""
        now = audit.as_of
        known = [each for each in self._known.values() if not _is_long_over(each, now)]
        for change in reconcile(audit, found, known, now):
            incident = change.incident
            if isinstance(change, Opened):
                incident = replace(incident, id=len(self._known) + 1)
            self._known[incident.id] = incident
            if isinstance(change, Opened | Reopened):
                self._standing[incident.id] = _opened(incident, now.date())
            elif isinstance(change, Gone):
                self._over.append(replace(self._standing.pop(incident.id), over=now.date()))
        for id_, alarm in self._standing.items():
            self._standing[id_] = _seen(alarm, self._known[id_], now.date())


def _is_long_over(incident: Incident, now: datetime) -> bool:
    return incident.resolved_at is not None and now - incident.resolved_at > REOPEN_WITHIN


def _opened(incident: Incident, today: date) -> Alarm:
    return Alarm(
        table=incident.lead.table,
        told=today,
        first=incident.lead,
        with_it=len(incident.findings) - 1,
        loudest=incident.urgency,
        paged=None,
    )


def _seen(alarm: Alarm, incident: Incident, today: date) -> Alarm:
    same = [each for each in incident.findings if each.fingerprint == alarm.first.fingerprint]
    return replace(
        alarm,
        loudest=loudest([alarm.loudest, incident.urgency]),
        paged=alarm.paged or (today if incident.pages else None),
        seen={**alarm.seen, today: same[0]} if same else alarm.seen,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A table, the mornings on which it was judged (both included), and what was told of it.

    `at` is the hour, in UTC; `rows` are the rows of each day; `missing` is the share of a column that is
    missing, `middle` the middle value of a number, by day, for columns that are told of; `held` the share of
    rows that hold a level that is told of. `troubles` could not be checked.
    """

    table: str
    first: date
    last: date
    alarms: Sequence[Alarm]
    at: time = time(9)
    rows: Mapping[date, int] = field(default_factory=dict)
    missing: Mapping[str, Mapping[date, float]] = field(default_factory=dict)
    middle: Mapping[str, Mapping[date, float]] = field(default_factory=dict)
    held: Mapping[Level, Mapping[date, float]] = field(default_factory=dict)
    troubles: Sequence[str] = ()

    def weeks_beside(self, outages: Sequence[Outage]) -> float:
        """The weeks of its mornings that are near no outage: what is told in them is a false alarm."""
        days = (self.first + timedelta(days=at) for at in range((self.last - self.first).days + 1))
        return sum(not any(_is_near(day, each) for each in outages) for day in days) / 7


def _is_near(day: date, outage: Outage) -> bool:
    return outage.day - BEFORE <= day <= outage.day + AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """An outage, what was told before it (the first to name first), and what came first after it.

    `blind` says why nothing can be known of that day.
    """

    outage: Outage
    before: Sequence[Alarm] = ()
    after: Alarm | None = None
    blind: str = ""

    @property
    def first(self) -> Alarm | None:
        """The alarm that people would have heard first."""
        return self.before[0] if self.before else None

    @property
    def days_early(self) -> int | None:
        """How many days before the outage that was."""
        return (self.outage.day - self.first.told).days if self.first else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindsight:
    """The whole answer; `left_out` says why other tables were not replayed."""

    folder: str
    outages: Sequence[Foretold]
    tables: Sequence[Replayed]
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def remembered(self) -> list[Outage]:
        """The outages alone."""
        return [each.outage for each in self.outages]

    def unexplained(self, table: Replayed) -> list[Alarm]:
        """What was told of a table and no outage explains."""
        return [each for each in table.alarms if not is_explained(each, self.remembered)]

    @property
    def false_alarms(self) -> list[Alarm]:
        """What no outage explains, of all tables, in the order of telling."""
        found = [alarm for table in self.tables for alarm in self.unexplained(table)]
        return sorted(found, key=lambda each: each.told)


def is_explained(alarm: Alarm, outages: Sequence[Outage]) -> bool:
    """Whether it was told before an outage and is connected with it, or came of one."""
    return any(alarm.foretold(each) or alarm.followed(each) for each in outages)


def looked_back(
    folder: str, outages: Sequence[Outage], tables: Sequence[Replayed], left_out: Mapping[str, str]
) -> Hindsight:
    """What was told of each outage."""
    said = [_foretold(each, tables) for each in sorted(outages, key=lambda each: each.day)]
    return Hindsight(folder=folder, outages=said, tables=tables, left_out=left_out)


def _foretold(outage: Outage, tables: Sequence[Replayed]) -> Foretold:
    if blind := _blind(outage, tables):
        return Foretold(outage=outage, blind=blind)
    alarms = [alarm for table in tables for alarm in table.alarms]
    before = _before(outage, alarms)
    after = min((each for each in alarms if each.followed(outage)), key=lambda each: each.told, default=None)
    return Foretold(outage=outage, before=before, after=after)


def first_of(outage: Outage, alarms: Sequence[Alarm]) -> Alarm | None:
    """Of some alarms, the one that would be named first, if one foretold the outage."""
    return next(iter(_before(outage, alarms)), None)


def _before(outage: Outage, alarms: Sequence[Alarm]) -> list[Alarm]:
    return sorted((each for each in alarms if each.foretold(outage)), key=lambda each: _order(each, outage))


def _order(alarm: Alarm, outage: Outage) -> tuple[bool, bool, date]:
    """What was told first; but a note calls nobody, and what was over by then or had stood for long is a less
    likely cause: to boast of it would be cheap where something else began shortly before and still stood."""
    likely = alarm.is_open_on(outage.day) and alarm.told >= outage.day - BEFORE
    return alarm.urgency_by(outage.day) is Urgency.NOTE, not likely, alarm.told


def _blind(outage: Outage, tables: Sequence[Replayed]) -> str:
    """Why nothing can be known of the day of an outage; empty where a table was judged then."""
    if any(each.first <= outage.day <= each.last for each in tables):
        return ""
    first, last = min(each.first for each in tables), max(each.last for each in tables)
    if outage.day < first:
        return f"judging begins on {first:%-d %b %Y}, a week after the data, which is after that day"
    return f"the data ends before it: the last morning that can be judged is {last:%-d %b %Y}"
