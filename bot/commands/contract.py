"""Write down what the columns of a table are, as its reference shows them"""

import os

import click


@click.command()
@click.argument("pipeline")
@click.argument("table")
@click.option("--write", is_flag=True, help="Write it into the folder `contracts` of the configuration.")
@click.pass_context
def command(context: click.Context, pipeline: str, table: str, write: bool) -> None:
    """Print the contract that a table's reference shows, as YAML of the Open Data Contract Standard.

    Columns in order, their types, and which are never null. Edit it, let the table name it
    (`contract: contracts/usage.odcs.yaml`), and each new partition is compared with it instead of with
    what partitions before looked like. Exit status: 0 written, 2 it could not be.

    \b
    Example:
      oakum contract churn usage_daily --write
    """
    from contextlib import closing

    from bot.app import named
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.commands._contract import learned_contract
    from bot.settings.data_contract import path_of, written
    from bot.settings.errors import did_you_mean
    from bot.settings.load import load
    from bot.store.store import open_store

    settings = show.noted(load(context.obj, os.environ, routes=False))
    (declared,) = named(settings, [pipeline])
    if table not in declared.tables:
        raise click.UsageError(f"{pipeline} has no table {table!r}: {did_you_mean(table, declared.tables)}")
    with closing(open_store(settings.deployment.store)) as store:
        learned = learned_contract(settings, store.profiles, declared, table, system_clock())
    text = written(pipeline, table, learned)
    if not write:
        click.echo(text, nl=False)
        return
    named_by, path = path_of(table, settings.folder)
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        say = f"{path} is there already: move it away, or print the new one without --write"
        raise click.ClickException(say) from error
    click.echo(f"{path} is written; let the table name it:\n  contract: {named_by}")
