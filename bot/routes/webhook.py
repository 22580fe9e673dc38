"""The way out by a webhook that is signed as standardwebhooks.com says: any machine can be told."""

import json
from typing import Any

import httpx2
from standardwebhooks import Webhook

from bot.clock import Clock, system_clock
from bot.domain.declared_routes import WebhookRoute as Declared
from bot.messages.alert import Action, Alert
from bot.routes.alert_key import alert_key
from bot.routes.http_answers import ANSWER_WITHIN, meaning
from bot.routes.outcome import Outcome, Receipt, Retry
from bot.store.outbox import Parcel

_TYPES = {
    Action.TRIGGER: "incident.triggered",
    Action.ACKNOWLEDGE: "incident.acknowledged",
    Action.RESOLVE: "incident.resolved",
}
_CHANGE = "mend routes.webhook, or what listens there"


class WebhookRoute:
    """Calls one address; each message has an id of its own, so that one that comes twice can be told."""

    searchable = False

    def __init__(self, declared: Declared, clock: Clock = system_clock) -> None:
        self._url, self._clock = declared.url, clock
        self._signing = Webhook(declared.secret)

    def send(self, parcel: Parcel, alert: Alert) -> Outcome:
        """Post what happened; `where` of the receipt is {"key": …}, that of the alert."""
        key = alert_key(parcel)
        body = json.dumps(
            {"type": _TYPES[alert.action], "timestamp": alert.at.isoformat(), "data": _data(alert, key)}
        )
        try:
            answer = httpx2.post(
                self._url, content=body, headers=self._headers(parcel, body), timeout=ANSWER_WITHIN
            )
        except httpx2.InvalidURL as error:
            return meaning("the webhook", 400, str(error), {}, {}, _CHANGE)
        except httpx2.HTTPError as error:
            return Retry(f"the webhook did not answer: {error or type(error).__name__}", unknown=True)
        return meaning("the webhook", answer.status_code, answer.text, answer.headers, {"key": key}, _CHANGE)

    def find(self, parcel: Parcel) -> Receipt | None:
        """Nothing can be looked for: sent twice, it has the same id."""
        return None

    def _headers(self, parcel: Parcel, body: str) -> dict[str, str]:
        now = self._clock()
        return {
            "content-type": "application/json",
            "user-agent": "Oakum",
            "webhook-id": parcel.key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signing.sign(parcel.key, now, body),
        }


def _data(alert: Alert, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "pipeline": alert.pipeline,
        "summary": alert.summary,
        **alert.details,
        "links": {text: address for address, text in alert.links},
    }
