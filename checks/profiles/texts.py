"""Signatures of texts that lie beside us, from their bytes: every row is looked at, and no query is asked.

Where they do not lie beside us, `checks.profiles.signatures` asks the same in SQL.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checks.profiles.grouping import array, group_columns, grouping_of
from checks.profiles.signatures import OTHER, Found, Learned, Written, first, learned
from checks.profiles.words import by_group
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
_WORD, _HIGH = 8, np.uint64(0x8080808080808080)
_FACTOR, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)
"""A mark is hashed on word by word: those of two ways to write are the same with a chance of about 2⁻⁶⁴."""

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
    zero = leading_zeros(texts, codes, found)
    zeros = _added(of_group[zero], None if rows is None else rows[zero], len(groups.groups))
    words = {} if rows is None else by_group(texts, rows, groups)
    return {
        group: Written(
            first({form: int(n) for form, n in zip(found, each[1:], strict=True) if n}),
            int(at_zero),
            words.get(group, {}),
        )
        for group, each, at_zero in zip(groups.groups, counts.reshape(-1, width), zeros, strict=True)
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
    codes, found = (_words(texts), [*MISSING_WORDS, OTHER]) if free else _read(texts)
    if texts.null_count:
        codes[array(texts.is_null().cast("uint8")).astype(bool)] = NO_TEXT
    return codes, found


def leading_zeros(texts: pa.StringArray, codes: "Codes", found: Sequence[str]) -> "Codes":
    """The rows whose text is a whole number that begins with a zero; 0 itself does not."""
    whole = [code for code, form in enumerate(found) if len(form) > 1 and set(form) == {"9"}]
    rows = np.flatnonzero(np.isin(codes, whole)) if whole else np.empty(0, np.int64)
    starts, data = _bytes(texts)
    return rows[data[starts[rows]] == ord("0")] if len(rows) else rows


def _words(texts: pa.StringArray) -> "Codes":
    words = pa.array(MISSING_WORDS)
    return array(pc.index_in(texts, value_set=words).fill_null(len(words))).astype(np.int64)


def _read(texts: pa.StringArray) -> tuple["Codes", list[str]]:
    """Texts written alike have one number, and the first of them is put into the words of a signature."""
    told: dict[str, int] = {}
    marks, foreign = _marks(texts)
    codes = array(pa.array(marks).dictionary_encode().indices)  # numbered as they come
    examples = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))
    shapes = (shape_of(text or "") for text in texts.take(pa.array(examples)).to_pylist())
    codes = np.array([_number(told, shape) for shape in shapes], np.int64)[codes]
    wordy = [told[shape] for shape in _LIKE_WORDS & told.keys()]
    if wordy or foreign.any():
        _tell(texts, codes, told, np.flatnonzero(foreign | np.isin(codes, wordy)))
    return codes, list(told)


def _tell(texts: pa.StringArray, codes: "Codes", told: dict[str, int], rows: "Codes") -> None:
    """Those that the bytes do not tell, one different text after the other."""
    different = texts.take(pa.array(rows)).fill_null("").dictionary_encode()
    each = [_number(told, signature_of(text)) for text in different.dictionary.to_pylist()]
    codes[rows] = np.array(each, np.int64)[array(different.indices)]


def _number(told: dict[str, int], form: str) -> int:
    return told.setdefault(form, len(told))


def _marks(texts: pa.StringArray) -> tuple["NDArray[np.uint64]", "NDArray[np.bool_]"]:
    """A number for how each text is written, and which texts hold more than ASCII; a part at a time."""
    marks, foreign = np.empty(len(texts), np.uint64), np.empty(len(texts), bool)
    for at in range(0, len(texts), AT_ONCE):
        part = slice(at, at + AT_ONCE)
        marks[part], foreign[part] = _marks_of(texts.slice(at, AT_ONCE))
    return marks, foreign


def _marks_of(texts: pa.StringArray) -> tuple["NDArray[np.uint64]", "NDArray[np.bool_]"]:
    """The same of a few texts. Those of one length stand below each other, eight bytes are a number."""
    starts, data = _bytes(texts)
    lengths = np.diff(np.append(starts, len(data)))
    marks, foreign = np.zeros(len(texts), np.uint64), np.zeros(len(texts), bool)
    for length in np.flatnonzero(np.bincount(lengths))[::-1]:
        if length == 0:
            continue
        rows = np.flatnonzero(lengths == length)
        kinds = np.zeros((len(rows), -(-length // _WORD) * _WORD), np.uint8)
        if len(rows) == len(texts):
            kinds[:, :length] = _KINDS[data.reshape(len(rows), length)]
        else:
            kinds[:, :length] = _KINDS[data[starts[rows][:, None] + np.arange(length)]]
        words = kinds.view(np.uint64)
        mark = np.full(len(rows), length, np.uint64)
        high = np.zeros(len(rows), np.uint64)
        for each in words.T:
            mark = (mark ^ each) * _FACTOR
            mark ^= mark >> _SHIFT
            high |= each
        marks[rows], foreign[rows] = mark, (high & _HIGH) != 0
    return marks, foreign


def _bytes(texts: pa.StringArray) -> tuple["Codes", "NDArray[np.uint8]"]:
    """Where each text begins in the bytes of all, and these."""
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    whole = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return bounds[:-1] - bounds[0], whole[bounds[0] : bounds[-1]]
