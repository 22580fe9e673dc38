"""Small rules that check JSON against what Slack allows, and report in Slack's words with a JSON pointer."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.workspace import Json


@dataclass
class Report:
    """The problems found so far, as Slack lists them in response_metadata.messages."""

    messages: list[str] = field(default_factory=list)

    def error(self, what: str, at: str) -> None:
        self.messages.append(f"[ERROR] {what} [json-pointer:{at}]")


Rule = Callable[[Report, Any, str], None]


def string(longest: int, shortest: int = 1) -> Rule:
    """A string of so many characters."""

    def check(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, str):
            report.error("must provide a string", at)
        elif len(value) < shortest:
            report.error(f"must be more than {shortest - 1} characters", at)
        elif len(value) > longest:
            report.error(f"must be less than {longest + 1} characters", at)

    return check


def matching(pattern: str, meaning: str) -> Rule:
    """A string of a given form, such as a date."""

    def check(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            report.error(f"must be {meaning}", at)

    return check


def choice(*allowed: str) -> Rule:
    """One of a few words."""

    def check(report: Report, value: Any, at: str) -> None:
        if value not in allowed:
            report.error(f"must be one of: {', '.join(allowed)}", at)

    return check


def integer(least: int, most: int) -> Rule:
    """A whole number within bounds."""

    def check(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.error("must be an integer", at)
        elif not least <= value <= most:
            report.error(f"must be between {least} and {most}", at)

    return check


def flag(report: Report, value: Any, at: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        report.error("must be a boolean", at)


def list_of(rule: Rule, most: int, least: int = 1) -> Rule:
    """A list with so many items, each of which must pass `rule`."""

    def check(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, list):
            report.error("must provide an array", at)
            return
        if len(value) < least:
            report.error(f"no fewer than {least} items required", at)
        if len(value) > most:
            report.error(f"no more than {most} items allowed", at)
        for number, item in enumerate(value):
            rule(report, item, f"{at}/{number}")

    return check


@dataclass(frozen=True)
class Shape:
    """An object with known keys. `rest` looks at the object as a whole once its keys are fine."""

    fields: Mapping[str, Rule]
    required: Sequence[str] = ()
    rest: Rule | None = None

    def __call__(self, report: Report, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            report.error("must provide an object", at)
            return
        before = len(report.messages)
        for key in self.required:
            if key not in value:
                report.error(f"missing required field: {key}", at)
        for key, item in value.items():
            if key == "type":
                continue
            if rule := self.fields.get(key):
                rule(report, item, f"{at}/{key}")
            else:
                report.error(f"invalid additional property: {key}", at)
        if self.rest and len(report.messages) == before:
            self.rest(report, value, at)


def typed(shapes: Mapping[str, Rule]) -> Rule:
    """An object whose "type" says which of `shapes` it must have."""

    def check(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            report.error("must provide an object", at)
        elif not isinstance(kind := value.get("type"), str):
            report.error("missing required field: type", at)
        elif shape := shapes.get(kind):
            shape(report, value, at)
        else:
            report.error(f"unsupported type: {kind}", f"{at}/type")

    return check


def exactly_one(*keys: str) -> Rule:
    """Of these keys one and only one."""

    def check(report: Report, value: Json, at: str) -> None:
        if sum(key in value for key in keys) != 1:
            report.error(f"must define exactly one of: {', '.join(keys)}", at)

    return check
