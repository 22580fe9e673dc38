"""The numbers of a column on some days, as they are: read where profiles cannot tell."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from checks.sources.answered import array
from checks.sources.keyed import known, rows_of
from checks.sources.tables import Bundle, SourceTable

if TYPE_CHECKING:
    from numpy.typing import NDArray


def values(
    table: SourceTable, bundles: Sequence[Bundle], days: Collection[date], column: str, as_of: datetime
) -> "NDArray[np.float64]":
    """The values of a numeric column that were known then, NULL and NaN left out, in no order."""
    found = [np.empty(0)]
    for part in rows_of(table, bundles, days):
        rows = known(table, part, as_of)
        if column in rows.columns:
            number = rows[column].cast("float64")
            answer = table.fetch(rows.select(value=number).filter(number.notnull()))
            found.append(np.concatenate([np.empty(0), *(array(each) for each in answer["value"].chunks)]))
    every = np.concatenate(found)
    return every[~np.isnan(every)]
