"""The way out by PagerDuty's Events API v2: alerts are triggered, acknowledged and resolved by dedup key."""

import ssl
from collections.abc import Mapping
from typing import Any

from httpx2 import Response
from pagerduty import Error, EventsApiV2Client, HttpError

from bot.domain.declared import Person
from bot.domain.declared_routes import PagerDutyRoute as Declared
from bot.messages.alert import Action, Alert
from bot.routes.alert_key import alert_key
from bot.routes.http_answers import ANSWER_WITHIN, meaning
from bot.routes.outcome import Outcome, Receipt, Retry
from bot.store.outbox import Parcel

_CHANGE = "copy the integration key of an Events API v2 integration into routes.pagerduty.key"


class OneTry(EventsApiV2Client):
    """PagerDuty's client, which would wait and try again by itself, for ever where it is told to slow down.

    Here a message is tried once: when it is tried again is the outbox's to say, so that no other waits.
    """

    max_network_attempts = 0

    def __init__(self, routing_key: str, url: str, trust: ssl.SSLContext | None) -> None:
        super().__init__(routing_key, base_url=url, verify=trust or True)
        self.timeout = ANSWER_WITHIN

    def postprocess(self, response: Response) -> None:
        """Raises: HttpError for every answer that is not a yes."""
        if not response.is_success:
            raise HttpError(f"answered {response.status_code}", response)


class PagerDutyRoute:
    """Tells PagerDuty of an alert; of one alert it makes one incident, however often it hears of it."""

    searchable = False

    def __init__(
        self, declared: Declared, people: Mapping[str, Person], trust: ssl.SSLContext | None = None
    ) -> None:
        self._declared, self._people, self._trust = declared, people, trust

    def send(self, parcel: Parcel, alert: Alert) -> Outcome:
        """Trigger, acknowledge or resolve; `where` of the receipt is {"key": …}, the dedup key."""
        person = self._people.get(alert.person)
        routing_key = (person and person.pagerduty) or self._declared.key
        key, said = alert_key(parcel), _triggered(alert) if alert.action is Action.TRIGGER else {}
        try:
            with OneTry(routing_key, self._declared.url, self._trust) as client:
                client.send_event(alert.action.value, dedup_key=key, **said)
        except HttpError as error:
            return _refused(error.response)
        except Error as error:
            return Retry(f"PagerDuty did not answer: {error.__cause__ or error}", unknown=True)
        return Receipt({"key": key})

    def find(self, parcel: Parcel) -> Receipt | None:
        """Nothing is looked for: said twice under one dedup key, it is one alert."""
        return None


def _refused(answer: Any) -> Outcome:
    if answer.is_success:
        return Retry(f"PagerDuty's answer is none of its own: {answer.text[:200]}", unknown=True)
    return meaning("PagerDuty", answer.status_code, answer.text, answer.headers, {}, _CHANGE)


def _triggered(alert: Alert) -> dict[str, Any]:
    return {
        "client": "Oakum",
        "payload": {
            "summary": alert.summary,
            "source": f"{alert.pipeline}/{alert.table}",
            "severity": alert.severity,
            "timestamp": alert.at.isoformat(),
            "component": alert.table,
            "group": alert.pipeline,
            "class": alert.check,
            "custom_details": dict(alert.details),
        },
        "links": [{"href": address, "text": text} for address, text in alert.links],
    }
