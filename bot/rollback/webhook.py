"""Back by a webhook that is signed as standardwebhooks.com says; another address tells what serves."""

import json

from standardwebhooks import Webhook

from bot.clock import Clock
from bot.domain.declared_rollback import RollbackTarget
from bot.domain.rollback import Deployed, Rollback
from bot.rollback.calls import ask, tell, text_of
from bot.rollback.moment import moment
from bot.rollback.way import NotToldError

_LONGEST = 200
"""Characters of a version."""


class WebhookWay:
    """Asks whoever deploys to go back; they answer when they have taken it up, and may take their time."""

    def __init__(self, target: RollbackTarget, clock: Clock) -> None:
        self._url, self._status_url, self._clock = target.url or "", target.status_url or "", clock
        self._signing = Webhook(target.secret or "")

    def look(self) -> Deployed:
        """What `status_url` tells: {"version": …, "previous": …, "deployed_at": …}. Raises `NotToldError`."""
        said = ask("status_url", self._status_url, headers={"user-agent": "Oakum"})
        version = text_of(said, "version")
        if version is None:
            raise NotToldError('status_url tells no version: it should answer {"version": "…", …}')
        previous = text_of(said, "previous")
        if max(len(version), len(previous or "")) > _LONGEST:
            raise NotToldError(f"status_url tells a version of more than {_LONGEST} characters")
        return Deployed(version, previous, moment(text_of(said, "deployed_at")))

    def roll_back(self, rollback: Rollback) -> None:
        """Call once; the same rollback always has the same id. Raises `RefusedError`, `UnsureError`."""
        asked = int(rollback.asked_at.timestamp())  # in a store that was begun anew, numbers come again
        now, id_ = self._clock(), f"rollback/{rollback.name}/{rollback.incident}/{rollback.round}@{asked}"
        data = {
            "rollback": rollback.name,
            "incident": rollback.incident,
            "from": rollback.version,
            "to": rollback.previous,
        }
        body = json.dumps({"type": "rollback.requested", "timestamp": now.isoformat(), "data": data})
        headers = {
            "content-type": "application/json",
            "user-agent": "Oakum",
            "webhook-id": id_,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signing.sign(id_, now, body),
        }
        tell("the webhook", self._url, content=body, headers=headers)
