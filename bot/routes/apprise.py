"""The way out by the apprise library: Jira Service Management, Opsgenie, Teams, ntfy and many others.

Such a service is told of a trigger as a failure, of an acknowledgement as a piece of information, of the end
as a success: those that have alerts of their own close them by that, or do what `?:info=acknowledge` in their
address says.
"""

from collections.abc import Mapping
from pathlib import Path

from apprise import Apprise, AppriseAsset, NotifyType, PersistentStoreMode

from bot.domain.declared import Person
from bot.domain.declared_routes import AppriseRoute as Declared
from bot.messages.alert import Action, Alert
from bot.messages.typed import where_it_runs
from bot.routes.http_answers import ANSWER_WITHIN
from bot.routes.outcome import Outcome, Permanent, Receipt, Retry
from bot.store.outbox import Parcel

_TYPES = {
    Action.TRIGGER: NotifyType.FAILURE,
    Action.ACKNOWLEDGE: NotifyType.INFO,
    Action.RESOLVE: NotifyType.SUCCESS,
}
_SAID = 200


class AppriseRoute:
    """Tells a service of an alert. Whether it came twice nobody can tell: a message that may have says so."""

    searchable = False

    def __init__(self, declared: Declared, people: Mapping[str, Person], storage: Path | None = None) -> None:
        self._url, self._people = declared.url, people
        self._asset = AppriseAsset(
            app_id="Oakum",
            app_desc="Oakum",
            storage_path=str(storage or Path.home() / ".local/share/oakum/apprise"),
            storage_mode=PersistentStoreMode.FLUSH,  # the ids of alerts, to close them by after a restart
        )

    def send(self, parcel: Parcel, alert: Alert) -> Outcome:
        """Tell the service; `where` of the receipt is {"title": …}, by which it knows the alert again."""
        person = self._people.get(alert.person)
        title = (parcel.root or {}).get("title") or alert.summary
        service = Apprise(asset=self._asset)
        if not service.add((person and person.apprise) or self._url):
            return Permanent("apprise does not understand the address: see github.com/caronc/apprise/wiki")
        done = service.notify(
            title=title, body=_body(parcel, alert), notify_type=_TYPES[alert.action], timeout=ANSWER_WITHIN
        )
        if done:
            return Receipt({"title": title})
        said = " ".join(entry.message for entry in done.logs())[:_SAID]
        return Retry(f"the service was not reached: {said}", unknown=True)

    def find(self, parcel: Parcel) -> Receipt | None:
        """Nothing can be looked for."""
        return None


def _body(parcel: Parcel, alert: Alert) -> str:
    lines = [
        "This may be a repeat." if parcel.unsure else "",
        _standing(alert),
        *(str(finding["summary"]) for finding in alert.details["findings"]),
        *(f"{text}: {address}" for address, text in alert.links),
    ]
    return "\n".join(line for line in lines if line)


def _standing(alert: Alert) -> str:
    who = alert.details["resolved_by"] or alert.details["acknowledged_by"]
    if alert.action is Action.TRIGGER:
        to_do = f": {where_it_runs(alert.typed)}" if alert.typed else ""
        return f"Please acknowledge, {alert.person}{to_do}."
    return f"It is {alert.details['state']}{f' by {who}' if who else ''}."
