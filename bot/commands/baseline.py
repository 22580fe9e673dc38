"""Show what was changed in the checks' settings, and what they said before and after"""

import os
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.domain.audit import Audit, Judgement
    from bot.domain.thresholds import Touched

DAYS = 90


@click.command()
@click.argument("pipelines", nargs=-1, metavar="[PIPELINE]...")
@click.option("--days", type=click.IntRange(1), default=DAYS, show_default=True, help="How far to look back.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, pipelines: tuple[str, ...], days: int, form: str) -> None:
    """Each audit of `oakum run` is logged with what its tables were judged by, and so is the last
    `oakum check` under each of the settings. When a limit, a window, a reference, holidays or what a table
    feeds were changed, this shows the verdicts that say another thing since, or page nobody any more: the
    last one under the old settings, and the first one under the new ones; those that say the same are
    counted. To try a change first, edit a copy
    of the configuration and use `oakum --config COPY replay`. Exit status: 0 shown, 2 it could not be.

    \b
    Example:
      oakum baseline churn --days 30
    """
    from contextlib import closing
    from datetime import timedelta

    from bot.app import named
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.domain.thresholds import touched
    from bot.messages.baseline import baseline_lines
    from bot.settings.load import load
    from bot.store.store import open_store

    settings = show.noted(load(context.obj, os.environ, routes=False))
    since = system_clock() - timedelta(days=days)
    with closing(open_store(settings.deployment.store)) as store, store.read() as connection:
        logged = {
            each.pipeline: _kept(connection, each.pipeline, since) for each in named(settings, pipelines)
        }
    if form == "json":
        changes = [
            {"pipeline": name, "changes": [_plain(each) for each in touched(kept)]}
            for name, kept in logged.items()
        ]
        show.as_json({"schema": 1, "pipelines": changes})
        return
    for name, kept in logged.items():
        show.lines(baseline_lines(name, kept, list(touched(kept)), settings.deployment.timezone))


def _kept(connection: "Connection", pipeline: str, since: "datetime") -> "list[Audit]":
    """The bot's own audits, and what people were told by `oakum check`, the oldest first."""
    from bot.store import audits, baselines

    found = [*audits.since(connection, pipeline, since), *baselines.since(connection, pipeline, since)]
    return sorted(found, key=lambda each: each.as_of)


def _plain(change: "Touched") -> dict[str, Any]:
    return {
        "at": f"{change.at:%Y-%m-%dT%H:%M:%SZ}",
        "before_at": f"{change.before.as_of:%Y-%m-%dT%H:%M:%SZ}",
        "settings": [
            {"key": each.key, "before": each.before, "after": each.after} for each in change.changes
        ],
        "verdicts": [{"before": _object(before), "after": _object(after)} for before, after in change.said],
        "unchanged": change.unchanged,
    }


def _object(judgement: "Judgement | None") -> dict[str, Any] | None:
    if judgement is None:
        return None
    return {
        "check": judgement.check,
        "table": judgement.table,
        "column": judgement.column,
        "outcome": judgement.outcome.value,
        "urgency": judgement.urgency and judgement.urgency.value,
        "said": judgement.summary or judgement.needs,
    }
