"""A server or a proxy that drips its answer byte by byte: nobody waits for its end."""

import ssl
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from apprise.apprise import any_abandoned_calls_still_running

from bot.clock import seconds
from bot.domain.declared_routes import THE_CHANNEL
from bot.domain.declared_routes import AppriseRoute as DeclaredApprise
from bot.domain.declared_routes import PagerDutyRoute as DeclaredPagerDuty
from bot.domain.declared_routes import SlackWebhookRoute as DeclaredHook
from bot.domain.declared_routes import WebhookRoute as DeclaredWebhook
from bot.domain.hook_intent import HookPost
from bot.domain.intent import IncidentMail, IncidentPost
from bot.messages.message import Mail, SlackMessage
from bot.routes import apprise, heartbeat, slack_client
from bot.routes.apprise import AppriseRoute
from bot.routes.email import EmailRoute
from bot.routes.heartbeat import Heartbeat
from bot.routes.in_time import InTime, in_time
from bot.routes.outcome import Receipt, Retry
from bot.routes.pagerduty import PagerDutyRoute
from bot.routes.slack import SlackRoute
from bot.routes.slack_client import web_client
from bot.routes.slack_webhook import SlackWebhookRoute
from bot.routes.webhook import WebhookRoute

SOON = 0.3
CUT = Retry("nobody answered to the end: it took longer than 0.3 s", unknown=True)
HEADERS = b"HTTP/1.1 202 Accepted\r\nServer: "
BODY = b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\n\r\n{"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SAID = SlackMessage(text="24 % of delays are null", blocks=[])
Drips = Callable[..., int]


def timed(say: Callable[[], Any]) -> Any:
    """What is said, within the time and a second for a busy machine."""
    began = seconds()
    said = say()
    assert seconds() - began < SOON + 1
    return said


@pytest.fixture(params=[HEADERS, BODY], ids=["its headers", "its body"])
def port(request: pytest.FixtureRequest, dripping: Drips) -> int:
    """Of a server that says yes, and never comes to an end."""
    return dripping(request.param)


def test_slack(port: int, parcel: Any, people: Any) -> None:
    """A message, and the search for it: it may stand there."""
    api = f"http://127.0.0.1:{port}/api/"
    route = InTime(SlackRoute(web_client("xoxb-1", api), people), SOON)
    post = parcel(IncidentPost(incident=7, channel="#flights"))
    assert timed(lambda: route.send(post, SAID)) == CUT
    assert timed(lambda: route.find(post)) == CUT


def test_slacks_incoming_webhook(port: int, parcel: Any) -> None:
    """That a proxy said yes is not enough."""
    route = InTime(SlackWebhookRoute(DeclaredHook(url=f"http://127.0.0.1:{port}/services/x")), SOON)
    assert timed(lambda: route.send(parcel(HookPost(incident=7, place=THE_CHANNEL)), SAID)) == CUT


def test_a_webhook(port: int, parcel: Any, page_by: Any, alert: Any) -> None:
    """The receiver knows it again by its id."""
    route = InTime(WebhookRoute(DeclaredWebhook(url=f"http://127.0.0.1:{port}", secret=SECRET)), SOON)
    assert timed(lambda: route.send(parcel(page_by("webhook")), alert())) == CUT


@pytest.mark.parametrize("first", [HEADERS, BODY], ids=["its headers", "its body"])
def test_pagerduty_over_tls(
    first: bytes,
    dripping: Drips,
    encryption: ssl.SSLContext,
    trust: ssl.SSLContext,
    parcel: Any,
    page_by: Any,
    alert: Any,
    people: Any,
) -> None:
    """The socket that is shut is the one below the encryption."""
    url = f"https://127.0.0.1:{dripping(first, encryption)}"
    route = InTime(PagerDutyRoute(DeclaredPagerDuty(key="a" * 32, url=url), people, trust), SOON)
    assert timed(lambda: route.send(parcel(page_by("pagerduty")), alert())) == CUT


def test_apprise(
    port: int,
    parcel: Any,
    page_by: Any,
    alert: Any,
    people: Any,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its own limit would leave a thread behind, which goes on to wait."""
    route = AppriseRoute(DeclaredApprise(url=f"json://127.0.0.1:{port}"), people, tmp_path)
    assert timed(lambda: InTime(route, SOON).send(parcel(page_by("apprise")), alert())) == CUT
    monkeypatch.setattr(apprise, "ANSWER_WITHIN", SOON)
    said = timed(lambda: InTime(route).send(parcel(page_by("apprise")), alert()))
    assert isinstance(said, Retry)
    until = seconds() + 5
    while any_abandoned_calls_still_running() and seconds() < until:
        continue
    assert not any_abandoned_calls_still_running()


@pytest.mark.parametrize("first", [b"220 ", b"220 mail\r\n250-"], ids=["its greeting", "what it can"])
def test_mail(first: bytes, dripping: Drips, parcel: Any, people: Any, clock: Any) -> None:
    """The same Message-ID tells a mailbox that it is one mail."""
    smtp = f"smtp://127.0.0.1:{dripping(first)}"
    route = InTime(EmailRoute(smtp, "Oakum <oakum@harbor.example>", people, clock), SOON)
    mail = parcel(IncidentMail(incident=7, round=1, hop=0, person="maria"))
    assert timed(lambda: route.send(mail, Mail(subject="PAGE", text="a", html="b"))) == CUT


def test_what_a_person_waits_for(
    port: int, dripping: Drips, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`oakum doctor` greets the mail server; a click is answered by an address of its own."""
    mail = EmailRoute(f"smtp://127.0.0.1:{dripping(b'220 ')}", "oakum@harbor.example", people)
    assert timed(lambda: in_time(mail.greeting, SOON)) == CUT
    monkeypatch.setattr(slack_client, "ANSWER_WITHIN", SOON / slack_client.WHOLE)
    with pytest.raises(TimeoutError, match="longer than"):
        timed(lambda: slack_client.responded(f"http://127.0.0.1:{port}/r", "ephemeral", {"text": "a"}))


def test_who_is_called_by_the_heartbeat(
    port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A round of the engine waits for it."""
    monkeypatch.setattr(heartbeat, "ANSWER_WITHIN", SOON)
    timed(lambda: Heartbeat(f"http://127.0.0.1:{port}").beat(lambda: True))
    assert "the heartbeat did not arrive (it took longer than 0.3 s)" in caplog.text


def test_a_client_of_slacks_alone(port: int) -> None:
    """That of the answers to people, too: a dripping Slack would take all their threads."""
    client = web_client("xoxb-1", f"http://127.0.0.1:{port}/api/")
    client.whole = SOON
    with pytest.raises(TimeoutError, match="longer than"):
        timed(client.auth_test)


def test_who_answers_in_time_is_let_alone(service: Any, parcel: Any, page_by: Any, alert: Any) -> None:
    """Its receipt is kept."""
    route = InTime(WebhookRoute(DeclaredWebhook(url=service.url, secret=SECRET)))
    page = replace(parcel(page_by("webhook")), unsure=True)
    assert isinstance(route.send(page, alert()), Receipt)
    assert route.find(page) is None
