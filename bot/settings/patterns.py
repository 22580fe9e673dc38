"""A name with `*` under `tables`: it stands for every table of the source that is called like it."""

import glob
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase, translate
from pathlib import Path, PurePath
from typing import Any

from bot.domain.declared import Source
from bot.settings.errors import Trail, did_you_mean
from checks.sources.dated import as_glob, mistake

PLACE = "{table}"
"""Stands for the name of the table in a path."""

_LIKE = 'write it like "{table}/day=*/*.parquet"'


class PatternError(ValueError):
    """A pattern stands for no table; says what to change, and at which key below the pattern."""

    def __init__(self, said: str, *at: str) -> None:
        super().__init__(said)
        self.at: Trail = at


def is_pattern(name: str) -> bool:
    """Whether a key under `tables` stands for many."""
    return "*" in name or "?" in name


def stands_for(pattern: str, name: str) -> bool:
    """Whether a table is called like a pattern."""
    return fnmatchcase(name, pattern)


def tables_like(pattern: str, table: Any, sources: Mapping[str, Source]) -> list[str]:
    """The names that a pattern stands for; `table` is what all of them say. Raises PatternError."""
    if not isinstance(table, dict):
        raise PatternError("should hold KEY: VALUE lines, what the tables have in common")
    root = _root(table.get("source"), sources)
    parts, has_more = _parts(table.get("path"))
    *above, last = parts
    like = "/".join([*above, last.replace(PLACE, pattern)])
    found = glob.glob(str(Path(glob.escape(str(root)), as_glob(like))))  # noqa: PTH207 (no absolute patterns in pathlib)
    called = re.compile(_called(as_glob(last), pattern))
    names = {
        match["table"]
        for path in found
        if (match := called.fullmatch(PurePath(path).name)) and (Path(path).is_dir() or not has_more)
    }
    if not names:
        raise PatternError(f"there is no {like} in {root}: mend the pattern, `path`, or `root` of the source")
    return sorted(names)


def _root(name: Any, sources: Mapping[str, Source]) -> Path:
    source = sources.get(name) if isinstance(name, str) else None
    if name is None:
        raise PatternError("source is missing; add it: the name of a source in oakum.yaml")
    if source is None:
        raise PatternError(
            f"{name!r} is not declared in oakum.yaml: {did_you_mean(str(name), sources)}", "source"
        )
    if source.root is None:
        raise PatternError("tables of a database are not looked up by this version: list them by name")
    return Path(source.root)


def _parts(path: Any) -> tuple[list[str], bool]:
    """The parts of a path up to the one that names the table, and whether more follow."""
    if not isinstance(path, str) or PLACE not in path:
        raise PatternError(f"needs a path with {PLACE} where the name of the table stands: {_LIKE}", "path")
    if why := mistake(path):
        raise PatternError(why, "path")
    parts = list(PurePath(path).parts)
    at = next(number for number, part in enumerate(parts) if PLACE in part)
    if parts[at].count(PLACE) > 1:
        raise PatternError(f"{PLACE} stands twice in {parts[at]}: {_LIKE}", "path")
    return parts[: at + 1], at + 1 < len(parts)


def _called(part: str, pattern: str) -> str:
    """What a file or folder of one of the tables is called, as a regular expression."""
    before, _, after = part.partition(PLACE)
    return f"{_regex(before)}(?P<table>{_regex(pattern)}){_regex(after)}"


def _regex(pattern: str) -> str:
    """`translate` without its anchors."""
    return re.sub(r"\\z$|\\Z$", "", translate(pattern))
