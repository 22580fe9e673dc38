"""Bring the store's schema up to date"""

import os
from pathlib import Path

import click


@click.group()
def command() -> None:
    """Look after the store.

    \b
    Example:
      oakum db upgrade
    """


@command.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def upgrade(folder: Path, form: str) -> None:
    """Bring the store's schema up to date. Every command that opens the store does so too.

    \b
    Example:
      oakum db upgrade
    """
    import json

    from bot.settings.load import load_deployment
    from bot.store.migrations import HEAD
    from bot.store.store import open_store

    open_store(load_deployment(folder, os.environ).store).close()
    if form == "json":
        click.echo(json.dumps({"schema": 1, "revision": HEAD}))
    else:
        click.echo(f"The store is up to date (revision {HEAD}).")
