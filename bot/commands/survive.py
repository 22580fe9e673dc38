"""Show what is muted while everything is broken at once, and bring it back"""

from pathlib import Path

import click

from bot.commands._asked import DRY_RUN, FORM, WHO


@click.command()
@click.argument("asked", nargs=-1, metavar="[bring TABLE | end] [PIPELINE]")
@WHO
@DRY_RUN
@FORM
@click.pass_obj
def command(folder: Path, asked: tuple[str, ...], who: str, dry_run: bool, form: str) -> None:
    """When more than half of a pipeline's checks fail at once, all but its core is muted.

    This is the check-list of what is, as `/pipeline survive` shows it: each table comes back by a person's
    hand.

    What sleeps of a table that comes back wakes, and is told. Exit status: 0 shown or done, 2 not done.

    \b
    Examples:
      oakum survive churn
      oakum survive bring orders churn --who maria
      oakum survive end churn --dry-run
    """
    from bot.commands import _acts as acts
    from bot.commands import _survive as do

    verb, table, words = _understood(asked)
    with acts.opened(folder) as desk:
        name, table = do.place(desk, table, words)
        if verb:
            do.back(desk, name, table if verb == "bring" else None, desk.somebody(who), dry_run, form)
        else:
            do.show_list(desk, name, form)


def _understood(asked: tuple[str, ...]) -> tuple[str, str, str | None]:
    """The verb, the table and the pipeline, each where it was said. Raises: UsageError."""
    match asked:
        case ("bring", table) | ("bring", table, _):
            return "bring", table, (asked[2] if len(asked) == 3 else None)
        case ("bring",):
            raise click.UsageError(
                "Which table? `oakum survive` lists them: oakum survive bring orders churn"
            )
        case ("end", *rest) if len(rest) <= 1:
            return "end", "", (rest[0] if rest else None)
        case rest if len(rest) <= 1:
            return "", "", (rest[0] if rest else None)
    raise click.UsageError(
        "Like: oakum survive churn, oakum survive bring orders churn, oakum survive end churn"
    )
