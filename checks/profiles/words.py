"""The few words of a text column: how many rows hold each of the most frequent ones, kept as hashes."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checks.profiles.grouping import Group, Grouping, array
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


def by_group(texts: pa.StringArray, rows: "NDArray[np.int64]", groups: Grouping) -> dict[Group, Words]:
    """The words of each group, from its different texts (cut to `LENGTH`) and the rows that hold them."""
    of_group = groups.codes(len(texts))
    length = array(pc.utf8_length(texts).fill_null(0)).astype(np.int64)
    there = array(texts.is_valid().cast("uint8")).astype(bool)
    total = np.bincount(of_group[there], rows[there], len(groups.groups))
    kept = np.flatnonzero((length > 0) & (length < LENGTH) & (rows * ONE_IN >= total[of_group]))
    found: dict[Group, dict[str, int]] = {}
    for code, word, many in zip(
        of_group[kept].tolist(), texts.take(pa.array(kept)).to_pylist(), rows[kept].tolist(), strict=True
    ):
        found.setdefault(groups.groups[code], {})[word] = many
    return {group: first(words) for group, words in found.items()}


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
