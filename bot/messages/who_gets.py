"""Who would be told of a finding, on a terminal: a step a line."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.silence import Target
from bot.domain.stage import Stage, Staged, Step
from bot.domain.who_gets import Rung, WhoGets, asleep
from bot.messages.figures import clock_time
from bot.messages.terminal import Line
from bot.messages.typed import to_step


def who_gets_lines(
    target: Target, said: WhoGets, channel: str, zone: ZoneInfo, at: datetime, staged: Staged
) -> Iterator[Line]:
    """First what keeps it quiet, then the ladder, then what becomes of a ticket."""
    yield Line(f"What {target} finds at {clock_time(at, zone)}:")
    if quiet := _quiet(target.pipeline, staged):
        yield Line(f"  {quiet}", "ticket")
    if said.silenced is not None:
        why = f" ({said.silenced.why})" if said.silenced.why else ""
        yield Line(
            f"  nobody is told before {clock_time(said.starts, zone)}: {said.silenced.name}{why}", "ticket"
        )
    if said.wake_above is not None and said.waits_until is not None:
        until = clock_time(said.waits_until, zone)
        yield Line(f"  a page waits for {until} if that costs less than {said.wake_above:,.0f} (wake_above)")
    yield from rung_lines(said, zone)
    if said.rollback is not None:
        yield Line(
            f"  then the rollback {said.rollback}, where it is enabled and a deployment precedes the trouble"
        )
    if asleep(said.rungs):
        yield Line("  nobody is woken: no step goes by a route that rings through do-not-disturb", "ticket")
    ticket = "at once" if said.ticket_at <= at else clock_time(said.ticket_at, zone)
    yield Line(f"  a ticket pages nobody: it is posted in {channel} {ticket}")


def _quiet(pipeline: str, staged: Staged) -> str:
    """Why nobody is paged, however loud it is; what is said below holds once somebody may be."""
    who = f", says {staged.who}" if staged.who else ""
    go = to_step(Step.GO, pipeline)
    return {
        Stage.SHADOW: f"nobody is told: {pipeline} is in the shadow, in its first week; once it pages:",
        Stage.TICKET: f"nobody is paged: {pipeline} posts tickets; once somebody types {go}:",
        Stage.MUTED: f"nobody is told: {pipeline} is muted{who}; once somebody types {go}:",
    }.get(staged.stage, "")


def rung_lines(said: WhoGets, zone: ZoneInfo) -> Iterator[Line]:
    """The ladder, a step a line."""
    for number, rung in enumerate(said.rungs, start=1):
        yield _rung(number, rung, zone)


def _rung(number: int, rung: Rung, zone: ZoneInfo) -> Line:
    when = clock_time(rung.at, zone)
    if not rung.people:
        return Line(f"  {number}. {when}  {rung.called}: a gap, the next one is told at once", "page")
    if not rung.by:
        return Line(f"  {number}. {when}  {rung.called}: by no route that is set up", "page")
    wakes = "" if rung.can_wake else ", which does not wake"
    return Line(f"  {number}. {when}  {rung.called}, by {' and '.join(rung.by)}{wakes}")


def who_gets_record(target: Target, said: WhoGets, channel: str, staged: Staged) -> dict[str, Any]:
    """The same for machines."""
    return {
        "schema": 1,
        "target": str(target),
        "stage": staged.stage.value,
        "silenced": said.silenced.name if said.silenced else None,
        "starts": _utc(said.starts),
        "wake_above": said.wake_above,
        "waits_until": said.waits_until and _utc(said.waits_until),
        "rollback": said.rollback,
        "ticket": {"channel": channel, "at": _utc(said.ticket_at)},
        "steps": [
            {
                "at": _utc(rung.at),
                "who": rung.called,
                "people": list(rung.people),
                "by": list(rung.by),
                "can_wake": rung.can_wake,
            }
            for rung in said.rungs
        ],
    }


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
