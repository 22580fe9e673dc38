"""What a message needs beside its incident: the owner, the ladder, the clock people read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.domain.declared import Deployment, Hop, Person, Pipeline, Source
from bot.domain.escalation import ladder, last_rung
from bot.domain.roster import Roster, roster
from bot.messages.text import cut, escape, literal, one_line
from checks.declared import Table

NO_SCHEDULES = roster(Deployment(), {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Taken from the configuration; `steps` are those of the ladder, `rolls_back` comes after them.

    `groups` are Slack's ids of the user groups among the teams, by name. A message `has_buttons` where Slack
    has an app of ours. Whoever posts it `climbs` the ladder, or is gone by then.
    """

    owner: str
    channel: str
    zone: ZoneInfo
    steps: Sequence[Hop] = ()
    rolls_back: str = ""
    runbook: str | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    has_buttons: bool = True
    climbs: bool = True
    roster: Roster = NO_SCHEDULES
    tables: Mapping[str, Table] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)


def surroundings(pipeline: Pipeline, deployment: Deployment, known: Roster) -> Surroundings:
    """The surroundings of a pipeline's messages; `known` tells who is on call."""
    return Surroundings(
        owner=pipeline.owner,
        channel=pipeline.channel,
        zone=pipeline.timezone or deployment.timezone,
        steps=ladder(pipeline, deployment),
        rolls_back=_rolls_back(pipeline, deployment),
        runbook=pipeline.runbook,
        people=deployment.people,
        groups=deployment.groups,
        has_buttons=deployment.routes.slack is not None,
        roster=known,
        tables=pipeline.tables,
        sources=deployment.sources,
    )


def _rolls_back(pipeline: Pipeline, deployment: Deployment) -> str:
    """What may be rolled back when nobody answers; empty where that is nothing, or off."""
    name = last_rung(pipeline, deployment) or ""
    target = deployment.rollbacks.get(name)
    return name if target and target.enabled else ""


def named(who: str) -> str:
    """A person in bold, without ringing."""
    name = cut(escape(one_line(who)), 80)
    return f"*{name}*" if name else "somebody"


def mention(who: str, people: Mapping[str, Person]) -> str:
    """A person, so that Slack rings; by name where the configuration has no member id."""
    person = people.get(who)
    return f"<@{person.slack}>" if person and person.slack else named(who)


def mention_of(who: str, around: Surroundings) -> str:
    """Whoever a hop tells, so that Slack rings: a person, or each member of a user group."""
    group = around.groups.get(who)
    return group_mention(group) if group else mention(who, around.people)


def group_mention(id_: str) -> str:
    """A user group, so that Slack rings for each member. The id comes from the configuration, and only so."""
    return f"<!subteam^{id_}>"


def link(address: str, text: str) -> str:
    """A link in mrkdwn, or the text alone if the address is none."""
    clean = literal(one_line(address)).replace("|", "%7C").replace(" ", "%20")
    return f"<{clean}|{escape(text)}>" if re.match(r"https?://\S", clean) else escape(text)
