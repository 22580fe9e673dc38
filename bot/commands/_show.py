"""What commands print: an answer in colour or as JSON, progress, what is wrong with the configuration."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import click

from bot.domain.answer import Answer, to_object
from bot.messages.terminal import Line, answer_lines
from bot.settings.load import Settings

_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "page": {"fg": "red", "bold": True},
    "ticket": {"fg": "yellow"},
    "note": {},
    "good": {"fg": "green"},
    "dim": {"dim": True},
    "plain": {},
}


def noted(settings: Settings) -> Settings:
    """Say on standard error what is not acted on and which pipelines cannot be used; the others go on."""
    for notice in settings.notices:
        click.secho(f"oakum: {notice}", err=True, dim=True)
    for error in settings.broken:
        click.secho(f"oakum: {error}", err=True, fg="red")
    return settings


def answer(said: Answer, zone: tzinfo, form: str, *, explain: bool = False) -> None:
    """Print an answer as text or as JSON."""
    if form == "json":
        click.echo(json.dumps(to_object(said), ensure_ascii=False))
    else:
        lines(answer_lines(said, zone, explain=explain))


def lines(said: Iterable[Line]) -> None:
    """Print lines; colours only on a terminal."""
    for line in said:
        click.secho(line.text, **_STYLES[line.style])


def moment(text: str, zone: tzinfo) -> datetime:
    """A point in time as people type it; without a zone, in the deployment's."""
    try:
        said = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no time: write one like 2026-11-20T15:00") from error
    return said if said.tzinfo else said.replace(tzinfo=zone)


def days(first: str, last: str) -> list[date]:
    """Every day from the first to the last, both included."""
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise click.BadParameter(f"{first!r} to {last!r} are no days: write them like 2026-10-01") from error
    if end < start:
        raise click.BadParameter(f"{last} is before {first}: swap --from and --to")
    return [start + timedelta(days=step) for step in range((end - start).days + 1)]


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Reports on one line how many partitions are profiled; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return

    def report(table: str, done: int, of: int) -> None:
        filled = 30 * done // max(of, 1)
        bar = "█" * filled + "░" * (30 - filled)
        click.echo(f"\r\033[Kprofiling {table} {bar} {done:,} of {of:,} partitions", err=True, nl=False)

    yield report
    click.echo("\r\033[K", err=True, nl=False)
