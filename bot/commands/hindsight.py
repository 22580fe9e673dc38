"""Say what would have been said about past outages, and how early"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.domain.hindsight import Outage

OURS = '<meta name="generator" content="oakum hindsight">'
YEARS = (1900, 2200)


@click.command()
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--outage",
    "outages",
    multiple=True,
    metavar="DATE",
    help="The day of an outage, like 2026-03-14 or 2026-03-14:'wrong prices'. Repeat it for several.",
)
@click.option("--to", metavar="DATE", help="The last morning.  [default: the one after the newest data]")
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    default="hindsight.html",
    show_default=True,
    help="Where the page with the plots is written.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(folder: Path, outages: tuple[str, ...], to: str | None, page: Path, form: str) -> None:
    """Replay a FOLDER of Parquet, CSV or JSON-lines files, without any configuration.

    Days, key and times of each table are guessed; every sensible column is watched. Each morning is judged by
    what was known then. You are told how many days before each outage somebody would have heard, in which
    words and how loudly, and how much else would have been said. Nothing is written but the page, and nothing
    is sent. Exit status: 0 replayed, 2 it could not be.

    \b
    Examples:
      oakum hindsight /data/lake --outage 2026-03-14
      oakum hindsight /data/lake --outage 2026-03-14:'wrong prices' --outage 2026-05-02 --page /tmp/lake.html
    """
    from bot.clock import system_clock
    from bot.commands import _show as show
    from bot.commands._hindsight import hindsight
    from bot.messages.hindsight import lines, to_object
    from bot.messages.hindsight_page import page as written

    if not folder.exists():
        raise click.BadParameter(f"there is no {folder}: name the folder of your data", param_hint="FOLDER")
    remembered = list(dict.fromkeys(_outage(each) for each in outages))
    if not remembered:
        raise click.UsageError("Name the day of an outage that you remember, like: --outage 2026-03-14")
    last = _day(to, "--to") if to else None
    _demand_room(page)
    today = system_clock().date()
    said = hindsight(folder, remembered, last, today, show.progress)
    _write(page, written(said))
    if form == "json":
        show.as_json(to_object(said, str(page)))
        return
    show.lines(lines(said))
    show.notice(f"{page} shows it with plots")


def _outage(text: str) -> "Outage":
    from bot.domain.hindsight import Outage

    day, _, what = text.partition(":")
    return Outage(_day(day, "--outage"), what.strip())


def _day(text: str, option: str) -> date:
    say = f"{text!r} is no day: write one like 2026-03-14"
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise click.BadParameter(say, param_hint=option) from error
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise click.BadParameter(say, param_hint=option)
    return day


def _demand_room(page: Path) -> None:
    """Said before the work, not after it: where the page cannot go."""
    if not page.parent.is_dir():
        raise click.BadParameter(f"there is no folder {page.parent}: make it first", param_hint="--page")
    if page.exists() and OURS not in page.read_text(encoding="utf-8", errors="replace")[:1000]:
        say = f"{page} is there already and is no page of hindsight: name another file"
        raise click.BadParameter(say, param_hint="--page")


def _write(page: Path, text: str) -> None:
    try:
        page.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        say = f"{page} cannot be written ({error.strerror}): name another file"
        raise click.BadParameter(say, param_hint="--page") from error
