"""A rule to propose to whoever hands over: a piece of an Open Data Contract that the finding would break."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.finding import Finding
from checks.declared import Table

Rule = dict[str, Any]
"""The contract as plain data, in the words of the standard."""

_DIRECTIVES = {"Y": r"\d{4}", "f": r"\d{1,6}", "z": r"[+-]\d{2}:?\d{2}", "b": "[A-Za-z]{3}", "%": "%"}
_DIRECTIVES |= dict.fromkeys("mdHMSyI", r"\d{2}") | {"j": r"\d{3}"}
_DECIMAL = re.compile(r"[-+]?9+\.9")


def rule(finding: Finding, table: Table, of: str) -> Rule:
    """The contract of the table `of` upstream; `table` is the one that the finding is about.

    What has no words in the standard is said as a text rule.
    """
    columns, terms = _columns(finding), _terms(finding, table)
    schema: Rule = {"name": of}
    if terms and columns:
        schema["properties"] = [
            {"name": name, **_placed(terms, place)} for place, name in enumerate(columns, start=1)
        ]
    elif levels := _levels(finding, table):
        schema["quality"] = levels
    contract: Rule = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": f"{finding.pipeline}-{of}-{finding.check}",
        "name": of,
        "version": "1.0.0",
        "status": "proposed",
        "schema": [schema],
    }
    if agreed := _in_time(finding, table, of):
        contract["slaProperties"] = agreed
    elif len(schema) == 1:
        schema["quality"] = [{"type": "text", "description": _in_words(finding)}]
    return contract


def _columns(finding: Finding) -> Sequence[str]:
    return (finding.column,) if isinstance(finding.column, str) else finding.column or ()


def _placed(terms: Rule, place: int) -> Rule:
    return terms | ({"primaryKeyPosition": place} if terms.get("primaryKey") else {})


def _terms(finding: Finding, table: Table) -> Rule:
    """What each column of the finding must be."""
    kind = finding.evidence.get("kind")
    match finding.check:
        case "duplicate_keys":
            return {"primaryKey": True}
        case "null_rate":
            return _nulls(finding, table)
        case "emptied":
            return {"required": True}
        case "value_format":
            return _format(finding, table)
        case "contract" if kind in ("nullability", "default"):
            return {"required": True}
        case "contract":
            return _values(finding, table)
    return {}


def _nulls(finding: Finding, table: Table) -> Rule:
    """Required where none was ever missing; otherwise no more than the limit, or than was usual."""
    (name, *_) = _columns(finding) or ("",)
    declared = table.columns.get(name)
    settings = declared.watches_nulls if declared else None
    usual = finding.evidence.get("usual")
    share = settings.limit if settings and settings.limit is not None else usual
    if not isinstance(share, (int, float)) or not share:
        return {"required": True}
    most = {"metric": "nullValues", "mustBeLessOrEqualTo": round(100 * float(share), 2), "unit": "percent"}
    return {"quality": [most]}


def _values(finding: Finding, table: Table) -> Rule:
    """All values that may occur, and their bounds."""
    (name, *_) = _columns(finding) or ("",)
    agreed = table.allowed(name)
    if not agreed.limits_values:
        return {}
    bounds = {"minimum": agreed.low, "maximum": agreed.high}
    options = {key: value for key, value in bounds.items() if value is not None}
    terms: Rule = {"logicalTypeOptions": options} if options else {}
    return terms | ({"enum": [{"value": value} for value in agreed.values]} if agreed.values else {})


def _format(finding: Finding, table: Table) -> Rule:
    (name, *_) = _columns(finding) or ("",)
    declared = table.columns.get(name)
    before = finding.evidence.get("before")
    if declared is not None and declared.format is not None:
        pattern = of_directives(declared.format)
    else:
        pattern = of_signature(before) if isinstance(before, str) else ""
    return {"logicalType": "string", "logicalTypeOptions": {"pattern": pattern}} if pattern else {}


def of_directives(form: str) -> str:
    """%Y-%m-%d as a pattern; empty where a directive has no plain one."""
    parts = re.split(r"%(.)", form)
    if any(letter not in _DIRECTIVES for letter in parts[1::2]):
        return ""
    said = (re.escape(part) if at % 2 == 0 else _DIRECTIVES[part] for at, part in enumerate(parts))
    return f"^{''.join(said)}$"


def of_signature(form: str) -> str:
    """9999-99-99 as a pattern: digits one by one, runs of letters; empty for free text."""
    if not form or not re.search("[9aA]", form):
        return ""
    if _DECIMAL.fullmatch(form):
        return r"^[-+]?\d+\.\d+$"
    pieces = re.findall(r"9+|a|A|.", form, re.DOTALL)
    return f"^{''.join(map(_piece, pieces))}$"


def _piece(piece: str) -> str:
    if piece[0] == "9":
        return rf"\d{{{len(piece)}}}" if len(piece) > 1 else r"\d"
    return {"a": "[a-z]+", "A": "[A-Z]+"}.get(piece) or re.escape(piece)


def _levels(finding: Finding, table: Table) -> Sequence[Rule]:
    """What must hold of the table as a whole."""
    if finding.check != "row_count" or finding.evidence.get("kind") != "total":
        return ()
    expected = finding.evidence.get("expected")
    if not isinstance(expected, (int, float)) or finding.evidence.get("rows", 0) >= expected:
        return ()
    return [{"metric": "rowCount", "mustBeGreaterOrEqualTo": round(0.9 * expected), "unit": "rows"}]


def _in_time(finding: Finding, table: Table, of: str) -> Sequence[Rule]:
    """When a partition is due, or how old the newest row may be."""
    if finding.check == "finish_window" and table.finish_by is not None:
        due, days = table.finish_by, table.finish_by.day_offset
        later = "on the same day" if not days else "the day after" if days == 1 else f"{days} days after"
        return [
            {
                "property": "timeOfAvailability",
                "value": f"{due.time:%H:%M}",
                "element": of,
                "description": f"Each partition is complete {later}.",
            }
        ]
    if finding.check == "freshness":
        declared = table.freshness and (table.freshness.warn_after or table.freshness.error_after)
        limit = finding.evidence.get("limit_hours")
        hours = declared.total_seconds() / 3600 if declared else limit
        if isinstance(hours, (int, float)):
            return [{"property": "latency", "value": round(hours, 1), "unit": "h", "element": of}]
    return ()


def _in_words(finding: Finding) -> str:
    evidence: Mapping[str, Any] = finding.evidence
    about = ", ".join(_columns(finding))
    match finding.check:
        case "reconciliation" | "lineage":
            return f"Every row that is handed to {finding.table} has one row with its key here, unchanged."
        case "rare_events":
            usual = evidence.get("expected", "as many as before")
            return f"Rows with {finding.segment} are delivered as they occur: about {usual} in the same time."
    what = (
        f"The column {about} keeps its meaning and distribution" if about else "The shape of the table stays"
    )
    return f"{what}; a change is announced to the owner of {finding.table} a week before."
