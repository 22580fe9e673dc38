"""Show how loud a pipeline is, and turn its dial"""

from pathlib import Path

import click

from bot.commands._asked import DRY_RUN, FORM, WHO

STEPS = {"quieter": 1, "louder": -1}


@click.command()
@click.argument("asked", nargs=-1, metavar="[quieter|louder] [PIPELINE]")
@WHO
@DRY_RUN
@FORM
@click.pass_obj
def command(folder: Path, asked: tuple[str, ...], who: str, dry_run: bool, form: str) -> None:
    """How far over its limit something must be to page, as `/pipeline noise` tells and turns it.

    What is below is a ticket. `oakum tuned` lists what was said, and takes it back. Exit status: 0 shown or
    turned, 2 not done.

    \b
    Examples:
      oakum noise churn
      oakum noise quieter churn --dry-run
      oakum noise louder churn --who maria
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.commands import _show as show
    from bot.commands._dial import keep
    from bot.engine import tuning
    from bot.messages.tuning import kept_lines, noise_lines, proposed_record, tuned_record

    word, pipeline = _understood(asked)
    with acts.opened(folder) as desk:
        declared, now = desk.pipeline(pipeline), system_clock()
        with desk.store.read() as connection:
            turned = {
                each: tuning.turned(connection, desk.settings, declared, steps, now)
                for each, steps in STEPS.items()
                if word in (None, each)
            }
        if word is None:
            held = tuning.in_force(desk.store, now, [declared.pipeline])
            dial = next((each for each in held if each.check is None), None)
            if form == "json":
                offered = [proposed_record(each) for each in turned.values() if each]
                said = {"dial": tuned_record(dial) if dial else None, "turned": offered}
                show.as_json({"schema": 1, "pipeline": declared.pipeline, **said})
            else:
                show.lines(noise_lines(declared.pipeline, dial, list(turned.items())))
            return
        asked_for = turned[word]
        if asked_for is None:
            raise acts.NotThereError(f"{declared.pipeline} cannot be {word} than it is")
        kept = keep(desk, asked_for, desk.somebody(who), now, dry_run=dry_run)
    if form == "json":
        show.as_json({"schema": 1, "dry_run": dry_run, "tuned": tuned_record(kept)})
    else:
        show.lines(kept_lines(kept, dry_run))


def _understood(asked: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The word and the pipeline, each where it was said. Raises: UsageError."""
    word, *rest = asked or ("",)
    if word not in STEPS:
        word, rest = "", list(asked)
    if len(rest) > 1:
        raise click.UsageError("A word and a pipeline, like: oakum noise quieter churn")
    return word or None, (rest[0] if rest else None)
