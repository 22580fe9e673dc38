"""What files said of their columns, kept between runs: a file that has not changed is not opened."""

import json
from collections.abc import Mapping, MutableMapping, Sequence

from checks.sources.schemas import Written

Seen = MutableMapping[str, Written]
"""How each file is written, by its path, size and time."""


def pack(seen: Mapping[str, Written]) -> bytes:
    """As JSON: each way to write once, and which file is written so."""
    ways = {written: place for place, written in enumerate(dict.fromkeys(seen.values()))}
    files = {mark: ways[written] for mark, written in seen.items()}
    plain = {"ways": [[each.schema, each.delimiter, each.day_forms] for each in ways], "files": files}
    return json.dumps(plain, separators=(",", ":")).encode()


def unpack(body: bytes) -> dict[str, Written]:
    """What `pack` wrote; files that say the same share one schema."""
    plain = json.loads(body)
    ways = [
        Written(_pairs(schema), delimiter, _pairs(*day_forms))
        for schema, delimiter, *day_forms in plain["ways"]
    ]
    return {mark: ways[place] for mark, place in plain["files"].items()}


def _pairs(plain: Sequence[Sequence[str]] = ()) -> tuple[tuple[str, str], ...]:
    """Not there in what was kept before it was looked at."""
    return tuple((name, said) for name, said in plain)
