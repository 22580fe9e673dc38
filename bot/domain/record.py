"""Findings as JSON: the form that is promised to others, and the form that the store keeps."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.finding import Finding, Label, Money
from bot.domain.wording import reason
from checks.agreement import Agreed, Default
from checks.verdict import Failing, Row, Urgency

_FIELDS = frozenset(field.name for field in fields(Finding))
_OF_FAILING = frozenset(field.name for field in fields(Failing))


def to_json(finding: Finding) -> dict[str, Any]:
    """A finding as `check` and `replay` print it; times in UTC with a Z, `column` a name, a list or null."""
    cost = finding.cost
    return {
        "fingerprint": finding.fingerprint,
        "check": finding.check,
        "table": finding.table,
        "column": plain(finding.column),
        "segment": finding.segment,
        "rank": finding.rank,
        "urgency": finding.urgency.value,
        "label": finding.label.value,
        "since": plain(finding.since),
        "summary": finding.summary,
        "expected_cost": cost
        and {"currency": cost.currency, "from": round(cost.low, 2), "to": round(cost.high, 2)},
        "reason": reason(finding),
        "affected_share": round(finding.affected_share, 6),
        "probability": round(finding.probability, 4),
        "evidence": plain(finding.evidence) | ({"follows": finding.follows} if finding.follows else {}),
        "rows": plain(finding.rows),
    }


def to_record(finding: Finding) -> dict[str, Any]:
    """A finding as the store keeps it: every field, so that `from_record` gives it back."""
    return dict(plain(finding))


def from_record(record: Mapping[str, Any]) -> Finding:
    """The finding that `to_record` wrote: what another version added is left out, or has its default."""
    fields = {name: value for name, value in record.items() if name in _FIELDS}
    fields["column"] = tuple(fields["column"]) if isinstance(fields["column"], list) else fields["column"]
    fields["urgency"], fields["label"] = Urgency(fields["urgency"]), Label(fields["label"])
    fields["since"] = _moment(fields["since"])
    fields["hours"] = tuple(fields["hours"]) if fields.get("hours") else None
    fields["feeds"] = tuple(fields["feeds"]) if fields["feeds"] else None
    fields["bad"] = tuple(date.fromisoformat(day) for day in fields["bad"])
    fields["failing"] = _failing(fields.get("failing"))
    fields["cost"] = Money(**fields["cost"]) if fields["cost"] else None
    fields["rows"] = tuple(
        Row(key=row["key"], at=_moment(row["at"]), why=row["why"]) for row in fields["rows"]
    )
    return Finding(**fields)


def _failing(kept: Mapping[str, Any] | None) -> Failing | None:
    """Which rows it is about; None where another version kept it in another way."""
    if not kept or not set(kept) <= _OF_FAILING:
        return None
    agreed = dict(kept["agreed"]) if kept.get("agreed") else None
    if agreed:
        default = agreed.get("default")
        agreed |= {"values": tuple(agreed["values"]), "default": Default(**default) if default else None}
    return Failing(
        **{
            **kept,
            "partitions": tuple(date.fromisoformat(day) for day in kept["partitions"]),
            "agreed": Agreed(**agreed) if agreed else None,
            "segment": tuple(kept["segment"]) if kept.get("segment") else None,
        }
    )


def plain(value: Any) -> Any:
    """A value as JSON can say it, a dataclass by its fields; what it has no word for (NaN, infinity) is null.

    The rest is its text.
    """
    if value is None or type(value) in (str, bool, int):  # most are, and there are millions
        return value
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):  # a scalar of numpy
        value = value.item()
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return _z(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return str(value)


def _z(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
