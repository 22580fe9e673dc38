"""What files said of their columns, kept between runs: a file that has not changed is not opened."""

import json
from collections.abc import Mapping, MutableMapping

from checks.sources.schemas import Schema

Seen = MutableMapping[str, Schema]
"""The schema of each file, by its path, size and time."""


def pack(seen: Mapping[str, Schema]) -> bytes:
    """As JSON: each schema once, and which file has which."""
    schemas = {schema: place for place, schema in enumerate(dict.fromkeys(seen.values()))}
    files = {mark: schemas[schema] for mark, schema in seen.items()}
    return json.dumps({"schemas": list(schemas), "files": files}, separators=(",", ":")).encode()


def unpack(body: bytes) -> dict[str, Schema]:
    """What `pack` wrote; files that say the same share one schema."""
    plain = json.loads(body)
    schemas = [tuple((name, kind) for name, kind in schema) for schema in plain["schemas"]]
    return {mark: schemas[place] for mark, place in plain["files"].items()}
