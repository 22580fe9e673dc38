"""Draft the message to whoever answers for the data that keeps arriving wrong, with a rule to agree on"""

import os
from pathlib import Path

import click


@click.command()
@click.argument("number", type=int)
@click.option("--rule", "only_rule", is_flag=True, help="Print only the rule, as YAML.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def command(folder: Path, number: int, only_rule: bool, form: str) -> None:
    """Print what to ask the owner upstream of an incident: the evidence, what was tried, a rule to agree on.

    The same trouble at two checkups in a row, after somebody tried to mend it, is no matter of code any more.
    The first line says whether that is so. Nothing is sent. Exit status: 0 printed, 2 it could not be.

    \b
    Examples:
      oakum expert 12
      oakum expert 12 --rule > contracts/raw_usage.odcs.yaml
    """
    from contextlib import closing

    from bot.commands import _show as show
    from bot.engine.expert import case
    from bot.messages.expert import rule_text, status, text_of, to_object
    from bot.settings.load import load
    from bot.store.incidents import NoSuchIncidentError
    from bot.store.store import open_store

    settings = show.noted(load(folder, os.environ, routes=False))
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        try:
            found = case(connection, settings, number)
        except NoSuchIncidentError as error:
            raise click.ClickException(f"{error}: `oakum incidents` lists them") from error
    zone = settings.zone(found.pipeline) if found.pipeline else settings.deployment.timezone
    if form == "json":
        show.as_json({"schema": 1, **to_object(found, zone)})
    elif not only_rule:
        click.echo("\n\n".join(part for part in (status(found), text_of(found, zone)) if part))
    elif proposed := rule_text(found):
        click.echo(proposed)
    else:
        raise click.ClickException(status(found))
