"""Folders of days in which nothing lies: a job ran, and wrote no row."""

import os
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from checks.sources.tables import Unreadable


def empty_days(
    folders: Iterable[tuple[str, date]], files: Collection[str]
) -> tuple[list[date], list[Unreadable]]:
    """The days of folders in which no file lies, and folders that nobody lets us look into; `files` are known
    ones.

    A folder with files of another name is not empty: it may be shared by tables, and this one is still to
    come.
    """
    full = folders_above(files)
    days: list[date] = []
    closed: list[Unreadable] = []
    for folder, day in folders:
        try:
            if folder not in full and _is_empty(Path(folder)):
                days.append(day)
        except OSError as error:
            closed.append(Unreadable(day, f"{folder}: cannot be read ({error.strerror})"))
    return days, closed


def folders_above(files: Collection[str]) -> set[str]:
    """Every folder on the way to a file; most are on the way to others too."""
    found: set[str] = set()
    for file in files:
        folder = file.rpartition(os.sep)[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition(os.sep)[0]
    return found


def _is_empty(folder: Path) -> bool:
    """Marks of Spark and Hive, and what an unfinished job left in `_temporary`, are no data."""

    def fail(error: OSError) -> None:
        raise error

    for _, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [each for each in folders if not each.startswith(("_", "."))]
        if any(not name.startswith(("_", ".")) for name in names):
            return False
    return True
