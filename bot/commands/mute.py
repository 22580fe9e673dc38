"""Mute a pipeline: nobody is told of what is found in it until somebody says go"""

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
    """Silence a whole pipeline without an end, as `/pipeline mute` does: what is found is kept, nobody is
    told, no ladder is climbed, until somebody types `oakum go`. `oakum silence add` ends by itself.

    The channel hears who said so. Exit status: 0 done, 1 it is muted already, or not told of anyway, 2 not
    done.

    \b
    Examples:
      oakum mute churn --dry-run
      oakum mute churn --who maria
    """
    from bot.commands._steps import take
    from bot.domain.stage import Step

    take(folder, pipeline, Step.MUTE, who, dry_run=dry_run, form=form)
