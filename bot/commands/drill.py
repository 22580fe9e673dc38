"""Try every route of every ladder with a test page, and ask for a receipt"""

import getpass
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checks.rehearsal import PLANTS, Plant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.drill import Call, Drill
    from bot.domain.examined import Thing
    from bot.settings.load import Settings


class NobodyToCallError(Exception):
    """There is nothing to try."""


@click.command()
@click.option(
    "--policy",
    metavar="NAME",
    help="Only the people and routes of this ladder; also of one that is in no use.",
)
@click.option(
    "--answer-within", "within", default="1d", show_default=True, metavar="TIME", help="Like 2h or 1d."
)
@click.option("--who", default=getpass.getuser, show_default="you", help="Who begins it, or says what came.")
@click.option(
    "--rehearse", "rehearsed", metavar="PIPELINE/TABLE", help="Plant a failure in a copy of its newest day."
)
@click.option("--plant", type=click.Choice(PLANTS), default="nulls", show_default=True, help="Which one.")
@click.option("--column", help="Where; without it, the primary column.")
@click.option("--dry-run", is_flag=True, help="Only say who would be called, and by which routes.")
@click.option("--show", "shown", is_flag=True, help="Show the newest drill: what came, what did not.")
@click.option(
    "--came", "came", multiple=True, metavar="PERSON:ROUTE", help="This test page of the newest drill came."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(
    context: click.Context,
    policy: str | None,
    within: str,
    who: str,
    rehearsed: str | None,
    plant: Plant,
    column: str | None,
    dry_run: bool,
    shown: bool,
    came: tuple[str, ...],
    form: str,
) -> None:
    """Send a test page, marked as one, to everybody on every ladder, by each of their routes.

    In Slack everybody is asked what has come, a user group by a mention in a channel; PagerDuty is answered
    by an acknowledgement. --came notes what somebody says of the others. When the time is over the channels
    are told what has no receipt, and gaps in schedules; --show tells what came at any time. `drill` in
    oakum.yaml does it by the calendar.

    --rehearse plants a failure in a copy of a real day and follows it: found by which checks, ranked where,
    paged to whom. Then those people get the test page with it, marked as a rehearsal. No incident is opened,
    and nothing of it comes into profiles or baselines.

    Exit status: 0 sent (with --came: noted, with --show: all came), 1 something could not be sent (did not
    come; was not found), 2 there is nothing to try.

    \b
    Examples:
      oakum drill --dry-run
      oakum drill --policy ml-oncall --answer-within 2h
      oakum drill --came jon:email --came jon:webhook
      oakum drill --show
      oakum drill --rehearse churn/usage_daily --plant lost --dry-run
    """
    from bot.commands import _show as show
    from bot.domain.drill import calls
    from bot.settings.errors import did_you_mean
    from bot.settings.load import load

    if came and (dry_run or shown or policy or rehearsed):
        raise click.UsageError("--came is of the drill that was: nothing else goes with it but --who")
    settings = show.noted(load(Path(context.obj), os.environ, routes=not (dry_run or shown or came)))
    if came:
        from bot.commands._came import came as noted

        _tell(_there(noted(settings, came, who)), settings.deployment.timezone, form)
        return
    policies = settings.deployment.policies
    if policy is not None and policy not in policies:
        said = f"there is no policy {policy!r}: {did_you_mean(policy, policies)}"
        raise click.BadParameter(said, param_hint="--policy")
    if not shown:
        _ask_calendars(settings)
    about = ""
    if rehearsed is not None:
        about, policy = _rehearsal(settings, rehearsed, plant, column, form)
        if not about:
            context.exit(1)
    planned = calls(settings.deployment, settings.roster, settings.pipelines, policy)
    if not planned and not shown:
        which = f"policy {policy} has no step" if policy in policies else "no ladder in use has a route"
        raise NobodyToCallError(f"{which} that can be tried: `oakum doctor` says more")
    to_mend = None if shown else _unmanned(settings)
    if dry_run:
        _plan(planned, to_mend, form)
        return
    told = _there(_newest(settings)) if shown else _begun(settings, who, _span(within), policy, about)
    _tell(told, settings.deployment.timezone, form, to_mend)
    failed = told.missing if shown else [call for call in told.calls if call.sent_at is None]
    context.exit(1 if failed else 0)


def _there(drill: "Drill | None") -> "Drill":
    if drill is None:
        raise NobodyToCallError("there was no drill yet: `oakum drill` begins one")
    return drill


def _ask_calendars(settings: "Settings") -> None:
    """Who takes part may be said by calendars."""
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands._calendars import read_calendars
    from bot.store.store import open_store

    with closing(open_store(settings.deployment.store)) as store:
        read_calendars(store, settings, system_clock())


def _newest(settings: "Settings") -> "Drill | None":
    from contextlib import closing

    from bot.store import drills
    from bot.store.store import open_store

    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        return drills.last(connection)


def _rehearsal(
    settings: "Settings", text: str, plant: Plant, column: str | None, form: str
) -> "tuple[str, str | None]":
    """Follow a failure, and tell; what was found in a sentence, empty if nothing was, and the ladder."""
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.commands._rehearse import rehearsed
    from bot.messages.rehearsal import rehearsal_lines, sentence_of
    from bot.store.store import open_store

    with closing(open_store(settings.deployment.store)) as store:
        said = rehearsed(settings, store, text, plant, column, system_clock())
    if form == "text":
        show.lines(rehearsal_lines(said, settings.zone(said.pipeline)))
    return sentence_of(said), said.pipeline.policy or f"owner of {said.pipeline.pipeline}"


def _begun(settings: "Settings", who: str, within: timedelta, only: str | None, about: str) -> "Drill":
    from contextlib import closing

    from bot.clock import system_clock
    from bot.commands._drill import drilled
    from bot.store.store import open_store

    with closing(open_store(settings.deployment.store)) as store:
        return drilled(store, settings, who, within, only, about, system_clock)


def _unmanned(settings: "Settings") -> "Sequence[Thing]":
    """A page to a schedule with a gap comes to nobody, whatever came today."""
    from bot.clock import system_clock
    from bot.domain.examined import unmanned

    return unmanned(settings.deployment, settings.roster, system_clock())


def _plan(planned: "Sequence[Call]", to_mend: "Sequence[Thing] | None", form: str) -> None:
    from bot.commands import _show as show
    from bot.messages.drill import mend_lines, mend_rows

    if form == "json":
        ways = [(each.way.person, each.way.route, each.policies) for each in planned]
        rows = [{"person": person, "route": route, "policies": policies} for person, route, policies in ways]
        show.as_json({"schema": 1, "dry_run": True, "calls": rows, "to_mend": mend_rows(to_mend or ())})
        return
    show.lines(mend_lines(to_mend or ()))
    for each in planned:
        click.echo(f"Would call {each.way.person} by {each.way.route} ({', '.join(each.policies)})")


def _span(text: str) -> timedelta:
    from pydantic import TypeAdapter, ValidationError

    from checks.notation import Duration

    try:
        return TypeAdapter(Duration).validate_python(text)
    except ValidationError as error:
        raise click.BadParameter(
            f"{text!r} is no span: write one like 2h or 1d", param_hint="--answer-within"
        ) from error


def _tell(drill: "Drill", zone: Any, form: str, to_mend: "Sequence[Thing] | None" = None) -> None:
    from bot.commands import _show as show
    from bot.messages.drill import drill_lines, drill_record, mend_lines, mend_rows

    if form == "json":
        looked = {} if to_mend is None else {"to_mend": mend_rows(to_mend)}
        show.as_json(drill_record(drill) | looked)
    else:
        show.lines([*mend_lines(to_mend or ()), *drill_lines(drill, zone)])
