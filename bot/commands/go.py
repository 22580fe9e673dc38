"""Say that a pipeline pages from now on: a new one, or one that was muted"""

from pathlib import Path

import click

from bot.commands._asked import DRY_RUN, FORM, PIPELINE, WHO


@click.command()
@PIPELINE
@WHO
@DRY_RUN
@FORM
@click.pass_obj
def command(folder: Path, pipeline: str | None, who: str, dry_run: bool, form: str) -> None:
    """Let a pipeline page from the next checks on, as `/pipeline go` does: a new one, before or after the end
    of its week in the shadow, or one that was muted. What is open there is told, its ladders are climbed.

    The channel hears who said so. Exit status: 0 done, 1 it pages already (it says who said so), 2 not done.

    \b
    Examples:
      oakum go churn --dry-run
      oakum go churn --who maria
    """
    from bot.commands._steps import take
    from bot.domain.stage import Step

    take(folder, pipeline, Step.GO, who, dry_run=dry_run, form=form)
