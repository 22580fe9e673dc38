"""How values are written in the configuration: types that read `06:30`, `5%`, `5m`, `fri 15:00` and the like.

Every message says what is wrong and what to write instead.
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.annotated_handlers import GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def no_switch(value: Any) -> Any:
    """Refuse true and false, which would count as 1 and 0."""
    if isinstance(value, bool):
        raise ValueError(f"{str(value).lower()} is no number")
    return value


def _share(value: Any) -> Any:
    """Read `5%` as 0.05."""
    if isinstance(value, str) and (match := re.fullmatch(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*%\s*", value)):
        return float(match[1]) / 100
    return no_switch(value)


def local_time(value: Any) -> Any:
    """Read `06:30`. A bare number is refused: it would count as seconds since midnight."""
    if isinstance(value, time):
        return value
    if isinstance(value, str) and (match := re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", value.strip())):
        return time(int(match[1]), int(match[2]))
    raise ValueError(f"{value!r} is no time of day: write one between 00:00 and 23:59, like 06:30")


def a_day(value: Any) -> Any:
    """Read `2026-01-31`. A bare number is refused: it would count as seconds since 1970."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is no day of the calendar: {error}") from error
    raise ValueError(f"{value!r} is no date: write one like 2026-01-31")


def _weekdays(value: Any) -> Any:
    """Read `mon-fri` or `mon, wed` as a tuple of weekday numbers, Monday being 0."""
    if isinstance(value, tuple) and all(day in range(7) for day in value):
        return value
    if not isinstance(value, str):
        raise ValueError("write weekdays like mon-fri or mon,wed,fri")
    days: list[int] = []
    for part in value.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            raise ValueError(f"{part!r} is no weekday: write weekdays like mon-fri or mon,wed,fri")
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        days += [(start + step) % 7 for step in range((end - start) % 7 + 1)]
    return tuple(sorted(set(days)))


def a_list(value: Any) -> Any:
    """Say how a list is written, where one name was given."""
    if isinstance(value, str):
        raise ValueError(f"{value!r} is one value, a list is needed: write [{value}]")
    return value


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} is listed twice: list every column once")
    return names


def _duration(value: Any) -> Any:
    """Read `5m`, `6h` or `1d` as a timedelta."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and (match := re.fullmatch(r"(\d{1,6})\s*([smhd])", value.strip())):
        return timedelta(**{_UNITS[match[2]]: int(match[1])})
    raise ValueError(f"{value!r} is no duration: write one like 30s, 5m, 6h or 1d")


def _zone(value: Any) -> Any:
    """Read an IANA time zone."""
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = get_close_matches(str(value), available_timezones(), n=1, cutoff=0.75)
        hint = f"did you mean {near[0]}?" if near else "write one like Europe/Berlin or UTC"
        raise ValueError(f"{value!r} is no time zone: {hint}") from error


def week_time(value: Any) -> Any:
    """Read `fri 15:00` as (4, 15:00)."""
    if isinstance(value, tuple):
        return value
    pattern = r"([a-z]{3})\s+([01]?\d|2[0-3]):([0-5]\d)"
    match = re.fullmatch(pattern, value.strip().lower()) if isinstance(value, str) else None
    if match is None or match[1] not in WEEKDAYS:
        raise ValueError(f"{value!r} is no weekday and time: write one like fri 15:00")
    return WEEKDAYS.index(match[1]), time(int(match[2]), int(match[3]))


@dataclass(frozen=True, slots=True)
class Matching:
    """Annotates a text that must match `pattern`; `say`, the message, never shows it: it may be secret."""

    pattern: str
    say: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def check(value: str) -> str:
            if not re.fullmatch(self.pattern, value):
                raise ValueError(self.say)
            return value

        return core_schema.no_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^({self.pattern})$"}


def _as_written(value: Any) -> Any:
    """A value as text, the way it stands in a file: 1 and "1" are the same level."""
    if isinstance(value, bool):
        raise ValueError(f"{str(value).lower()} is read as a switch: write it in quotes")
    return str(value) if isinstance(value, int | float) else value


_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DIRECTIVES = {
    "%Y": "[0-9]{4}",
    "%y": "[0-9]{2}",
    "%m": "(0[1-9]|1[0-2])",
    "%b": f"({_MONTHS})",
    "%d": "(0[1-9]|[12][0-9]|3[01])",
    "%j": "[0-3][0-9]{2}",
    "%H": "([01][0-9]|2[0-3])",
    "%I": "(0[1-9]|1[0-2])",
    "%p": "(AM|PM)",
    "%M": "[0-5][0-9]",
    "%S": "[0-5][0-9]",
    "%f": "[0-9]{1,6}",
    "%z": "(Z|[+-][0-9]{2}:?[0-9]{2})",
    "%%": "%",
}
"""The parts of a time as `strptime` names them, each as an expression that every engine understands."""


def _known_directives(value: str) -> str:
    for each in re.findall(r"%.?", value, re.DOTALL):
        if each not in DIRECTIVES:
            raise ValueError(f"{each!r} is no part of a time; known are {' '.join(DIRECTIVES)}")
    return value


def time_pattern(value: str) -> str:
    """The regular expression of texts that are written in this format."""
    each = re.split(r"(%.)", value)
    return f"^{''.join(DIRECTIVES.get(part, re.escape(part)) for part in each)}$"


_OF_TEXT = WithJsonSchema({"type": "string"})
Number = Annotated[float, BeforeValidator(no_switch)]
Share = Annotated[
    float,
    BeforeValidator(_share),
    Field(ge=0, le=1),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[\d.]+ *%$"}]}),
]
LocalTime = Annotated[
    time, BeforeValidator(local_time), WithJsonSchema({"type": "string", "pattern": r"^\d?\d:\d\d$"})
]
Day = Annotated[date, BeforeValidator(a_day), WithJsonSchema({"type": "string", "format": "date"})]
Weekdays = Annotated[tuple[int, ...], BeforeValidator(_weekdays), _OF_TEXT]
LONGEST_NAME = 200
"""Characters. A button of Slack's carries 2,000: a pipeline, a table, a column and a reason as JSON, which
doubles a quotation mark; a database's names have 63, a file's 255 bytes."""
Text = Annotated[str, Field(min_length=1)]
"""A path, a sentence, a secret: what nobody is told by."""
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
TimeFormat = Annotated[Text, AfterValidator(_known_directives)]
Names = Annotated[tuple[Name, ...], BeforeValidator(a_list), AfterValidator(_each_once)]
Written = Annotated[
    str, BeforeValidator(_as_written), WithJsonSchema({"type": ["string", "number"]}, mode="validation")
]
Values = Annotated[tuple[Written, ...], BeforeValidator(a_list), AfterValidator(_each_once)]
Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": r"^\d+ *[smhd]$"}, mode="validation"),
]
Zone = Annotated[
    ZoneInfo,
    BeforeValidator(_zone),
    PlainSerializer(str),
    WithJsonSchema({"type": "string"}, mode="validation"),
]
WeekTime = Annotated[
    tuple[int, time],
    BeforeValidator(week_time),
    WithJsonSchema({"type": "string", "pattern": r"^\w{3} +\d?\d:\d\d$"}, mode="validation"),
]
