"""A service of the apprise library is told, and told again what became of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.declared import Person
from bot.domain.declared_routes import AppriseRoute as Declared
from bot.messages.alert import Action
from bot.routes.apprise import AppriseRoute
from bot.routes.outcome import Permanent, Receipt, Retry


@pytest.fixture
def route(service: Any, tmp_path: Path) -> AppriseRoute:
    """By apprise's own JSON service."""
    url = service.url.replace("http://", "json://")
    return AppriseRoute(
        Declared(url=f"{url}/all"), {"maria": Person(), "jon": Person(apprise=f"{url}/jon")}, tmp_path
    )


def test_a_hop_is_a_failure_and_its_end_a_success(
    service: Any, route: AppriseRoute, parcel: Any, page_by: Any, answer_by: Any, alert: Any
) -> None:
    """Under one title, by which Opsgenie and its like know their alert again, whatever is found by then."""
    sent = route.send(parcel(page_by("apprise")), alert())
    assert sent == Receipt({"title": "flights: 24 % of delays are null"})
    later = alert(Action.RESOLVE, summary="flights: 30 % of delays are null")
    route.send(parcel(answer_by("apprise"), sent.where), later)
    route.send(parcel(answer_by("apprise"), sent.where), alert(Action.ACKNOWLEDGE))
    said = [(each["type"], each["title"]) for each in service.bodies()]
    title = "flights: 24 % of delays are null"
    assert said == [("failure", title), ("success", title), ("info", title)]
    assert service.bodies()[0]["message"].splitlines() == [
        "Please acknowledge, maria.",
        "24 % of delays are null",
        "Runbook: https://harbor.example/runbook",
    ]
    assert "It is acknowledged by jon." in service.bodies()[2]["message"]


def test_where_no_message_has_a_button_it_says_what_to_type(
    service: Any, route: AppriseRoute, parcel: Any, page_by: Any, alert: Any
) -> None:
    """Some services have none either."""
    route.send(parcel(page_by("apprise")), alert(typed="oakum ack 12 --who maria"))
    first = service.bodies()[0]["message"].splitlines()[0]
    assert first == "Please acknowledge, maria: type “oakum ack 12 --who maria” where Oakum runs."


def test_a_person_may_have_a_service_of_their_own(
    service: Any, route: AppriseRoute, parcel: Any, page_by: Any, alert: Any
) -> None:
    """It is rung in place of everybody's."""
    route.send(parcel(page_by("apprise")), alert(person="jon"))
    assert service.heard[0][0].rstrip("/") == "/jon"


def test_what_may_have_come_before_says_so(
    service: Any, route: AppriseRoute, parcel: Any, page_by: Any, alert: Any
) -> None:
    """There is no key by which the service could tell."""
    route.send(parcel(page_by("apprise"), unsure=True), alert())
    assert "This may be a repeat." in service.bodies()[0]["message"]


def test_a_service_that_says_no_is_tried_again(
    service: Any, route: AppriseRoute, parcel: Any, page_by: Any, alert: Any
) -> None:
    """With what it said."""
    service.answers.append((500, {}, {}))
    said = route.send(parcel(page_by("apprise")), alert())
    assert isinstance(said, Retry)
    assert "500" in said.why


def test_an_address_that_is_none(parcel: Any, page_by: Any, alert: Any, tmp_path: Path) -> None:
    """It is said, without the address, which may hold a key."""
    said = AppriseRoute(Declared(url="bogus://secret-key"), {}, tmp_path).send(
        parcel(page_by("apprise")), alert()
    )
    assert isinstance(said, Permanent)
    assert "secret-key" not in json.dumps(said.why)
