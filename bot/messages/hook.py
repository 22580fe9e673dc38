"""What an incoming webhook posts: the messages of Slack without what only an app can have.

A click would go nowhere, so there is nothing to click: a line says what to type where Oakum runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.checkup import Checkup
from bot.domain.escalation import next_up
from bot.domain.incident import Event, Incident, State
from bot.domain.number_intent import NumberPost
from bot.domain.patch import debt
from bot.domain.stage_intent import ShadowPost, StagePost
from bot.domain.survival import Survival
from bot.messages.blocks import context, section
from bot.messages.digest import digest_message, titled
from bot.messages.figures import hour
from bot.messages.incident import COLORS, GREY, figures, headline, incident_message, state, where
from bot.messages.message import Block, SlackMessage
from bot.messages.nudge import looked
from bot.messages.number import number_message
from bot.messages.shadow import shadow_message
from bot.messages.stage import stage_message
from bot.messages.surroundings import Surroundings, link, mention_of, named
from bot.messages.survival import survival_message
from bot.messages.text import NOTIFICATION, code, cut, dotted, escape
from bot.messages.tuning import from_record
from bot.messages.typed import (
    to_ack,
    to_ack_as,
    to_judge,
    to_list,
    to_settle,
    to_sign_off,
    to_survive,
    to_tune,
)

IN_A_LINE = 3
_SIGNS: Mapping[State, str] = {
    State.OPEN: "🔴",
    State.ACKNOWLEDGED: "👀",
    State.SNOOZED: "💤",
    State.RESOLVED: "✅",
}


def posted(message: SlackMessage, *hints: str) -> SlackMessage:
    """The message without buttons, menus and uploaded pictures; the hints stand below it."""
    shown = [context(hint) for hint in hints if hint]
    return replace(message, head=_shown(message.head), blocks=[*_shown(message.blocks), *shown])


def _shown(blocks: Sequence[Block]) -> list[Block]:
    kept = [block for block in blocks if block["type"] != "actions" and "slack_file" not in block]
    return [{key: value for key, value in block.items() if key != "accessory"} for block in kept]


def hook_post(
    incident: Incident, around: Surroundings, timeline: Sequence[Event], survival: Survival | None
) -> SlackMessage:
    """That an incident is open, as it stands now."""
    if survival is not None:
        typed = "" if survival.over_at else _what_to_type(incident, _to_bring(survival))
        return posted(survival_message(survival, incident, around, timeline), typed)
    return posted(incident_message(incident, around, timeline), _what_to_type(incident))


def hook_news(incident: Incident, around: Surroundings, timeline: Sequence[Event]) -> SlackMessage:
    """What became of it, as it stands now; it rings nobody."""
    said = f"{_SIGNS[incident.state]} *{escape(headline(incident))}*"
    over = incident.is_resolved
    facts = [
        dotted(figures(incident.lead, over=over), where(incident.lead)),
        f"{state(incident, around, timeline)}.",
    ]
    return SlackMessage(
        text=cut(f"{said} ({escape(incident.pipeline)})", NOTIFICATION),
        head=[section(said)],
        blocks=[section("\n".join(facts)), *map(context, _then(incident, timeline))],
        color=GREY if incident.calm_since else COLORS[incident.state],
    )


def _then(incident: Incident, timeline: Sequence[Event]) -> Sequence[str]:
    """What can be done after the news: of what is over only that a patch is fixed."""
    if not incident.is_resolved:
        return [_what_to_type(incident)]
    owed = debt(incident, timeline)
    return [_where_it_runs({f"oakum fixed {incident.id}": "says that it is fixed, too"})] if owed else []


def hook_page(incident: Incident, people: Sequence[str], around: Surroundings) -> SlackMessage:
    """The page of a hop: it rings these people and user groups, where their ids are known."""
    who, what = " ".join(mention_of(each, around) for each in people), f"*{escape(headline(incident))}*"
    takes = to_ack(incident, people[0], around) if len(people) == 1 else f"{to_ack_as(incident)} PERSON"
    lines = [
        f"{who} {what}",
        dotted(figures(incident.lead), where(incident.lead)),
        _after(incident, around),
        link(around.runbook, "Runbook") if around.runbook else "",
    ]
    return SlackMessage(
        text=cut(f"{who} {what}", NOTIFICATION),
        blocks=[
            section("\n".join(line for line in lines if line)),
            context(_where_it_runs({takes: "says that you have it"})),
        ],
    )


def _after(incident: Incident, around: Surroundings) -> str:
    """What is asked of them, and who is asked if they do not; what was over once is open again."""
    again = "It is open again. " if incident.round > 1 and incident.hop <= 1 else ""
    upcoming = next_up(incident, around.steps)
    if upcoming is None:
        return f"{again}Please look at it: nobody is told after you."
    hop, at = upcoming
    after = named(around.roster.called(hop.notify, at))
    return f"{again}Please look at it; {after} is next at {hour(at, around.zone)}."


def hook_digest(checkup: Checkup, around: Surroundings) -> SlackMessage:
    """The digest of a checkup; what its buttons would do is typed."""
    proposal, tuning = None if checkup.instead else checkup.proposal, checkup.tuning
    typed = {
        **({f"{each} WHY": does for each, does in to_settle(proposal).items()} if proposal else {}),
        **({to_tune(from_record(tuning)): "moves that threshold"} if tuning else {}),
        "oakum expert NUMBER": "drafts what to ask upstream" if checkup.experts else "",
        to_sign_off(checkup.pipeline): "notes that you looked",
        to_judge(checkup.pipeline): "shows the fresh rows to judge" if checkup.rows else "",
        to_list(checkup.pipeline): "lists what is open",
    }
    return posted(digest_message(checkup, around, {}), _where_it_runs(typed))


def hook_signed(checkup: Checkup, around: Surroundings) -> SlackMessage:
    """That somebody looked at a checkup."""
    said = dotted(escape(titled(checkup, around)), looked(checkup, around))
    return SlackMessage(text=cut(said, NOTIFICATION))


def hook_about(said: ShadowPost | StagePost | NumberPost) -> SlackMessage:
    """What is said of a pipeline as a whole."""
    if isinstance(said, ShadowPost):
        return posted(shadow_message(said, has_buttons=False))
    return stage_message(said, has_buttons=False) if isinstance(said, StagePost) else number_message(said)


def _to_bring(survival: Survival) -> Mapping[str, str]:
    return {
        to_survive(survival.pipeline, "bring", "TABLE"): "brings one back",
        to_survive(survival.pipeline, "end"): "all of them",
    }


def _what_to_type(incident: Incident, ends: Mapping[str, str] | None = None) -> str:
    """In place of buttons: what can still be done; where something else `ends` it, that."""
    nobody_has_it = incident.state is not State.ACKNOWLEDGED
    takes = {f"oakum ack {incident.id}": "takes it" if nobody_has_it else ""}
    if ends:
        return f"Nobody can answer here. {_where_it_runs({**ends, **takes})}"
    typed = {
        **takes,
        f"oakum assign {incident.id} PERSON": "" if nobody_has_it else "hands it over",
        f"oakum snooze {incident.id} 2h": "lets it sleep",
        f"oakum resolve {incident.id}": "says that it is over",
    }
    return f"Nobody can answer here. {_where_it_runs(typed)}"


def _where_it_runs(typed: Mapping[str, str]) -> str:
    """Commands, and what each of them does; one that does nothing is left out."""
    said = [f"{code(each, 200)} {does}" for each, does in typed.items() if does]
    if len(said) <= IN_A_LINE:
        return f"Where Oakum runs, {', '.join(said)}."
    return "\n".join(["Where Oakum runs:", *said])
