"""How long a command keeps people waiting, as CPU seconds: wall time lies on a busy machine.

The promise holds where the command has a core to itself. Tests run beside each other, and two threads of one
core slow each other down: the best of a few runs counts, and half as much again is allowed where that is not
enough.
"""

from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "config" / "demo"

TRIES = 6
SHARED_CORE = 1.5
AT_THE_FIRST_QUERY = """
import os, sys
from checks.sources.files import FilesTable
FilesTable.fetch = lambda *_: os._exit(7)
from bot.cli import main
main(sys.argv[1:])
"""
IMPORTED = """
import atexit, sys
slow = ("pandas", "scipy.stats", "matplotlib")
atexit.register(lambda: print([name for name in slow if name in sys.modules]))
from bot.cli import main
main(sys.argv[1:])
"""


@pytest.fixture
def answers_within(cpu_seconds, record_property):
    """Runs a command until one run was quick enough, a few times at most."""

    def measured(limit, *command, status=0):
        took = []
        while len(took) < TRIES and min(took, default=limit * 2) > limit * SHARED_CORE:
            took.append(cpu_seconds(*command, status=status)[0])
        record_property("cpu_seconds", min(took))
        assert min(took) <= limit * SHARED_CORE

    return measured


def test_help_answers_at_once(answers_within):
    """Within 0.3 s."""
    answers_within(0.3, "-m", "bot.cli", "--help")


@pytest.mark.parametrize(("arguments", "status"), [(["alive"], 1), (["db", "upgrade"], 0)])
def test_commands_that_need_only_the_store_are_quick(answers_within, company, arguments, status):
    """Within 0.9 s: they read no data, so they import nothing that does."""
    answers_within(0.9, "-m", "bot.cli", "--config", str(company.config), *arguments, status=status)


def test_the_first_query_is_not_kept_waiting(answers_within, company, words):
    """`check` begins to read within 1.8 s, in a store that keeps nothing yet."""
    (company.config / "oakum.db").unlink()
    company.oakum("db", "upgrade")
    arguments = ["--config", str(company.config), "check", "churn", "--as-of", words.morning]
    answers_within(1.8, "-c", AT_THE_FIRST_QUERY, *arguments, status=7)


def test_the_demos_first_query_is_not_kept_waiting(answers_within, demo_folder, tmp_path, monkeypatch):
    """Within 1.8 s as well: a year of partitions, two pipelines, the holidays of a country."""
    (tmp_path / "data").symlink_to(demo_folder / "data")
    monkeypatch.setenv("OAKUM_DEMO", str(tmp_path))
    arguments = ["--config", str(DEMO), "check", "--as-of", "2013-02-15T15:00"]
    answers_within(1.8, "-c", AT_THE_FIRST_QUERY, *arguments, status=7)


def test_judging_imports_neither_pandas_nor_scipys_distributions(company, words, cpu_seconds):
    """They would take longer than all the checks together."""
    arguments = ["--config", str(company.config), "check", "--as-of", words.morning]
    _, printed = cpu_seconds("-c", IMPORTED, *arguments, status=1)
    assert printed.splitlines()[-1] == "[]"
