"""Signatures of texts that lie beside us, from their bytes: every row is looked at, and no query is asked.

Where they do not lie beside us, `checks.profiles.signatures` asks the same in SQL.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checks.profiles.grouping import array, group_columns, grouping_of
from checks.profiles.signatures import OTHER, Found, Learned, first, learned
from checks.sources.signature import LENGTH, MISSING_WORDS, shape_of, signature_of
from checks.sources.tables import SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]

NO_TEXT = -1
AT_ONCE = 16_384
"""So many texts are looked at together: their bytes stay in the processor's cache."""
_KINDS = np.arange(256, dtype=np.uint8)
for _kind, _first, _last in ("909", "AAZ", "aaz"):
    _KINDS[ord(_first) : ord(_last) + 1] = ord(_kind)
_LETTER = np.isin(np.arange(256), list(b"aA"))
_FACTOR, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)
"""A mark is hashed on byte by byte: those of two signatures are the same with a chance of about 2⁻⁶⁴."""

_LIKE_WORDS = frozenset(map(shape_of, MISSING_WORDS))
"""How words for a missing value are written: only there they are looked for."""


def read_signatures(
    table: SourceTable, rows: "ir.Table", names: Sequence[str], at_once: int
) -> Iterator[tuple[str, Found]]:
    """Rows by signature in each group, and how many whole numbers begin with a zero.

    Texts that repeat themselves are counted by the engine, and only different ones come here; of others
    every row does, `at_once` columns together.
    """
    known = learned(table, rows, names)
    for name in names:
        if known[name].few:
            answer = table.fetch(_different(rows, name))
            yield name, _by_group(answer, "text_0", known[name], array(answer["rows"]))
    many = [name for name in names if not known[name].few]
    for some in (many[at : at + at_once] for at in range(0, len(many), at_once)):
        cut = {f"text_{at}": _cut(rows[name]) for at, name in enumerate(some)}
        answer = table.fetch(rows.select(**group_columns(rows), **cut))
        for at, name in enumerate(some):
            yield name, _by_group(answer, f"text_{at}", known[name])


def _different(rows: "ir.Table", name: str) -> "ir.Table":
    """The different texts of each group, and how many rows have each; cut where there are few of them."""
    grouped: Any = rows.group_by(**group_columns(rows), text_0=rows[name]).agg(rows=rows.count())
    return grouped.mutate(text_0=_cut(grouped.text_0))


def _by_group(answer: pa.Table, column: str, known: Learned, rows: "Codes | None" = None) -> Found:
    """What is told of the texts in one column of an answer; `rows` says how many each stands for."""
    groups = grouping_of(answer)
    of_group = groups.codes(answer.num_rows)
    texts = pa.concat_arrays(answer[column].chunks or [pa.array([], pa.string())])
    codes, found = forms(texts, known.free)
    width = len(found) + 1  # the first place is for rows without a text
    counts = _added(of_group * width + codes + 1, rows, len(groups.groups) * width)
    zeros = leading_zeros(texts, codes, found)
    zeroes = _added(of_group[zeros], None if rows is None else rows[zeros], len(groups.groups))
    return {
        group: (first({form: int(n) for form, n in zip(found, each[1:], strict=True) if n}), int(zero))
        for group, each, zero in zip(groups.groups, counts.reshape(-1, width), zeroes, strict=True)
        if each[1:].any()
    }


def _added(places: "Codes", rows: "Codes | None", length: int) -> "Codes":
    """How many rows there are at each place: whole numbers, exact up to 2⁵³."""
    return np.bincount(places, rows, length).astype(np.int64)


def _cut(text: "ir.StringValue") -> "ir.StringValue":
    """The first characters. Most texts are short: to ask for the length is half as dear as to cut them."""
    return (text.length() > LENGTH).ifelse(text.left(LENGTH), text)


def forms(texts: pa.StringArray, free: bool = False) -> tuple["Codes", list[str]]:
    """The number of each text's signature, `NO_TEXT` where there is no text; and the signatures.

    Of free text only words for a missing value are told apart.
    """
    codes, found = (_words(texts), [*MISSING_WORDS, OTHER]) if free else _read(texts.fill_null(""))
    codes[~array(texts.is_valid().cast("uint8")).astype(bool)] = NO_TEXT
    return codes, found


def leading_zeros(texts: pa.StringArray, codes: "Codes", found: Sequence[str]) -> "NDArray[np.bool_]":
    """Which texts are whole numbers that begin with a zero; 0 itself does not."""
    whole = [code for code, form in enumerate(found) if len(form) > 1 and set(form) == {"9"}]
    rows = np.flatnonzero(np.isin(codes, whole))
    starts, data = _bytes(texts)
    zeros = np.zeros(len(texts), bool)
    zeros[rows] = data[starts[rows]] == ord("0")
    return zeros


def _words(texts: pa.StringArray) -> "Codes":
    words = pa.array(MISSING_WORDS)
    return array(pc.index_in(texts, value_set=words).fill_null(len(words))).astype(np.int64)


def _read(texts: pa.StringArray) -> tuple["Codes", list[str]]:
    """Texts written alike have one number, and one of them is put into the words of a signature."""
    told: dict[str, int] = {}
    marks, foreign = _marks(texts)
    alike = pa.array(marks).dictionary_encode()
    codes = array(alike.indices).astype(np.int64)
    examples = np.empty(len(alike.dictionary), np.int64)
    examples[codes[::-1]] = np.arange(len(codes))[::-1]
    shapes = map(shape_of, texts.take(pa.array(examples)).to_pylist())
    codes = np.array([_number(told, shape) for shape in shapes], np.int64)[codes]
    wordy = [told[shape] for shape in _LIKE_WORDS & told.keys()]
    _tell(texts, codes, told, np.flatnonzero(foreign | np.isin(codes, wordy)))
    return codes, list(told)


def _tell(texts: pa.StringArray, codes: "Codes", told: dict[str, int], rows: "Codes") -> None:
    """Those that the bytes do not tell, one different text after the other."""
    if not len(rows):
        return
    different = texts.take(pa.array(rows)).dictionary_encode()
    each = [_number(told, signature_of(text)) for text in different.dictionary.to_pylist()]
    codes[rows] = np.array(each, np.int64)[array(different.indices)]


def _number(told: dict[str, int], form: str) -> int:
    return told.setdefault(form, len(told))


def _marks(texts: pa.StringArray) -> tuple["NDArray[np.uint64]", "NDArray[np.bool_]"]:
    """A number for how each text is written, and which texts hold more than ASCII; a part at a time."""
    parts = [_marks_of(texts.slice(at, AT_ONCE)) for at in range(0, max(1, len(texts)), AT_ONCE)]
    return np.concatenate([marks for marks, _ in parts]), np.concatenate([foreign for _, foreign in parts])


def _marks_of(texts: pa.StringArray) -> tuple["NDArray[np.uint64]", "NDArray[np.bool_]"]:
    """A number for how each text is written, and which texts hold more than ASCII.

    All first bytes are looked at, then all second ones, and so on: the longest texts come first, so that
    those that are not over yet stand together.
    """
    starts, data = _bytes(texts)
    lengths = np.diff(np.append(starts, len(data)))
    order = np.argsort(-lengths, kind="stable")
    first, longer = starts[order], len(texts) - np.cumsum(np.bincount(lengths))
    marks, foreign = np.zeros(len(texts), np.uint64), np.zeros(len(texts), bool)
    before = np.zeros(len(texts), np.uint8)
    for at, rows in enumerate(longer[:-1]):
        byte = data[first[:rows] + at]
        kind = _KINDS[byte]
        goes_on = (kind == before[:rows]) & _LETTER[kind]
        mark = (marks[:rows] + kind) * _FACTOR
        mark ^= mark >> _SHIFT
        np.copyto(marks[:rows], mark, where=~goes_on)
        foreign[:rows] |= byte > 127
        before[:rows] = kind
    told, high = np.empty_like(marks), np.empty_like(foreign)
    told[order], high[order] = marks, foreign
    return told, high


def _bytes(texts: pa.StringArray) -> tuple["Codes", "NDArray[np.uint8]"]:
    """Where each text begins in the bytes of all, and these."""
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    whole = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return bounds[:-1] - bounds[0], whole[bounds[0] : bounds[-1]]
