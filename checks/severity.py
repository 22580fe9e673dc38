"""How loud a feature is that is not as it was: by its weight, and by the criticality of what it feeds."""

from collections.abc import Iterable, Sequence

from checks.figures import percent
from checks.history import History
from checks.verdict import Urgency

HEAVY, LIGHT = 0.2, 0.02
"""Features that carry a fifth of a table's weight page when they drift for long; below a fiftieth, they never
are more than a note."""


def severity(
    history: History, names: Sequence[str], *, pages: bool, passing: bool = False
) -> tuple[Urgency, str]:
    """How loud it is, by the weight of the features and the criticality of what they feed; and why.

    A light feature that moves for one batch may be `passing`, a storm, a crowd: the next one tells.
    """
    carried = weight_share(history, names)
    weight = f"carries {percent(carried)} of the features' weight"
    if carried >= HEAVY:
        return Urgency.PAGE if pages else Urgency.TICKET, weight
    if carried < LIGHT:
        return Urgency.NOTE, f"a note, since it {weight}"
    if set(history.table.feeds.values()) == {"low"}:
        return Urgency.NOTE, f"a note, since it {weight} and feeds only what is of low criticality"
    if passing:
        return Urgency.NOTE, f"a note, since it {weight} and has not lasted yet"
    return Urgency.TICKET, weight


def weight_share(history: History, names: Iterable[str]) -> float:
    """The share of these features in the weight of all the watched ones of their table, vectors too."""
    columns = history.table.columns
    total = sum(
        column.weight for column in columns.values() if column.watches_drift or column.watches_vectors
    )
    return sum(columns[name].weight for name in names) / total
