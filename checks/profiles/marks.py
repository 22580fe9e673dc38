"""How texts that lie beside us are written, from their bytes: every one is looked at, and no query is asked.

Where they do not lie beside us, `checks.profiles.signatures` asks the same in SQL.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checks.profiles.signatures import OTHER
from checks.sources.answered import array
from checks.sources.signature import MISSING_WORDS, shape_of, signature_of
from checks.sources.words import AT_ONCE, bytes_of, marks_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]

NO_TEXT = -1
_KINDS = bytearray(range(256))
for _kind, _first, _last in ("909", "AAZ", "aaz"):
    _KINDS[ord(_first) : ord(_last) + 1] = bytes([ord(_kind)]) * (ord(_last) - ord(_first) + 1)

_LIKE_WORDS = frozenset(map(shape_of, MISSING_WORDS))
"""How words for a missing value are written: only there they are looked for."""


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
    starts, _, data = bytes_of(texts)
    return rows[data[starts[rows]] == ord("0")] if len(rows) else rows


def _words(texts: pa.StringArray) -> "Codes":
    words = pa.array(MISSING_WORDS)
    return array(pc.index_in(texts, value_set=words).fill_null(len(words))).astype(np.int64)


def _read(texts: pa.StringArray) -> tuple["Codes", list[str]]:
    """Texts written alike have one number, and the first of them is put into the words of a signature."""
    foreign = _foreign(texts)
    if not foreign.any() and (shape := _of_all(texts)) and shape not in _LIKE_WORDS:
        return np.zeros(len(texts), np.int64), [shape]
    told: dict[str, int] = {}
    codes = array(
        pa.array(marks_of(texts, bytes(_KINDS))).dictionary_encode().indices
    )  # numbered as they come
    examples = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))
    shapes = (shape_of(text or "") for text in texts.take(pa.array(examples)).to_pylist())
    codes = np.array([_number(told, shape) for shape in shapes], np.int64)[codes]
    wordy = [told[shape] for shape in _LIKE_WORDS & told.keys()]
    if wordy or foreign.any():
        _tell(texts, codes, told, np.flatnonzero(foreign | np.isin(codes, wordy)))
    return codes, list(told)


def _of_all(texts: pa.StringArray) -> str | None:
    """The signature of each text, where all are as long and written alike: as the texts of a code are."""
    _, lengths, data = bytes_of(texts)
    length = int(lengths.max(initial=0))
    if not length or length * (len(texts) - texts.null_count) != len(data):
        return None
    for at in range(0, len(data), length * AT_ONCE):  # each is compared with the one before it
        kinds = np.frombuffer(data[at : at + length * (AT_ONCE + 1)].tobytes().translate(_KINDS), np.uint8)
        if not np.array_equal(kinds[length:], kinds[:-length]):
            return None
    return shape_of(data[:length].tobytes().decode())


def _tell(texts: pa.StringArray, codes: "Codes", told: dict[str, int], rows: "Codes") -> None:
    """Those that the bytes do not tell, one different text after the other."""
    different = texts.take(pa.array(rows)).fill_null("").dictionary_encode()
    each = [_number(told, signature_of(text)) for text in different.dictionary.to_pylist()]
    codes[rows] = np.array(each, np.int64)[array(different.indices)]


def _number(told: dict[str, int], form: str) -> int:
    return told.setdefault(form, len(told))


def _foreign(texts: pa.StringArray) -> "NDArray[np.bool_]":
    """The texts that hold more than ASCII."""
    _, lengths, data = bytes_of(texts)
    if data.max(initial=0) < ord("\x80"):
        return np.zeros(len(texts), bool)
    return array(pc.utf8_length(texts).fill_null(0)) < lengths
