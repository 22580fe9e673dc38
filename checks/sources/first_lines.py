"""The first lines of a text file, as they stand there."""

import csv
import gzip
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from checks.sources.schemas import Written

DELIMITERS = (",", ";", "\t", "|")
BYTES = 2**16
LOOKED_AT = 100
_DAY = re.compile(r"(\d{4}|\d{1,2})([-./])(\d{1,2}|[A-Za-z]{3})\2(\d{4}|\d{1,2})(?!\d)")
_NUMBER = re.compile(r"\d+")
OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class FirstLines:
    """What a file begins with; a mark of UTF-8 is no part of it."""

    def __init__(self, file: str) -> None:
        self._file = file

    @cached_property
    def _bytes(self) -> bytes:
        open_it = gzip.open if self._file.lower().endswith(".gz") else open
        with open_it(Path(self._file), "rb") as stream:
            return bytes(stream.read(BYTES))

    @cached_property
    def _lines(self) -> list[str]:
        return self._bytes.decode("utf-8-sig", errors="replace").splitlines()

    def demand_text(self) -> None:
        """ValueError where there is nothing, or no UTF-8."""
        if not self._bytes.strip():
            raise ValueError("it is empty: not even a header")
        if encoding := OTHER_ENCODINGS.get(self._bytes[:2]):
            raise ValueError(f"it is {encoding}, not utf-8 encoded: write the file as UTF-8")

    def fields(self, delimiter: str) -> list[str]:
        """What stands in the first line."""
        return _split(self._lines[0], delimiter) if self._lines else []

    def delimiter_of(self, before: Written) -> str | None:
        """The delimiter with which the first line is the header of the file before."""
        likely = dict.fromkeys([before.delimiter, *DELIMITERS])
        return next((each for each in likely if tuple(self.fields(each)) == before.names), None)

    def day_forms(self, delimiter: str, columns: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
        """How the first value of each column, known by its place, writes its day: 9999-99-99."""
        found: dict[str, str] = {}
        for line in self._lines[1:LOOKED_AT]:
            row = _split(line, delimiter)
            for name, at in columns.items():
                if name not in found and at < len(row) and (day := _DAY.match(row[at].strip())):
                    found[name] = _NUMBER.sub(lambda digits: "9999" if len(digits[0]) > 2 else "99", day[0])
            if len(found) == len(columns):
                break
        return tuple(sorted(found.items()))

    def look_like_data(self, delimiter: str, before: Written | None) -> bool:
        """Whether the first line names no column of the file before, and repeats in its own columns below.

        That tells a file of texts without a header; where there are numbers, the engine sees it.
        """
        first = self.fields(delimiter)
        if before is None or len(first) != len(before.names) or {*first} & {*before.names}:
            return False
        whole = self._lines[:-1] if len(self._bytes) == BYTES else self._lines
        below = [_split(line, delimiter) for line in whole[1:]]
        again = [any(row[at : at + 1] == [value] for row in below) for at, value in enumerate(first)]
        return any(again) and first not in below


def _split(line: str, delimiter: str) -> list[str]:
    """The fields of a line; a delimiter of several characters parts nothing."""
    if len(delimiter) != 1:
        return [line]
    return next(csv.reader([line], delimiter=delimiter), [])
