"""Say whether the bot's engine is alive"""

import os
from pathlib import Path

import click


@click.command()
@click.pass_context
def command(context: click.Context) -> None:
    """Read the engine's heartbeat from the store: for a container's health check, say.

    Exit status: 0 a round of the engine went well in the last five minutes, 1 none did.

    \b
    Example:
      oakum alive || echo "the bot is down"
    """
    from bot.clock import system_clock
    from bot.engine.heartbeat import alive
    from bot.settings.load import load
    from bot.store.store import open_store

    folder: Path = context.obj
    store = open_store(load(folder, os.environ, routes=False).deployment.store)
    try:
        said = alive(store, system_clock())
    finally:
        store.close()
    last = f"last good round at {said.last:%Y-%m-%d %H:%M:%S} UTC" if said.last else "no good round yet"
    click.echo(f"{'alive' if said.ok else 'not alive'}: {last}")
    for step, why in said.failing.items():
        click.echo(f"  {step} fails: {why}")
    context.exit(0 if said.ok else 1)
