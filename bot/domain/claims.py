"""What the pipelines declare, by where it lies: whether something that lies in a source is somebody's."""

import glob
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.declared import Pipeline, Source
from checks.sources.connection import shown
from checks.sources.dated import as_path, as_regex
from checks.sources.folder import Found

Path = tuple[str, str]
"""The name of a source, and a path in it."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Every path that is declared, of tables, run logs and training sets.

    Of two sources that are one folder or one database, what is declared in the one is not nobody's in the
    other.
    """

    files: re.Pattern[str]
    relations: frozenset[Path]

    @classmethod
    def of(cls, sources: Mapping[str, Source], pipelines: Iterable[Pipeline]) -> "Claims":
        """What these pipelines declare."""
        paths = [(sources[name], path) for each in pipelines for name, path in _paths(each)]
        patterns = (_pattern(source.root, path) for source, path in paths if source.root is not None)
        relations = ((shown(source.url), path) for source, path in paths if source.url is not None)
        return cls(re.compile("|".join(dict.fromkeys(patterns)) or r"(?!)"), frozenset(relations))

    def has(self, source: Source, found: Found) -> bool:
        """Whether somebody declares a table; of files, if it is so for one of them."""
        if source.url is not None:
            where = shown(source.url)
            return any((where, path) in self.relations for path in found.paths)
        above = os.path.join(source.root or "", "")  # noqa: PTH118 (a `Path` for each of thousands takes long)
        return any(self.files.fullmatch(f"{above}{file}") for file in found.members)


def _paths(pipeline: Pipeline) -> Iterator[Path]:
    for name, table in pipeline.tables.items():
        yield table.source, table.path or name
        if (log := table.run_log) is not None:
            yield log.source or table.source, as_path(log.path)
        if table.reference is not None and table.reference.path is not None:
            yield table.source, table.reference.path


def _pattern(root: str, path: str) -> str:
    """Of the files of a path, from the root of the disk on."""
    above = as_path(glob.escape(root))
    return as_regex(os.path.normpath(os.path.join(above, path)))  # noqa: PTH118 (no file: a pattern)
