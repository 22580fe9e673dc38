"""Show the thresholds that are proposed, and accept one"""

from pathlib import Path

import click

from bot.commands._asked import DRY_RUN, FORM, PIPELINE, WHO


@click.command()
@PIPELINE
@click.option("--accept", metavar="TABLE/CHECK", help="From now on it is as proposed for this check.")
@WHO
@DRY_RUN
@FORM
@click.pass_obj
def command(
    folder: Path, pipeline: str | None, accept: str | None, who: str, dry_run: bool, form: str
) -> None:
    """Thresholds to move, each with what that would have done in the last eight weeks, as `/pipeline tune`
    tells them. The noise dial is `oakum noise`; `oakum tuned` lists what was accepted, and takes it back.

    Exit status: 0 shown or kept, 2 not done.

    \b
    Examples:
      oakum tune churn
      oakum tune churn --accept usage/null_rate --dry-run
      oakum tune churn --accept usage/null_rate --who maria
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.commands import _show as show
    from bot.commands._dial import keep
    from bot.engine import tuning
    from bot.messages.tuning import kept_lines, proposed_record, tune_lines, tuned_record
    from bot.settings.errors import did_you_mean

    with acts.opened(folder) as desk:
        meant = [desk.pipeline(pipeline)] if pipeline or accept else desk.settings.pipelines
        now = system_clock()
        with desk.store.read() as connection:
            looks = [(each.pipeline, tuning.look(connection, desk.settings, each, now)) for each in meant]
        found = [(name, seen.proposals, seen.known) for name, seen in looks]
        if accept is None:
            if form == "json":
                offered = [proposed_record(each) for _, proposals, _ in found for each in proposals]
                show.as_json({"schema": 1, "proposed": offered})
            else:
                show.lines(tune_lines(found))
            return
        places = {f"{each.table}/{each.check}": each for _, proposals, _ in found for each in proposals}
        if accept not in places:
            said = f"nothing is proposed for {accept!r} of {found[0][0]}"
            raise acts.NotThereError(f"{said}: {did_you_mean(accept, places)}" if places else said)
        name = desk.somebody(who)
        kept = keep(desk, places[accept], name, now, dry_run=dry_run)
    if form == "json":
        show.as_json({"schema": 1, "dry_run": dry_run, "tuned": tuned_record(kept)})
    else:
        show.lines(kept_lines(kept, dry_run))
