"""Bring the store's schema up to date"""

import os
from pathlib import Path

import click


@click.group()
def command() -> None:
    """Look after the store."""


@command.command()
@click.pass_obj
def upgrade(folder: Path) -> None:
    """Bring the store's schema up to date. Every command that opens the store does so too.

    \b
    Example:
      oakum db upgrade
    """
    from bot.settings.load import load
    from bot.store.store import open_store

    deployment = load(folder, os.environ, routes=False).deployment
    open_store(deployment.store).close()
    click.echo("The store is up to date.")
