"""The ladder: a due hop is claimed, and its messages are written in the same transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.alert_intent import IncidentAlert
from bot.domain.declared import Hop, Pipeline
from bot.domain.declared_routes import SlackWebhookRoute
from bot.domain.escalation import Nobody, Tell, ladder, last_rung, step, to_owner
from bot.domain.hook_intent import MENTIONED, HookNews, HookPage
from bot.domain.incident import Incident, State, What
from bot.domain.intent import IncidentMail, IncidentPage, Page, post_key
from bot.domain.page_key import hook_key
from bot.domain.quiet import Quiet
from bot.domain.rollback import LOUD, Rollback
from bot.domain.stage import Stage
from bot.domain.way import SERVICES
from bot.domain.wishes import SlackPlace
from bot.engine import write_down
from bot.engine.alone import each_alone
from bot.settings.load import Settings
from bot.store import incidents, outbox, rollbacks, stages, wishes
from bot.store.said import overtake
from bot.store.store import Store

_GAPS = "nobody was on call at any step of the ladder, so the owner is told: "


def escalate(store: Store, settings: Settings, now: datetime) -> int:
    """Take every due hop of the open incidents, each on its own; returns how many were told."""
    with store.read() as connection:
        climbing = incidents.climbing(connection, now)
    pipelines = {pipeline.pipeline: pipeline for pipeline in settings.pipelines}

    def climb(incident: Incident) -> bool:
        pipeline = pipelines.get(incident.pipeline)  # of one that is no longer declared nobody can be told
        return pipeline is not None and _climb(store, settings, pipeline, incident.id, now)

    return each_alone(climbing, climb, "escalated")


def _climb(store: Store, settings: Settings, pipeline: Pipeline, id_: int, now: datetime) -> bool:
    with store.write() as connection:
        if stages.of(connection, pipeline.pipeline).stage is Stage.MUTED:
            return False
        before = incidents.get(connection, id_)
        incident = _at_its_time(connection, before, settings.quiet(pipeline), now)
        if incident is None:
            return False
        steps = ladder(pipeline, settings.deployment)
        told = outbox.told(connection, incident.id, incident.round, incident.hop - 1)
        taken = step(incident, steps, told, now)
        if taken is None:
            return False
        people = settings.roster.told(taken.hop.notify, now) if isinstance(taken, Tell) else ()
        if isinstance(taken, Tell) and not people:  # a gap in the schedule: nothing is to be waited for
            taken = Tell(taken.hop, replace(taken.incident, next_hop_at=now))
        write_down.save(connection, taken.incident, before)
        if isinstance(taken, Tell):
            _tell(connection, settings, pipeline, taken, people, now)
        if isinstance(taken, Nobody):
            return _nobody_left(connection, settings, pipeline, taken.incident, len(steps), now)
        return isinstance(taken, Tell)


def _nobody_left(
    connection: Connection,
    settings: Settings,
    pipeline: Pipeline,
    incident: Incident,
    steps: int,
    now: datetime,
) -> bool:
    """The ladder ends; where it never had anybody to tell, the owner is told. Whether somebody is told."""
    if _somebody_was_told(connection, incident, steps):
        _unanswered(connection, incident, last_rung(pipeline, settings.deployment), now)
        return False
    owner = Tell(to_owner(pipeline, settings.deployment), incident)
    _tell(connection, settings, pipeline, owner, (pipeline.owner,), now, _GAPS)
    return True


def _somebody_was_told(connection: Connection, incident: Incident, steps: int) -> bool:
    """Whether any step of this round had somebody to tell."""
    return any(outbox.told(connection, incident.id, incident.round, step) for step in range(steps))


def _at_its_time(connection: Connection, incident: Incident, quiet: Quiet, now: datetime) -> Incident | None:
    """The incident with its first hop due when that is worth it; None where it begins to wait for that.

    One that waits and has become dearer is due now. Once somebody was paged the ladder waits for no morning,
    nor does one that is climbed because a rollback failed.
    """
    planned = incident.next_hop_at
    if incident.hop or planned is None or incident.state is not State.OPEN:
        return incident
    if any(each.stand in LOUD for each in rollbacks.of_incident(connection, incident.id)):
        return incident
    at = quiet.page_at(incident, now)
    if at <= now:
        return replace(incident, next_hop_at=min(planned, now))
    if planned > now:
        return None
    waiting = replace(incident, next_hop_at=at, fence=incident.fence + 1)
    write_down.save(connection, waiting, incident)
    said = f"it waits for working hours: until then it costs less than {quiet.wake_above:,.0f} (wake_above)"
    outbox.put(connection, write_down.happened(connection, waiting, What.WAITS, now, text=said), now)
    return None


def _unanswered(connection: Connection, incident: Incident, rung: str | None, now: datetime) -> None:
    """Nobody is left; perhaps something is rolled back."""
    said = "everybody on the ladder was told, nobody has acknowledged, and nobody is left to be told"
    outbox.put(connection, write_down.happened(connection, incident, What.UNANSWERED, now, text=said), now)
    before = rollbacks.of_incident(connection, incident.id)
    if rung is not None and all(each.round != incident.round and each.is_over for each in before):
        asked = Rollback(incident=incident.id, round=incident.round, name=rung, asked_at=now, look_at=now)
        rollbacks.ask(connection, asked)


def _tell(
    connection: Connection,
    settings: Settings,
    pipeline: Pipeline,
    taken: Tell,
    people: Sequence[str],
    now: datetime,
    because: str = "",
) -> None:
    """Write the hop's messages. A mention in the thread tells itself; a hop without one gets a line there."""
    incident, hop = taken.incident, taken.hop
    channel = write_down.channel_of(connection, incident.id) or pipeline.channel
    pages: list[Page] = [
        page
        for person in people
        for page in _pages(incident, hop, person, channel, _places(connection, settings, person))
        if getattr(settings.deployment.routes, page.route)
    ]
    pages += _by_webhook(incident, hop, people, settings.deployment.routes.slack_webhook, pipeline.channel)
    known = settings.roster
    nobody = f"nobody ({hop.notify}) is on call: {known.why_nobody(hop.notify)}"
    said = because + _told(known.called(hop.notify, now), pages, hop) if people else nobody
    mentioned = {page.person for page in pages if isinstance(page, IncidentPage) and page.to == "thread"}
    seen = not because and bool(people) and mentioned.issuperset(people)
    lines = write_down.happened(connection, incident, What.ESCALATED, now, text=said, told=not seen)
    for key in (post_key(incident.id), hook_key(incident.id)):  # a mention waits for its thread
        outbox.hurry(connection, key, now)
    if any(isinstance(page, HookPage) for page in pages):
        overtake(connection, hook_key(incident.id), HookNews.kind, "the page says it")
    outbox.put(connection, [*pages, *lines], now)


def _told(who: str, pages: Sequence[Page], hop: Hop) -> str:
    by = dict.fromkeys(page.route for page in pages)
    if not by:
        return f"{who} cannot be told: {' and '.join(hop.by)} is not set up, and no other route reaches them"
    return f"{who} is told by {' and '.join(by)}"


def _places(connection: Connection, settings: Settings, person: str) -> Sequence[SlackPlace]:
    """A person is mentioned and told in private, unless they chose one of both; of a group each member hears
    of the mention from Slack."""
    return ("thread",) if person in settings.deployment.groups else wishes.of(connection, person).places


def _pages(
    incident: Incident, hop: Hop, person: str, channel: str, places: Sequence[SlackPlace]
) -> Iterator[IncidentPage | IncidentMail | IncidentAlert]:
    """By all routes of the hop; by Slack at these places."""
    number = incident.hop - 1  # the incident has moved on already
    if "slack" in hop.by:
        for to in places:
            yield IncidentPage(
                incident=incident.id,
                channel=channel,
                round=incident.round,
                hop=number,
                person=person,
                to=to,
            )
    if "email" in hop.by:
        yield IncidentMail(incident=incident.id, round=incident.round, hop=number, person=person)
    for service in SERVICES:
        if service in hop.by:
            yield IncidentAlert(
                incident=incident.id, round=incident.round, hop=number, person=person, service=service
            )


def _by_webhook(
    incident: Incident, hop: Hop, people: Sequence[str], hook: SlackWebhookRoute | None, channel: str
) -> list[HookPage]:
    if hook is None or "slack_webhook" not in hop.by:
        return []
    place, number = hook.place(channel), incident.hop - 1
    groups = [tuple(people[at : at + MENTIONED]) for at in range(0, len(people), MENTIONED)]
    return [
        HookPage(incident=incident.id, place=place, round=incident.round, hop=number, people=some)
        for some in groups
    ]
