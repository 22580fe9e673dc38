"""Every module in the four folders of the audit is a check; its file name is its name."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import Protocol

import checks.data
import checks.model
from checks.asks import Ask
from checks.declared import Table
from checks.history import History
from checks.verdict import Verdict

FOLDERS = (checks.data, checks.model)


class Check(Protocol):
    """What a module must have to be a check."""

    def judge(self, history: History) -> Iterator[Verdict]:
        """Verdicts about one table: ok, breach or not enough data, nothing where it does not apply."""


@cache
def names() -> tuple[str, ...]:
    """The names of all checks, none of which is imported for it."""
    return tuple(module.name for folder in FOLDERS for module in pkgutil.iter_modules(folder.__path__))


@cache
def catalog() -> dict[str, Check]:
    """All checks by name."""
    return {
        module.name: importlib.import_module(f"{folder.__name__}.{module.name}")
        for folder in FOLDERS
        for module in pkgutil.iter_modules(folder.__path__)
    }


def asked(name: str, table: Table) -> Iterator[Ask]:
    """What the checks ask of the rows of a table: most ask nothing, and judge profiles."""
    for check in catalog().values():
        asks = getattr(check, "asks", None)
        yield from asks(name, table) if asks else ()
