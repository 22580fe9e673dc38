"""A file, or a folder of files, that is no partition yet, laid out as if it were one of its table."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from checks.sources.empty_days import day_named
from checks.sources.files import FilesTable
from checks.sources.tables import TEXT_FILES, Bundle, SourceError, no_column


class Staged(FilesTable):
    """A table of one file, in which columns may be missing: that is for the checks to say."""

    def demand_columns(self, bundles: Sequence[Bundle]) -> None:
        """Raise a `SourceError` where the key is not there, without which no row can be named."""
        there = [name for bundle in bundles for name, _ in bundle.schema]
        elsewhere = [self.cut_by] if any(bundle.day for bundle in bundles) else []
        if missing := [name for name in self.table.key if name not in (*there, *elsewhere)]:
            raise no_column(self.name, missing, there)

    def in_words_of(self, said: str, file: Path) -> str:
        """What is said of the link, of the file: people know no other."""
        return said.replace(self.pattern.removesuffix(f"{os.sep}*"), str(file))


@contextmanager
def staged(table: FilesTable, file: Path, day: date | None) -> Iterator[Staged]:
    """The file, or all files of a folder, alone as a table like the one it is meant for; of this day, unless
    its rows say their own.

    They are links in a folder that is gone afterwards: nothing is copied, nothing of the table is touched.
    """
    with tempfile.TemporaryDirectory(prefix="oakum-") as folder:
        within = f"{table.cut_by}={day}/" if day else ""
        Path(folder, within).mkdir(exist_ok=True)
        parts = _parts(file)
        for name, part in parts.items():
            Path(folder, within, name).symlink_to(part.resolve())
        name = "*" if file.is_dir() else next(iter(parts))
        declared = table.table.model_copy(update={"path": f"{within}{name}"})
        alone = Staged(table.backend, table.name, Path(folder), declared)
        try:
            yield alone
        except SourceError as error:
            raise SourceError(alone.in_words_of(str(error), file)) from error


def _parts(file: Path) -> dict[str, Path]:
    """The files of a batch, by the name of the link to each; marks that Spark leaves beside them are none."""
    if not file.is_dir():
        return {f"batch{_ending(file)}": file}
    found = {each.name: each for each in sorted(file.iterdir()) if not each.name.startswith(("_", "."))}
    if not found:
        raise SourceError(f"{file} has no files: name a file, or a folder with the files of one batch")
    return found


def columns_of(table: FilesTable, file: Path) -> tuple[str, ...]:
    """The columns of a file, in its order. Raises `SourceError` where it cannot be read as one of a table."""
    with staged(table, file, None) as alone:
        bundles, unreadable = alone.bundles()
        if unreadable:
            raise SourceError(unreadable[0].what)
        return tuple(name for name, _ in bundles[0].schema)


def day_in_path(table: FilesTable, file: Path) -> date | None:
    """The day that the folders of a file name, like `day=2026-01-31`; None where they name none."""
    for part in file.absolute().parts:
        if part.startswith(f"{table.cut_by}="):
            try:
                return day_named(part.partition("=")[2])
            except ValueError:
                return None
    return None


def _ending(file: Path) -> str:
    """What tells the format: `.csv.gz` are two."""
    name = file.name.lower()
    known = [each for each in TEXT_FILES if name.endswith(each)]
    return max(known, key=len) if known else os.path.splitext(name)[1]  # noqa: PTH122 (a dot at the start is none)
