"""Three fresh rows beside their source: people say whether they are right, and what that says of all rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.audit import Audit

ROWS = 3
CONFIDENCE = 0.95


class Word(StrEnum):
    """What somebody says of a row."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshRow:
    """One traced record of the newest partition. `columns` are mapped ones by the source's name of each;
    `values` has a pair (here, there) of each that may leave the source."""

    table: str
    source: str
    day: str
    key: Mapping[str, Any]
    source_rows: int
    columns: Mapping[str, str]
    differ: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looked:
    """How many rows people have looked at and could tell, and how many of them were wrong."""

    rows: int = 0
    wrong: int = 0

    @property
    def at_most(self) -> float | None:
        """The share of wrong rows is at most this, with 95 % confidence; None where nobody could tell.

        Clopper and Pearson (1934), one-sided: exact, whatever the share. `betaincinv` is
        `scipy.stats.beta.ppf` without the start-up of scipy.stats.
        """
        if not self.rows:
            return None
        if self.wrong == self.rows:
            return 1.0
        from scipy.special import betaincinv

        return float(betaincinv(self.wrong + 1, self.rows - self.wrong, CONFIDENCE))


def looked(answers: Iterable[tuple[int, int, Word]]) -> Looked:
    """By checkup, row and word: a row that anybody calls wrong is; one that nobody can tell is unseen."""
    said: dict[tuple[int, int], set[Word]] = {}
    for checkup, row, word in answers:
        said.setdefault((checkup, row), set()).add(word)
    known = [words for words in said.values() if words & {Word.RIGHT, Word.WRONG}]
    return Looked(rows=len(known), wrong=sum(Word.WRONG in words for words in known))


def fresh_rows(audit: Audit | None, turn: int) -> tuple[FreshRow, ...]:
    """The rows of one table: of several that are traced, each has its `turn`."""
    traced = [each.traced for each in (audit.judgements if audit else ()) if each.traced]
    return tuple(map(from_json, traced[turn % len(traced)][:ROWS])) if traced else ()


def from_json(record: Mapping[str, Any]) -> FreshRow:
    """The row that a checkup or an audit keeps."""
    pairs = {name: (str(pair[0]), str(pair[1])) for name, pair in record["values"].items()}
    return FreshRow(**{**record, "differ": tuple(record["differ"]), "values": pairs})
