"""The command line. Nothing is imported here that `oakum --help` does not need."""

import ast
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

COMMANDS = Path(__file__).parent / "commands"
COULD_NOT = 2  # the exit status of everything that could not be done
INTERRUPTED = 130
PIPE_CLOSED = 141
COLLECT_AFTER = 20_000
"""New objects before a look for garbage. Imports make hundreds of thousands that stay: to look after every
700, as Python does, is a tenth of the start."""


class Verbs(click.Group):
    """The files in `bot/commands`, each imported when its verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (path.stem for path in COMMANDS.glob("*.py") if not path.stem.startswith("_"))
        return sorted(name.replace("_", "-") for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        from importlib import import_module

        command: click.Command = import_module(f"bot.commands.{cmd_name.replace('-', '_')}").command
        known = {param.name for param in command.params}
        command.params += [option for option in _everywhere() if option.name not in known]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:  # click knows only of verbs that were imported
            raise click.NoSuchCommand(
                error.command_name, possibilities=self.list_commands(ctx), ctx=ctx
            ) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader of the pipe went away. Click would exit with 1, which means findings here.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(PIPE_CLOSED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs by their short help, which is read without importing them."""
        rows = [(name, _short_help(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows or [("(none)", "")])


def _short_help(verb: str) -> str:
    source = (COMMANDS / f"{verb.replace('-', '_')}.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0].rstrip(".")


def _everywhere() -> list[click.Option]:
    """The options that may stand before the verb or after it."""
    return [
        click.Option(
            ["--config"],
            type=click.Path(path_type=Path),
            metavar="DIR",
            envvar="OAKUM_CONFIG",
            show_envvar=True,
            expose_value=False,
            callback=_set_config,
            help="The folder of the configuration.  [default: config]",
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            help="Show where an error came from.",
        ),
    ]


def _set_config(ctx: click.Context, option: click.Parameter, value: Path | None) -> None:
    said = ctx.get_parameter_source("config") is not click.core.ParameterSource.ENVIRONMENT
    if value is not None and value.is_file():
        name, meant = ("--config", "--config ") if said else ("OAKUM_CONFIG", "OAKUM_CONFIG=")
        say = f"{value} is a file: name the folder, {meant}{value.parent}"
        raise click.BadParameter(say, param_hint=name)
    if value is not None and (said or ctx.obj is None):
        ctx.obj = value
    elif ctx.obj is None:
        ctx.obj = Path("config")


def _tell_version(ctx: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"oakum {version('oakum')}")
        except PackageNotFoundError:
            click.echo("oakum, from a folder where it is not installed")
        ctx.exit()


oakum = Verbs(
    "oakum",
    help="Keep a data or machine-learning pipeline honest.\n\nNew here? `oakum demo` shows it on real data.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    params=[
        *_everywhere(),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_tell_version,
            help="Show the version and end.",
        ),
    ],
)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0, 1 for findings, 2 for what could not be done."""
    gc.set_threshold(COLLECT_AFTER)
    arguments = list(sys.argv[1:] if args is None else args)
    status = _status(arguments)
    if status == INTERRUPTED and args is None:
        _end_here(status)
    sys.exit(status)


def _end_here(status: int) -> None:
    """End a process that is ours; one that takes DuckDB apart in the middle of its work tells what leaked."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _status(arguments: list[str]) -> int:
    try:
        answer: Any = oakum.main(arguments, prog_name="oakum", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.NoSuchOption as error:
        _named_plainly(error).show()
        return COULD_NOT
    except click.ClickException as error:
        error.show()
        return COULD_NOT
    except Exception as error:
        _tell(error, debug="--debug" in arguments)
        return COULD_NOT
    return answer if isinstance(answer, int) else 0


def _named_plainly(error: click.NoSuchOption) -> click.UsageError:
    """What is said of `--pipeline churn`, where `churn` alone is meant."""
    wanted, context = error.option_name.lstrip("-").removesuffix("s"), error.ctx
    names = (
        [each.name for each in context.command.params if isinstance(each, click.Argument)] if context else []
    )
    if context is None or wanted not in [name.removesuffix("s") for name in names if name]:
        return error
    said = f"the {wanted} is named without one, like: {context.command_path} {wanted.upper()}"
    return click.UsageError(f"There is no option {error.option_name}: {said}", context)


def _tell(error: Exception, debug: bool) -> None:
    """One clear line. An error class of our own says what to change; any other comes with a hint."""
    if debug:
        traceback.print_exception(error)
    elif type(error).__module__.partition(".")[0] in ("bot", "checks"):
        click.echo(f"oakum: {error}", err=True)
    else:
        first = str(error).partition("\n")[0]
        click.echo(f"oakum: {type(error).__name__}: {first} (--debug shows where it came from)", err=True)


if __name__ == "__main__":
    main()
