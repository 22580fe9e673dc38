"""Folders of days in which nothing lies: a job ran, and wrote no row."""

import glob
import os
import re
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from pathlib import Path, PurePath

from checks.sources.tables import FIRST_DAY, LAST_DAY, Unreadable


def day_named(text: str) -> date:
    """2026-01-31, and no other way to write a day: the engine reads no other."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d([ T]\d\d(:|%3A)\d\d.*)?", text):
        raise ValueError(f"{text!r} is no day")
    day = date.fromisoformat(text[:10])
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{day} is outside the years 1 to 9999")
    return day


def empty_days(
    root: Path, path: str, column: str, files: Collection[str]
) -> tuple[list[date], list[Unreadable]]:
    """The days of the folders `column=…` on the way of a path in which no file lies, and folders that nobody
    lets us look into; `files` are known ones.

    A folder with files of another name is not empty: it may be shared by tables, and this one is still to
    come. What names no day is left out.
    """
    full = folders_above(files)
    days: list[date] = []
    closed: list[Unreadable] = []
    for folder in _folders(root, path, f"{column}="):
        with suppress(ValueError):
            day = day_named(PurePath(folder).name.removeprefix(f"{column}="))
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


def _folders(root: Path, path: str, prefix: str) -> list[str]:
    start, parts = Path(glob.escape(str(root))), PurePath(path).parts
    named = (at for at, part in enumerate(parts[:-1], 1) if part.startswith((prefix, "*")))
    found = {
        each
        for at in named
        for each in glob.glob(str(start.joinpath(*parts[:at])), recursive=True)  # noqa: PTH207 (as for files)
        if each.rpartition(os.sep)[2].startswith(prefix)
    }
    return sorted(found)


def _is_empty(folder: Path) -> bool:
    """Marks of Spark and Hive, and what an unfinished job left in `_temporary`, are no data."""

    def fail(error: OSError) -> None:
        raise error

    for _, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [each for each in folders if not each.startswith(("_", "."))]
        if any(not name.startswith(("_", ".")) for name in names):
            return False
    return True
