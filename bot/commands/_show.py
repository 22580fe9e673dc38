"""What commands print: an answer in colour or as JSON, progress, what is wrong with the configuration."""

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.domain.answer import Answer, to_object, with_plots
from bot.messages.survival import survival_lines, with_survival
from bot.messages.terminal import Line, Plots, answer_lines
from bot.settings.load import Settings

if TYPE_CHECKING:
    from checks.calibration import Calibration

WIDEST = 100
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
    for said in settings.notices:
        notice(said)
    for error in settings.broken:
        notice(str(error), loud=True)
    return settings


def notice(said: str, *, loud: bool = False) -> None:
    """Something about the run itself, on standard error."""
    for part in said.splitlines():
        click.secho(f"oakum: {Line(part).text}", err=True, **({"fg": "red"} if loud else {"dim": True}))


def answer(
    said: Answer, settings: Settings, form: str, *, explain: bool = False, plots: Plots | None = None
) -> None:
    """Print an answer as text or as JSON; in JSON, pipelines that cannot be used are in it too. Plots that
    were asked for are named beside their findings."""
    zone = settings.deployment.timezone
    if form == "json":
        told = with_survival(to_object(said, settings.unusable), said)
        as_json(told if plots is None else with_plots(told, plots))
    else:
        lines(survival_lines(said))
        advice = _advice(said, settings) if explain else {}
        lines(answer_lines(said, zone, explain=explain, plots=plots or {}, advice=advice))


def _advice(said: Answer, settings: Settings) -> dict[str, list[str]]:
    """The first move and the SQL of each finding."""
    from bot.messages.advice import move_of, sql_of

    today = said.as_of.astimezone(settings.deployment.timezone).date()
    tables = {each.pipeline: each.tables for each in settings.pipelines}
    sources = settings.deployment.sources
    return {
        each.fingerprint: [
            move_of(each, tables.get(each.pipeline, {}), today),
            *sql_of(each, tables.get(each.pipeline, {}), sources).splitlines(),
        ]
        for each in said.findings
    }


def calibration(said: "Calibration", form: str, plots: Path | None = None) -> None:
    """Print what a feature is judged by; where a folder is named, it is drawn into it."""
    from bot.messages.calibration import calibration_lines, calibration_object

    drawn: list[str] = []
    if plots is not None:
        from bot.commands._plots import draw_calibration

        drawn = draw_calibration(said, plots)
    if form == "json":
        as_json({**calibration_object(said), **({"plots": drawn} if plots is not None else {})})
    else:
        lines(calibration_lines(said))
        lines(Line(f"  plot        {path}") for path in drawn)


def as_json(said: Mapping[str, Any]) -> None:
    """One object on one line; in ASCII, so that no text of the data can drive a terminal."""
    click.echo(json.dumps(said))


def lines(said: Iterable[Line]) -> None:
    """Print lines; colours, and lines that fit, only on a terminal."""
    width = min(shutil.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else None
    for line in said:
        for part in _fitting(line.text, width) if width else [line.text]:
            click.secho(part, **_STYLES[line.style])


def _fitting(text: str, width: int) -> list[str]:
    """The text on as many lines as it needs, each indented like the words of the first."""
    mark = re.match(r" *(\d+\. |· )?", text)
    indent = " " * mark.end() if mark else ""
    return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False) or [""]


def moment(text: str, zone: tzinfo) -> datetime:
    """A point in time as people type it; without a zone, in the deployment's."""
    try:
        said = datetime.fromisoformat(text)
        return _sensible((said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC))
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(f"{text!r} is no time: write one like 2026-11-20T15:00") from error


def days(first: str, last: str) -> list[date]:
    """Every day from the first to the last, both included."""
    try:
        start, end = (
            _sensible(datetime.combine(date.fromisoformat(day), datetime.min.time())) for day in (first, last)
        )
    except ValueError as error:
        raise click.BadParameter(f"{first!r} to {last!r} are no days: write them like 2026-10-01") from error
    if end < start:
        raise click.BadParameter(f"{last} is before {first}: swap --from and --to")
    return [start.date() + timedelta(days=step) for step in range((end - start).days + 1)]


def _sensible(said: datetime) -> datetime:
    """No calendar of ours reaches further; a typing mistake does."""
    if not 1900 <= said.year <= 2200:
        raise ValueError(f"{said} is out of range")
    return said


@contextmanager
def progress(unit: str = "partitions") -> Iterator[Callable[[str, int, int], None] | None]:
    """Reports on one line how much is done; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return

    def report(table: str, done: int, of: int) -> None:
        filled = 30 * done // max(of, 1)
        bar = "█" * filled + "░" * (30 - filled)
        click.echo(f"\r\033[K{Line(table).text} {bar} {done:,} of {of:,} {unit}", err=True, nl=False)

    try:
        yield report
    finally:
        click.echo("\r\033[K", err=True, nl=False)
