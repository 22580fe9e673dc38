"""How loud a pipeline is, in words: what was said, and what a person may say."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.accepted import Accepted, columns
from bot.domain.stage import Stage, Staged, Step
from bot.domain.stage_intent import StagePost
from bot.messages.answers import in_words
from bot.messages.figures import moment
from bot.messages.message import SlackMessage
from bot.messages.surroundings import named
from bot.messages.text import NOTIFICATION, code, cut, escape, listing

PAGE_FROM_NOW_ON = "stage_go"

_NOW = {
    Stage.PAGE: "pages from now on",
    Stage.MUTED: "is muted: nobody is told of what I find until somebody types `/pipeline go`",
}
_BEFORE = {
    Stage.NEW: "is new: nothing of it was judged yet",
    Stage.SHADOW: "is in the shadow: nobody is told anyway",
    Stage.TICKET: "posts tickets and pages nobody",
    Stage.PAGE: "pages already",
    Stage.MUTED: "is muted already",
}


def stage_message(intent: StagePost) -> SlackMessage:
    """A line in the channel: everybody should know who made it louder, or silent."""
    said = f"*{escape(intent.pipeline)}* {_NOW[intent.stage]}, says {named(intent.who)}."
    return SlackMessage(text=cut(said, NOTIFICATION))


def stepped(pipeline: str, step: Step) -> SlackMessage:
    """The quiet confirmation for whoever said it."""
    what = "It pages from the next checks on." if step is Step.GO else "It is muted."
    return in_words(f"{what} ({escape(pipeline)})")


def not_stepped(pipeline: str, staged: Staged, zone: ZoneInfo) -> SlackMessage:
    """The friendly word where there is nothing to do."""
    who = f": {named(staged.who)} said so" if staged.who else ""
    when = f", {moment(staged.at, zone)}" if staged.at and who else ""
    return in_words(f"{escape(pipeline)} {_BEFORE[staged.stage]}{who}{when}.")


def not_declared(pipeline: str) -> SlackMessage:
    """The button is of a pipeline whose file is gone."""
    return in_words(f"No pipeline {code(pipeline)} is declared any more.")


def notes(pipeline: str, staged: Staged, accepted: Sequence[Accepted], now: datetime, zone: ZoneInfo) -> str:
    """What is not told of a pipeline, and why, in lines below its health; empty where all is told."""
    lines = []
    if staged.stage is Stage.TICKET:
        lines.append(f"It is new: nobody is paged until somebody types {code(f'/pipeline go {pipeline}')}.")
    if staged.stage is Stage.MUTED and staged.at:
        lines.append(f"Muted by {named(staged.who or 'somebody')} since {moment(staged.at, zone)}.")
    for each in accepted:
        if now < each.until:
            names = dict.fromkeys(
                f"{found.table}.{name}" for found in each.findings for name in columns(found)
            )
            until = f"in the shadow until {moment(each.until, zone)}"
            lines.append(
                f"{listing(list(names), 5)}: {until}, since {named(each.who)} accepted the new schema."
            )
    return "\n".join(lines)
