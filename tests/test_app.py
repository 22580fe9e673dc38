"""The composition root: which pipelines are meant, and what the bot's threads may claim."""

import socket
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.app import Oakum, Pace, UnknownPipelineError, named
from bot.calendars.reading import Calendars
from bot.clock import StoppedClock
from bot.commands._days import days_at
from bot.domain.declared import Deployment, Heartbeat, Pipeline, Web
from bot.domain.intent import IncidentPage
from bot.engine.heartbeat import alive
from bot.engine.loop import Step, tick
from bot.sandbox import Channel, Sandbox, Workspace
from bot.sandbox import Person as Member
from bot.settings.load import Settings
from bot.store import outbox
from bot.store.store import open_store
from bot.web.slack_examined import called

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path):
    """Two pipelines, in Berlin; nobody can be reached."""
    table = {"source": "lake", "path": "x/*.parquet", "partition": {"column": "day"}}
    pipelines = tuple(
        Pipeline.model_validate(
            {"pipeline": name, "owner": "maria", "channel": "#c", "tables": {"usage": table}}
        )
        for name in ("churn", "billing")
    )
    facts = {"timezone": "Europe/Berlin", "sources": {"lake": {"kind": "files", "root": str(tmp_path)}}}
    return Settings(deployment=Deployment.model_validate(facts), pipelines=pipelines, folder=tmp_path)


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path / 'oakum.db'}")) as opened:
        yield opened


def test_pipelines_are_named_or_all(settings):
    """In the order that was asked for, each once."""
    assert [each.pipeline for each in named(settings, ())] == ["churn", "billing"]
    assert [each.pipeline for each in named(settings, ("billing", "churn", "billing"))] == [
        "billing",
        "churn",
    ]
    with pytest.raises(UnknownPipelineError, match=r"there is no pipeline 'biling': did you mean billing\?"):
        named(settings, ("biling",))


def test_days_are_judged_at_the_hour_of_the_checks(settings):
    """Of the deployment's zone, summer and winter."""
    moments = days_at(settings, [datetime(2026, 7, 1).date(), datetime(2026, 12, 1).date()])  # noqa: DTZ001
    assert [each.astimezone(UTC).hour for each in moments] == [7, 8]


def test_a_bot_that_only_climbs_ladders_does_not_count_as_alive(settings, store, monkeypatch):
    """Its rounds fail: the looks at the ladder in between must not hide that from a health check."""
    climbed = threading.Event()
    failed = threading.Event()

    def fails(now):
        failed.set()
        raise OSError("no disk")

    def climbs(*_):
        if failed.is_set():
            climbed.set()

    monkeypatch.setattr("bot.engine.loop.steps", lambda *_: [Step("check", fails)])
    monkeypatch.setattr("bot.engine.escalate.escalate", climbs)
    clock = StoppedClock(NOON)
    bot = Oakum(settings, store, clock, Pace(escalations=0.02))
    bot.start()
    assert climbed.wait(10)
    bot.stop()
    said = alive(store, clock())
    assert (said.ok, said.last, list(said.failing)) == (False, None, ["check"])


def test_a_bot_whose_own_round_hangs_is_not_well_although_another_bot_lives(settings, store, monkeypatch):
    """Both share the store, and its pulses; the ladders are still climbed."""
    began, go_on, climbed = threading.Event(), threading.Event(), threading.Event()

    def hangs(now):
        began.set()
        go_on.wait(20)

    monkeypatch.setattr("bot.engine.loop.steps", lambda *_: [Step("check", hangs)])
    monkeypatch.setattr("bot.engine.escalate.escalate", lambda *_: climbed.set())
    clock = StoppedClock(NOON)
    bot = Oakum(settings, store, clock, Pace(escalations=0.02))
    bot.start()
    assert began.wait(10)
    clock.move_forward(timedelta(minutes=6))
    climbed.clear()
    assert climbed.wait(10)
    assert tick(store, [Step("check", lambda now: None)], clock())  # another one's
    assert alive(store, clock()).ok
    assert not bot._is_well()
    go_on.set()
    bot.stop()
    assert bot._is_well()


def test_a_bot_that_was_never_started_can_be_stopped(settings, store):
    """What fails at the start must not fail again at the end."""
    Oakum(settings, store, StoppedClock(NOON)).stop()


class Listener(BaseHTTPRequestHandler):
    """Hears, and says nothing."""

    def do_GET(self):
        self.server.beats.set()
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Silent."""


class Outside(ThreadingHTTPServer):
    """Whoever listens to the heartbeat."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Listener)
        self.beats = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def settings(self, settings):
        """The same, with a heartbeat to us."""
        heartbeat = Heartbeat(url=f"http://127.0.0.1:{self.server_address[1]}/")
        return replace(settings, deployment=settings.deployment.model_copy(update={"heartbeat": heartbeat}))


@pytest.fixture
def outside():
    with Outside() as listening:
        yield listening
        listening.shutdown()


@pytest.mark.parametrize("well", [True, False])
def test_somebody_outside_hears_a_bot_whose_rounds_are_good(settings, store, monkeypatch, outside, well):
    """And nothing of one whose rounds are not."""
    rounds = threading.Semaphore(0)

    def step(now):
        rounds.release()
        if not well:
            raise OSError("no disk")

    monkeypatch.setattr("bot.engine.loop.steps", lambda *_: [Step("check", step)])
    bot = Oakum(outside.settings(settings), store, StoppedClock(NOON), Pace(rounds=0.02))
    bot.start()
    for _ in range(4):
        assert rounds.acquire(timeout=10)
    bot.stop()
    assert outside.beats.is_set() is well


def test_nobody_outside_hears_a_bot_that_has_left_something_undone(settings, store, monkeypatch, outside):
    """A page waits that no route takes, though the rounds are good."""
    rounds = threading.Semaphore(0)
    page = IncidentPage(incident=1, channel="#c", round=1, hop=0, person="maria", to="dm")
    with store.write() as connection:
        outbox.put(connection, [page], NOON - timedelta(minutes=5))
    monkeypatch.setattr("bot.engine.loop.steps", lambda *_: [Step("check", lambda now: rounds.release())])
    bot = Oakum(outside.settings(settings), store, StoppedClock(NOON), Pace(rounds=0.02))
    bot.start()
    for _ in range(4):
        assert rounds.acquire(timeout=10)
    bot.stop()
    assert not outside.beats.is_set()


CALENDAR = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:%s
DTSTART:20261101T000000Z
DTEND:20261201T000000Z
END:VEVENT
END:VCALENDAR
"""


def test_a_bot_that_runs_knows_what_its_calendars_say_before_it_climbs_a_ladder(
    settings, store, tmp_path, monkeypatch
):
    """And hears of changes meanwhile; what goes wrong there stops no round."""
    looks, known, look = threading.Semaphore(0), [], Calendars.look

    def looking(self):
        look(self)
        looks.release()

    file, clock = tmp_path / "oncall.ics", StoppedClock(NOON)
    file.write_text(CALENDAR % "Maria")
    facts = {"people": {"maria": {}, "jon": {}}, "schedules": {"primary": {"calendar": str(file)}}}
    settings = replace(settings, deployment=Deployment.model_validate(facts))
    monkeypatch.setattr(Calendars, "look", looking)
    monkeypatch.setattr("bot.engine.loop.steps", lambda *_: [])
    monkeypatch.setattr("bot.engine.escalate.escalate", lambda *_: known.append(settings.roster.told(*asked)))
    asked = "primary", NOON
    bot = Oakum(settings, store, clock, Pace(rounds=0.02, escalations=0.02, calendars=0.02))
    bot.start()
    try:
        assert settings.roster.told(*asked) == ("maria",)
        file.write_text(CALENDAR % "Jon")
        clock.move_forward(timedelta(minutes=10))
        for _ in range(4):
            assert looks.acquire(timeout=10)
        assert settings.roster.told(*asked) == ("jon",)
    finally:
        bot.stop()
    assert () not in known


def test_a_bot_in_http_mode_is_called_by_slack_and_opens_no_socket(settings, store):
    """It answers at `web`, is ready without a connection, and doctor hears it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    maria = Member("U1MARIA", "maria", "Maria Silva", "maria@harbor.example")
    workspace = Workspace(name="Harbor", people=[maria], channels=[Channel("C1", "c", ["U1MARIA"])])
    secret = "0123456789abcdef0123456789abcdef"
    clock = StoppedClock(NOON)
    with Sandbox(workspace, clock) as slack:
        way = {
            "mode": "http",
            "bot_token": "xoxb-sandbox",
            "api_url": slack.api_url,
            "signing_secret": secret,
        }
        web = {"port": port, "ping_key": "a" * 16}
        declared = settings.deployment.model_dump() | {"routes": {"slack": way}, "web": web}
        bot = Oakum(replace(settings, deployment=Deployment.model_validate(declared)), store, clock)
        bot.start()
        try:
            slack.call(f"http://127.0.0.1:{port}/slack/events", secret)
            done = slack.command("U1MARIA", "#c", "/pipeline", "help").wait()
            assert done.acked, done.error
            assert slack.wait_for(lambda: slack.ephemerals("U1MARIA", "#c"))
            said = called(Web.model_validate(web), secret, NOON, "SLACK_SIGNING_SECRET")
            assert said.state.value == "ok", said.said
            assert slack.held_sockets == 0
        finally:
            bot.stop()
    assert not [name for name, _ in slack.state.calls if name == "apps.connections.open"]
