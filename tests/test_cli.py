"""The command line: quick to answer, its options before or after the verb, one clear line for an error."""

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bot import cli

ROOT = Path(__file__).parents[1]
HEAVY = (
    "pydantic",
    "yaml",
    "sqlalchemy",
    "duckdb",
    "ibis",
    "pandas",
    "numpy",
    "scipy",
    "slack_bolt",
    "jinja2",
)


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A verb `try-it`, in place of those that there are; gives the folders it was told."""
    told: list[Path] = []

    @click.command("try-it")
    @click.argument("how", default="well")
    @click.pass_context
    def command(context: click.Context, how: str) -> None:
        told.append(context.obj)
        if how == "badly":
            raise ValueError("two\nlines")
        if how == "knowingly":
            from bot.settings.errors import ConfigError, Problem

            raise ConfigError([Problem("oakum.yaml", 3, "store", "write another")])
        if how == "interrupted":
            raise KeyboardInterrupt
        if how == "with-findings":
            context.exit(1)

    monkeypatch.setattr(cli.Verbs, "list_commands", lambda self, ctx: ["try-it"])
    module = type(sys)("bot.commands.try_it")
    module.command = command  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bot.commands.try_it", module)
    monkeypatch.delenv("OAKUM_CONFIG", raising=False)
    return told


def status(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_help_imports_nothing_heavy():
    """`oakum --help` answers at once, because it reads no more than the first lines of the commands."""
    code = (
        "import sys; from bot.cli import oakum\n"
        "oakum.main(['--help'], prog_name='oakum', standalone_mode=False)\n"
        f"heavy = [name for name in {HEAVY} if name in sys.modules]\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Usage: oakum" in done.stdout


def test_every_command_has_a_short_help_that_needs_no_import():
    """The first line of each file's docstring is what the list of commands says."""
    for path in cli.COMMANDS.glob("[!_]*.py"):
        first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        assert 0 < len(first) <= 100, path


@pytest.mark.parametrize(
    ("arguments", "folder"),
    [
        (["try-it"], "config"),
        (["--config", "a", "try-it"], "a"),
        (["try-it", "--config", "b"], "b"),
        (["--config", "a", "try-it", "--config", "b"], "b"),
    ],
)
def test_the_folder_is_named_before_or_after_the_verb(verb, arguments, folder):
    """The nearer one wins."""
    assert status(*arguments) == 0
    assert verb == [Path(folder)]


def test_the_folder_may_come_from_the_environment(verb, monkeypatch):
    """What is written on the command line goes before it."""
    monkeypatch.setenv("OAKUM_CONFIG", "e")
    assert status("try-it") == 0
    assert status("--config", "a", "try-it") == 0
    assert status("try-it", "--config", "b") == 0
    assert verb == [Path("e"), Path("a"), Path("b")]


def test_an_error_that_a_person_can_mend_is_one_line(verb, capsys):
    """No traceback, no class name: what to change."""
    assert status("try-it", "knowingly") == 2
    assert capsys.readouterr().err == "oakum: oakum.yaml:3: store: write another\n"


def test_an_unexpected_error_is_one_line_with_a_hint(verb, capsys):
    """And the traceback is there for whoever asks."""
    assert status("try-it", "badly") == 2
    assert capsys.readouterr().err == "oakum: ValueError: two (--debug shows where it came from)\n"
    assert status("--debug", "try-it", "badly") == 2
    assert "Traceback" in capsys.readouterr().err
    assert status("try-it", "badly", "--debug") == 2
    assert "Traceback" in capsys.readouterr().err


def test_findings_and_interruptions_have_their_own_status(verb):
    """Scripts tell them apart."""
    assert status("try-it", "with-findings") == 1
    assert status("try-it", "interrupted") == 130


def test_a_wrong_verb_or_option_ends_with_two(verb, capsys):
    """Usage errors are never mistaken for findings."""
    assert status("try-that") == 2
    assert "try-that" in capsys.readouterr().err
    assert status("try-it", "--no-such-option") == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["chek"], "No such command 'chek'. (Did you mean one of: 'check', 'checkup'?)"),
        (["resolv"], "No such command 'resolv'. Did you mean 'resolve'?"),
        (["db", "upgrad"], "No such command 'upgrad'. Did you mean 'upgrade'?"),
        (["check", "--pipeline", "churn"], "the pipeline is named without one, like: oakum check PIPELINE"),
        (["exec", "--pipeline", "churn"], "the pipeline is named without one, like: oakum exec PIPELINE"),
        (["init", "--source", "lake"], "the source is named without one, like: oakum init SOURCE"),
        (["check", "--as-off", "now"], "No such option '--as-off'. Did you mean '--as-of'?"),
        (["init"], "Name the folder of your data, like: oakum init /data/lake"),
        (["--config", __file__, "check"], f"is a file: name the folder, --config {Path(__file__).parent}"),
    ],
)
def test_a_slip_of_the_hand_is_answered_with_what_was_meant(capsys, typed, said):
    """In words that can be typed."""
    assert status(*typed) == 2
    assert said in capsys.readouterr().err


def test_a_folder_from_the_environment_that_is_a_file_is_told_by_its_name(verb, monkeypatch, capsys):
    """Nobody typed --config."""
    monkeypatch.setenv("OAKUM_CONFIG", __file__)
    assert status("try-it") == 2
    said = capsys.readouterr().err
    assert "Invalid value for OAKUM_CONFIG: " in said
    assert f"is a file: name the folder, OAKUM_CONFIG={Path(__file__).parent}" in said
    assert verb == []


@pytest.mark.parametrize("path", sorted(cli.COMMANDS.glob("[!_]*.py")), ids=lambda path: path.stem)
def test_every_verb_shows_how_it_is_typed(capsys, path):
    """Its help has an example."""
    assert status(path.stem.replace("_", "-"), "--help") == 0
    assert "oakum " in capsys.readouterr().out.partition("Example")[2]


def test_the_version_can_be_asked_for(capsys):
    """Also where nothing is configured."""
    assert status("--version") == 0
    assert capsys.readouterr().out.startswith("oakum")


def test_a_reader_that_goes_away_is_no_finding():
    """`oakum check | head -1` must not end with 1."""
    code = (
        "import sys, click; from bot import cli\n"
        "cli.Verbs.list_commands = lambda self, ctx: ['long']\n"
        "module = type(sys)('bot.commands.long'); sys.modules['bot.commands.long'] = module\n"
        "talk = lambda: [click.echo('x' * 99) for _ in range(9999)]\n"
        "module.command = click.Command('long', callback=talk)\n"
        "cli.main(['long'])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait() == cli.PIPE_CLOSED
    assert said == b""


def test_control_c_ends_with_130():
    """As shells expect."""
    code = (
        "import sys, click, signal; from bot import cli\n"
        "cli.Verbs.list_commands = lambda self, ctx: ['wait']\n"
        "module = type(sys)('bot.commands.wait'); sys.modules['bot.commands.wait'] = module\n"
        "module.command = click.Command('wait', callback=lambda: (click.echo('ready'), signal.pause()))\n"
        "cli.main(['wait'])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == cli.INTERRUPTED
    assert b"Traceback" not in said
