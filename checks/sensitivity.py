"""What a check would have caught: the size of the smallest planted failure that it calls a breach."""

from dataclasses import dataclass
from enum import StrEnum


class Caught(StrEnum):
    """What became of the failures that were planted."""

    CAUGHT = "caught"
    NOT_CAUGHT = "not caught"
    CANNOT_TELL = "cannot tell yet"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How small a failure of one kind may be to be seen in one table, or in one column of it.

    `size` is in `unit`, and None in all cases but the first; `says` is it in words: 6% lost rows.
    """

    table: str
    check: str
    column: str | None = None
    caught: Caught
    size: float | None = None
    unit: str = ""
    says: str
