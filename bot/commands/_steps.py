"""How loud a pipeline is, as somebody says on the terminal: `oakum go` and `oakum mute`."""

from pathlib import Path

import click

from bot.clock import system_clock
from bot.commands import _acts as acts
from bot.commands import _show as show
from bot.domain.stage import Step, after
from bot.engine import people
from bot.messages.stage import step_lines, step_record
from bot.store import incidents, stages


def take(folder: Path, pipeline: str | None, step: Step, who: str, *, dry_run: bool, form: str) -> None:
    """Take a step, or only say what it would do; ends with the status that says whether it was one."""
    with acts.opened(folder) as desk:
        declared, name = desk.pipeline(pipeline), desk.somebody(who)
        with desk.store.read() as connection:
            before = stages.of(connection, declared.pipeline)
            open_ = incidents.unresolved(connection, declared.pipeline)
        instead = before if after(before.stage, step) is None else None
        if not dry_run:
            instead = people.step(desk.store, desk.settings, declared, step, name, system_clock())
        with desk.store.read() as connection:
            standing = stages.of(connection, declared.pipeline)
        zone = desk.zone(declared.pipeline)
    if form == "json":
        told = step_record(declared.pipeline, instead, standing, open_, dry_run)
        show.as_json({"schema": 1, **told})
    else:
        show.lines(step_lines(declared.pipeline, step, instead, zone, open_, dry_run))
    click.get_current_context().exit(acts.TOO_LATE if instead else 0)
