"""Ask whether a model may serve a batch, or be trained on partitions"""

import os
from pathlib import Path
from typing import Literal

import click


@click.command()
@click.argument("table")
@click.option("--partition", metavar="DAY", help="A day of the table; for training also a range, DAY..DAY.")
@click.option(
    "--batch",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="A file, or a folder of files, that is not in the table yet, judged as its newest partition.",
)
@click.option(
    "--for", "purpose", type=click.Choice(["serving", "training"]), default="serving", show_default=True
)
@click.option(
    "--on-unknown",
    type=click.Choice(["pass", "stop"]),
    default="stop",
    show_default=True,
    help="What becomes of a batch that could not be judged in full.",
)
@click.option(
    "--as-of",
    metavar="TIME",
    help="Know only rows that were loaded by then; of a batch that names no day, the day it is of.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(
    context: click.Context,
    table: str,
    partition: str | None,
    batch: Path | None,
    purpose: Literal["serving", "training"],
    on_unknown: Literal["pass", "stop"],
    as_of: str | None,
    form: str,
) -> None:
    """May the model serve this batch of TABLE (a table, or PIPELINE/TABLE)? Says why, for a script to act on.

    A page or a ticket about the batch is a no; a note passes with a word, and so does what is about other
    partitions only. What could not be judged, for want of history, say, is no yes: it ends with 2, unless
    --on-unknown pass. With --for training, every partition of the reference period, or of a range, is judged
    as on its own day, and what open incidents call bad is refused. Nothing is sent, no incident is opened.
    Exit status: 0 yes, 1 no, 2 could not tell.

    \b
    Examples:
      oakum gate usage --partition 2026-11-20 && python score.py 2026-11-20
      oakum gate churn/usage --batch /staging/usage.parquet --format json
      oakum gate usage --batch /staging/usage_20261120
      oakum gate usage --for training --partition 2026-08-01..2026-10-31
    """
    from bot.clock import system_clock
    from bot.commands import _gate
    from bot.commands import _show as show
    from bot.domain.gate import to_object
    from bot.messages.gate import gate_lines
    from bot.settings.load import load

    settings = show.noted(load(context.obj, os.environ, routes=False))
    zone = settings.deployment.timezone
    asked = _gate.Asked(
        *_gate.table_named(settings, table),
        _gate.days_named(partition, purpose),
        batch,
        purpose,
        on_unknown,
        show.moment(as_of, zone) if as_of is not None else None,
        system_clock(),
    )
    with show.progress() as report:
        said = _gate.answer(settings, asked, report)
    if form == "json":
        show.as_json(to_object(said))
    else:
        show.lines(gate_lines(said, settings.zone(asked.pipeline)))
    context.exit(said.exit_status)
