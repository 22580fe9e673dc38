"""What JSON documents look like: the paths in them, what stands there, and in how many of them."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checks.agreement import Shape

SEEN = 0.05
"""A path that stands in fewer of the documents is no part of their shape: a sample may miss it."""

CHANCE = 1e-4
"""A path is missing where chance would leave it out of a sample less often than that."""

DEEPEST = 12
KINDS = {str: "string", bool: "boolean", int: "integer", float: "float64", dict: "struct", list: "array"}


@dataclass(frozen=True, slots=True)
class Path:
    """What stands at a path, in the words of the engines, and in how many documents."""

    kind: str
    documents: int


@dataclass(frozen=True, slots=True)
class Documents:
    """A sample of the texts of a column: how many were read, how many of them are no JSON.

    The paths begin at the column: "" is the document itself, then `.items`, `.items[]`, `.items[].price`.
    """

    read: int
    broken: int
    paths: Mapping[str, Path]

    @property
    def whole(self) -> int:
        """The texts that are documents."""
        return self.read - self.broken

    def share(self, path: str) -> float:
        """The share of the documents in which something stands there."""
        return self.paths[path].documents / self.whole if path in self.paths else 0.0

    def shape(self, column: str) -> Shape:
        """The paths that are no rarities, behind the name of the column, with what stands there."""
        return tuple((column + path, at.kind) for path, at in self.paths.items() if self.share(path) >= SEEN)

    def lacks(self, path: str, share: float = SEEN) -> bool:
        """Whether nothing stands there, though something should in such a share of the documents."""
        return path not in self.paths and (1 - share) ** self.whole < CHANCE


def described(texts: Iterable[str]) -> Documents:
    """What these documents look like. `null` stands for nothing, wherever it is."""
    read = broken = 0
    found: dict[str, Counter[str]] = {}
    documents: Counter[str] = Counter()
    for text in texts:
        read += 1
        try:
            here = set(_walk(json.loads(text), "", 0))
        except (ValueError, RecursionError):
            broken += 1
            continue
        documents.update({path for path, _ in here})
        for path, kind in here:
            found.setdefault(path, Counter())[kind] += 1
    ordered = sorted(found, key=lambda path: path.replace("[]", ".[]").split("."))
    return Documents(read, broken, {path: Path(_kind(found[path]), documents[path]) for path in ordered})


def _walk(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if value is None or depth > DEEPEST:
        return
    yield path, KINDS[type(value)]
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _walk(each, f"{path}.{name}", depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from _walk(each, f"{path}[]", depth + 1)


def _kind(kinds: Counter[str]) -> str:
    """One kind, or several in the order of how common they are; 1 and 1.5 are both numbers."""
    if kinds.keys() == {"integer", "float64"}:
        return "float64"
    return " or ".join(kind for kind, _ in sorted(kinds.items(), key=lambda each: (-each[1], each[0])))
