"""A drill in Slack before it begins: whom it would call, and what became of the one before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.drill import Call, Drill
from bot.domain.examined import Thing
from bot.domain.way import Route
from bot.messages.answers import in_words
from bot.messages.blocks import actions, button, context, section
from bot.messages.drill import NAMES, beside, came, summary
from bot.messages.figures import counted, moment
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import named
from bot.messages.text import NOTIFICATION, bullets, code, cut

BEGIN = "drill_begin"
_NOBODY = "There is nobody to call: no ladder in use has a route. `oakum doctor` says more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A drill of one ladder, or of all where `ladder` is None; `last` is the newest that there was."""

    ladder: str | None
    calls: Sequence[Call]
    to_mend: Sequence[Thing]
    closes_at: datetime
    last: Drill | None = None


def planned_message(planned: Planned, zone: ZoneInfo) -> SlackMessage:
    """Whom it would call and by what; nobody is called before the button is pressed."""
    before = _before(planned.last, zone)
    if not planned.calls:
        return SlackMessage(text=_NOBODY, blocks=[section(_NOBODY), *before])
    people = dict.fromkeys(call.way.person for call in planned.calls)
    lines = [f"{named(who)} by {_routes(planned.calls, who)}" for who in people]
    which = f"the ladder {code(planned.ladder)}" if planned.ladder else "every ladder"
    said = f"Try {which} with {counted(len(planned.calls), 'test page')}, marked as a drill?"
    label = f"Send {counted(len(planned.calls), 'test page')}"
    ends = f"Everybody is asked what came; the channels hear what did not, {moment(planned.closes_at, zone)}."
    blocks: list[Block] = [
        section(bullets(f"*{said}*", lines)),
        actions("drill", [button(label, BEGIN, json.dumps(planned.ladder, ensure_ascii=False), "primary")]),
        context(ends),
        *beside(planned.to_mend),
        *before,
    ]
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def nobody_to_call() -> SlackMessage:
    """The ladders have changed since the button was shown."""
    return in_words(_NOBODY)


def begun(drill: Drill, zone: ZoneInfo, *, new: bool) -> SlackMessage:
    """The answer to whoever pressed the button; of a drill that waits already there is no second one."""
    until = moment(drill.closes_at, zone)
    if not new:
        said = f"Drill {drill.id} waits for answers until {until}: {summary(drill)} so far."
    else:
        pages = counted(len(drill.calls), "test page")
        said = f"Drill {drill.id}: {pages} on the way. Answers are waited for until {until}."
    return SlackMessage(text=f"{said} `/pipeline drill` tells what came.")


def not_of_the_team(team: str) -> SlackMessage:
    """The answer to whoever is not in the user group that a test page went to."""
    return in_words(f"You are not in {code(team)}: only who is can say that it came.")


def noted_already(route: Route) -> SlackMessage:
    """The answer to a second click."""
    return in_words(f"{NAMES[route][:1].upper()}{NAMES[route][1:]} is noted already.")


def _routes(calls: Sequence[Call], person: str) -> str:
    return ", ".join(NAMES[call.way.route] for call in calls if call.way.person == person)


def _before(last: Drill | None, zone: ZoneInfo) -> Sequence[Block]:
    if last is None:
        return [context("No way to a person was ever tried.")]
    said = f"{last.name.capitalize()} {last.id}, {moment(last.started_at, zone)}: {summary(last)}"
    return came(last, said)
