"""The demo: prepared data, a local Slack, a mailbox, and a bot whose clock starts on a Friday of 2013."""

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.app import Oakum, auditor
from bot.clock import TickingClock
from bot.domain.answer import Answer, Checked, answer
from bot.engine.check import check
from bot.engine.digest import digest_due
from bot.messages.story import Told, tell
from bot.sandbox.flights import prepare
from bot.sandbox.plants import planted
from bot.settings.load import Settings, load
from bot.store.store import open_store
from checks.audit import Audit, Progress

CONFIG = Path(__file__).parents[2] / "config" / "demo"
NEW_YORK = ZoneInfo("America/New_York")
FRIDAY = datetime(2013, 2, 15, 15, tzinfo=NEW_YORK)
CHECKS_AT = time(9)
WEEK = 7


class Demo:
    """Everything `oakum demo` needs; leaving it closes and forgets all but the prepared data."""

    def __init__(self, folder: Path, port: int | None, tell: Callable[[str], None]) -> None:
        self._folder, self._port, self._tell = folder, port, tell
        self._close = ExitStack()
        self.clock = TickingClock(FRIDAY)
        self.zone = NEW_YORK
        self.page_url = ""

    def __enter__(self) -> "Demo":
        with self._close:
            prepare(self._folder / "data", self._tell)
            environ = {**os.environ, "OAKUM_DEMO": str(self._folder)}
            if self._port is not None:
                environ |= self._serve(self._port)
            self.settings = self._with_own_store(load(CONFIG, environ, routes=False))
            self.store = open_store(self.settings.deployment.store, self.clock)
            self._close.callback(self.store.close)
            self._close = self._close.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close.close()

    def _serve(self, port: int) -> dict[str, str]:
        """Open the local Slack and the mailbox; returns what the configuration asks of the environment."""
        from bot.commands._workspace import workspace
        from bot.sandbox.sandbox import Sandbox
        from bot.sandbox.smtp import MailServer

        sandbox = Sandbox(workspace(), self.clock, port, on_move_forward=self._move_forward)
        self._close.enter_context(sandbox)
        mail = self._close.enter_context(MailServer(sandbox.mail))
        self.sandbox, self.page_url = sandbox, sandbox.page_url
        return {
            "OAKUM_DEMO_SLACK": sandbox.api_url,
            "OAKUM_DEMO_BOT_TOKEN": sandbox.bot_token,
            "OAKUM_DEMO_APP_TOKEN": sandbox.app_token,
            "OAKUM_DEMO_SMTP": mail.url,
        }

    def _with_own_store(self, settings: Settings) -> Settings:
        """A store of this run alone: the demo begins on the same Friday each time."""
        folder = self._close.enter_context(TemporaryDirectory(prefix="oakum-demo-"))
        store = {"store": f"sqlite:///{folder}/oakum.db"}
        return replace(settings, deployment=settings.deployment.model_copy(update=store))

    def look_back(self, progress: Progress | None = None) -> list[Answer]:
        """Run the checks of each day of the past week, and Friday's checkup, as if the bot had been there."""
        settings, store = self.settings, self.store
        auditors = {
            pipeline.pipeline: auditor(settings, pipeline, store.profiles, FRIDAY, progress)
            for pipeline in settings.pipelines
        }
        audits: dict[tuple[str, datetime], Audit] = {}

        def audit(pipeline: Any, as_of: datetime) -> Audit:
            said = audits[pipeline.pipeline, as_of] = auditors[pipeline.pipeline].audit(as_of)
            return said

        week = []
        for moment in _moments():
            check(store, settings, audit, settings.pipelines, moment)
            checked = [
                Checked(each, audits[each.pipeline, moment], settings.zone(each))
                for each in settings.pipelines
            ]
            week.append(answer(checked, moment))
        digest_due(store, settings, FRIDAY)
        return week

    def story(self, week: Sequence[Answer]) -> list[Told]:
        """What was found, and what is known of it: planted by us, or real and explained."""
        known = yaml.safe_load((CONFIG / "known.yaml").read_text(encoding="utf-8"))
        return tell(week, planted(self._folder / "data"), known)

    def open(self) -> None:
        """Start the bot: it posts what it found, and answers."""
        self._oakum = Oakum(self.settings, self.store, self.clock)
        self._oakum.start()
        self._close.callback(self._oakum.stop)

    def _move_forward(self, by: timedelta) -> None:
        self.clock.move_forward(by)


def _moments() -> list[datetime]:
    """Each morning of the week up to Friday, and Friday afternoon."""
    days = [FRIDAY.date() - timedelta(days=back) for back in range(WEEK - 1, -1, -1)]
    return [*(datetime.combine(day, CHECKS_AT, NEW_YORK) for day in days), FRIDAY]
