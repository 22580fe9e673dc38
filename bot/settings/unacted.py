"""What the configuration may hold and this version does not act on yet: dropped, with a notice for each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.settings.document import Document
from bot.settings.errors import Trail

OTHER_ROUTES = ("opsgenie",)
OTHER_CADENCES = ("biweekly", "quarterly")
NOT_COMPARED = ("time", "json")


@dataclass(frozen=True, slots=True)
class Unacted:
    """A place in a file (`*` is any name or number) and, where only some values are meant, which ones."""

    where: str
    when: Callable[[Any, Any], bool] = lambda value, around: True


OF_OAKUM = (
    Unacted("policies.*.*.by.*", lambda value, around: value in OTHER_ROUTES),
    *(Unacted(f"routes.{name}") for name in OTHER_ROUTES),
)
OF_A_PIPELINE = (
    Unacted("checkup.cadence", lambda value, around: value in OTHER_CADENCES),
    Unacted("tables.*.prediction"),
    Unacted("tables.*.settled_after"),
    Unacted("tables.*.columns.*.drift", lambda value, around: value and around.get("kind") in NOT_COMPARED),
    Unacted("tables.*.columns.*.unit"),
)


def without_unacted(document: Document, unacted: tuple[Unacted, ...]) -> tuple[Document, list[str]]:
    """The document without what is not acted on, and a notice for each thing that was dropped."""
    notices: list[tuple[int, str]] = []
    for entry in unacted:
        # The last places go first, so that the numbers of the others in a list stay right.
        for trail in reversed(list(_matches(document.data, entry, ()))):
            say = f"{document.key(trail)} is read but not acted on by this version"
            line = document.line(trail)
            notices.append((line, f"{document.file}:{line}: {say}"))
            document = _without(document, trail)
    return document, [notice for _, notice in sorted(set(notices))]  # what tables inherit is told once


def _matches(data: Any, entry: Unacted, trail: Trail) -> Iterator[Trail]:
    head, _, rest = entry.where.partition(".")
    for key, value in _items(data):
        if head not in ("*", key):
            continue
        if rest:
            yield from _matches(value, replace(entry, where=rest), (*trail, key))
        elif entry.when(value, data):
            yield (*trail, key)


def _items(data: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(data, dict):
        yield from data.items()
    elif isinstance(data, list):
        yield from enumerate(data)


def _without(document: Document, trail: Trail) -> Document:
    """The document without one entry."""
    *above, last = trail

    def moved(other: Trail) -> Trail | None:
        """Where another entry stands afterwards: those behind it in a list move up."""
        if other[: len(above)] != tuple(above) or len(other) <= len(above):
            return other
        step = other[len(above)]
        if step == last:
            return None
        if isinstance(step, int) and isinstance(last, int) and step > last:
            return (*above, step - 1, *other[len(trail) :])
        return other

    return replace(
        document,
        data=_cut(document.data, trail),
        lines={new: line for old, line in document.lines.items() if (new := moved(old)) is not None},
        unset={new: name for old, name in document.unset.items() if (new := moved(old)) is not None},
        variables={new: name for old, name in document.variables.items() if (new := moved(old)) is not None},
        origin={new: at for old, at in document.origin.items() if (new := moved(old)) is not None},
    )


def _cut(data: Any, trail: Trail) -> Any:
    """A copy of the data without the entry at a trail."""
    head, *rest = trail
    kept = [
        (key, _cut(value, tuple(rest)) if key == head else value)
        for key, value in _items(data)
        if rest or key != head
    ]
    return dict(kept) if isinstance(data, dict) else [value for _, value in kept]
