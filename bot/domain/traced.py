"""The rows that a lineage check traced to their source, as an audit keeps them."""

from collections.abc import Mapping, Sequence
from typing import Any


def traced(table: str, evidence: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The rows of the newest partition in the evidence of a lineage check, as they are kept; else none."""
    if evidence.get("kind") != "lineage":
        return ()
    found: Sequence[Mapping[str, Any]] = [
        each for each in evidence.get("records", ()) if not each.get("reference") and each.get("day")
    ]
    newest = max((str(each["day"]) for each in found), default="")
    return tuple(
        {
            "table": table,
            "source": evidence["source_table"],
            "columns": dict(evidence["columns"]),
            **{name: each[name] for name in ("day", "key", "source_rows", "differ")},
            "values": each.get("values", {}),
        }
        for each in found
        if each["day"] == newest
    )
