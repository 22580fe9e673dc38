"""Look at your data and propose a configuration: one number first"""

import os
import shlex
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.commands._init import Seen
    from bot.commands._places import Given
    from bot.messages.terminal import Line
    from checks.sources.look import Look

_OLD_DAYS = 2


@click.command()
@click.argument("source", metavar="SOURCE", required=False)
@click.option("--all", "every", is_flag=True, help="Propose every table that is found.")
@click.option("--table", help="Propose this table; without it, the one with the most days.")
@click.option("--name", help="What the pipeline is called; without it, like its table or folder.")
@click.option("--dry-run", is_flag=True, help="Print the files, write nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(
    context: click.Context,
    source: str | None,
    every: bool,
    table: str | None,
    name: str | None,
    dry_run: bool,
    form: str,
) -> None:
    """Look at SOURCE and write a commented configuration for it.

    SOURCE is a folder of Parquet, CSV or JSON-lines files, one such file, or the address of a PostgreSQL
    database.

    The day, the key, the times and a feature to begin with are guessed from the newest days, and each guess
    says why; a table in which no day is found is proposed as one whole. One number is watched first; the next
    ones stand below it, behind a #. Nothing that is there is ever overwritten. Exit status: 0 proposed, 2
    nothing could be proposed or written.

    \b
    Examples:
      oakum init /data/lake --dry-run
      oakum init /data/lake --all
      oakum --config my-config init /data/lake --table usage
      oakum init 'postgresql://me:${PASSWORD}@db.example.com/analytics'
    """
    from bot.commands import _init
    from bot.commands import _show as show
    from bot.settings.propose import pipeline_name

    if source is None:
        raise click.UsageError("Name the folder of your data, like: oakum init /data/lake")
    given = _given(source)
    home = _init.home(context.obj, os.environ, given, _login())
    with show.progress("tables") as report:
        seen = _init.see(home, given, table, report)
    for left, why in seen.left_out.items():
        show.notice(f"{left} is not proposed: {why}")
    if not seen.looks:
        raise _init.CannotProposeError(_nothing(given, table, seen))
    looks = seen.looks if every else [_init.choose(seen)]
    called = pipeline_name(name or (home.data if every else looks[0].name))
    proposed = _init.files(context.obj, called, home, looks)
    if not dry_run:
        _init.write(proposed, called, home.taken)
    if form == "json":
        show.as_json(_as_object(proposed, looks, seen, dry_run))
    elif dry_run:
        for path, text in proposed.items():
            click.echo(f"# {path}\n{text}")
    else:
        show.lines(_told(context.obj, list(proposed), looks, seen))
    if given.unset:
        show.notice(
            f"the password is not written down: set {given.unset} in the environment before you go on"
        )


def _given(source: str) -> "Given":
    from bot.commands._places import given

    try:
        return given(source, os.environ)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="SOURCE") from error


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may know no name for its user
        return "owner"


def _nothing(given: "Given", table: str | None, seen: "Seen") -> str:
    if seen.left_out and seen.all_declared:
        return f"nothing new is in {given}: change what is declared in the pipelines, or name another folder"
    if seen.left_out:
        return f"no table in {given} can be proposed, for the reasons above: mend one, and try again"
    if table is not None:
        return f"there is no table {table!r} in {given}: leave out --table to have one chosen"
    return f"{given} {given.nothing}"


def _as_object(
    proposed: Mapping[Path, str], looks: "Sequence[Look]", seen: "Seen", dry_run: bool
) -> dict[str, Any]:
    tables = [
        {
            "table": each.name,
            "path": each.path,
            "partition": each.partition,
            "days": each.days,
            "newest": str(each.newest) if each.newest else None,
            "key": list(each.key.names),
            "repeated_keys": each.key.repeated.rows if each.key.repeated else 0,
            "event_time": each.event_time,
            "loaded_at_field": each.loaded_at,
            "feature": each.features[0].name if each.features else None,
        }
        for each in looks
    ]
    files = [{"path": str(path), "text": text} for path, text in proposed.items()]
    left_out = [{"table": name, "why": why} for name, why in seen.left_out.items()]
    others = [each.name for each in seen.looks if each not in looks]
    found = {"tables": tables, "other_tables": others, "left_out": left_out}
    return {"schema": 1, "written": not dry_run, "files": files, **found}


def _told(folder: Path, written: "Sequence[Path]", looks: "Sequence[Look]", seen: "Seen") -> "list[Line]":
    from bot.messages.figures import counted
    from bot.messages.terminal import Line
    from bot.settings.propose import repeated

    said = [Line(f"{path} is written.", "good") for path in written]
    for each in looks:
        first = f"first number: {each.features[0].name}" if each.features else "no feature was found"
        days = f"{counted(each.days, 'day')} up to {each.newest}"
        there = days if each.partition else f"one whole without days, {counted(each.rows, 'row')}"
        said.append(Line(f"{each.name}: {there}; {first}"))
        said += [Line(f"{each.name}: {what}", "ticket") for what in each.left_out]
        if asked := repeated(each):
            said.append(Line(f"{each.name}: key {', '.join(each.key.names)}: {asked}", "ticket"))
        if each.unreadable:
            parts = counted(each.unreadable, "part")
            said.append(Line(f"{each.name}: {parts} cannot be read; the next command names them", "ticket"))
    if left := len(seen.looks) - len(looks):
        said.append(
            Line(f"{left} more can be proposed: --all for every one, --table NAME for another.", "dim")
        )
    oakum = "oakum" if folder == Path("config") else f"oakum --config {shlex.quote(str(folder))}"
    return [
        *said,
        Line(f"Next, look whether all is well, then run the checks{_that_keep(looks)}:"),
        Line(f"  {oakum} doctor"),
        Line(f"  {oakum} check{_as_of(looks)}"),
    ]


def _that_keep(looks: "Sequence[Look]") -> str:
    """Of a moment that is over no baseline is kept."""
    return " (a baseline is kept by those without --as-of)" if _as_of(looks) else ""


def _as_of(looks: "Sequence[Look]") -> str:
    """For data that ended long ago: the checks of today would only say so."""
    from bot.clock import system_clock

    newest = max((each.newest for each in looks if each.newest), default=None)
    if newest is None or system_clock().date() - newest <= timedelta(days=_OLD_DAYS):
        return ""
    return f" --as-of {newest + timedelta(days=1)}T12:00"
