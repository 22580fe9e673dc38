"""The few words of a text column: how many rows hold each of the most frequent ones, kept as hashes."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from checks.sources.answered import array
from checks.sources.signature import LENGTH

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from numpy.typing import NDArray

KEPT = 20
ONE_IN = 100
"""A word is kept where it holds one of a hundred rows of its group, and is among the twenty largest."""

COVERED = 0.5
"""Columns are compared by words where these are half of the rows of both."""

ALIKE, UNLIKE = 0.5, 0.2
"""How much of their rows two columns of the same words have in common; what lies between is undecided."""

Words = Mapping[str, int]


def hashed(word: str) -> str:
    """What is kept of a word: enough to tell it from others, and not to read it."""
    return hashlib.sha256(word.encode(errors="replace")).hexdigest()[:8]


def first(counts: Words) -> dict[str, int]:
    """The most frequent words, hashed; of equals the first by its hash."""
    told = Counter({hashed(word): rows for word, rows in counts.items()})
    return dict(sorted(told.items(), key=lambda each: (-each[1], each[0]))[:KEPT])


def frequent(counted: "ir.Table", by: Sequence[str]) -> Any:
    """The text of each row of counts by text where it is a word to keep, NULL elsewhere."""
    import ibis

    group = ibis.window(group_by=list(by))
    total = counted.rows.sum().over(group)
    short = (counted.text != "") & (counted.text.length() < LENGTH)
    return ibis.cases((short & (counted.rows * ONE_IN >= total), counted.text))


def frequent_words(texts: pa.StringArray, rows: "NDArray[np.int64]") -> Words:
    """The words to keep of different texts (cut to `LENGTH`), each with the rows that hold it."""
    missing = rows[array(texts.is_null().cast("uint8")).astype(bool)].sum() if texts.null_count else 0
    large = np.flatnonzero((rows > 0) & (rows * ONE_IN >= rows.sum() - missing))
    said = zip(texts.take(pa.array(large)).to_pylist(), rows[large].tolist(), strict=True)
    return first({word: many for word, many in said if word and len(word) < LENGTH})


def shares(words: Words, signatures: Mapping[str, int]) -> dict[str, float]:
    """The share of each word among the rows that hold a text."""
    rows = sum(signatures.values()) - signatures.get("", 0)
    return {word: many / rows for word, many in words.items()} if rows else {}


def common(here: Mapping[str, float], there: Mapping[str, float]) -> float | None:
    """Which part of the rows has the same words, 0 to 1; None where either has too few words to compare."""
    least = min(sum(here.values()), sum(there.values()))
    if least < COVERED:
        return None
    return sum(min(share, there.get(word, 0.0)) for word, share in here.items()) / least
