"""Which day the path of a file says: as `orders_%Y-%m-%d.csv` declares it, or in a folder `day=2026-01-31`.

The one place that knows both. What the path says counts, also where the rows have a column of that name.
"""

import glob
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from checks.sources.dated import Dated, as_glob, as_path, folder_of_day, is_dated, mistake
from checks.sources.matching import matching
from checks.sources.tables import FIRST_DAY, LAST_DAY, Bundle, SourceError

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FILE = "oakum: file"
"""The column in which DuckDB says from which file a row is."""


class DaysInPath:
    """Of the files of a table, by its declared path and the column that holds the day."""

    def __init__(self, root: Path, path: str, column: str) -> None:
        if why := mistake(path):
            raise SourceError(f"path {path}: {why}")
        self._start, self._path, self._column = Path(glob.escape(str(root))), path, column
        self._dated = Dated(path) if is_dated(path) else None
        self._prefix = f"{column}="
        self.glob = str(self._start / as_glob(path))

    @property
    def are_declared(self) -> bool:
        """Whether the path is written with %Y, %m and %d: every file of the table has a day."""
        return self._dated is not None

    def of(self, file: str) -> date | None:
        """The day of a file; None where its path says none. ValueError names a file whose day is no day."""
        if day := self._declared(file):
            return day
        for part in file.split(os.sep):  # noqa: PTH206 (of thousands of files `PurePath` would take long)
            if part.startswith(self._prefix):
                try:
                    return _day_named(part.removeprefix(self._prefix))
                except ValueError as error:
                    raise ValueError(
                        f"{file}: {part!r} does not name a day; write {self._prefix}2026-01-31"
                    ) from error
        return None

    def _declared(self, file: str) -> date | None:
        if self._dated is None:
            return None
        try:
            day = self._dated.day_of(file)
            return day and _in_calendar(day)
        except ValueError as error:
            raise ValueError(
                f"{file}: its name says a day that is none ({error}): rename the file, or mend `path`"
            ) from error

    def folders(self) -> Iterator[tuple[str, date]]:
        """The folders of days on the way of the path, also empty ones; what names no day is left out."""
        return self._in_hive() if self._dated is None else self._called_like_days()

    def options(self, bundles: Sequence[Bundle]) -> dict[str, Any]:
        """How DuckDB is to read the files, so that `with_day` can say the day of each row."""
        in_path = bundles[0].day is not None
        return {"hive_partitioning": in_path} | ({"filename": _FILE} if in_path and self._dated else {})

    def with_day(self, rows: "ir.Table", bundles: Sequence[Bundle]) -> "ir.Table":
        """The rows with the day of their files, where these are called like days; others have it already."""
        if self._dated is None or bundles[0].day is None:
            return rows
        import ibis

        said = rows[_FILE].re_replace(self._dated.regex, self._dated.replacement).try_cast("date")
        others = [
            (file, ibis.literal(bundle.day))
            for bundle in bundles
            for file in bundle.files
            if self._dated.day_of(file) != bundle.day
        ]  # a batch that is no part of the table yet
        day = rows[_FILE].cases(*others, else_=said) if others else said
        return rows.mutate(**{self._column: day}).drop(_FILE)

    def staged(self, day: date, name: str) -> tuple[str, str]:
        """How a file of that name is declared and where it lies, so that its path says this day."""
        if self._dated is not None:
            return f"%Y-%m-%d/{as_path(name)}", f"{day}/{name}"
        named = f"{self._prefix}{day}/{name}"
        return as_path(named), named

    def columns(self, file: str) -> set[str]:
        """The columns that the path of a file names, in small letters: what it says is what counts."""
        named = {part.partition("=")[0].lower() for part in PurePath(file).parent.parts if "=" in part}
        return named | ({self._column.lower()} if self._dated else set())

    def _called_like_days(self) -> Iterator[tuple[str, date]]:
        if not (folder := folder_of_day(self._path)):
            return
        like = Dated(folder)
        for each in sorted(matching(str(self._start / as_glob(folder)))):
            with suppress(ValueError):
                if day := like.day_of(each):
                    yield each, _in_calendar(day)

    def _in_hive(self) -> Iterator[tuple[str, date]]:
        parts = PurePath(self._path).parts
        named = (at for at, part in enumerate(parts[:-1], 1) if part.startswith((self._prefix, "*")))
        patterns = (str(self._start / as_glob("/".join(parts[:at]))) for at in named)
        found = {each for like in patterns for each in matching(like)}
        for each in sorted(found):
            name = each.rpartition(os.sep)[2]
            if name.startswith(self._prefix):
                with suppress(ValueError):
                    yield each, _day_named(name.removeprefix(self._prefix))


def _day_named(text: str) -> date:
    """2026-01-31, and no other way to write a day: the engine reads no other."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d([ T]\d\d(:|%3A)\d\d.*)?", text):
        raise ValueError(f"{text!r} is no day")
    return _in_calendar(date.fromisoformat(text[:10]))


def _in_calendar(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{day} is outside the years 1 to 9999")
    return day
