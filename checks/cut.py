"""How a table is cut: by the days of a column, or not at all."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Tag

from checks.notation import Name
from checks.strict import Declared


class PartitionBy(Declared):
    """How a table is cut: by the days of a column, or of the path (`column=…` or %Y, %m and %d)."""

    column: Name
    """The column that holds the day; where the path says it, under this name."""
    period: Literal["day"] = "day"
    """How long a partition is."""


def _none(value: Any) -> Any:
    if value != "none":
        raise ValueError("write {column: day} with the column that holds the day, or none")
    return value


def _how(value: Any) -> str:
    return "by days" if isinstance(value, (dict, Declared)) else "not at all"


Partition = Annotated[
    Annotated[PartitionBy, Tag("by days")]
    | Annotated[Literal["none"], BeforeValidator(_none), Tag("not at all")],
    Discriminator(_how),
]

NEED_DAYS = ("event_time", "finish_by", "run_log")
"""What says something of days, or of rows within them."""
