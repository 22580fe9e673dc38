"""Run a job, and record when it began and how it ended"""

import os

import click


@click.command()
@click.argument("pipeline")
@click.argument("job", nargs=-1, required=True, metavar="-- COMMAND [ARGUMENT]...", type=click.UNPROCESSED)
@click.option(
    "--table", "tables", multiple=True, metavar="T", help="What the job makes.  [default: all tables]"
)
@click.option("--partition", metavar="DAY", help="The day it is for, like 2026-11-19.  [default: yesterday]")
@click.pass_context
def command(
    context: click.Context,
    pipeline: str,
    job: tuple[str, ...],
    tables: tuple[str, ...],
    partition: str | None,
) -> None:
    """Run a job of a pipeline, and record when it began and how it ended: finish_window goes by that.

    The job has the terminal, the input and the output, and gets the signals. Whatever is wrong with Oakum,
    the job runs: what could not be recorded is told on standard error. Without --partition the run is for the
    day before it began, in the pipeline's time zone, or for as many days before as `day_offset` of finish_by
    says. Exit status: the job's; where a signal ended it, 128 and its number; 127 where there is no such
    command.

    \b
    Examples:
      oakum exec churn -- python train.py --fast
      oakum exec churn --table usage --partition 2026-11-19 -- ./load.sh
    """
    from pathlib import Path

    from bot.clock import system_clock
    from bot.commands._job import Job
    from bot.commands._record import Record

    began = system_clock()
    with Job.started(job) as running:
        # the job is on its way before a setting is read or the store is waited for
        record = Record.of(Path(context.obj), os.environ, pipeline, tables, partition, began)
        record.began()
        status = running.wait()
        record.ended(status, system_clock())
    context.exit(status)
