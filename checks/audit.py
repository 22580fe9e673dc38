"""What the checks say of a pipeline's tables at one moment. A check that fails says so; the others go on."""

import logging
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import Any
from zoneinfo import ZoneInfo

from checks.asks import Answer, Ask, Unanswered
from checks.before import BeforeThen, nothing_before
from checks.candidate import Candidate
from checks.catalog import asked, catalog
from checks.consequences import joined
from checks.declared import Table
from checks.first_rows import with_rows
from checks.history import History
from checks.measured import measured
from checks.overtaken import CHECKS, overtaken, told
from checks.profiles.answering import Answering
from checks.profiles.candidates import next_number
from checks.profiles.keeping import remember, remembered
from checks.profiles.observed import observe
from checks.profiles.profile import Profile
from checks.profiles.referred import TrainingSet, training_set
from checks.profiles.remembered import Remembered
from checks.profiles.survey import Kept, Survey, survey
from checks.profiles.suspected import settled
from checks.runs import Run, known_by
from checks.sensitivity import Sensitivity
from checks.sources.misdeclared import misdeclared
from checks.sources.opening import Opened, Place
from checks.sources.tables import SourceError, Unreadable, reason
from checks.sources.whole import Whole
from checks.statistics.habit import longest_pause
from checks.verdict import Outcome, Verdict

log = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]
"""Table, partitions profiled, partitions to profile."""
RunsOf = Callable[[str], Sequence[Run]]
"""Every run of the jobs that make a table's partitions; raises `SourceError` where they cannot be read."""

NOT_SEEN = (
    "it has no days, and was not looked at by then: what it held cannot be told, or replayed, for the time "
    "before the first look at it"
)
LEARNED_GAP_DAYS = 28
JUDGED_DAYS = 28


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be checked, and why.

    `day` is the newest partition that it is about; `columns` are those that are named and not there.
    """

    table: str
    what: str
    day: date | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """The verdicts on one pipeline's tables as of one moment.

    `errors` say what could not be checked; `judged` are the partitions that the verdicts on a table rest on.
    """

    as_of: datetime
    verdicts: Sequence[Verdict]
    errors: Sequence[Trouble]
    judged: Mapping[str, Sequence[date]]
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    """The column of each table that would be worth watching next."""
    sensitivity: Callable[[], Sequence[Sensitivity]] = tuple
    """What the checks would have caught: measured when it is asked for."""
    references: Mapping[str, str] = field(default_factory=dict)
    """The mark of each table's training set: another one when its rows have changed."""


class Auditor:
    """Surveys the tables of one pipeline once, then judges them as of any moment up to `until`.

    Tables without days are looked at `now`: what they held then is known from that moment on. A replay of
    which little is told asks for the failing rows of that alone (`shows_rows`).
    """

    def __init__(
        self,
        tables: Mapping[str, tuple[Place, Table]],
        kept: Kept,
        zone: ZoneInfo,
        until: datetime | None = None,
        holidays: Callable[[], frozenset[date]] = frozenset,
        progress: Progress | None = None,
        runs: RunsOf | None = None,
        now: datetime | None = None,
        before: BeforeThen = nothing_before,
    ) -> None:
        self.zone, self._holidays, self._before = zone, holidays, before
        self.tables = {name: table for name, (_, table) in tables.items()}
        self.places = {name: place for name, (place, _) in tables.items()}
        self.surveys: dict[str, Survey] = {}
        self.memos: dict[str, dict[Any, Any]] = {}
        self.remembered: dict[str, Remembered] = {}
        self.training: dict[str, TrainingSet] = {}
        self.periods: dict[str, Sequence[Profile]] = {}
        self._kept = kept
        self.shows_rows: Callable[[Verdict], bool] = lambda _: True
        self.troubles: list[Trouble] = []
        opened = Opened()
        last = until.astimezone(zone).date() if until else None
        for name, (place, table) in tables.items():
            report = None if progress is None else (lambda done, of, name=name: progress(name, done, of))
            try:
                source = opened.table(place, name, table)
                if isinstance(source, Whole):
                    found: Survey = observe(source, kept, _said(now or until), zone, report)
                else:
                    found = survey(source, kept, last, report)
                self.troubles += [Trouble(name, said) for said in misdeclared(found.table, found.bundles)]
            except SourceError as error:
                self.troubles.append(Trouble(name, str(error), columns=error.columns))
                continue
            except Exception as error:  # whatever an engine raises, the other tables are still to be read
                log.debug("table %s cannot be surveyed", name, exc_info=True)
                self.troubles.append(Trouble(name, f"cannot be read ({reason(error)})"))
                continue
            self.surveys[name] = found
            self.remembered[name] = remembered(kept, found.table.identity)
            self._read_reference(opened, place, name, table)
        self.answering = Answering(self.surveys, zone, self.training)
        self.runs = {name: self._read_runs(name, runs) for name in self.surveys}

    def judge_by(self, name: str, found: Survey) -> None:
        """Judge a table by another survey of it from now on."""
        self.surveys[name] = found
        self.memos.pop(name, None)
        self.remembered.setdefault(name, Remembered())
        self.runs.setdefault(name, ())
        self.answering = Answering(self.surveys, self.zone, self.training)

    def audit(self, as_of: datetime, only: str | None = None) -> Audit:
        """Everything the checks say, of all tables or of one, knowing only what was loaded by then."""
        verdicts: list[Verdict] = []
        errors = list(self.troubles)
        judged: dict[str, Sequence[date]] = {}
        candidates: dict[str, Candidate] = {}
        heard: list[tuple[History, Sequence[Verdict]]] = []
        for name in self.tables:
            if name not in self.surveys or only not in (None, name):
                continue
            errors += _unread(name, self.surveys[name].unreadable_by(as_of, self.zone))
            try:
                history = self.history(name, as_of)
            except Exception as error:  # files may vanish between the survey and now
                log.debug("table %s cannot be read as of %s", name, as_of, exc_info=True)
                errors.append(Trouble(name, f"cannot be read as of {as_of:%-d %b %H:%M} ({reason(error)})"))
                continue
            if history.judged and (free := next_number(self.tables[name], history.judged[-1])):
                candidates[name] = free
            unanswered = (said for said in history.answers.values() if isinstance(said, Unanswered))
            errors += [Trouble(name, said.why) for said in unanswered]
            if stale := _stale(history, self.surveys[name].first_look):
                errors.append(Trouble(name, stale))
            else:
                judged[name] = [each.partition for each in history.judged[-JUDGED_DAYS:]]
            before = [joined(_judge(each, errors, CHECKS)) for each in overtaken(history)]
            said = joined(_judge(history, errors))
            heard.append((history, said))
            for found in reversed(before):
                said += told(found, said)
            for verdict in said:
                sure = self._settled(self.surveys[name], verdict, as_of, errors)
                asks = self.shows_rows(sure)
                verdicts.append(self._with_rows(self.surveys[name], sure, as_of, errors) if asks else sure)
            remember(self._kept, self.surveys[name].table.identity, self.remembered[name])
        sensitivity = cache(lambda: [each for table in heard for each in measured(*table)])
        marks = {name: found.mark for name, found in self.training.items()}
        return Audit(as_of, verdicts, errors, judged, candidates, sensitivity, marks)

    def history(self, name: str, as_of: datetime) -> History:
        """What is known of one table at a moment; a table that cannot be surveyed is a KeyError."""
        known = self.surveys[name].known(as_of, self.zone)
        unreadable = frozenset(
            part.day for part in self.surveys[name].unreadable_by(as_of, self.zone) if part.day
        )
        memo, runs = self.memos.setdefault(name, {}), self.runs[name]
        then = None if runs is None else known_by(runs, as_of)
        table, answers = self.tables[name], self._answers(name, as_of)
        return History(
            name,
            table,
            known,
            as_of,
            self.zone,
            self.holidays,
            unreadable,
            memo,
            self.remembered[name],
            then,
            answers,
            self.training.get(name),
            self._before(as_of).references.get(name),
            self._before(as_of).bad.get(name, {}),
            self.periods.get(name),
        )

    @cached_property
    def holidays(self) -> frozenset[date]:
        """Asked for when something is judged: a country's are a fifth of a second that no query waits for."""
        return self._holidays()

    def _answers(self, name: str, as_of: datetime) -> dict[Ask, Answer]:
        """What the rows themselves say to those checks that ask them."""
        return {ask: self.answering.answer(ask, as_of) for ask in asked(name, self.tables[name])}

    def _read_reference(self, opened: Opened, place: Place, name: str, table: Table) -> None:
        """Read the training set of a table; why it cannot be read is told, and the other checks go on."""
        try:
            found = training_set(opened, place, name, table, self._kept)
        except SourceError as error:
            self.troubles.append(Trouble(name, str(error)))
        else:
            self.training |= {name: found} if found else {}

    def _read_runs(self, name: str, runs: RunsOf | None) -> Sequence[Run] | None:
        """The runs of a table; None, and why, where they cannot be read: the other checks go on."""
        try:
            return runs(name) if runs else ()
        except Exception as error:  # whatever an engine raises
            log.debug("runs of table %s cannot be read", name, exc_info=True)
            self.troubles.append(Trouble(name, f"its runs cannot be read ({reason(error)})"))
            return None

    def _settled(self, surveyed: Survey, verdict: Verdict, as_of: datetime, errors: list[Trouble]) -> Verdict:
        """What was suspected, borne out by the rows or not."""
        try:
            return settled(surveyed, verdict, as_of)
        except Exception as error:  # whatever an engine raises
            log.debug("rows of %s cannot be looked into", verdict, exc_info=True)
            said = f"rows of {verdict.check} cannot be looked into ({reason(error)})"
            errors.append(Trouble(verdict.table, said))
            return replace(
                verdict, outcome=Outcome.NOT_ENOUGH_DATA, needs="rows that can be read", suspected=None
            )

    def _with_rows(
        self, surveyed: Survey, verdict: Verdict, as_of: datetime, errors: list[Trouble]
    ) -> Verdict:
        """The breach with the first rows it is about; `since` becomes the time of the very first."""
        try:
            return with_rows(surveyed, verdict, as_of, self.zone)
        except Exception as error:  # a breach without its rows is still a breach
            log.debug("rows of %s cannot be shown", verdict, exc_info=True)
            said = f"rows of {verdict.check} cannot be shown ({reason(error)})"
            errors.append(Trouble(verdict.table, said))
            return verdict


def _said(now: datetime | None) -> datetime:
    if now is None:
        raise SourceError("a table without days is looked at now: say when that is")
    return now


def _unread(name: str, parts: Sequence[Unreadable]) -> list[Trouble]:
    """What hinders several partitions alike is told once, with the newest of them."""
    newest: dict[str, date | None] = {}
    for part in sorted(parts, key=lambda each: each.day or date.min):
        newest[part.what] = part.day
    return [Trouble(name, what, day) for what, day in newest.items()]


def _judge(history: History, troubles: list[Trouble], only: Container[str] | None = None) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for name, check in catalog().items():
        if only is not None and name not in only:
            continue
        try:
            verdicts += check.judge(history)
        except Exception as error:  # a fault in one check must not silence the others
            log.debug("check %s of table %s failed", name, history.name, exc_info=True)
            said = f"check {name} failed: {type(error).__name__}: {error}"
            troubles.append(Trouble(history.name, said))
            verdicts.append(
                Verdict(check=name, table=history.name, outcome=Outcome.NOT_ENOUGH_DATA, needs=said)
            )
    return verdicts


def _stale(history: History, first_look: datetime | None) -> str:
    """Why the newest partition says nothing of today; empty where it does.

    A missing one is finish_window's to tell. Without a window, no more days may pass than the longest gap
    of the last 28 days.
    """
    days = [each.partition for each in history.judged]
    if not days:
        if first_look is None:
            return "no partition is there yet"
        known = first_look.astimezone(history.zone)
        return f"{NOT_SEEN}; its first state is known from {known:%-d %b %Y %H:%M} on"
    if history.table.finish_by is not None:
        return ""
    pause = longest_pause(days, timedelta(days=LEARNED_GAP_DAYS)) or 1
    since = history.last_days((history.today - days[-1]).days - 1)
    off = sum(day in history.holidays for day in since)
    if history.today - timedelta(days=1 + off + pause) <= days[-1]:
        return ""
    return f"no partition since {days[-1]:%-d %b %Y}: the newest data is too old to be judged"
