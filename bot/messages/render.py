"""From an intent of the outbox, and what it is about, to the message: made when it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.alert_intent import IncidentAlert, IncidentAlertUpdate
from bot.domain.checkup import Checkup
from bot.domain.drill import Drill
from bot.domain.drill_intent import DrillCall, DrillReport, DrillUpdate
from bot.domain.examined import unmanned
from bot.domain.expert_intent import ExpertLetter, ExpertPost
from bot.domain.hook_intent import HookAbout, HookDigest, HookNews, HookPage, HookPost, HookSigned
from bot.domain.incident import Event, Incident
from bot.domain.intent import (
    AboutCheckup,
    AboutDrill,
    AboutIncident,
    AboutPipeline,
    DigestMail,
    DigestNudge,
    DigestNudgeUpdate,
    IncidentAsk,
    IncidentMail,
    IncidentNote,
    IncidentPage,
    IncidentPageUpdate,
    IncidentPost,
    IncidentUpdate,
    Intent,
)
from bot.domain.picture_intent import IncidentPicture, IncidentPlot
from bot.domain.rollback import Rollback
from bot.domain.rollback_intent import RollbackPost, RollbackUpdate
from bot.domain.stage_intent import ShadowPost, StagePost
from bot.domain.survival import Survival
from bot.messages.alert import Alert, alert
from bot.messages.digest import Place, digest_message
from bot.messages.drill import drill_alert, drill_hook, drill_mail, drill_page, drill_report
from bot.messages.expert_slack import letter_mail, letter_message, thread_line
from bot.messages.hook import hook_about, hook_digest, hook_news, hook_page, hook_post, hook_signed
from bot.messages.incident import incident_message
from bot.messages.mail import digest_mail, page_mail
from bot.messages.message import Mail, Picture, SlackMessage
from bot.messages.nudge import nudge_mail, nudge_message
from bot.messages.number import number_message
from bot.messages.picture import picture, plot_message
from bot.messages.rollback import rollback_message
from bot.messages.shadow import shadow_message
from bot.messages.stage import stage_message
from bot.messages.surroundings import Surroundings, surroundings
from bot.messages.survival import survival_message
from bot.messages.thread import ask, note, page
from bot.settings.load import Settings


class About(Protocol):
    """What a message is about, as it stands when it is sent (see `bot.engine.deliver`)."""

    @property
    def incident(self) -> Incident | None:
        """The incident, if it is about one."""

    @property
    def timeline(self) -> Sequence[Event]:
        """What happened to the incident."""

    @property
    def zone(self) -> ZoneInfo | None:
        """The clock of the one person whom it is for, where they chose one."""

    @property
    def rollback(self) -> Rollback | None:
        """The rollback, if it is about one."""

    @property
    def survival(self) -> Survival | None:
        """What the incident stands for, if everything is broken at once."""

    @property
    def checkup(self) -> Checkup | None:
        """The checkup, if it is about one."""

    @property
    def digest(self) -> Mapping[str, str] | None:
        """The receipt of the checkup's digest in Slack."""

    @property
    def drill(self) -> Drill | None:
        """The drill, if it is about one."""

    @property
    def incidents(self) -> Sequence[Incident]:
        """Those that the message may link to."""

    @property
    def posts(self) -> Mapping[int, Mapping[str, str]]:
        """The receipts of their messages, by number."""


def slack_message(intent: Intent, about: About, settings: Settings, team_url: str) -> SlackMessage:
    """The Slack message of an intent; `team_url` is the workspace's address, for links."""
    if isinstance(intent, AboutPipeline):
        return _of_pipeline(intent)
    if isinstance(intent, DrillReport):
        drill, declared = _drill(about), settings.deployment
        return drill_report(drill, unmanned(declared, settings.roster, drill.started_at))
    if isinstance(intent, AboutDrill):
        declared = settings.deployment
        group = declared.groups.get(intent.person, "")
        return drill_page(_drill(about), intent.person, declared.timezone, group)
    around = around_of(about, settings)
    links = links_of(about.posts, team_url)
    if isinstance(intent, (DigestNudge, DigestNudgeUpdate)):
        return nudge_message(_checkup(about), intent, around, _digest_link(about, team_url))
    if isinstance(intent, AboutCheckup):
        return digest_message(_checkup(about), around, places(about.incidents, links))
    if isinstance(intent, (RollbackPost, RollbackUpdate)):
        return rollback_message(_rollback(about), _incident(about), settings.deployment, around.zone)
    return _of_incident(intent, about, around, links)


def _of_pipeline(intent: AboutPipeline) -> SlackMessage:
    if isinstance(intent, HookAbout):
        raise TypeError(f"{intent.kind} does not go by Slack's app")
    if isinstance(intent, ShadowPost):
        return shadow_message(intent)
    return stage_message(intent) if isinstance(intent, StagePost) else number_message(intent)


def _of_incident(
    intent: AboutIncident, about: About, around: Surroundings, links: Mapping[int, str]
) -> SlackMessage:
    if isinstance(intent, (ExpertPost, ExpertLetter)):
        return thread_line(intent) if isinstance(intent, ExpertPost) else letter_message(intent)
    incident = _incident(about)
    if isinstance(intent, IncidentPlot):
        return plot_message(intent, incident, around)
    if isinstance(intent, (IncidentPost, IncidentUpdate)):
        if about.survival is not None:
            return survival_message(about.survival, incident, around, about.timeline)
        return incident_message(incident, around, about.timeline)
    if isinstance(intent, IncidentNote):
        return note(intent, around.zone, around.people)
    if isinstance(intent, (IncidentPage, IncidentPageUpdate)):
        link_to = links.get(incident.id, "") if intent.to == "dm" else ""
        return page(incident, intent.person, around, about.timeline, link_to=link_to)
    if isinstance(intent, IncidentAsk):
        return ask(incident, intent.person, around, links.get(incident.id, "") if intent.to == "dm" else "")
    raise TypeError(f"{intent.kind} does not go by Slack")


def hook_message(intent: Intent, about: About, settings: Settings, _: str = "") -> SlackMessage:
    """The message of an intent for an incoming webhook of Slack."""
    declared = settings.deployment
    if isinstance(intent, DrillCall):
        return drill_hook(_drill(about), intent.person, declared.people, declared.groups)
    if isinstance(intent, DrillReport):
        return slack_message(intent, about, settings, "")
    if isinstance(intent, HookAbout):
        return hook_about(intent.said)
    around = around_of(about, settings)
    if isinstance(intent, HookSigned):
        return hook_signed(_checkup(about), around)
    if isinstance(intent, HookDigest):
        return hook_digest(_checkup(about), around)
    incident = _incident(about)
    if isinstance(intent, HookPost) or (isinstance(intent, HookNews) and about.survival):
        return hook_post(incident, around, about.timeline, about.survival)
    if isinstance(intent, HookNews):
        return hook_news(incident, around, about.timeline)
    if isinstance(intent, HookPage):
        return hook_page(incident, intent.people, around)
    raise TypeError(f"{intent.kind} does not go by a webhook of Slack")


def picture_of(intent: Intent, about: About, _: Settings, __: str) -> Picture | None:
    """The picture of an incident's evidence; None where that has nothing to draw any more."""
    if not isinstance(intent, IncidentPicture):
        raise TypeError(f"{intent.kind} is not drawn")
    return picture(_incident(about))


def mail(intent: Intent, about: About, settings: Settings, team_url: str = "") -> Mail:
    """The mail of an intent; without `team_url` it links to no message."""
    if isinstance(intent, DrillCall):
        drill, zone = _drill(about), settings.deployment.timezone
        in_slack = any(call.way.route == "slack" for call in drill.of(intent.person))
        return drill_mail(drill, intent.person, zone, in_slack)
    if isinstance(intent, ExpertLetter):
        return letter_mail(intent)
    around = around_of(about, settings)
    links = links_of(about.posts, team_url)
    if isinstance(intent, DigestNudge):
        return nudge_mail(_checkup(about), around, _digest_link(about, team_url))
    if isinstance(intent, DigestMail):
        return digest_mail(_checkup(about), around, places(about.incidents, links))
    if isinstance(intent, IncidentMail):
        incident = _incident(about)
        return page_mail(incident, around, links.get(incident.id, ""), person=intent.person)
    raise TypeError(f"{intent.kind} does not go by e-mail")


def alert_of(intent: Intent, about: About, settings: Settings, team_url: str = "") -> Alert:
    """What a service is told of an incident; without `team_url` it links to no message."""
    if isinstance(intent, (DrillCall, DrillUpdate)):
        drill = _drill(about)
        (call,) = (each for each in drill.of(intent.person) if each.way.route == intent.by)
        return drill_alert(drill, call)
    if not isinstance(intent, (IncidentAlert, IncidentAlertUpdate)):
        raise TypeError(f"{intent.kind} does not go to a service")
    incident, links = _incident(about), links_of(about.posts, team_url)
    return alert(intent, incident, around_of(about, settings), about.timeline, links.get(incident.id, ""))


def around_of(about: About, settings: Settings) -> Surroundings:
    """The surroundings of the pipeline; raises LookupError if it is no longer declared."""
    name = about.incident.pipeline if about.incident else _checkup(about).pipeline
    declared = next((each for each in settings.pipelines if each.pipeline == name), None)
    if declared is None:
        raise LookupError(f"the pipeline {name} is no longer declared")
    around = surroundings(declared, settings.deployment, settings.roster)
    return replace(around, zone=about.zone or around.zone, climbs=settings.climbs)


def links_of(posts: Mapping[int, Mapping[str, str]], team_url: str) -> dict[int, str]:
    """The addresses of the messages of incidents, by number."""
    return {number: permalink(team_url, where) for number, where in posts.items()} if team_url else {}


def _digest_link(about: About, team_url: str) -> str:
    return permalink(team_url, about.digest) if about.digest and team_url else ""


def permalink(team_url: str, where: Mapping[str, str]) -> str:
    """The address of a message, from its receipt: https://team.slack.com/archives/C012/p1360958400000100."""
    return f"{team_url.rstrip('/')}/archives/{where['channel']}/p{where['ts'].replace('.', '')}"


def places(incidents: Sequence[Incident], links: Mapping[int, str]) -> dict[str, Place]:
    """Where findings are told, by fingerprint; of several incidents with one finding, the newest."""
    ordered = sorted((each for each in incidents if each.id in links), key=lambda each: each.id)
    return {
        finding.fingerprint: Place(each.id, links[each.id]) for each in ordered for finding in each.findings
    }


def _incident(about: About) -> Incident:
    if about.incident is None:
        raise LookupError("the message is about no incident")
    return about.incident


def _rollback(about: About) -> Rollback:
    if about.rollback is None:
        raise LookupError("the message is about no rollback")
    return about.rollback


def _drill(about: About) -> Drill:
    if about.drill is None:
        raise LookupError("the message is about no drill")
    return about.drill


def _checkup(about: About) -> Checkup:
    if about.checkup is None:
        raise LookupError("the message is about no checkup")
    return about.checkup
