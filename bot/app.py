"""The composition root: the only file that knows everything."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from bot.clock import Clock, system_clock
from bot.domain.answer import Answer, Checked, CouldNotRun, answer
from bot.domain.audit import AuditFunction, AuditResult
from bot.domain.declared import Pipeline
from bot.domain.downstream import as_fed
from bot.domain.pace import SLACK, Rests
from bot.domain.triage import Heard, nobody_said
from bot.engine.owners import said_of_owners
from bot.settings.errors import did_you_mean
from bot.settings.holidays import days_off
from bot.settings.load import Settings
from bot.settings.places import place
from checks.audit import Audit, Auditor, Progress
from checks.before import Before, nothing_before
from checks.profiles.survey import Kept
from checks.runs import Run
from checks.sources.run_log import runs_in_log
from checks.verdict import Verdict

if TYPE_CHECKING:  # commands that send nothing do not pay for the ways to a person
    from bot.slack.http import HttpMode
    from bot.slack.socket import SocketMode
    from bot.store.store import Store

STOP_WITHIN = 3.0
"""Seconds for a message that is being sent when the bot stops; after a restart it is looked for."""

log = logging.getLogger(__name__)
Pings = Callable[[str, str], Sequence[Run]]
"""What pings told of the runs that make a pipeline's table."""
Remembers = Callable[[str, datetime], Before]
"""What was known of a pipeline's tables at a moment, from before."""
More = Callable[[Pipeline], Iterable[Verdict]]
"""What is to be said of a pipeline beside its tables."""


def _no_pings(pipeline: str, table: str) -> Sequence[Run]:
    """Where no store is asked."""
    return ()


def _nothing_before(pipeline: str, moment: datetime) -> Before:
    """Where no audit came before, or is not to be compared with."""
    return nothing_before(moment)


def nothing_more(pipeline: Pipeline) -> Sequence[Verdict]:
    """Where only the tables are asked."""
    return ()


class UnknownPipelineError(Exception):
    """A name that no file of the configuration declares."""


def named(settings: Settings, names: Sequence[str]) -> list[Pipeline]:
    """The pipelines with these names, or all; raises `UnknownPipelineError`."""
    known = {pipeline.pipeline: pipeline for pipeline in settings.pipelines}
    for name in names:
        if name not in known:
            raise UnknownPipelineError(f"there is no pipeline {name!r}: {did_you_mean(name, known)}")
    return [known[name] for name in dict.fromkeys(names)] if names else list(settings.pipelines)


def auditor(
    settings: Settings,
    pipeline: Pipeline,
    kept: Kept,
    until: datetime,
    progress: Progress | None = None,
    pings: Pings = _no_pings,
    now: datetime | None = None,
    before: Remembers = _nothing_before,
) -> Auditor:
    """Survey the tables of a pipeline, ready to be judged up to `until`; it is `now`, or else `until`."""
    sources, fed = settings.deployment.sources, as_fed(pipeline, settings.pipelines)
    tables = {name: (place(sources[table.source]), table) for name, table in fed.items()}
    holidays, runs = partial(holidays_near, pipeline, until), partial(_runs_of, settings, pipeline, pings)
    known = cache(partial(before, pipeline.pipeline))
    ready = Auditor(tables, kept, settings.zone(pipeline), until, holidays, progress, runs, now, known)
    where = partial(settings.where, pipeline.pipeline)
    ready.troubles = [
        replace(each, what=where(each.table, each.columns, each.what)) for each in ready.troubles
    ]
    return ready


def _runs_of(settings: Settings, pipeline: Pipeline, pings: Pings, name: str) -> Sequence[Run]:
    """The runs of the jobs that make a table, by its run log and by pings. Raises `SourceError`."""
    table, pinged = pipeline.tables[name], pings(pipeline.pipeline, name)
    log = table.run_log
    if log is None:
        return pinged
    where = place(settings.deployment.sources[log.source or table.source])
    return [*runs_in_log(where, log, table.day_offset), *pinged]


def holidays_near(pipeline: Pipeline, moment: datetime) -> frozenset[date]:
    """The holidays of a pipeline in the years that its checks look at."""
    return days_off(pipeline, range(moment.year - 3, moment.year + 2))


def audit_function(
    settings: Settings, kept: Kept, pings: Pings = _no_pings, before: Remembers = _nothing_before
) -> AuditFunction:
    """What the engine calls to run the checks of a pipeline, and to ask who owns what it reads."""
    more = partial(said_of_owners, settings)

    def audit(pipeline: Pipeline, as_of: datetime) -> AuditResult:
        ready = auditor(settings, pipeline, kept, as_of, pings=pings, before=before)
        return _with_more(ready.audit(as_of), pipeline, more)

    return audit


def _with_more(said: Audit, pipeline: Pipeline, more: More) -> Audit:
    return replace(said, verdicts=[*said.verdicts, *more(pipeline)])


def answers(
    settings: Settings,
    kept: Kept,
    moments: Sequence[datetime],
    names: Sequence[str] = (),
    progress: Progress | None = None,
    pings: Pings = _no_pings,
    now: datetime | None = None,
    before: Remembers = _nothing_before,
    more: More = nothing_more,
    heard: Heard = nobody_said,
) -> Iterator[Answer]:
    """The checks of the named pipelines, or of all, as of each moment in order; tables are surveyed once,
    those without days `now`, by default at the last of the moments.

    Nothing is sent, no incident is opened. A pipeline whose checks fail as a whole says so; the others go on.
    """
    audits = [
        (pipeline, _guarded_audits(settings, pipeline, kept, moments[-1], progress, pings, now, before, more))
        for pipeline in named(settings, names)
    ]
    for moment in moments:
        checked = [
            Checked(pipeline, audit(moment), settings.zone(pipeline), holidays_near(pipeline, moment))
            for pipeline, audit in audits
        ]
        yield answer(checked, moment, settings.pipelines, heard(moment))


def _guarded_audits(
    settings: Settings,
    pipeline: Pipeline,
    kept: Kept,
    until: datetime,
    progress: Progress | None,
    pings: Pings,
    now: datetime | None,
    before: Remembers,
    more: More,
) -> Callable[[datetime], AuditResult]:
    def guarded(run: Callable[[], Any]) -> Any:
        try:
            return run()
        except Exception as error:  # one pipeline must not keep the others from being checked
            log.debug("the checks of %s could not run", pipeline.pipeline, exc_info=True)
            return CouldNotRun.because(f"the checks could not run: {type(error).__name__}: {error}")

    ready = guarded(lambda: auditor(settings, pipeline, kept, until, progress, pings, now, before))
    if isinstance(ready, CouldNotRun):
        return lambda _: ready
    return lambda moment: guarded(lambda: _with_more(ready.audit(moment), pipeline, more))


def write_down(store: "Store", settings: Settings, said: Answer) -> None:
    """Keep what follows from an answer, as the engine does: findings, incidents, messages to be sent."""
    from bot.engine.check import check

    results = {each.pipeline.pipeline: each.result for each in said.checked}
    pipelines = [each.pipeline for each in said.checked]
    check(store, settings, lambda pipeline, _: results[pipeline.pipeline], pipelines, said.as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds between two looks at what is due, at calendars, and between two tries to reach Slack."""

    rounds: float = 5
    escalations: float = 1
    calendars: float = 30
    connecting: float = 10
    slack: Rests = SLACK
    """How long a channel of Slack rests after a message: nothing where a clock stands still."""


class Oakum:
    """The bot: a scheduler that ticks, a postman for each route, and the way in from Slack."""

    def __init__(self, settings: Settings, store: "Store", clock: Clock, pace: Pace | None = None) -> None:
        from apscheduler.schedulers.background import BackgroundScheduler

        from bot.calendars.reading import Calendars
        from bot.deliveries import deliveries, heartbeat
        from bot.engine.loop import steps
        from bot.engine.own_loops import OwnLoops
        from bot.engine.postman import Postman
        from bot.engine.rollback import roll_back
        from bot.rollback.opening import opened
        from bot.store.before import before
        from bot.store.runs import pings
        from bot.store.tables import audits
        from bot.web.listening import listening

        self.settings, self.store, self.clock, self._pace = settings, store, clock, pace or Pace()
        self._team_url = ""
        self._calendars = Calendars(store, settings, clock)
        heard = pings(store), before(store, audits)
        ways = opened(settings.deployment.rollbacks, settings.folder, clock)
        self._roll_back = partial(roll_back, store, settings, ways, clock)
        self._steps = steps(
            store, settings, audit_function(settings, store.profiles, *heard), self._roll_back
        )
        self._postmen = [
            Postman(route, deliver)
            for route, deliver in deliveries(
                store, settings, clock, lambda: self._team_url, self._pace.slack
            ).items()
        ]
        self._socket: SocketMode | HttpMode | None = None
        self._heartbeat = heartbeat(settings)
        self._own = OwnLoops(clock)
        self._web = listening(settings, store, clock, lambda: self._socket, self._knock, self._own.trouble)
        # A tick that comes late is still good, and of two that come late one is enough.
        ticks = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(timezone="UTC", job_defaults=ticks)

    def start(self) -> None:
        """Connect and begin. Raises `SlackStartError` where Slack refuses us; then nothing has begun.

        Where Slack cannot be reached, the rest begins, and the connection is tried again.
        """
        from bot.store import outbox

        self._connect()
        if self._web is not None:
            self._web.start()
        with self.store.write() as connection:  # what could not be delivered may go by the settings of today
            outbox.retry_failed(connection, self.clock())
        for postman in self._postmen:
            postman.start()
        self._calendars.open()
        self._every(self._pace.rounds, self._round, at_once=True)
        # A round may be busy with the checks of a large table: escalations do not wait for it.
        self._every(self._pace.escalations, self._escalate)
        # Nor do escalations wait for a version to be read, or for a calendar.
        self._every(self._pace.escalations, self._rollback)
        self._every(self._pace.calendars, self._calendars.look, at_once=True)
        self._every(self._pace.connecting, self._connect_later)
        self._scheduler.start()

    def stop(self) -> None:
        """Take nothing new, then finish what is at hand."""
        if self._socket is not None:
            self._socket.close()
        if self._web is not None:
            self._web.stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
            for postman in self._postmen:
                postman.stop(STOP_WITHIN)

    def _every(self, interval: float, job: Callable[[], object], *, at_once: bool = False) -> None:
        """APScheduler only ticks: what is due comes from the store."""
        first = {"next_run_time": system_clock()} if at_once else {}
        self._scheduler.add_job(job, "interval", seconds=interval, **first)

    def _round(self) -> None:
        from bot.engine.loop import tick

        well = tick(self.store, self._steps, self.clock())
        self._own.went_round(well)
        for postman in self._postmen:
            postman.revive()
        self._knock()
        if well and self._heartbeat is not None:
            self._heartbeat.beat(self._is_well)

    def _is_well(self) -> bool:
        """As `/readyz` tells."""
        from bot.engine.ready import ready
        from bot.web.listening import trouble

        return ready(self.store, self.clock(), trouble(self.settings, self._socket), self._own.trouble()).ok

    def _escalate(self) -> None:
        from bot.engine.escalate import escalate

        if escalate(self.store, self.settings, self.clock()):
            self._knock()
        self._own.looked_at_ladders()

    def _rollback(self) -> None:
        if self._roll_back():
            self._knock()

    def _knock(self) -> None:
        for postman in self._postmen:
            postman.knock()

    def _connect(self) -> None:
        """Open the way in from Slack, if it is set up and can be reached. Raises `SlackStartError`."""
        from bot.slack.app import SlackAwayError, build_app
        from bot.slack.desk import Desk
        from bot.slack.http import way_in
        from bot.slack.team import team_url

        slack = self.settings.deployment.routes.slack
        if slack is None or self._socket is not None:
            return
        self._team_url = team_url(self.settings)
        if not self._team_url:
            return
        desk = Desk(self.store, self.settings, self.clock, self._team_url, self._knock)
        try:
            app = build_app(desk, slack.bot_token, slack.api_url, self.settings.tokens)
            socket = way_in(app, slack, self.settings.tokens)
            socket.connect()
        except SlackAwayError as error:
            log.warning("%s", error)
        else:
            self._socket = socket

    def _connect_later(self) -> None:
        from bot.slack.app import SlackStartError

        try:
            self._connect()
        except SlackStartError as error:
            log.error("Slack refuses us: %s", error)
