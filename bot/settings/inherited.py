"""What tables of a pipeline file have in common: `defaults:`, and patterns like `stg_*` that stand for many.

A table is the defaults, over them the patterns that its name matches, over those what it says itself.
Mappings are merged key by key; anything else takes the place of what was inherited, and `~` takes it away.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from bot.domain.declared import Source
from bot.settings.document import Document
from bot.settings.errors import ConfigError, Problem, Trail
from bot.settings.patterns import PLACE, PatternError, is_pattern, stands_for, tables_like

NAMED_BY_TABLE = ("path", "contract", "run_log", "reference")
"""Where `{table}` in what is inherited stands for the table's name. (In an own check it is the rows.)"""

_V = TypeVar("_V")
Places = dict[Trail, Trail]
"""Where in the file each value is written, by its place in what was merged."""


def with_inherited(document: Document, sources: Mapping[str, Source]) -> Document:
    """The document of a pipeline with each table written out. Raises ConfigError.

    `sources` have absolute roots: a pattern stands for the tables that lie there.
    """
    if not isinstance(document.data, dict):
        return document
    tables, defaults = document.at(("tables",)), document.at(("defaults",))
    if not isinstance(defaults, dict | None):
        raise ConfigError([document.problem(("defaults",), "should hold KEY: VALUE lines, like a table")])
    data = {key: value for key, value in document.data.items() if key != "defaults"}
    if isinstance(tables, dict) and (defaults or any(map(is_pattern, tables))):
        places: Places = {("tables",): ("tables",)}
        data["tables"] = {
            name: _merged(document, name, layers, ("tables", name), places)
            for name, layers in _layers(document, tables, sources).items()
        }
        there = set(_trails(data["tables"], ("tables",)))
        document = _moved(document, {at: written for at, written in places.items() if at in there})
    return replace(document, data=data)


def _layers(
    document: Document, tables: Mapping[str, Any], sources: Mapping[str, Source]
) -> dict[str, list[Trail]]:
    """For each table, where its layers are written, the lowest first."""
    lowest: list[Trail] = [("defaults",)] if document.at(("defaults",)) else []
    patterns = [key for key in tables if is_pattern(key)]
    found: dict[str, list[Trail]] = {}
    problems: list[Problem] = []
    for key in tables:
        if key not in patterns:
            found[key] = [("tables", other) for other in patterns if stands_for(other, key)]
            continue
        table = _merged(document, PLACE, [*lowest, ("tables", key)], (), {})
        try:
            for name in tables_like(key, table, sources):
                if name not in tables:
                    found.setdefault(name, []).append(("tables", key))
        except PatternError as error:
            problems.append(document.problem(("tables", key, *error.at), str(error)))
    if problems:
        raise ConfigError(problems)
    return {name: [*lowest, *above, *_own(name, tables)] for name, above in found.items()}


def _own(name: str, tables: Mapping[str, Any]) -> list[Trail]:
    return [("tables", name)] if name in tables else []


def _merged(document: Document, name: str, layers: list[Trail], at: Trail, places: Places) -> Any:
    """The layers of a table, each laid over those before."""
    value: Any = {}
    for layer in layers:
        above = document.at(layer)
        if above is None and layer != layers[0]:  # `orders:` and nothing more: all is inherited
            continue
        if layer != ("tables", name):
            above = _of_table(above, name)
        value = _over(value, above, at, layer, places)
    return value


def _of_table(inherited: Any, name: str) -> Any:
    """What is inherited, with the name of the table where it says `{table}`."""
    if not isinstance(inherited, dict):
        return inherited
    return {key: _filled(value, name) if key in NAMED_BY_TABLE else value for key, value in inherited.items()}


def _filled(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, name) for key, each in value.items()}
    return value.replace(PLACE, name) if isinstance(value, str) else value


def _over(below: Any, above: Any, at: Trail, written: Trail, places: Places) -> Any:
    """One value laid over another; `places` learns where what is kept is written."""
    places[at] = written
    if isinstance(above, list):
        return [_over(None, each, (*at, n), (*written, n), places) for n, each in enumerate(above)]
    if not isinstance(above, dict):
        return above
    merged = dict(below) if isinstance(below, dict) else {}
    for key, value in above.items():
        if value is None and key in merged:
            del merged[key]
        else:
            merged[key] = _over(merged.get(key), value, (*at, key), (*written, key), places)
    return merged


def _trails(data: Any, at: Trail) -> Iterator[Trail]:
    """Every place in some data."""
    yield at
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from _trails(value, (*at, key))


def _moved(document: Document, places: Places) -> Document:
    """The document with the lines, variables and origins of its tables as they were merged."""

    def moved(known: Mapping[Trail, _V]) -> dict[Trail, _V]:
        others = {
            trail: each for trail, each in known.items() if trail[:1] not in (("tables",), ("defaults",))
        }
        return others | {at: known[written] for at, written in places.items() if written in known}

    return replace(
        document,
        lines=moved(document.lines),
        unset=moved(document.unset),
        variables=moved(document.variables),
        origin=places,
    )
