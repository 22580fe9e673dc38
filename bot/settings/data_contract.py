"""Contracts in files of the Open Data Contract Standard: read as an agreement, or written from one."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.agreement import Agreed, Agreement, Default, logical

if TYPE_CHECKING:  # a fifth of a second that only those pay who have such a file
    from open_data_contract_standard.model import OpenDataContractStandard, SchemaObject, SchemaProperty

STANDARD = "v3.1.0"
_VALUES = "# Ranges and allowed values were read out of the source: delete what must not be told.\n"
_COMMENT = re.compile(r"^( *)description: oakum-comment (\d+)$", re.MULTILINE)


def reader(folder: Path) -> Callable[[str], Agreement]:
    """Reads `contracts/usage.odcs.yaml`, or `contracts/all.odcs.yaml#usage`, relative to a folder.

    It raises ValueError, which says what to change.
    """

    def read(named: str) -> Agreement:
        file, _, name = named.partition("#")
        return _agreement(_one(_parsed(folder / file), name, file), file)

    return read


def _parsed(path: Path) -> "OpenDataContractStandard":
    import yaml
    from open_data_contract_standard.model import OpenDataContractStandard

    try:
        return OpenDataContractStandard.from_string(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror}): name a file that is there") from error
    except (ValueError, TypeError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())[:200]
        raise ValueError(f"{path}: is no Open Data Contract ({said})") from error


def _one(contract: "OpenDataContractStandard", name: str, file: str) -> "SchemaObject":
    """The table that is meant, of those that the file describes."""
    tables = {each.name or "": each for each in contract.schema_ or []}
    if name in tables:
        return tables[name]
    if len(tables) == 1 and not name:
        return next(iter(tables.values()))
    if not tables:
        raise ValueError(f"{file} describes no table: list it under `schema`")
    like = f"{file}#{next(iter(tables))}"
    raise ValueError(f"{file} describes {', '.join(tables)}: name the one that is meant, like {like}")


def _agreement(table: "SchemaObject", file: str) -> Agreement:
    columns = tuple(each for found in table.properties or [] for each in _columns(found, ""))
    if not columns:
        raise ValueError(f"{file} describes no columns: list them as `properties`")
    return Agreement(columns=columns, origin=file)


def _columns(found: "SchemaProperty", within: str) -> Iterator[Agreed]:
    """A column, and behind it the fields within it."""
    name = f"{within}{found.physicalName or found.name}"
    options = found.logicalTypeOptions or {}
    yield Agreed(
        name=name,
        logical=found.logicalType or "",
        required=bool(found.required or found.primaryKey) or _never_null(found),
        blanks=not (found.required or found.primaryKey) and _never_null(found),
        default=_default(found),
        values=tuple(str(value) for value in _values(found)),
        low=_number(options.get("minimum")),
        high=_number(options.get("maximum")),
    )
    for inner in found.properties or []:
        yield from _columns(inner, f"{name}.")
    if found.items is not None:
        item = found.items.model_copy(update={"name": "[]", "physicalName": None})
        yield from _columns(item, name)


def _values(found: "SchemaProperty") -> Sequence[Any]:
    """All values that may occur: an `enum`, or the valid values of a quality rule that allows no other."""
    if found.enum:
        return [each.value for each in found.enum]
    for rule in found.quality or []:
        if rule.metric == "invalidValues" and rule.mustBe == 0:
            values: Sequence[Any] = (rule.arguments or {}).get("validValues") or []
            return values
    return []


def _never_null(found: "SchemaProperty") -> bool:
    """Whether a quality rule forbids NULL, and NULL alone: NaN and empty texts are values to it."""
    return any(rule.metric == "nullValues" and rule.mustBe == 0 for rule in found.quality or [])


def _default(found: "SchemaProperty") -> Default | None:
    """What is written where there is no value. The standard has no key for it, but allows for our own."""
    for own in found.customProperties or []:
        if own.property == "default":
            value = own.value
            return Default(
                str(value).lower() if isinstance(value, bool) else value if value is None else str(value)
            )
    return None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def written(pipeline: str, table: str, agreement: Agreement) -> str:
    """An agreement as YAML of the standard, which `reader` reads back."""
    from open_data_contract_standard.model import OpenDataContractStandard

    told = [column.why for column in agreement if column.why]
    text = OpenDataContractStandard.model_validate(
        {
            "apiVersion": STANDARD,
            "kind": "DataContract",
            "id": f"{pipeline}-{table}",
            "name": table,
            "version": "1.0.0",
            "status": "draft",
            "description": {"purpose": f"Learned from {agreement.origin}."},
            "schema": [{"name": table, "properties": _properties(_numbered(agreement.columns))}],
        }
    ).to_yaml()
    text = _COMMENT.sub(lambda at: f"{at[1]}# {told[int(at[2])]}", text)
    values = any(column.limits_values for column in agreement)
    return f"{_VALUES}{text}" if values else text


def _numbered(columns: Sequence[Agreed]) -> list[Agreed]:
    """The columns with the number of their comment in its place: the YAML writer knows no comments."""
    numbers = count()
    return [replace(each, why=f"oakum-comment {next(numbers)}") if each.why else each for each in columns]


def _properties(columns: Sequence[Agreed]) -> list[dict[str, Any]]:
    """The columns, each with the fields within it, which follow it in the list."""
    found: list[dict[str, Any]] = []
    rest = list(columns)
    while rest:
        column = rest.pop(0)
        nested = list(takewhile(_within(column), rest))
        rest = rest[len(nested) :]
        found.append(_property(column, nested))
    return found


def _within(outer: Agreed) -> Callable[[Agreed], bool]:
    return lambda each: each.name.startswith((f"{outer.name}.", f"{outer.name}[]"))


def _property(column: Agreed, nested: Sequence[Agreed]) -> dict[str, Any]:
    kind = column.logical or logical(column.kind)
    options = {"minimum": column.low, "maximum": column.high}
    said = {
        "name": column.name,
        "logicalType": kind,
        "physicalType": column.kind,
        "description": column.why,
        "required": column.required and not column.blanks,
        "logicalTypeOptions": {name: _short(value) for name, value in options.items() if value is not None},
        "enum": [{"value": value} for value in column.values],
        "quality": [{"metric": "nullValues", "mustBe": 0}] if column.required and column.blanks else [],
        "customProperties": _own(column, kind),
    }
    inner = [replace(each, name=each.name[len(column.name) :].lstrip(".")) for each in nested]
    if inner and kind == "array":
        own, *below = inner
        below = [replace(each, name=each.name[len(own.name) :].lstrip(".")) for each in below]
        said["items"] = _property(replace(own, name=""), below)
    elif inner:
        said["properties"] = _properties(inner)
    return {name: value for name, value in said.items() if value not in ("", [], {})}


def _own(column: Agreed, kind: str) -> list[dict[str, Any]]:
    if column.default is None:
        return []
    value = column.default.value
    number = value is not None and kind in ("number", "integer")
    return [{"property": "default", "value": _short(float(value)) if number and value else value}]


def _short(value: float) -> float:
    """0 rather than 0.0."""
    return int(value) if value == int(value) else value


def path_of(table: str, folder: Path) -> tuple[str, Path]:
    """How a table names the file of its contract, and where that lies."""
    plain = re.sub(r"[^\w.-]", "_", table)
    name = f"contracts/{plain}.odcs.yaml"
    return name, folder / name
