"""The evidence in an incident's thread: its plot as a picture, what to look at first, the failing rows."""

import re

from bot.domain.incident import Incident
from bot.domain.picture_intent import IncidentPlot
from bot.messages.advice import move_line
from bot.messages.blocks import section
from bot.messages.evidence import failing_rows
from bot.messages.evidence_plot import plot_of
from bot.messages.message import Block, Picture, SlackMessage
from bot.messages.surroundings import Surroundings
from bot.messages.text import NOTIFICATION, cut, escape, one_line, plain

ALT = 1_000
"""Characters of the words of a picture: read aloud, more would be a torment."""


def picture(incident: Incident) -> Picture | None:
    """What is drawn of the evidence that counts most; None where it has nothing to draw."""
    lead = incident.lead
    plot = plot_of(lead)
    if plot is None:
        return None
    name = re.sub(r"[^\w.]+", "-", f"{lead.table}-{lead.check}").strip("-.")[:60]
    return Picture(name=f"{name or 'evidence'}.png", alt=plain(plot.alt, ALT), png=plot.picture())


def plot_message(intent: IncidentPlot, incident: Incident, around: Surroundings) -> SlackMessage:
    """The picture, where there is one; the first move; failing rows, and SQL that returns all."""
    lead, today = incident.lead, incident.opened_at.astimezone(around.zone).date()
    blocks: list[Block] = [_image(intent)] if intent.file else []
    move = move_line(lead, around.tables, today)
    blocks += [section(move)] if move else []
    blocks += failing_rows(lead, around)
    said = intent.alt or f"Failing rows: {one_line(lead.title)}"
    return SlackMessage(text=cut(escape(said), NOTIFICATION), blocks=blocks)


def _image(intent: IncidentPlot) -> Block:
    return {"type": "image", "slack_file": {"id": intent.file}, "alt_text": plain(intent.alt, ALT)}
