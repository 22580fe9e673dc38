"""Say whether the bot's engine is alive"""

import os

import click


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, form: str) -> None:
    """Read the engine's heartbeat from the store: for a container's health check, say.

    Exit status: 0 a round of the engine went well in the last five minutes, 1 none did.

    \b
    Example:
      oakum alive || echo "the bot is down"
    """
    import json
    from contextlib import closing

    from bot.clock import system_clock
    from bot.engine.heartbeat import alive
    from bot.messages.printable import printable
    from bot.settings.load import load_deployment
    from bot.store.store import open_store

    deployment = load_deployment(context.obj, os.environ)
    with closing(open_store(deployment.store)) as store:
        said = alive(store, system_clock())
    if form == "json":
        last = said.last and f"{said.last:%Y-%m-%dT%H:%M:%SZ}"
        click.echo(json.dumps({"schema": 1, "alive": said.ok, "last": last, "failing": dict(said.failing)}))
    else:
        last = f"last good round at {said.last:%Y-%m-%d %H:%M:%S} UTC" if said.last else "no good round yet"
        click.echo(f"{'alive' if said.ok else 'not alive'}: {last}")
        for step, why in said.failing.items():
            click.echo(printable(f"  {step} fails: {why}"))
    context.exit(0 if said.ok else 1)
