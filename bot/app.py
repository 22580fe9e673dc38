"""The composition root: the only file that knows everything."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.clock import Clock, system_clock
from bot.domain.answer import Answer, Checked, answer
from bot.domain.declared import Pipeline
from bot.settings.errors import did_you_mean
from bot.settings.holidays import days_off
from bot.settings.load import Settings
from checks.audit import Audit, Auditor, Progress
from checks.profiles.survey import Kept

if TYPE_CHECKING:  # commands that send nothing do not pay for the ways to a person
    from bot.domain.intent import Intent
    from bot.engine.deliver import About, Render
    from bot.engine.loop import Step
    from bot.engine.postman import Postman
    from bot.slack.socket import SocketMode
    from bot.store.store import Store

ROUND_SECONDS, ESCALATE_SECONDS, RECONNECT_SECONDS = 5, 2, 10

log = logging.getLogger(__name__)


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
    settings: Settings, pipeline: Pipeline, kept: Kept, until: datetime, progress: Progress | None = None
) -> Auditor:
    """Survey the tables of a pipeline, ready to judge them as of any moment up to `until`."""
    sources = settings.deployment.sources
    tables = {name: (Path(sources[table.source].root), table) for name, table in pipeline.tables.items()}
    holidays = days_off(pipeline, range(until.year - 3, until.year + 2))
    return Auditor(tables, kept, settings.zone(pipeline), until, holidays, progress)


def audit_function(settings: Settings, kept: Kept) -> Callable[[Pipeline, datetime], Audit]:
    """What the engine calls to run the checks of a pipeline."""

    def audit(pipeline: Pipeline, as_of: datetime) -> Audit:
        return auditor(settings, pipeline, kept, as_of).audit(as_of)

    return audit


def check(
    settings: Settings,
    kept: Kept,
    as_of: datetime,
    names: Sequence[str] = (),
    progress: Progress | None = None,
) -> Answer:
    """The checks of the named pipelines, or of all, as of one moment. Nothing is sent, nothing is opened."""
    return next(_answers(settings, kept, [as_of], names, progress))


def replay(
    settings: Settings,
    kept: Kept,
    days: Sequence[date],
    names: Sequence[str] = (),
    progress: Progress | None = None,
) -> Iterator[Answer]:
    """The checks as of each day at the hour of `schedule.checks`, as `check` runs them."""
    at, zone = settings.deployment.schedule.checks, settings.deployment.timezone
    return _answers(settings, kept, [datetime.combine(day, at, zone) for day in days], names, progress)


def _answers(
    settings: Settings,
    kept: Kept,
    moments: Sequence[datetime],
    names: Sequence[str],
    progress: Progress | None,
) -> Iterator[Answer]:
    """One answer a moment; the tables are surveyed once."""
    auditors = [
        (pipeline, auditor(settings, pipeline, kept, moments[-1], progress))
        for pipeline in named(settings, names)
    ]
    for moment in moments:
        yield answer(
            [Checked(pipeline, each.audit(moment), settings.zone(pipeline)) for pipeline, each in auditors],
            moment,
        )


class Oakum:
    """The bot: a scheduler that ticks, a postman for each route, and the way in from Slack."""

    def __init__(self, settings: Settings, store: "Store", clock: Clock) -> None:
        from apscheduler.schedulers.background import BackgroundScheduler

        from bot.engine.loop import steps

        self.settings, self.store, self.clock = settings, store, clock
        self._steps = steps(store, settings, audit_function(settings, store.profiles))
        one_at_a_time = {"coalesce": True, "max_instances": 1}
        self._scheduler = BackgroundScheduler(timezone="UTC", job_defaults=one_at_a_time)
        self._postmen: list[Postman] = []
        self._socket: SocketMode | None = None
        self._team_url = ""

    def start(self) -> None:
        """Connect and begin. Raises `SlackStartError` where Slack refuses us; then nothing has begun.

        Where Slack cannot be reached, the rest begins, and the connection is tried again.
        """
        if not self._connected():
            self._every(RECONNECT_SECONDS, self._connected)
        self._postmen = list(self._hire_postmen())
        for postman in self._postmen:
            postman.start()
        self._every(ROUND_SECONDS, lambda: self._tick(self._steps), at_once=True)
        # A round may be busy with the checks of a large table: escalations do not wait for it.
        self._every(
            ESCALATE_SECONDS, lambda: self._tick([each for each in self._steps if each.name == "escalate"])
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Take nothing new, then finish what is at hand."""
        if self._socket is not None:
            self._socket.close()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        for postman in self._postmen:
            postman.stop()

    def _every(self, interval: float, job: Callable[[], object], *, at_once: bool = False) -> None:
        """APScheduler only ticks: what is due comes from the store."""
        first = {"next_run_time": system_clock()} if at_once else {}
        self._scheduler.add_job(job, "interval", seconds=interval, **first)

    def _tick(self, steps: "Sequence[Step]") -> None:
        from bot.engine.loop import tick

        tick(self.store, steps, self.clock())
        for postman in self._postmen:
            postman.knock()

    def _connected(self) -> bool:
        """Whether the way in from Slack is open, or not asked for; opens it if it can."""
        from slack_sdk.errors import SlackApiError

        from bot.routes.slack import web_client, who_we_are
        from bot.routes.slack_answers import meaning
        from bot.slack.app import SlackStartError, build_app
        from bot.slack.desk import Desk
        from bot.slack.socket import SocketMode

        slack = self.settings.deployment.routes.slack
        if slack is None or self._socket is not None:
            return True
        try:
            self._team_url = who_we_are(web_client(slack.bot_token, slack.api_url))
            desk = Desk(self.store, self.settings, self.clock, self._team_url)
            socket = SocketMode(build_app(desk, slack.bot_token, slack.api_url), slack.app_token)
            socket.connect()
        except (SlackStartError, OSError) as error:
            if not isinstance(error.__cause__ or error, OSError):
                raise
            log.warning("Slack cannot be reached (%s); trying again in %s s", error, RECONNECT_SECONDS)
            return False
        except SlackApiError as error:
            raise SlackStartError(meaning(error).why) from error
        self._socket = socket
        return True

    def _hire_postmen(self) -> "Iterator[Postman]":
        """A thread for each route that is set up."""
        from bot.engine.deliver import deliver
        from bot.engine.postman import Postman
        from bot.messages.render import mail, slack_message
        from bot.routes.email import EmailRoute
        from bot.routes.slack import SlackRoute, web_client

        routes, people = self.settings.deployment.routes, self.settings.deployment.people
        ways: dict[str, tuple[Any, Any]] = {}
        if routes.slack:
            client = web_client(routes.slack.bot_token, routes.slack.api_url)
            ways["slack"] = slack_message, SlackRoute(client, people)
        if routes.email:
            ways["email"] = mail, EmailRoute(routes.email.smtp, routes.email.sender, people, self.clock)
        for name, (words, route) in ways.items():
            yield Postman(name, partial(deliver, self.store, name, self._rendered(words), route, self.clock))

    def _rendered(self, words: "Callable[[Intent, About, Settings, str], Any]") -> "Render":
        return lambda parcel, about: words(parcel.intent, about, self.settings, self._team_url)
