"""Writing an incident's change: state, timeline and messages in the caller's one transaction, or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.declared import Pipeline
from bot.domain.declared_routes import Routes
from bot.domain.digest_intent import DigestPost, DigestUpdate, digest_key
from bot.domain.drawable import is_drawable
from bot.domain.hook_intent import HookAbout, HookDigest, HookNews, HookPost, HookSigned
from bot.domain.incident import Event, Incident, State, What
from bot.domain.intent import (
    SEEN_BY_ALL,
    IncidentPost,
    IncidentUpdate,
    Intent,
    answered,
    note_of,
    post_key,
)
from bot.domain.number_intent import NumberPost
from bot.domain.page_key import hook_key
from bot.domain.picture_intent import IncidentPicture, IncidentPlot
from bot.domain.stage_intent import ShadowPost, StagePost
from bot.store import incidents, outbox

_NEWS = (*SEEN_BY_ALL, What.RESOLVED, What.GONE)
"""What a channel hears of where its message cannot be edited."""
_NEWS_OF_PAGES = (What.ACKNOWLEDGED, What.HANDED, What.SNOOZED)
"""What it hears of, too, where people were mentioned there: nobody else needs to come."""


class OutrunError(Exception):
    """Somebody else changed the incident since it was read: nothing is written, and the step is repeated."""


def save(connection: Connection, incident: Incident, before: Incident) -> None:
    """Keep a changed incident; raises `OutrunError` if it is not as it was read."""
    if not incidents.save(connection, incident, before.fence):
        raise OutrunError(f"incident {incident.id} was changed by somebody else")


def touched(connection: Connection, incident: Incident) -> Incident:
    """An incident of which something is to be told, though it stands as it stood."""
    after = replace(incident, fence=incident.fence + 1)
    save(connection, after, incident)
    return after


def happened(
    connection: Connection,
    incident: Incident,
    what: What,
    now: datetime,
    *,
    who: str | None = None,
    by: str | None = None,
    text: str = "",
    told: bool = True,
) -> Sequence[Intent]:
    """Record a line of the timeline; returns the edits of messages and, if `told`, a note for the thread."""
    event = Event(at=now, kind=what.value, who=who, text=text, by=by)
    incidents.record(connection, incident.id, event)
    channel, edits = channel_of(connection, incident.id), _answered(connection, incident, what)
    news = _news(connection, incident, what) if told else ()
    if channel is None:
        return (*news, *edits)
    notes = (note_of(event, incident.id, channel, incident.fence),) if told else ()
    return (*notes, edit_of(incident, channel), *edits, *_evident(incident, what, channel), *news)


def _news(connection: Connection, incident: Incident, what: What) -> Sequence[Intent]:
    """What is told by a webhook, where that told of the incident."""
    if what in _NEWS or (incident.pages and what in _NEWS_OF_PAGES):
        return news_of(connection, incident)
    return ()


def news_of(connection: Connection, incident: Incident) -> Sequence[Intent]:
    """How it stands, where a webhook told of it."""
    place = place_of(connection, incident.id)
    return (HookNews(incident=incident.id, place=place, fence=incident.fence),) if place else ()


def _evident(incident: Incident, what: What, channel: str) -> Sequence[Intent]:
    """Each time that it opens, the evidence for its thread."""
    return evidence_of(incident, channel) if what in (What.OPENED, What.REOPENED) else ()


def evidence_of(incident: Incident, channel: str) -> Sequence[Intent]:
    """The plot of this round, which the failing rows follow, or these alone; written twice, it is one."""
    if is_drawable(incident.lead):
        return (IncidentPicture(incident=incident.id, channel=channel, round=incident.round),)
    if incident.lead.rows:
        return (IncidentPlot(incident=incident.id, channel=channel, round=incident.round),)
    return ()


def _answered(connection: Connection, incident: Incident, what: What) -> Sequence[Intent]:
    """The edits of the pages that asked for what has happened now."""
    if what not in (What.ACKNOWLEDGED, What.SNOOZED, What.RESOLVED, What.GONE, What.HELD, What.SURVIVED):
        return ()
    pages = outbox.pages(connection, incident.id, incident.round)
    return tuple(answered(page, incident.fence) for page in pages)


def post_of(incident: Incident, pipeline: Pipeline, routes: Routes) -> IncidentPost | HookPost:
    """The one message that tells of an incident; written twice, it is one."""
    hook = routes.slack_webhook
    if hook is not None:
        return HookPost(incident=incident.id, place=hook.place(pipeline.channel), urgent=incident.pages)
    return IncidentPost(incident=incident.id, channel=pipeline.channel, urgent=incident.pages)


def about_pipeline(
    said: ShadowPost | StagePost | NumberPost, routes: Routes, day: str = ""
) -> Sequence[Intent]:
    """What is said of a pipeline as a whole, where a channel can be told."""
    if routes.slack_webhook:
        return (HookAbout(said=said, place=routes.slack_webhook.place(said.channel), day=day),)
    return (said,) if routes.slack else ()


def unheard(connection: Connection, pipeline: Pipeline, routes: Routes) -> Sequence[Intent]:
    """The messages of all open incidents of a pipeline: what was posted already is not posted again.

    Of one that sleeps nothing is said before it wakes.
    """
    open_ = incidents.unresolved(connection, pipeline.pipeline)
    heard = [each for each in open_ if each.state is not State.SNOOZED]
    shown = [said for each in heard if routes.slack for said in evidence_of(each, pipeline.channel)]
    return [*(post_of(each, pipeline, routes) for each in heard), *shown]


def edit_of(incident: Incident, channel: str) -> IncidentUpdate:
    """The edit that brings an incident's message up to date."""
    return IncidentUpdate(incident=incident.id, channel=channel, fence=incident.fence)


def channel_of(connection: Connection, incident: int) -> str | None:
    """Where an incident's message was or will be posted; None if Slack is not set up."""
    post = outbox.intent(connection, post_key(incident))
    return post.channel if isinstance(post, IncidentPost) else None


def place_of(connection: Connection, incident: int) -> str | None:
    """Where a webhook told of an incident, or will; None where it does not."""
    post = outbox.intent(connection, hook_key(incident))
    return post.place if isinstance(post, HookPost) else None


def is_told(connection: Connection, incident: int) -> bool:
    """Whether a channel heard of an incident, or will."""
    return channel_of(connection, incident) is not None or place_of(connection, incident) is not None


def signed(connection: Connection, checkup: int) -> Sequence[Intent]:
    """That somebody looked at a checkup, where its digest was or will be posted."""
    channel = digest_channel_of(connection, checkup)
    if channel:
        return (DigestUpdate(checkup=checkup, channel=channel),)
    digest = outbox.intent(connection, HookDigest(checkup=checkup, place="").key)
    return (HookSigned(checkup=checkup, place=digest.place),) if isinstance(digest, HookDigest) else ()


def digest_channel_of(connection: Connection, checkup: int) -> str | None:
    """Where a checkup's digest was or will be posted; None if Slack is not set up."""
    post = outbox.intent(connection, digest_key(checkup))
    return post.channel if isinstance(post, DigestPost) else None
