"""How loud a pipeline is, in words: what was said, and what a person may say."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.accepted import Accepted, columns
from bot.domain.incident import Incident, State
from bot.domain.stage import Stage, Staged, Step
from bot.domain.stage_intent import StagePost
from bot.messages.answers import in_words
from bot.messages.figures import clock_time, moment
from bot.messages.incident import title
from bot.messages.message import SlackMessage
from bot.messages.surroundings import named
from bot.messages.terminal import Line
from bot.messages.text import NOTIFICATION, code, cut, escape, listing
from bot.messages.typed import to_step

PAGE_FROM_NOW_ON = "stage_go"

_NOW = {
    Stage.PAGE: "pages from now on",
    Stage.MUTED: "is muted: nobody is told of what I find until somebody {}",
}
_BEFORE = {
    Stage.NEW: "is new: nothing of it was judged yet",
    Stage.SHADOW: "is in the shadow: nobody is told anyway",
    Stage.TICKET: "posts tickets and pages nobody",
    Stage.PAGE: "pages already",
    Stage.MUTED: "is muted already",
}


def stage_message(intent: StagePost, has_buttons: bool = True) -> SlackMessage:
    """A line in the channel: everybody should know who made it louder, or silent."""
    typed = to_step(Step.GO, intent.pipeline)
    go = f"types {code('/pipeline go')}" if has_buttons else f"types {code(typed, 250)} where Oakum runs"
    now = _NOW[intent.stage].format(go)
    said = f"*{escape(intent.pipeline)}* {now}, says {named(intent.who)}."
    return SlackMessage(text=cut(said, NOTIFICATION))


def stepped(pipeline: str, step: Step) -> SlackMessage:
    """The quiet confirmation for whoever said it."""
    what = "It pages from the next checks on." if step is Step.GO else "It is muted."
    return in_words(f"{what} ({escape(pipeline)})")


def not_stepped(pipeline: str, staged: Staged, zone: ZoneInfo) -> SlackMessage:
    """The friendly word where there is nothing to do."""
    return in_words(f"{escape(pipeline)} {_stands(staged, named, lambda at: moment(at, zone))}")


def _stands(staged: Staged, named: Callable[[str], str], when: Callable[[datetime], str]) -> str:
    who = f": {named(staged.who)} said so" if staged.who else ""
    at = f", {when(staged.at)}" if staged.at and who else ""
    return f"{_BEFORE[staged.stage]}{who}{at}."


def step_lines(
    pipeline: str,
    step: Step,
    instead: Staged | None,
    zone: ZoneInfo,
    open_: Sequence[Incident],
    dry_run: bool,
) -> Iterator[Line]:
    """The same on the terminal: what it does, or would do; what is open there below it."""
    if instead is not None:
        yield Line(f"{pipeline} {_stands(instead, str, lambda at: clock_time(at, zone))}", "ticket")
        return
    it = f"{pipeline} would" if dry_run else f"It is on the record: {pipeline} will"
    if step is Step.GO:
        yield Line(f"{it} page from the next checks on.", "good")
    else:
        yield Line(f"{it} be silent: nobody is told or paged until {to_step(Step.GO, pipeline)}.", "good")
    stops = "its ladder goes on" if step is Step.GO else "its ladder stops"
    for each in open_:
        paged = f"; {stops}" if each.next_hop_at and each.state is State.OPEN else ""
        yield Line(f"  no. {each.id}, {each.state.value}: {title(each)}{paged}", "dim")


def step_record(
    pipeline: str, instead: Staged | None, standing: Staged, open_: Sequence[Incident], dry_run: bool
) -> dict[str, Any]:
    """The same for machines."""
    return {
        "pipeline": pipeline,
        "dry_run": dry_run,
        "done": instead is None and not dry_run,
        "stage": standing.stage.value,
        "who": standing.who,
        "at": f"{standing.at:%Y-%m-%dT%H:%M:%SZ}" if standing.at else None,
        "open": [each.id for each in open_],
    }


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
