"""Facts of text columns, from the texts: how they are written, how many are missing, a sum of their hashes.

For rows that lie beside us. Where they do not, `checks.profiles.signatures` asks the same in SQL.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from checks.profiles.frequencies import Frequencies, counted
from checks.profiles.grouping import Group, Grouping
from checks.profiles.marks import NO_TEXT, forms, leading_zeros
from checks.profiles.signatures import first
from checks.profiles.words import Words, frequent_words
from checks.sources.beside import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from checks.profiles.marks import Codes

CONTENT = 2**31
"""Hashes are added up modulo this, so that the sum of a billion rows is exact."""


@dataclass(frozen=True, slots=True)
class Told:
    """The texts of one column in one group: rows by signature, whole numbers that begin with a zero, rows by
    word where words are few; by level where they are counted."""

    signatures: dict[str, int]
    leading_zeros: int
    nulls: int
    empty: int
    content: int
    huge: int
    words: Words
    levels: Frequencies | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of some texts each: the number of its signature, whether it begins with a zero or is huge, its hash."""

    codes: "Codes"
    zeros: "NDArray[np.bool_]"
    huge: "NDArray[np.bool_]"
    hashes: "NDArray[np.uint64]"

    def told(self, found: list[str], rows: "Codes | None" = None) -> Told:
        """What they say together; `rows` says how many rows each stands for, one where it is None."""
        counts = np.bincount(self.codes + 1, rows, len(found) + 1).astype(np.int64)  # exact up to 2⁵³
        hashes = np.where(self.codes == NO_TEXT, 0, self.hashes % CONTENT).astype(np.int64)
        by_form = {form: int(count) for form, count in zip(found, counts[1:], strict=True) if count}
        return Told(
            first(by_form),
            _rows(self.zeros, rows),
            nulls=int(counts[0]),
            empty=by_form.get("", 0),
            content=int(hashes.sum() if rows is None else (hashes * rows).sum()),
            huge=_rows(self.huge, rows),
            words={},
        )


def _rows(which: "NDArray[np.bool_]", rows: "Codes | None") -> int:
    return int(np.count_nonzero(which) if rows is None else rows[which].sum())


def told(
    texts: Texts, groups: Grouping, free: bool, share: bool | None = None
) -> Iterator[tuple[Group, Told]]:
    """What is told of the texts in each group; of free text only words for a missing value are told apart.

    Levels are counted where `share` says whether their names may be told, and the texts have codes.
    """
    codes, found = forms(texts.cut, free)
    zeros = np.zeros(len(codes), bool)
    zeros[leading_zeros(texts.cut, codes, found)] = True
    if texts.codes is None:
        each = (groups.split(part) for part in (codes, zeros, texts.huge, texts.hashes))
        for group, *seen in zip(groups.groups, *each, strict=True):
            yield group, _Seen(*seen).told(found)
        return
    # the last place is for rows without a text
    different = _Seen(
        np.append(codes, NO_TEXT),
        np.append(zeros, False),
        np.append(texts.huge, False),
        np.append(texts.hashes, np.uint64(0)),
    )
    for group, part in zip(groups.groups, groups.split(texts.codes), strict=True):
        rows = np.roll(np.bincount(part + 1, minlength=len(codes) + 1), -1)
        words = {} if free else frequent_words(texts.cut, rows[:-1])
        levels = None if share is None else counted(texts.cut, rows[:-1], share)
        yield group, replace(different.told(found, rows), words=words, levels=levels)
