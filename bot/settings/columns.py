"""Where a pipeline's file names a column: one that the table does not have is told with file and line."""

from collections.abc import Iterator, Sequence

from bot.settings.document import Document
from bot.settings.errors import Trail

_ONE = (("partition", "column"), ("event_time",), ("loaded_at_field",))
_SOME = (("key",), ("segment",))


def located(document: Document, table: str, columns: Sequence[str], said: str) -> str:
    """What is said of columns that a table does not have, after the first place where each is written."""
    places = []
    for column in columns:
        trail = next(_written(document, ("tables", table), column), None)
        if trail is not None:
            places.append(str(document.problem(trail, said)).removesuffix(f": {said}"))
    return ": ".join([", ".join(dict.fromkeys(places)), said]) if places else said


def _written(document: Document, table: Trail, column: str) -> Iterator[Trail]:
    for below in (*_ONE, *_SOME):
        value = document.at((*table, *below))
        if value == column:
            yield (*table, *below)
        elif isinstance(value, list) and column in value:
            yield (*table, *below, value.index(column))
    if document.at((*table, "columns", column)) is not None:
        yield (*table, "columns", column)
