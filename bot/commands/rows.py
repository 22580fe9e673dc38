"""Show the fresh rows of the newest checkup, and judge them"""

import re
from pathlib import Path

import click

from bot.commands._asked import FORM, WHO

WORDS = ("right", "wrong", "cannot-tell")


@click.command()
@click.argument("asked", nargs=-1, metavar="[PIPELINE] [ROW right|wrong|cannot-tell]")
@WHO
@FORM
@click.pass_obj
def command(folder: Path, asked: tuple[str, ...], who: str, form: str) -> None:
    """Three fresh rows beside their source: look each of them up there, and say whether it is right.

    What people said gives the share of rows that are wrong at most, with 95 % confidence. Exit status:
    0 shown or kept, 2 not done.

    \b
    Examples:
      oakum rows churn
      oakum rows churn 2 wrong
    """
    from bot.clock import system_clock
    from bot.commands import _acts as acts
    from bot.commands import _show as show
    from bot.domain.fresh_rows import Word
    from bot.engine.fresh_rows import answered
    from bot.messages.fresh_rows import noted
    from bot.messages.rows_lines import rows_lines, rows_record
    from bot.messages.terminal import Line

    pipeline, row, word = _understood(asked)
    with acts.opened(folder) as desk:
        checkup = desk.newest_checkup(pipeline)
        if word is None:
            known = checkup.looked
        elif not 1 <= row <= len(checkup.rows):
            raise acts.NotThereError(_no_row(checkup.pipeline, row, len(checkup.rows)))
        else:
            said = Word(word.replace("-", " "))
            name, now = desk.somebody(who), system_clock()
            known = answered(desk.store, checkup.id, row - 1, name, said, now, by=acts.BY)
    if form == "json":
        show.as_json({"schema": 1, **rows_record(checkup, known)})
    elif word is None:
        show.lines(rows_lines(checkup))
    else:
        show.lines([Line(noted(said, known), "good")])


def _understood(asked: tuple[str, ...]) -> tuple[str | None, int, str | None]:
    """The pipeline, the row and the word, each where it was said."""
    from bot.settings.errors import did_you_mean

    match asked:
        case ():
            return None, 0, None
        case (pipeline,):
            return pipeline, 0, None
        case (*pipelines, row, word) if len(pipelines) <= 1 and re.fullmatch("[0-9]{1,99}", row):
            if word not in WORDS:
                raise click.UsageError(f"{word!r} is no answer: {did_you_mean(word, WORDS)}")
            return (pipelines[0] if pipelines else None), int(row), word
    raise click.UsageError("A pipeline, the number of a row and the answer, like: oakum rows churn 2 wrong")


def _no_row(pipeline: str, row: int, there: int) -> str:
    many = f"they are 1 to {there}" if there else "it shows none"
    return f"the newest checkup of {pipeline} has no row {row}: {many}"
