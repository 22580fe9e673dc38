"""What people do in PagerDuty: an answer there is one here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.alert_intent import IncidentAlert
from bot.domain.drill import Way
from bot.domain.drill_intent import DrillCall
from bot.domain.incident import Illegal
from bot.engine import people
from bot.engine.drill import confirm
from bot.store import incidents, outbox
from bot.store.store import Store

_ACTS = {"incident.acknowledged": people.acknowledge, "incident.resolved": people.resolve}


def told(store: Store, event: Any, now: datetime) -> str:
    """Do what an event (of a webhook v3) tells of a person; says what was done.

    What Oakum itself told PagerDuty comes back as an event, too, of no person: nothing follows from it.
    """
    facts = _at(event, "event")
    act = _ACTS.get(str(_at(facts, "event_type")))
    if act is None or _at(facts, "agent", "type") != "user_reference":
        return "nothing follows from it"
    who = f"{_text(facts, 'agent', 'summary') or 'somebody'} (PagerDuty)"
    alert = _alert(store, _text(facts, "data", "incident_key"))
    if isinstance(alert, DrillCall):
        new = confirm(store, alert.drill, Way(alert.person, alert.by), who, now)
        return f"drill {alert.drill} has its receipt" if new else "it is so already"
    if alert is None:
        return "it is about no incident of this round"
    done = act(store, alert.incident, who, now, by="pagerduty")
    return "it is so already" if isinstance(done, Illegal) else f"incident {alert.incident} is {done.state}"


def _alert(store: Store, key: str) -> IncidentAlert | DrillCall | None:
    """The alert with this dedup key. A late answer, to a round that is over, is none to the next."""
    with store.read() as connection:
        intent = outbox.sent_as(connection, key)
        if isinstance(intent, DrillCall):
            return intent
        if not isinstance(intent, IncidentAlert):
            return None
        return intent if incidents.get(connection, intent.incident).round == intent.round else None


def _text(facts: Any, *keys: str) -> str:
    """A text that a database can keep, of whatever was sent; empty where there is none."""
    return str(_at(facts, *keys) or "").encode(errors="replace").decode()


def _at(facts: Any, *keys: str) -> Any:
    """What stands there, in whatever was sent; None where there is nothing of the kind."""
    for key in keys:
        facts = facts.get(key) if isinstance(facts, Mapping) else None
    return facts
