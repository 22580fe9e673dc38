"""The columns of rows that lie beside us, in their order: Parquet as it is stored, all else by a query.

A text that repeats itself is stored once in Parquet, and comes once: a query would write it out in each row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checks.sources.answered import array
from checks.sources.files import FilesTable
from checks.sources.hashing import hashed, hashes
from checks.sources.signature import LENGTH
from checks.sources.tables import Bundle, is_text

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from numpy.typing import NDArray
    from pyarrow.parquet import ParquetFile

    Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts, cut to `LENGTH` characters, each with a hash of the whole.

    `codes` says which of them stands in each row, -1 for none; where it is None, each row has its own.
    """

    cut: pa.StringArray
    hashes: "NDArray[np.uint64]"
    codes: "NDArray[np.int64] | None" = None


class Beside:
    """The rows of bundles with one schema."""

    def __init__(self, table: FilesTable, bundles: Sequence[Bundle]) -> None:
        self.table, self.bundles = table, bundles
        first, names = bundles[0], [name for name, _ in bundles[0].schema]
        self._as_stored = not (
            is_text(first.files[0])
            or first.mixed
            or (first.day and table.table.day_column in names)  # what the path says is what counts
            or any("." in name for name in names)  # to pyarrow, a field of a structure
        )

    def parts(self) -> list["Beside"]:
        """As few rows together as can be read without reading any twice."""
        return [Beside(self.table, [bundle]) for bundle in self.bundles] if self._as_stored else [self]

    def sample(self, names: Sequence[str], many: int) -> dict[str, pa.StringArray]:
        """The first texts of these columns, cut."""
        if not self._as_stored:
            rows = self.table.rows(self.bundles)
            answer = self.table.fetch(
                rows.limit(many).select(**_numbered(_cut(rows[name]) for name in names))
            )
            return {name: _whole(answer[at]) for at, name in enumerate(names)}
        batches = chain.from_iterable(
            file.iter_batches(batch_size=many, columns=list(names)) for file in self._files([])
        )
        first = next(batches, None)
        found = first or pa.record_batch([pa.array([], pa.string())] * len(names), names=list(names))
        return {name: _first_characters(_plain(found[name], pa.string())) for name in names}

    def rows(self) -> int:
        """How many rows the files say they have."""
        return sum(file.metadata.num_rows for file in self._files([]))

    def numbers(self, names: Sequence[str], kept: "Mask | None") -> Iterator[tuple[str, pa.ChunkedArray]]:
        """The values of numeric columns as 64-bit floats, with NULLs, of the rows that are kept."""
        if self._as_stored:
            found = self._columns(names, [], pa.float64())
        else:
            rows = self.table.rows(self.bundles)
            answer = self.table.fetch(rows.select(**_numbered(rows[name].cast("float64") for name in names)))
            found = {name: answer[at] for at, name in enumerate(names)}
        for name in names:
            yield name, found[name] if kept is None else found[name].filter(kept)

    def texts(
        self, names: Sequence[str], repeated: Sequence[str], kept: "Mask | None"
    ) -> Iterator[tuple[str, Texts]]:
        """The texts of columns, of the rows that are kept; of `repeated` ones each different text once."""
        if self._as_stored:
            for name, column in self._columns(names, repeated, pa.string()).items():
                yield name, self._told(column if kept is None else column.filter(kept))
            return
        rows = self.table.rows(self.bundles)
        each = [part for name in names for part in (_cut(rows[name]), hashed(rows[name]))]
        answer = self.table.fetch(rows.select(**_numbered(each)))
        answer = answer if kept is None else answer.filter(kept)
        for at, name in enumerate(names):
            texts = Texts(_whole(answer[2 * at]), array(answer[2 * at + 1]))
            yield name, _once(texts) if name in repeated else texts

    def _told(self, column: pa.ChunkedArray) -> Texts:
        if not pa.types.is_dictionary(column.type):
            texts = _whole(column)
            return Texts(_first_characters(texts), hashes(self.table.backend.con, texts))
        coded: Any = column.unify_dictionaries().combine_chunks()
        coded = coded if isinstance(coded, pa.DictionaryArray) else pa.concat_arrays(coded.chunks)
        different = _plain(coded.dictionary, pa.string())
        codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        return Texts(_first_characters(different), hashes(self.table.backend.con, different), codes)

    def _columns(
        self, names: Sequence[str], repeated: Sequence[str], kind: pa.DataType
    ) -> dict[str, pa.ChunkedArray]:
        read = [file.read(columns=list(names), use_threads=False) for file in self._files(repeated)]
        coded = pa.dictionary(pa.int32(), pa.string())
        return {
            name: pa.chunked_array(
                [
                    chunk.cast(coded) if name in repeated else _plain(chunk, kind)
                    for each in read
                    for chunk in each[name].chunks
                ],
                coded if name in repeated else kind,
            )
            for name in names
        }

    def _files(self, repeated: Sequence[str]) -> Iterator["ParquetFile"]:
        import pyarrow.parquet as parquet

        for bundle in self.bundles:
            for name in bundle.files:
                with parquet.ParquetFile(name, read_dictionary=list(repeated), pre_buffer=False) as file:
                    yield file


def _numbered(columns: Iterable[Any]) -> dict[str, Any]:
    """Under names of ours: DuckDB takes `a` and `A` for one, and a column may bear any name."""
    return {f"column_{at}": column for at, column in enumerate(columns)}


def _cut(text: "ir.StringValue") -> "ir.StringValue":
    """The first characters. Most texts are short: to ask for the length is half as dear as to cut them."""
    return (text.length() > LENGTH).ifelse(text.left(LENGTH), text)


def _once(texts: Texts) -> Texts:
    """Each different text once; two are the same where the hashes of the whole are."""
    codes = array(pa.array(texts.hashes).dictionary_encode().indices).astype(np.int64)
    first = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))  # numbered as they come
    return Texts(texts.cut.take(pa.array(first)), texts.hashes[first], codes)


def _first_characters(texts: pa.StringArray) -> pa.StringArray:
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    return texts if longest <= LENGTH else pc.utf8_slice_codeunits(texts, 0, LENGTH)


def _plain(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if (
        pa.types.is_decimal(column.type) and kind == pa.float64()
    ):  # by way of a text: pyarrow's own is inexact
        column = column.cast(pa.string())
    return column if column.type == kind else column.cast(kind, safe=False)


def _whole(column: pa.ChunkedArray) -> pa.StringArray:
    return pa.concat_arrays(column.chunks or [pa.array([], pa.string())])
