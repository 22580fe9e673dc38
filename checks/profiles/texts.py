"""Signatures of texts that lie beside us, from their bytes: every row is looked at, and no query is asked.

Where they do not lie beside us, `checks.profiles.signatures` asks the same in SQL.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checks.profiles.grouping import array, group_columns, grouping_of
from checks.profiles.signatures import OTHER, REGULAR, SAMPLE, Found, first
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
_WEIGHTS = np.random.default_rng(2013).integers(1, 2**63, LENGTH * 4, np.uint64) * 2 + 1
"""By place in a signature: the sums of two different ones are the same with a chance of about 2⁻⁶⁴."""

_LIKE_WORDS = frozenset(map(shape_of, MISSING_WORDS))
"""How words for a missing value are written: only there they are looked for."""


def read_signatures(
    table: SourceTable, rows: "ir.Table", names: Sequence[str]
) -> Iterator[tuple[str, Found]]:
    """Rows by signature in each group, and how many whole numbers begin with a zero."""
    cut = {f"text_{at}": _cut(rows[name]) for at, name in enumerate(names)}
    answer = table.fetch(rows.select(**group_columns(rows), **cut))
    groups = grouping_of(answer)
    of_group = groups.codes(answer.num_rows)
    for at, name in enumerate(names):
        texts = pa.concat_arrays(answer[f"text_{at}"].chunks or [pa.array([], pa.string())])
        codes, found = forms(texts)
        counts = _counted(of_group, codes, len(groups.groups), len(found))
        zeros = np.bincount(of_group[leading_zeros(texts, codes, found)], minlength=len(groups.groups))
        yield (
            name,
            {
                group: (first({form: int(n) for form, n in zip(found, each, strict=True) if n}), int(zero))
                for group, each, zero in zip(groups.groups, counts, zeros, strict=True)
                if each.any()
            },
        )


def _cut(text: "ir.StringValue") -> "ir.StringValue":
    """The first characters. Most texts are short: to ask for the length is half as dear as to cut them."""
    return (text.length() > LENGTH).ifelse(text.left(LENGTH), text)


def _counted(groups: "Codes", codes: "Codes", height: int, width: int) -> "Codes":
    there = codes != NO_TEXT
    return np.bincount(groups[there] * width + codes[there], minlength=height * width).reshape(height, width)


def forms(texts: pa.StringArray) -> tuple["Codes", list[str]]:
    """The number of each text's signature, `NO_TEXT` where there is no text; and the signatures.

    Of free text, with many signatures in a sample, only words for a missing value are told apart.
    """
    sample = texts.slice(0, SAMPLE).drop_null().to_pylist()
    if len({signature_of(text) for text in sample}) > REGULAR:
        codes, found = _words(texts), [*MISSING_WORDS, OTHER]
    elif len(set(sample)) <= len(sample) / 2:
        repeated = texts.dictionary_encode()
        of_different, found = _read(repeated.dictionary)
        codes = np.append(of_different, NO_TEXT)[array(repeated.indices.fill_null(len(of_different)))]
    else:
        codes, found = _read(texts.fill_null(""))
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
    """A number for how each text is written, and which texts hold more than ASCII."""
    starts, data = _bytes(texts)
    lengths = np.diff(np.append(starts, len(data)))
    filled = lengths > 0
    marks, foreign = np.zeros(len(texts), np.uint64), np.zeros(len(texts), bool)
    if not filled.any():
        return marks, foreign
    first = starts[filled]
    kinds = _KINDS[data]
    kept = np.ones(len(data), bool)
    kept[1:] = (kinds[1:] != kinds[:-1]) | ~_LETTER[kinds[1:]]
    kept[first] = True
    rank = np.cumsum(kept, dtype=np.int32)
    place = rank - np.repeat(rank[first], lengths[filled])
    terms = _WEIGHTS[place] * kinds
    terms[~kept] = 0
    marks[filled] = np.add.reduceat(terms, first)
    foreign[filled] = np.maximum.reduceat(data, first) > 127
    return marks, foreign


def _bytes(texts: pa.StringArray) -> tuple["Codes", "NDArray[np.uint8]"]:
    """Where each text begins in the bytes of all, and these."""
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    whole = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return bounds[:-1] - bounds[0], whole[bounds[0] : bounds[-1]]
