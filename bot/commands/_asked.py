"""What the commands ask that do something to what is open: of which number, and who says so."""

import getpass
import re

import click

NAME_LIMIT = 80
"""Characters: a name stands in each message about what somebody has."""

FORM = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


def number(said: str) -> int:
    """The number of an incident, as messages write it: 12, #12, no.12. Raises: BadParameter."""
    found = re.fullmatch(r"(?:#|no\.)?\s*([0-9]{1,99})", said.strip())
    if found is None:
        raise click.BadParameter(f"{said[:99]!r} is no number, like 12: `oakum backlog` lists what is open")
    return int(found[1])


def text(_context: click.Context, _option: click.Parameter, said: str | None) -> str | None:
    """What was typed, as a database can keep it."""
    return None if said is None else said.encode(errors="replace").decode().strip()


def reason(example: str, words: tuple[str, ...]) -> str:
    """What was typed behind the number. Raises: UsageError, with an `example`, where that is nothing."""
    said = " ".join(words).encode(errors="replace").decode().strip()
    if not said:
        raise click.UsageError(f"Why? In half a year nobody will know. Like: {example}")
    return said


def _name(context: click.Context, option: click.Parameter, said: str | None) -> str:
    if said is None:
        try:
            return getpass.getuser()
        except (OSError, KeyError) as error:  # in a container whose user has no name
            raise click.BadParameter("nobody knows who you are here: say it, like --who maria") from error
    name = text(context, option, said)
    if not name:
        raise click.BadParameter("a name is needed, like --who maria")
    return name[:NAME_LIMIT]


PIPELINE = click.argument("pipeline", required=False, metavar="[PIPELINE]")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what it would do.")
WHO = click.option(
    "--who", callback=_name, metavar="PERSON", show_default="you", help="Who does it, of `people`."
)
