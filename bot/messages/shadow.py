"""The end of a new pipeline's week in the shadow: what was counted, and the one seam to mend first."""

from bot.domain.stage import Step
from bot.domain.stage_intent import ShadowPost
from bot.messages.blocks import actions, button, section
from bot.messages.figures import counted
from bot.messages.message import Block, SlackMessage
from bot.messages.stage import PAGE_FROM_NOW_ON
from bot.messages.text import NOTIFICATION, code, cut, dotted, escape, sentence
from bot.messages.typed import to_step


def shadow_message(intent: ShadowPost, has_buttons: bool = True) -> SlackMessage:
    """One message in the channel: from now on people are told, and one of them may say: page."""
    name = escape(intent.pipeline)
    how = f"here or by {code(f'/pipeline go {intent.pipeline}')}"
    if not has_buttons:
        how = f"by {code(to_step(Step.GO, intent.pipeline), 250)} where Oakum runs"
    next_ = f"From now on I post what I find as tickets; nobody is paged until one of you says so, {how}."
    others = _others(intent)
    if not intent.findings:
        said = f"{name}: a week in the shadow, and nothing failed."
        return _asking(intent, said, " ".join(filter(None, (said, others, next_))))
    where = code(f"{intent.table}.{intent.column}" if intent.column else intent.table)
    lines = [
        f"*{name}: a week in the shadow is over.* I told nobody of {counted(intent.findings, 'failure')} on "
        f"{counted(intent.places, 'place')}.",
        f"*The one that would have broken it first:* {sentence(intent.summary, 800)}",
        dotted(intent.check.replace("_", " "), where, f"{intent.days} of {intent.audits} days"),
        " ".join(filter(None, (others, next_))),
    ]
    said = f"{name}: {escape(intent.summary)} (found in the shadow, {intent.days} of {intent.audits} days)"
    return _asking(intent, said, "\n".join(lines))


def _others(intent: ShadowPost) -> str:
    """What rests on a past that was a few days long is not held against a new pipeline."""
    if not intent.others:
        return ""
    return f"Not counted: {counted(intent.others, 'finding')} of checks that know it better by now."


def _asking(intent: ShadowPost, text: str, said: str) -> SlackMessage:
    ask = actions("stage", [button("Page from now on", PAGE_FROM_NOW_ON, intent.pipeline)])
    blocks: list[Block] = [section(said), ask]
    return SlackMessage(text=cut(text, NOTIFICATION), blocks=blocks)
