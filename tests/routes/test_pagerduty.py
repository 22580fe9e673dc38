"""PagerDuty is told by its Events API: one alert, however often it hears of it, and no endless patience."""

import ssl
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.declared import Person
from bot.domain.declared_routes import PagerDutyRoute as Declared
from bot.messages.alert import Action
from bot.routes.outcome import Permanent, Receipt, Retry
from bot.routes.pagerduty import PagerDutyRoute

KEY, HERS = "a" * 32, "b" * 32
DEDUP = "page/7/1/0/pagerduty/maria@1360958400"


pytestmark = pytest.mark.parametrize("service", [True], indirect=True, ids=["https"])


@pytest.fixture
def send(service: Any, parcel: Any, trust: ssl.SSLContext) -> Callable[..., Any]:
    """Tell that PagerDuty."""
    route = PagerDutyRoute(Declared(key=KEY, url=service.url), {"maria": Person()}, trust)
    return lambda intent, alert, root=None: route.send(parcel(intent, root), alert)


def test_a_hop_triggers_an_alert(service: Any, send: Any, page_by: Any, alert: Any) -> None:
    """With what is wrong, where, since when, and where to read on."""
    assert send(page_by("pagerduty"), alert()) == Receipt({"key": DEDUP})
    (path, _, _), (said,) = service.heard[0], service.bodies()
    assert path == "/v2/enqueue"
    assert (said["event_action"], said["dedup_key"], said["routing_key"]) == ("trigger", DEDUP, KEY)
    assert said["payload"] | {"custom_details": {}} == {
        "summary": "flights: 24 % of delays are null",
        "source": "flights/departures",
        "severity": "critical",
        "timestamp": "2013-02-15T20:00:00+00:00",
        "component": "departures",
        "group": "flights",
        "class": "null_rate",
        "custom_details": {},
    }
    assert said["payload"]["custom_details"]["incident"] == 7
    assert said["links"] == [{"href": "https://harbor.example/runbook", "text": "Runbook"}]


@pytest.mark.parametrize("action", [Action.ACKNOWLEDGE, Action.RESOLVE])
def test_what_becomes_of_it_has_the_same_key(
    service: Any, send: Any, answer_by: Any, alert: Any, action: Action
) -> None:
    """So PagerDuty stops ringing for the alert that it rang for."""
    send(answer_by("pagerduty"), alert(action), {"key": DEDUP})
    assert service.bodies() == [{"event_action": action.value, "dedup_key": DEDUP, "routing_key": KEY}]


def test_a_person_with_a_service_of_their_own_is_rung_there(
    service: Any, parcel: Any, page_by: Any, alert: Any, trust: ssl.SSLContext
) -> None:
    """By its integration key."""
    route = PagerDutyRoute(Declared(key=KEY, url=service.url), {"maria": Person(pagerduty=HERS)}, trust)
    route.send(parcel(page_by("pagerduty")), alert())
    assert service.bodies()[0]["routing_key"] == HERS


def test_who_is_told_to_slow_down_comes_back_later(service: Any, send: Any, page_by: Any, alert: Any) -> None:
    """At once, with what was asked: the library by itself would wait for ever, and all pages behind it."""
    service.answers.append((429, {"Retry-After": "7"}, {}))
    assert send(page_by("pagerduty"), alert()) == Retry(
        "PagerDuty answered 429: {}", after=timedelta(seconds=7)
    )
    assert len(service.heard) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 408])
def test_trouble_on_their_side_is_tried_again(
    service: Any, send: Any, page_by: Any, alert: Any, status: int
) -> None:
    """By the outbox, once each time; it may have rung all the same."""
    service.answers.append((status, {}, {"message": "oh"}))
    said = send(page_by("pagerduty"), alert())
    assert isinstance(said, Retry)
    assert said.unknown
    assert len(service.heard) == 1


def test_a_key_that_is_none_says_what_to_change(service: Any, send: Any, page_by: Any, alert: Any) -> None:
    """To try it again would not help."""
    service.answers.append((400, {}, {"errors": ["Invalid routing key"]}))
    said = send(page_by("pagerduty"), alert())
    assert isinstance(said, Permanent)
    assert "Invalid routing key" in said.why
    assert "routes.pagerduty.key" in said.why


def test_an_answer_that_is_none_is_tried_again(service: Any, send: Any, page_by: Any, alert: Any) -> None:
    """A proxy that says yes to everything is not PagerDuty."""
    service.answers.append((200, {}, {"hello": "world"}))
    assert isinstance(send(page_by("pagerduty"), alert()), Retry)


def test_nobody_listens(parcel: Any, page_by: Any, alert: Any, service: Any) -> None:
    """It is tried again, soon; so is one whose certificate is not trusted."""
    route = PagerDutyRoute(Declared(key=KEY, url="https://127.0.0.1:1"), {})
    assert isinstance(
        PagerDutyRoute(Declared(key=KEY, url=service.url), {}).send(parcel(page_by("pagerduty")), alert()),
        Retry,
    )
    said = route.send(parcel(page_by("pagerduty")), alert())
    assert isinstance(said, Retry)
    assert "did not answer" in said.why
