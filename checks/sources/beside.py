"""The columns of rows that lie beside us, in their order: Parquet as it is stored, all else by a query.

A text that repeats itself is stored once in Parquet, and comes once: a query would write it out in each row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checks.sources.answered import array
from checks.sources.files import FilesTable
from checks.sources.hashing import SHORT, as_stored, hashed, hashes
from checks.sources.signature import HUGE, LENGTH
from checks.sources.tables import Bundle, is_text
from checks.sources.words import longest

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from numpy.typing import NDArray
    from pyarrow.parquet import ParquetFile

    Mask = NDArray[np.bool_]

LISTS_AT_ONCE = 20_000
"""So many lists are in memory together: of a thousand numbers each, 160 MB."""

PIECE = 256 * 2**20
"""Texts of so many bytes are in memory together, of a file that holds more."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts, cut to `LENGTH` characters, each with a hash of the whole and whether it is `HUGE`.

    `codes` says which of them stands in each row, -1 for none; where it is None, each row has its own.
    """

    cut: pa.StringArray
    hashes: "NDArray[np.uint64]"
    huge: "Mask"
    codes: "NDArray[np.int32] | None" = None

    def of(self, kept: "Mask | None") -> "Texts":
        """Those of the rows that are kept."""
        if kept is None:
            return self
        if self.codes is not None:
            return replace(self, codes=self.codes[kept])
        return Texts(self.cut.filter(pa.array(kept)), self.hashes[kept], self.huge[kept])


class Beside:
    """The rows of bundles with one schema."""

    def __init__(self, table: FilesTable, bundles: Sequence[Bundle]) -> None:
        self.table, self.bundles = table, bundles
        first, names = bundles[0], [name for name, _ in bundles[0].schema]
        self._as_stored = not (
            is_text(first.files[0])
            or first.mixed
            or (first.day and table.days.columns(first.files[0]) & {name.lower() for name in names})
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
        found: dict[str, list[pa.StringArray]] = {name: [] for name in names}
        for batch in self._batches(names, many):
            for name in names:
                found[name].append(_first_characters(_texts(batch[name], name)))
            many -= batch.num_rows
            if many <= 0:
                break
        return {name: _whole(pa.chunked_array(each, pa.string())) for name, each in found.items()}

    def rows(self) -> int:
        """How many rows the files say they have."""
        return sum(file.metadata.num_rows for file in self._files([]))

    def numbers(self, names: Sequence[str], kept: "Mask | None") -> Iterator[tuple[str, pa.ChunkedArray]]:
        """The values of numeric columns as 64-bit floats, with NULLs, of the rows that are kept."""
        if self._as_stored:
            found = self._numbers(names)
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
            found: dict[str, list[Texts]] = {name: [] for name in names}
            for piece in self.stored(names, repeated):
                for name in names:
                    found[name] += self._told(piece, name, name in repeated)
            for name in names:
                yield name, _together(found.pop(name)).of(kept)
            return
        rows = self.table.rows(self.bundles)
        each = [
            part
            for name in names
            for part in (_cut(rows[name], SHORT + 1), hashed(rows[name]), _is_huge(rows[name]))
        ]
        answer = self.table.fetch(rows.select(**_numbered(each)))
        answer = answer if kept is None else answer.filter(kept)
        for at, name in enumerate(names):
            cut, marks, huge = (answer[3 * at + part] for part in range(3))
            begun = _whole(cut)
            same = as_stored(begun, array(marks))
            texts = Texts(_first_characters(begun), same, array(huge).astype(bool))
            yield name, _once(texts) if name in repeated else texts

    def lists(self, name: str, kept: "Mask | None") -> Iterator[pa.Array]:
        """The lists of a column, piece by piece, of the rows that are kept."""
        if self._as_stored:
            pieces = (batch[name] for batch in self._batches([name], LISTS_AT_ONCE))
        else:
            rows = self.table.rows(self.bundles)
            answer = self.table.fetch(rows.select(**_numbered([rows[name].cast("array<float64>")])))
            pieces = iter(answer[0].chunks)
        start = 0
        for piece in pieces:
            end = start + len(piece)
            yield piece if kept is None else piece.filter(pa.array(kept[start:end]))
            start = end

    def stored(self, names: Sequence[str], repeated: Sequence[str]) -> Iterator[pa.Table]:
        """Columns file by file, `repeated` ones as codes of their texts; of a file that would not fit into
        memory so many rows as do."""
        for file in self._files(repeated):
            rows = _rows_at_once(file, names)
            if rows >= file.metadata.num_rows:
                yield file.read(columns=list(names), use_threads=False)
                continue
            for batch in file.iter_batches(batch_size=rows, columns=list(names), use_threads=False):
                yield pa.Table.from_batches([batch])

    def _told(self, piece: pa.Table, name: str, repeated: bool) -> Iterator[Texts]:
        for chunk in piece[name].chunks:
            coded = chunk.cast(pa.dictionary(pa.int32(), pa.string())) if repeated else None
            texts = _texts(chunk if coded is None else coded.dictionary, name)
            told = Texts(_first_characters(texts), hashes(self.table.backend.con, texts), _huge(texts))
            if coded is not None:
                codes = array(coded.indices.fill_null(-1))
                told = replace(told, codes=codes)
            yield told

    def _numbers(self, names: Sequence[str]) -> dict[str, pa.ChunkedArray]:
        read = [file.read(columns=list(names), use_threads=False) for file in self._files([])]
        return {
            name: pa.chunked_array(
                [_plain(chunk, pa.float64()) for each in read for chunk in each[name].chunks], pa.float64()
            )
            for name in names
        }

    def _batches(self, names: Sequence[str], many: int) -> Iterator[pa.RecordBatch]:
        """Not more than so many rows at once, from the first on."""
        for file in self._files([]):
            rows = min(many, _rows_at_once(file, names))
            yield from file.iter_batches(batch_size=rows, columns=list(names), use_threads=False)

    def _files(self, repeated: Sequence[str]) -> Iterator["ParquetFile"]:
        import pyarrow.parquet as parquet

        for bundle in self.bundles:
            for name in bundle.files:
                with parquet.ParquetFile(name, read_dictionary=list(repeated), pre_buffer=False) as file:
                    yield file


def _rows_at_once(file: "ParquetFile", names: Sequence[str]) -> int:
    """So many rows of some columns fit into memory: all of them, as a rule."""
    rows: int = file.metadata.num_rows
    groups = [file.metadata.row_group(at) for at in range(file.metadata.num_row_groups)]
    if sum(group.total_byte_size for group in groups) <= PIECE:
        return max(1, rows)
    columns = (group.column(at) for group in groups for at in range(group.num_columns))
    size: int = sum(column.total_uncompressed_size for column in columns if column.path_in_schema in names)
    return max(1, rows * PIECE // max(size, PIECE))


def _numbered(columns: Iterable[Any]) -> dict[str, Any]:
    """Under names of ours: DuckDB takes `a` and `A` for one, and a column may bear any name."""
    return {f"column_{at}": column for at, column in enumerate(columns)}


def _cut(text: "ir.StringValue", length: int = LENGTH) -> "ir.StringValue":
    """The first characters. Most texts are short: to ask for the length is half as dear as to cut them."""
    return (text.length() > length).ifelse(text.left(length), text)


def _once(texts: Texts) -> Texts:
    """Each different text once; two are the same where the hashes of the whole are."""
    none = array(texts.cut.is_null().cast("uint8")).astype(bool)  # an empty text has the same hash
    told = pa.array(texts.hashes, mask=none).dictionary_encode().indices.fill_null(-1)
    codes = array(told)
    first = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))  # numbered as they come
    found = Texts(texts.cut.take(pa.array(first)), texts.hashes[first], texts.huge[first], codes)
    if texts.codes is None or not len(codes):
        return replace(found, codes=codes if texts.codes is None else texts.codes)
    return replace(found, codes=np.where(texts.codes < 0, -1, codes[texts.codes]))


def _together(parts: Sequence[Texts]) -> Texts:
    """Texts that were read one after the other."""
    if len(parts) == 1:
        return parts[0]
    cut = _whole(pa.chunked_array([part.cut for part in parts], pa.string()))
    found = Texts(
        cut,
        np.concatenate([np.empty(0, np.uint64), *(part.hashes for part in parts)]),
        np.concatenate([np.empty(0, bool), *(part.huge for part in parts)]),
    )
    coded = [part.codes for part in parts if part.codes is not None]
    if not coded:
        return found
    starts = np.cumsum([0, *(len(part.cut) for part in parts)]).tolist()
    codes = [np.where(each < 0, -1, each + start) for each, start in zip(coded, starts, strict=False)]
    return _once(replace(found, codes=np.concatenate(codes, dtype=np.int32)))


def _first_characters(texts: pa.StringArray) -> pa.StringArray:
    return texts if longest(texts) <= LENGTH else pc.utf8_slice_codeunits(texts, 0, LENGTH)


def _huge(texts: pa.StringArray) -> "Mask":
    if longest(texts) <= HUGE:  # a character has a byte at least
        return np.zeros(len(texts), bool)
    return np.array(pc.greater(pc.utf8_length(texts), HUGE).fill_null(False), bool)


def _is_huge(text: "ir.StringValue") -> Any:
    return (text.length() > HUGE).fill_null(False).cast("int8")


def _plain(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_decimal(column.type) and kind == pa.float64():
        column = column.cast(pa.string())  # pyarrow's own way is inexact
    if pa.types.is_duration(column.type):
        column = column.cast(pa.int64())  # how it is stored
    return column if column.type == kind else column.cast(kind, safe=False)


def _texts(column: pa.Array, name: str) -> pa.StringArray:
    texts = _plain(column, pa.string())
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid as error:
        raise ValueError(f"`{name}` holds bytes that are no UTF-8") from error
    return texts


def _whole(column: pa.ChunkedArray) -> pa.StringArray:
    return pa.concat_arrays(column.chunks or [pa.array([], pa.string())])
