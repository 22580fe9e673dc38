"""Numbers from the bytes of many texts at once, eight bytes at a time."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Marks = NDArray[np.uint64]

AT_ONCE = 16_384
"""So many texts are looked at together: their bytes stay in the processor's cache."""

_WORD = 8
_ENDS = np.array([2 ** (8 * (at or _WORD)) - 1 for at in range(_WORD)], "<u8")
"""What is left of a last word in which so many bytes are the text's; 0 stands for all of them."""

_FACTOR, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)


def bytes_of(texts: pa.StringArray) -> tuple["Whole", "Whole", "NDArray[np.uint8]"]:
    """Where each text begins in the bytes of all, how many are its own, and these."""
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    whole = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return bounds[:-1] - bounds[0], np.diff(bounds), whole[bounds[0] : bounds[-1]]


def longest(texts: pa.StringArray) -> int:
    """The bytes of the longest text; 0 where there is none."""
    return int(bytes_of(texts)[1].max(initial=0))


def marks_of(texts: pa.StringArray, alike: bytes | None = None) -> "Marks":
    """A number for each text, the same for equal ones; of two that differ with a chance of about 2⁻⁶⁴.

    `alike` says for each of the 256 bytes as which it counts.
    """
    marks = np.zeros(len(texts), np.uint64)
    for at in range(0, len(texts), AT_ONCE):
        starts, lengths, data = bytes_of(texts.slice(at, AT_ONCE))
        told = data.tobytes() if alike is None else data.tobytes().translate(alike)
        marks[at : at + AT_ONCE] = _marks(told + bytes(_WORD), starts, lengths)
    return marks


def _marks(data: bytes, starts: "Whole", lengths: "Whole") -> "Marks":
    """Those of as many words go together."""
    marks = np.zeros(len(starts), np.uint64)
    sizes = -(-lengths // _WORD)
    each = np.flatnonzero(np.bincount(sizes)).tolist()
    if len(each) == 1 and each[0]:
        return _of_size(each[0], data, starts, lengths)
    for size in each:
        rows = np.flatnonzero(sizes == size)
        marks[rows] = _of_size(size, data, starts[rows], lengths[rows]) if size else 0
    return marks


def _of_size(size: int, data: bytes, starts: "Whole", lengths: "Whole") -> "Marks":
    words = _words(data, starts, size)
    words[:, -1] &= _ENDS[lengths % _WORD]
    return _mixed(lengths.astype(np.uint64), words)


def _words(data: bytes, starts: "Whole", size: int) -> "Marks":
    """So many words from each start on, a row each."""
    every = np.ndarray((len(data) - size * _WORD + 1,), f"V{size * _WORD}", data, strides=(1,))
    return every[starts].view("<u8").reshape(len(starts), size)


def _mixed(mark: "Marks", words: "Marks") -> "Marks":
    for word in words.T:
        mark = (mark ^ word) * _FACTOR
        mark ^= mark >> _SHIFT
    return mark
