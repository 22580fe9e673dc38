"""The details of an incident: every finding with its figures and failing rows, and what happened so far."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.finding import Finding
from bot.domain.incident import Event, Incident
from bot.domain.order import what_would_change
from bot.domain.wording import ordinal
from bot.messages.advice import move_line
from bot.messages.blast import built_on_it
from bot.messages.blocks import context, divider, fitting, header, section
from bot.messages.evidence import failing_rows
from bot.messages.factors import factors
from bot.messages.figures import days, moment, number
from bot.messages.incident import figures, follower, headline, standing, where, why
from bot.messages.measure import measure
from bot.messages.message import Block, SlackMessage
from bot.messages.moved import what_moved
from bot.messages.surroundings import Surroundings, named
from bot.messages.text import (
    NOTIFICATION,
    bullets,
    cut,
    dotted,
    escape,
    fitted,
    more,
    preformatted,
    sentence,
)

_FINDINGS, _EVENTS = 5, 8
_DAYS, _FIGURES = 14, 12
_TABLE, _SUMMARY, _EVENT, _REST = 1500, 500, 200, 2900


def details(
    incident: Incident,
    around: Surroundings,
    timeline: Sequence[Event] = (),
    rivals: Sequence[Finding] = (),
) -> SlackMessage:
    """What the Details button shows: as many findings as fit, twelve rows of each, why it has its place among
    its rivals, the newest events."""
    ends: list[Block] = [header(headline(incident)), section(standing(incident, around, timeline))]
    follow = [each for each in incident.findings if each.follows]
    placed = incident.lead.rank and not incident.is_resolved
    ends += _place(incident.lead, [*rivals, *follow]) if placed else []
    ends += [section(story(timeline, around))] if timeline else []
    several = len(incident.findings) > 1
    today = incident.opened_at.astimezone(around.zone).date()
    groups = [[*_finding(each, around, several, today), divider()] for each in incident.findings[:_FINDINGS]]
    groups = groups[: fitting(groups, [*ends, *_shortly(incident.findings[1:])])]
    rest = _shortly(incident.findings[len(groups) :])
    blocks = [ends[0], *(block for group in groups for block in group), *rest, *ends[1:]]
    text = cut(escape(f"Details: {headline(incident)}"), NOTIFICATION)
    return SlackMessage(text=text, blocks=blocks)


def _finding(finding: Finding, around: Surroundings, several: bool, today: date) -> list[Block]:
    """The summary is told where there are several: that of one alone is the headline."""
    summary = f": {sentence(finding.summary, _SUMMARY)}" if several else ""
    said = [f"{where(finding)}{summary}", figures(finding)]
    if finding.bad:
        said.append(f"Bad partitions: {days(finding.bad, today)}")
    said.append(move_line(finding, around.tables, today))
    if moved := what_moved(finding):
        said.append(sentence(f"{moved[0].upper()}{moved[1:]}", _SUMMARY))
    if built := built_on_it(finding, today):
        said.append(sentence(f"{built[0].upper()}{built[1:]}", _SUMMARY))
    blocks: list[Block] = [section(fitted([line for line in said if line], 1500))]
    if table := evidence_table(finding.evidence):
        blocks.append(section(preformatted(table, _TABLE)))
    blocks += failing_rows(finding, around)
    if finding.rank:
        blocks.append(context(why(finding)))
    return blocks


def _shortly(findings: Sequence[Finding]) -> list[Block]:
    """Those for which there is no room, a line each."""
    lines = [dotted(follower(each), measure(each)[0]) for each in findings]
    return (
        [section(bullets("*And*", lines, 0, _REST, way="`/pipeline export` has them, too"))] if lines else []
    )


def _place(lead: Finding, ranked: Sequence[Finding]) -> list[Block]:
    """Every factor of its place, and what would change the order."""
    table = [
        [f"why it is the {ordinal(lead.rank)}", ""],
        *([*each] for each in factors(lead, ranked).items()),
    ]
    said = [escape(each) for each in what_would_change(lead, ranked)]
    return [section(preformatted(table, _TABLE)), section(bullets("*What would change that*", said, 0, 1500))]


def evidence_table(evidence: Mapping[str, Any]) -> list[list[str]]:
    """A row a day where the evidence has days, otherwise its plain figures by name."""
    listed = evidence.get("days")
    if isinstance(listed, Mapping) and listed:
        shown = [[str(day), _said(value), "ok" if _fine(value) else "bad"] for day, value in listed.items()]
        cut_off = f"the last {_DAYS} of {len(shown)} days"
        return [[cut_off if len(shown) > _DAYS else "day", "", ""], *shown[-_DAYS:]]
    plain = [
        [str(name).replace("_", " "), _value(value)]
        for name, value in evidence.items()
        if isinstance(value, (str, int, float)) and not isinstance(value, bool)
    ]
    left = len(plain) - _FIGURES
    rest = [[more(left, "oakum check --format json"), ""]] if left > 0 else []
    return [["evidence", ""], *plain[:_FIGURES], *rest] if plain else []


def _said(value: object) -> str:
    return str(value.get("said", "")) if isinstance(value, Mapping) else _value(value)


def _fine(value: object) -> bool:
    return bool(value.get("ok", True)) if isinstance(value, Mapping) else True


def _value(value: object) -> str:
    return number(value) if isinstance(value, (int, float)) and math.isfinite(value) else str(value)


def story(timeline: Sequence[Event], around: Surroundings) -> str:
    """The newest events, the oldest of them first."""
    left = len(timeline) - _EVENTS
    told = [told_event(event, around) for event in timeline[-_EVENTS:]]
    return "\n".join([f"_… and {left:,} before, in the thread of its message_", *told] if left > 0 else told)


def told_event(event: Event, around: Surroundings) -> str:
    """Today at 15:02 · *ana* acknowledged · by slack."""
    who = f"{named(event.who)} " if event.who else ""
    said = f"{who}{sentence(event.text or event.kind, _EVENT)}"
    return dotted(moment(event.at, around.zone), said, f"by {event.by}" if event.by else "")
