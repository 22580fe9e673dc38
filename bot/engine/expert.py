"""Whether a finding is to be talked about upstream, by the checkups and incidents kept; and asking there."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import Connection

from bot.domain.checkup import Checkup
from bot.domain.declared import Pipeline
from bot.domain.expert import (
    Attempt,
    Call,
    Case,
    Mark,
    Seen,
    attempts,
    call,
    marks,
    shown_in_source,
    sought,
)
from bot.domain.expert_intent import ExpertLetter, ExpertPost
from bot.domain.finding import Finding
from bot.domain.incident import Event, Incident, What
from bot.domain.upstream import Upstream, people_of, upstream
from bot.domain.way import Route
from bot.engine import write_down
from bot.settings.load import Settings
from bot.store import audits, checkups, incidents, loads, outbox
from bot.store.store import Store

REMEMBERED = timedelta(days=60)
"""So long ago people may have tried something."""


class _Known:
    """A pipeline as it is declared, and what the store tells of it, read once for all cases."""

    def __init__(
        self, connection: Connection, settings: Settings, pipeline: Pipeline, about: Sequence[Incident]
    ) -> None:
        self._connection, self._declared, self._pipeline = connection, settings.deployment, pipeline
        self._since = min(each.opened_at for each in about) - REMEMBERED

    def seen(self, kept: Sequence[Checkup]) -> list[Seen]:
        """What some checkups found, with where it came from."""
        return [Seen(each.due_at, [(one, self._upstream(one)) for one in each.findings]) for each in kept]

    def case(self, incident: Incident, seen: Sequence[Seen]) -> Case:
        """The case of an incident, by these checkups."""
        lead, where = incident.lead, self._upstream(incident.lead)
        tried = self._tried(incident, where)
        shown = shown_in_source(lead, where, self._found)
        return Case(
            incident=incident,
            pipeline=self._pipeline,
            upstream=where,
            call=call(lead, where, seen, tried, shown),
            attempts=tuple(tried),
            shown=shown,
        )

    def _upstream(self, finding: Finding) -> Upstream | None:
        return upstream(finding, self._pipeline, self._declared)

    def _tried(self, incident: Incident, where: Upstream | None) -> list[Attempt]:
        """What people did about this incident and others of its kind, the oldest first."""
        since = incident.opened_at - REMEMBERED
        wanted = sought(incident.lead, where) if where else ()
        near = (each for mark in wanted for each in self._marked.get(mark, ()))
        mine = {each.id for each in near if each.touched_at > since} | {incident.id}
        return sorted(
            (did for id_ in mine for did in attempts(self._stories.get(id_, ()))), key=lambda each: each.at
        )

    @cached_property
    def _found(self) -> Sequence[Finding]:
        return audits.findings_of(self._connection, self._pipeline.pipeline)

    @cached_property
    def _stories(self) -> Mapping[int, Sequence[Event]]:
        return loads.stories(self._connection, self._pipeline.pipeline, self._since)

    @cached_property
    def _marked(self) -> Mapping[Mark, Sequence[Incident]]:
        marked: dict[Mark, list[Incident]] = {}
        for each in incidents.touched_since(self._connection, self._pipeline.pipeline, self._since):
            for mark in {mark for one in each.findings for mark in marks(one, self._upstream(one))}:
                marked.setdefault(mark, []).append(each)
        return marked


def case(connection: Connection, settings: Settings, id_: int) -> Case:
    """The case of an incident, by the last two checkups. Raises NoSuchIncidentError."""
    incident = incidents.get(connection, id_)
    name = incident.pipeline
    pipeline = next((each for each in settings.pipelines if each.pipeline == name), None)
    if pipeline is None:
        why = f"the pipeline {name} is not declared any more"
        return Case(incident=incident, pipeline=None, upstream=None, call=why)
    known = _Known(connection, settings, pipeline, [incident])
    return known.case(incident, known.seen(checkups.lately(connection, name)))


def calls(
    connection: Connection, settings: Settings, pipeline: Pipeline, drawn: Checkup
) -> list[tuple[Incident, Call]]:
    """The open incidents that are to be talked about, at a checkup that is drawn up and not kept yet."""
    last = checkups.lately(connection, pipeline.pipeline, 1)
    open_ = incidents.unresolved(connection, pipeline.pipeline)
    if not last or not open_:
        return []
    known = _Known(connection, settings, pipeline, open_)
    seen = known.seen([*last, drawn])
    found = [known.case(each, seen) for each in open_]
    return [(each.incident, each.call) for each in found if isinstance(each.call, Call)]


def named(found: Sequence[tuple[Incident, Call]]) -> dict[str, tuple[str, str]]:
    """By fingerprint the owner's name, empty where nobody is declared, and whom to call, in words."""
    return {
        each.fingerprint: (said.upstream.owner.name if said.upstream.owner else "", said.upstream.whom)
        for incident, said in found
        for each in incident.findings
    }


def tell(
    connection: Connection, found: Sequence[tuple[Incident, Call]], due_at: datetime, now: datetime
) -> None:
    """Each incident's thread says whom to call, with a button."""
    for incident, said in found:
        channel = write_down.channel_of(connection, incident.id)
        if channel:
            outbox.put(connection, [_post(incident, said, channel, due_at)], now)


def _post(incident: Incident, said: Call, channel: str, due_at: datetime) -> ExpertPost:
    owner = said.upstream.owner
    return ExpertPost(
        incident=incident.id,
        channel=channel,
        checkup=due_at.isoformat(),
        owner=owner.name if owner else "",
        whom=said.upstream.whom,
    )


def reached(where: Upstream | None, settings: Settings) -> list[tuple[str, Route]]:
    """Those of oakum.yaml who answer for it, each with the route by which they can be written to."""
    if where is None or where.owner is None:
        return []
    declared = settings.deployment
    found: list[tuple[str, Route]] = []
    for name in people_of(where.owner, declared):
        person = declared.people[name]
        if person.slack and declared.routes.slack:
            found.append((name, "slack"))
        elif person.email and declared.routes.email:
            found.append((name, "email"))
    return found


def send(
    store: Store, settings: Settings, id_: int, who: str, text: str, now: datetime, *, by: str
) -> list[str]:
    """Send the draft to those who answer for it, once a round of the incident.

    Returns their names, none where nobody can be written to or it was sent before. Raises
    NoSuchIncidentError.
    """
    with store.write() as connection:
        found = case(connection, settings, id_)
        incident = found.incident
        letters = [
            ExpertLetter(incident=id_, round=incident.round, person=name, by=route, text=text)
            for name, route in reached(found.upstream, settings)
        ]
        new = [each for each in letters if outbox.intent(connection, each.key) is None]
        names = [each.person for each in new]
        if new:
            changed = write_down.touched(connection, incident)
            outbox.put(connection, new, now)
            said = write_down.happened(
                connection, changed, What.EXPERT, now, who=who, by=by, text=", ".join(names)
            )
            outbox.put(connection, said, now)
        return names
