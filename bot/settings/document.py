"""A YAML file as plain values, with the line of every key.

Read by the rules of YAML 1.2: `06:30` is a text and not 390, `no` and `on` are texts and no switches, and
`2026-01-31` is a text, which the models read as a date.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.settings.environment import fill_in, mark, unmark
from bot.settings.errors import ConfigError, Problem, Trail, dotted

_NO_VARIABLE = re.compile(r"\$\{[^}]+\}")
"""What looks like a variable and names none: `${A:-b}`."""

MOST_NODES = 100_000  # a file that unfolds to more is a mistake or an attack by aliases


class _Loader(yaml.SafeLoader):
    """Composes nodes; only what YAML 1.2 resolves is resolved."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own form


for _tag, _pattern, _first in (
    ("null", r"(~|null|Null|NULL|)", [*"~nN", ""]),
    ("bool", r"(true|True|TRUE|false|False|FALSE)", [*"tTfF"]),
    ("int", r"[-+]?[0-9]+", [*"-+0123456789"]),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", [*"-+.0123456789"]),
    ("float", r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", [*"-+."]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^({_pattern})$"), _first)


@dataclass(frozen=True)
class Document:
    """The values of one file. `variables` are the places that ask for one of the environment, and its name;
    `unset` those of them that the environment lacks.

    `origin` says of values that were merged from elsewhere in the file where they are written.
    """

    file: str
    data: Any
    lines: Mapping[Trail, int]
    problems: tuple[Problem, ...] = ()
    unset: Mapping[Trail, str] = field(default_factory=dict)
    variables: Mapping[Trail, str] = field(default_factory=dict)
    origin: Mapping[Trail, Trail] = field(default_factory=dict)

    def line(self, trail: Trail) -> int:
        """The line of a key, or of the nearest one above it that is written down."""
        while trail and trail not in self.lines:
            trail = trail[:-1]
        return self.lines.get(trail, 1)

    def key(self, trail: Trail) -> str:
        """A key as people find it in this file."""
        above = trail
        while above and above not in self.origin:
            above = above[:-1]
        return dotted((*self.origin.get(above, ()), *trail[len(above) :]))

    def problem(self, trail: Trail, text: str) -> Problem:
        """A problem at a key of this file."""
        return Problem(self.file, self.line(trail), self.key(trail), text)

    def at(self, trail: Trail) -> Any:
        """The value at a trail; None where there is none."""
        value = self.data
        for step in trail:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def read(path: Path, environ: Mapping[str, str]) -> Document:
    """Read one file.

    Raises ConfigError where it is unreadable or no YAML; lesser mistakes are in `problems` and `unset`.
    """
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError([Problem(file, None, "", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([Problem(file, None, "", "is not UTF-8 text: save it as UTF-8")]) from error
    return parsed(file, text, environ)


def parsed(file: str, text: str, environ: Mapping[str, str]) -> Document:
    """The same for the text of a file, which need not be there yet. Raises ConfigError."""
    reader = _Reader(file, environ)
    try:
        node = yaml.compose(mark(text), _Loader)
        data = None if node is None else reader.value(node, ())
    except yaml.YAMLError as error:
        raise ConfigError([_syntax(file, error)]) from error
    except RecursionError as error:
        raise ConfigError(
            [Problem(file, None, "", "is nested too deeply, or an alias holds itself")]
        ) from error
    return Document(file, data, reader.lines, tuple(reader.problems), reader.unset, reader.variables)


def _syntax(file: str, error: yaml.YAMLError) -> Problem:
    mark_ = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
    context = getattr(error, "context", None)
    said = unmark(f"{what} ({context})" if context else str(what))
    line = mark_.line + 1 if mark_ else None
    return Problem(file, line, "", f"is no YAML: {said}; look at this line and the one above")


class _Reader:
    """Turns nodes into values and writes down lines, problems and variables on the way."""

    def __init__(self, file: str, environ: Mapping[str, str]) -> None:
        self._file, self._environ, self._seen = file, environ, 0
        self.lines: dict[Trail, int] = {}
        self.problems: list[Problem] = []
        self.unset: dict[Trail, str] = {}
        self.variables: dict[Trail, str] = {}

    def value(self, node: yaml.Node, trail: Trail) -> Any:
        self._count()
        self.lines.setdefault(trail, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, trail)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*trail, place)) for place, item in enumerate(node.value)]
        return self._scalar(node, trail)

    def _mapping(self, node: yaml.MappingNode, trail: Trail) -> dict[str, Any]:
        result: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key_node, value_node in self._entries(node):
            key, line = self._key(key_node, trail), key_node.start_mark.line + 1
            if key in first:
                self._say(trail, key, line, f"is written twice, first on line {first[key]}: keep one of them")
                continue
            first[key] = self.lines[(*trail, key)] = line
            result[key] = self.value(value_node, (*trail, key))
        return result

    def _entries(self, node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        """The entries of a mapping, then those that `<<: *alias` brings and that it does not have itself."""
        own = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        brought: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            self._count()
            if key.value != "<<":
                yield key, value
                continue
            for other in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                if not isinstance(other, yaml.MappingNode):
                    raise yaml.MarkedYAMLError(
                        problem="<< needs an alias of a mapping", problem_mark=key.start_mark
                    )
                for entry in self._entries(other):
                    if entry[0].value not in own:
                        brought.setdefault(str(entry[0].value), entry)
        yield from brought.values()

    def _key(self, node: yaml.Node, trail: Trail) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a key must be a name", problem_mark=node.start_mark)
        key = unmark(str(node.value))
        if not node.tag.endswith(":str"):
            self._say(trail, key or "(no name)", node.start_mark.line + 1, f'a key is a name: write "{key}":')
        return key

    def _scalar(self, node: yaml.Node, trail: Trail) -> Any:
        text, kind = str(node.value), node.tag.removeprefix("tag:yaml.org,2002:")
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind in ("int", "float"):
            return _number(text, kind)
        if kind != "str":
            say = f"the tag {unmark(node.tag)} is not read here: delete it"
            raise yaml.MarkedYAMLError(problem=say, problem_mark=node.start_mark)
        if _NO_VARIABLE.search(text):
            raise yaml.MarkedYAMLError(problem="variables are written ${NAME}", problem_mark=node.start_mark)
        filled, wanted, missing = fill_in(text, self._environ)
        if wanted:
            self.variables[trail] = wanted[0]
        if missing:
            self.unset[trail] = missing[0]
        return filled

    def _count(self) -> None:
        self._seen += 1
        if self._seen > MOST_NODES:
            raise ConfigError(
                [Problem(self._file, None, "", "unfolds to too many values: use fewer aliases")]
            )

    def _say(self, trail: Trail, key: str, line: int, text: str) -> None:
        self.problems.append(Problem(self._file, line, dotted((*trail, key)), text))


def _number(text: str, kind: str) -> Any:
    try:
        return (
            int(text) if kind == "int" else float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
        )
    except ValueError:  # more digits than Python reads: the models will refuse the text
        return text
