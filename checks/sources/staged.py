"""A file, or a folder of files, that is no partition yet, laid out as if it were one of its table."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from checks.sources.dated import as_path
from checks.sources.files import FilesTable
from checks.sources.tables import TEXT_FILES, Bundle, SourceError, no_column


class Staged(FilesTable):
    """A table of one file, in which columns may be missing: that is for the checks to say."""

    link: Path
    """Where the file, or the folder of files, lies for us."""

    def demand_columns(self, bundles: Sequence[Bundle]) -> None:
        """Raise a `SourceError` where the key is not there, without which no row can be named."""
        there = [name for bundle in bundles for name, _ in bundle.schema]
        elsewhere = [self.cut_by] if any(bundle.day for bundle in bundles) else []
        if missing := [name for name in self.table.key if name not in (*there, *elsewhere)]:
            raise no_column(str(self.link), missing, there)

    def in_words_of(self, said: str, file: Path) -> str:
        """What is said of the link, of the file: people know no other."""
        return said.replace(str(self.link), str(file))


@contextmanager
def staged(table: FilesTable, file: Path, day: date | None) -> Iterator[Staged]:
    """The file, or all files of a folder, alone as a table like the one it is meant for; of this day, unless
    its rows say their own.

    They are links in a folder that is gone afterwards: nothing is copied, nothing of the table is touched.
    """
    with tempfile.TemporaryDirectory(prefix="oakum-") as folder:
        parts = _parts(file)
        name = "*" if file.is_dir() else next(iter(parts))
        path, written = table.days.staged(day, name) if day else (as_path(name), name)
        within = Path(folder, written).parent
        within.mkdir(exist_ok=True)
        for link, part in parts.items():
            (within / link).symlink_to(part.resolve())
        declared = table.table.model_copy(update={"path": path})
        alone = Staged(table.backend, table.name, Path(folder), declared)
        alone.link = within if file.is_dir() else within / name
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
    """The day that the path of a file says as those of its table do, wherever it lies; None where it says
    none. Raises `SourceError` where that is no day."""
    try:
        return table.days.of(str(file.absolute()))
    except ValueError as error:
        raise SourceError(str(error)) from error


def _ending(file: Path) -> str:
    """What tells the format: `.csv.gz` are two."""
    name = file.name.lower()
    known = [each for each in TEXT_FILES if name.endswith(each)]
    return max(known, key=len) if known else os.path.splitext(name)[1]  # noqa: PTH122 (a dot at the start is none)
