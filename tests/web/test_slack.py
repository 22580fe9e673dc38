"""The door of HTTP mode: a real server, real requests, signed as Slack's documentation says."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from slack_bolt import BoltResponse

from bot.clock import StoppedClock
from bot.domain.declared import Web
from bot.web.server import WebServer
from bot.web.slack import signature, slack_routes
from bot.web.slack_examined import called

SECRET = "8f742231b10e8888abcd99baac78a4d0"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
EVENT = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_mention"}}).encode()
CLICK = b"payload=%7B%22type%22%3A%22block_actions%22%7D"


class Door:
    """A bot behind a door, and who knocks."""

    def __init__(self) -> None:
        self.clock = StoppedClock(NOW)
        self.answers = lambda request: BoltResponse(status=200, body="heard")
        self.heard: Counter[str] = Counter()
        self.server = WebServer(slack_routes(self.clock, SECRET, self._called), "127.0.0.1", 0)
        self.port = self.server.start()

    def _called(self, request):
        self.heard[request.raw_body] += 1
        return self.answers(request)

    def call(
        self, body=EVENT, kind="application/json", *, at=NOW, secret=SECRET, stamp=None, signed=None, **more
    ):
        """The status and what is said."""
        stamp = str(int(at.timestamp())) if stamp is None else stamp
        headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, **more}
        headers["X-Slack-Signature"] = signature(body, stamp, secret) if signed is None else signed
        try:
            with urlopen(Request(f"http://127.0.0.1:{self.port}/slack/events", body, headers)) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.fixture
def door():
    """It stands open until the test is over."""
    opened = Door()
    yield opened
    opened.server.stop()


def test_the_signature_is_the_one_of_slacks_documentation():
    """The example of docs.slack.dev, digit by digit."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&"
        b"channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&"
        b"response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
        b"96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    said = signature(body, "1531420618", "8f742231b10e8888abcd99yyyzzz85a5")
    assert said == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def test_what_is_signed_is_answered(door):
    """With the bot's own words; a click comes as a form."""
    assert door.call() == (200, "heard")
    assert door.call(CLICK, "application/x-www-form-urlencoded") == (200, "heard")


@pytest.mark.parametrize(
    "signed", ["", "v0=", "v0=00", "v1=ü", signature(EVENT, str(int(NOW.timestamp())), "x")]
)
def test_a_wrong_signature_is_refused(door, signed):
    """Nobody behind the door hears of it; what to compare is said."""
    status, said = door.call(signed=signed.encode().decode("latin-1"))
    assert (status, said.split(":")[0]) == (401, "wrong signature")
    assert not door.heard


@pytest.mark.parametrize("off", [-301, 301])
def test_an_old_time_stamp_is_refused(door, off):
    """Even with a good signature: somebody sends again what they have overheard."""
    assert door.call(at=NOW + timedelta(seconds=off))[0] == 401
    assert not door.heard
    assert door.call(at=NOW + timedelta(seconds=299 if off > 0 else -299))[0] == 200


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "1e9", "²", "9" * 400])
def test_a_time_stamp_that_is_none_is_refused(door, stamp):
    """It breaks nothing."""
    assert door.call(stamp=stamp.encode().decode("latin-1"), signed="v0=00")[0] == 401


FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@pytest.mark.parametrize("kind", [FORM, JSON, "text/plain"])
@pytest.mark.parametrize(
    "said", [b"{nope", b"[1]", b"5", b"null", b'"x"', b"NaN", b"[" * 100_000, b"\xff\xfe\x00"]
)
def test_what_is_no_object_is_refused(door, said, kind, caplog):
    """Signed well or not: nobody behind the door hears of it, and nothing breaks."""
    bodies = [b"payload=" + quote(said).encode()] if kind == FORM else [said] if kind == JSON else []
    for body in [*bodies, b"payload=nope"]:
        assert door.call(body, kind)[0] == 400
    assert not door.heard
    assert caplog.text == ""


def test_what_is_too_long_is_not_read(door):
    """Nobody may fill the memory, signed or not."""
    assert door.call(b"x" * 1_100_000)[0] == 413


def test_while_the_bot_cannot_take_it_slack_is_asked_to_come_again(door):
    """It starts, or stops: Slack tries an event again, and tells the person who clicked."""
    taken, door.answers = door.answers, lambda request: None
    assert door.call() == (503, "not connected to Slack just now\n")
    door.answers = taken
    assert door.call() == (200, "heard")


def test_a_listener_that_takes_its_time_holds_nobody_up(door):
    """Others are answered meanwhile."""
    came, going, quick = Event(), Event(), door.answers

    def slow(request):
        came.set()
        assert going.wait(10)
        return quick(request)

    door.answers = slow
    waiting = Thread(target=door.call)
    waiting.start()
    assert came.wait(10)
    door.answers = quick
    assert door.call(CLICK, "application/x-www-form-urlencoded") == (200, "heard")
    going.set()
    waiting.join()


def challenged(request):
    return BoltResponse(status=200, body={"challenge": request.body["challenge"]})


def test_doctor_knocks_as_slack_does(door):
    """And says whether the running bot would take what Slack calls."""
    door.answers = challenged
    web = Web(port=door.port, ping_key="a" * 16, host="0.0.0.0")
    said = called(web, SECRET, NOW, "SLACK_SIGNING_SECRET")
    assert (said.what, said.state.value) == ("Slack's calls", "ok")
    assert f"the bot takes them at http://127.0.0.1:{door.port}/slack/events" in said.said


def test_doctor_tells_what_keeps_slack_out(door):
    """Another secret than the bot's; a bot without Slack; something else at that port; nothing at all."""
    web = Web(port=door.port, ping_key="a" * 16)
    said = called(web, "0" * 32, NOW, "SLACK_SIGNING_SECRET")
    assert said.state.value == "to mend"
    assert said.said.endswith("refuses our signature: restart it with SLACK_SIGNING_SECRET as it is here")
    door.answers = lambda request: None
    assert called(web, SECRET, NOW, "S").state.value == "unknown"
    door.answers = lambda request: BoltResponse(status=200, body="hello")
    assert "is not this bot" in called(web, SECRET, NOW, "S").said
    door.server.stop()
    said = called(web, SECRET, NOW, "S")
    assert (said.state.value, said.said.split(":")[0]) == ("unknown", "nothing answers at http")
