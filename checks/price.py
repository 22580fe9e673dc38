"""What trouble costs: the part of the configuration that turns shares and hours into money."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from checks.notation import Number
from checks.strict import Declared

MOST = 1e12
"""More than anything costs, and than there is of anything in a day; products of it are still numbers."""


def _a_price(value: float) -> float:
    if value < 0:
        raise ValueError(f"{value:g} is less than nothing: write what it costs, like 12")
    if value > MOST:
        raise ValueError(f"{value:g} is more than a million millions: write what it costs, like 12")
    return value


Amount = Annotated[Number, AfterValidator(_a_price)]


class Price(Declared):
    """What a wrong unit, a late hour and a missed event cost, as far as anybody knows."""

    per_wrong_unit: Amount | None = None
    """What one wrong row, prediction or order costs."""
    daily_units: Number | None = Field(default=None, gt=0, le=MOST)
    """How many units there are a day; without it, the rows of the table."""
    per_late_hour: Amount | None = None
    """What an hour costs in which the data should be there and is not."""
    per_missed_event: Amount | None = None
    """What one event of a rare class costs that is not seen, like a fraud that passes."""

    @model_validator(mode="before")
    @classmethod
    def _says_a_price(cls, value: Any) -> Any:
        if isinstance(value, dict) and not set(value) & PRICES:
            raise ValueError("names no price: write per_wrong_unit, per_late_hour or per_missed_event")
        return value


PRICES = {"per_wrong_unit", "per_late_hour", "per_missed_event"}
