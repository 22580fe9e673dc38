"""What the services of others are told of an incident: facts, which each route puts into its own form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.alert_intent import IncidentAlert, IncidentAlertUpdate
from bot.domain.finding import Finding
from bot.domain.incident import Event, Incident, State
from bot.domain.wording import money, reason
from bot.messages.incident import headline
from bot.messages.surroundings import Surroundings
from bot.messages.text import cut, one_line
from bot.messages.typed import to_ack

_SUMMARY, _FINDINGS, _TEXT = 1000, 20, 300
"""PagerDuty takes 1,024 characters of a summary, and half a megabyte in all."""


class Action(StrEnum):
    """What a service is asked for."""

    TRIGGER = "trigger"
    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An incident as it stands; `at` is when it came to stand so, `links` are addresses and their words."""

    action: Action
    summary: str
    pipeline: str
    table: str
    check: str
    at: datetime
    person: str
    details: Mapping[str, Any]
    links: Sequence[tuple[str, str]] = ()
    typed: str = ""
    """What acknowledges it on the terminal, where no message has a button."""
    severity: str = "critical"


def alert(
    intent: IncidentAlert | IncidentAlertUpdate,
    incident: Incident,
    around: Surroundings,
    timeline: Sequence[Event] = (),
    link_to: str = "",
) -> Alert:
    """What is said of an incident as it stands now; `link_to` is its message in Slack."""
    lead = incident.lead
    return Alert(
        action=_action(intent.round, incident),
        summary=cut(one_line(f"{incident.pipeline}: {headline(incident)}"), _SUMMARY),
        pipeline=incident.pipeline,
        table=lead.table,
        check=lead.check,
        at=timeline[-1].at if timeline else incident.opened_at,
        person=intent.person,
        details=_details(incident, intent.person, around),
        links=[(address, text) for address, text in _links(link_to, around) if address],
        typed="" if around.has_buttons else to_ack(incident, intent.person, around),
    )


def _action(round_: int, incident: Incident) -> Action:
    """An alert of an earlier round is not rung again: the incident has others by now, or will have, where it
    is only held open."""
    if incident.state is State.RESOLVED or incident.calm_since is not None:
        return Action.RESOLVE
    return Action.TRIGGER if incident.state is State.OPEN and incident.round == round_ else Action.ACKNOWLEDGE


def _details(incident: Incident, person: str, around: Surroundings) -> dict[str, Any]:
    has_it = incident.acknowledged_by or incident.snoozed_by
    return {
        "incident": incident.id,
        "state": incident.state.value,
        "urgency": incident.urgency.value,
        "told": person,
        "owner": around.owner,
        "acknowledged_by": has_it,
        "resolved_by": incident.resolved_by,
        "findings": [_finding(each) for each in incident.findings[:_FINDINGS]],
        "findings_in_all": len(incident.findings),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "check": finding.check,
        "table": finding.table,
        "column": list(finding.column) if isinstance(finding.column, tuple) else finding.column,
        "summary": cut(one_line(finding.summary), _TEXT),
        "since": finding.since.isoformat() if finding.since else None,
        "cost_a_month": money(finding.cost) if finding.cost and finding.cost.high > 0 else None,
        "reason": cut(one_line(reason(finding)), _TEXT),
    }


def _links(link_to: str, around: Surroundings) -> Sequence[tuple[str, str]]:
    runbook = around.runbook or ""
    return (link_to, "The message in Slack"), (runbook if runbook.startswith("http") else "", "Runbook")
