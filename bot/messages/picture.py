"""The plot of an incident's evidence as a picture, and the reply in the thread that shows it."""

import re

from bot.domain.incident import Incident
from bot.domain.picture_intent import IncidentPlot
from bot.messages.evidence_plot import plot_of
from bot.messages.message import Picture, SlackMessage
from bot.messages.text import NOTIFICATION, cut, escape, plain

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


def plot_message(intent: IncidentPlot) -> SlackMessage:
    """A reply that is nothing but the picture. It rings nobody."""
    image = {"type": "image", "slack_file": {"id": intent.file}, "alt_text": plain(intent.alt, ALT)}
    return SlackMessage(text=cut(escape(intent.alt), NOTIFICATION), blocks=[image])
