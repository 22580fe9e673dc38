"""What a rehearsal can plant in a copy of the rows of a day, and what that is called."""

from typing import Literal, get_args

Plant = Literal["nulls", "lost", "duplicates", "shift", "unit"]
PLANTS: tuple[Plant, ...] = get_args(Plant)
OF_A_COLUMN: tuple[Plant, ...] = ("nulls", "shift", "unit")

SAYS: dict[Plant, str] = {
    "nulls": "30% of {column} are NULL",
    "lost": "30% of the rows are gone",
    "duplicates": "10% of the rows are there twice",
    "shift": "{column} is larger by one standard deviation",
    "unit": "{column} is a thousand times as large",
}
