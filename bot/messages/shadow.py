"""The end of a new pipeline's week in the shadow: what was counted, and the one seam to mend first."""

from bot.domain.intent import ShadowPost
from bot.messages.blocks import section
from bot.messages.figures import number
from bot.messages.message import SlackMessage
from bot.messages.text import NOTIFICATION, code, cut, dotted, escape, sentence


def shadow_message(intent: ShadowPost) -> SlackMessage:
    """One message in the channel; from now on people are told."""
    name = escape(intent.pipeline)
    if not intent.findings:
        said = f"{name}: a week in the shadow, and nothing failed. From now on I speak up."
        return SlackMessage(text=cut(said, NOTIFICATION), blocks=[section(said)])
    where = code(f"{intent.table}.{intent.column}" if intent.column else intent.table)
    lines = [
        f"*{name}: a week in the shadow is over.* I told nobody of {number(intent.findings)} findings on "
        f"{number(intent.places)} places.",
        f"*The one that would have broken it first:* {sentence(intent.summary, 800)}",
        dotted(intent.check.replace("_", " "), where, f"{intent.days} of {intent.audits} days"),
        "From now on I speak up.",
    ]
    said = f"{name}: {intent.summary} (found in the shadow, {intent.days} of {intent.audits} days)"
    return SlackMessage(text=cut(escape(said), NOTIFICATION), blocks=[section("\n".join(lines))])
