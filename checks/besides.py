"""What is told of a feature whatever its distance: new levels, absurd values, one value held too often."""

from checks.figures import percent
from checks.history import History
from checks.profiles.batches import Batch
from checks.profiles.frequencies import SHARE
from checks.profiles.measures import MIN_ROWS, Categories
from checks.profiles.strange import told

_OF_NUMBERS = "values far outside the reference, and one value held too often, are told"
_OF_CATEGORIES = (
    f"new levels, which no row of the reference has, are told from {percent(SHARE)} of the rows on"
)


def besides(history: History, batch: Batch) -> str:
    """The rule, and what it says of a batch."""
    name, measure = batch.feature.name, batch.feature.measure
    rule = _OF_CATEGORIES if isinstance(measure, Categories) else _OF_NUMBERS
    return f"whatever {measure.symbol} is, {rule}: {_here(history, batch, name)}"


def _here(history: History, batch: Batch, name: str) -> str:
    if not batch.compares_range:
        return f"they cannot be known here, the reference has fewer than {MIN_ROWS} rows"
    if batch.strange is None:
        return "there are none in this batch"
    share = history.table.columns[name].share
    return f"here {told(batch.strange, batch, (batch.day,), share).summary}"
