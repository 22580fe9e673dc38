"""Who takes turns, or which calendar says who does, as declared under `schedules`."""

from datetime import datetime, time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from checks.notation import (
    Day,
    LocalTime,
    Matching,
    Name,
    Weekdays,
    Zone,
    a_day,
    a_list,
    local_time,
    no_switch,
    week_time,
)
from checks.strict import Declared

EVERY_DAY = tuple(range(7))


def _moment(value: Any) -> Any:
    """Read `2026-12-24 09:00`, a local time."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value
    day, _, at = value.strip().partition(" ") if isinstance(value, str) else ("", "", "")
    try:
        return datetime.combine(a_day(day), local_time(at))
    except ValueError as error:
        raise ValueError(f"{value!r} is no day and time: write one like 2026-12-24 09:00") from error


def _handover(value: Any) -> Any:
    """Read `mon 09:00` as (0, 09:00) and `09:00` as (None, 09:00)."""
    if isinstance(value, tuple):
        return value
    every_day = isinstance(value, str) and value.strip()[:1].isdigit()
    return (None, local_time(value)) if every_day else week_time(value)


Handover = Annotated[
    tuple[int | None, time],
    BeforeValidator(_handover),
    WithJsonSchema({"type": "string", "pattern": r"^(\w{3} +)?\d?\d:\d\d$"}),
]
LocalMoment = Annotated[
    datetime,
    BeforeValidator(_moment),
    PlainSerializer(lambda moment: f"{moment:%Y-%m-%d %H:%M}"),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d \d\d:\d\d$"}),
]
CalendarAddress = Annotated[
    str,
    Matching(
        r"(https?|webcals?)://\S+|(?!\w+://)[^\s\0][^\0]*",
        "write a path like oncall.ics, or an address that begins with https:// or webcal://",
    ),
]
OF_TURNS = ("people", "rotation", "every", "handover", "since")
"""What says who takes turns, and so has no place beside a calendar, which says it too."""


class Override(Declared):
    """Somebody takes the place of whoever would be on call."""

    person: Name
    """Who is on call instead."""
    from_: LocalMoment = Field(alias="from")
    """The local time from which, like 2026-12-24 09:00."""
    to: LocalMoment
    """The local time until which."""

    @model_validator(mode="after")
    def _forwards(self) -> "Override":
        if self.to <= self.from_:
            raise ValueError(f"it ends at {self.to:%Y-%m-%d %H:%M}, before it begins: mend from or to")
        return self


class Hours(Declared):
    """Hours of the week, on the wall."""

    days: Weekdays = EVERY_DAY
    """The weekdays, like mon-fri."""
    from_: LocalTime = Field(default=time(0), alias="from")
    """The local time from which, like 08:00."""
    to: LocalTime = time(0)
    """The local time until which; no later than `from`, it is that of the next day."""


class Rota(Declared):
    """People who take turns, or a calendar that says who does."""

    rotation: Literal["daily", "weekly"] = "weekly"
    """How long a turn is."""
    every: Annotated[int, BeforeValidator(no_switch)] = Field(default=1, ge=1, le=52)
    """Of how many days or weeks a turn is made."""
    people: Annotated[tuple[Name, ...], BeforeValidator(a_list), Field(min_length=1)] = ()
    """Who takes turns, in this order."""
    calendar: Annotated[CalendarAddress | None, Field(repr=False)] = None
    """In place of people: an .ics file, relative to oakum.yaml, or an address, as ${ONCALL_CALENDAR}."""
    names: dict[Name, Name] = Field(default_factory=dict)
    """Of a calendar: what people are called in its events, like {"Maria Schmidt": maria}."""
    handover: Handover = (None, time(9))
    """When turns change: mon 09:00; of a daily rotation 09:00."""
    since: Day | None = None
    """The day on which the first of them begins; without it turns are counted from 5 January 1970."""
    timezone: Zone | None = None
    """The time zone of all of its times; without it, the deployment's."""
    hours: Hours | None = None
    """The hours in which it is manned; without it, always."""
    otherwise: Name | None = None
    """Outside these hours, and where a calendar names nobody: a person or another schedule."""
    overrides: Annotated[tuple[Override, ...], BeforeValidator(a_list)] = ()
    """Exceptions to the turns; of two at once, the later one in the list counts."""

    @model_validator(mode="after")
    def _sensible(self) -> "Rota":
        if not self.people and self.calendar is None:
            raise ValueError(
                "is missing; add people: who takes turns, or calendar: an .ics file that says it"
            )
        if self.rotation == "daily" and self.handover[0] is not None:
            raise ValueError("a daily rotation changes every day: write handover as a time, like 09:00")
        if self.otherwise is not None and self.hours is None and self.calendar is None:
            raise ValueError("otherwise says who is on call outside hours: add hours, or remove it")
        return self

    @property
    def changes_on(self) -> int | None:
        """The weekday on which turns change, Monday unless said; None where they change every day."""
        return None if self.rotation == "daily" else self.handover[0] or 0
