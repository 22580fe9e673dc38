"""Whether a value here and one there are the same, whatever types the two sources gave them."""

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

TOLERANCE = 1e-6
"""So much, relatively, may a number differ: what storing it in four bytes costs."""


def equal(own: Any, theirs: Any) -> bool:
    """Whole numbers exactly, others to one part in a million, times as instants (UTC without a zone).

    NULL and NaN are both missing.
    """
    kind = kind_of(own)
    if kind != kind_of(theirs):
        return False
    if kind == "missing":
        return True
    if kind == "a number" and not (_is_whole(own) and _is_whole(theirs)):
        return math.isclose(float(own), float(theirs), rel_tol=TOLERANCE)
    if kind == "a time":
        return _instant(own) == _instant(theirs)
    return bool(own == theirs)


def _is_whole(number: Any) -> bool:
    """Whether it is one by its type; a float that happens to be whole was none before."""
    return isinstance(number, int) or (isinstance(number, Decimal) and number == number.to_integral_value())


def kind_of(value: Any) -> str:
    """What a value is, in a word or two."""
    match value:
        case None:
            return "missing"
        case bool():
            return "true or false"
        case int() | float() | Decimal():
            return "missing" if math.isnan(value) else "a number"
        case datetime():
            return "a time"
        case date():
            return "a day"
        case str():
            return "a text"
    return type(value).__name__


def _instant(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
