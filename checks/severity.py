"""How loud a drift is: by the weight of its features, and the criticality of what they feed."""

from collections.abc import Sequence

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
    carried = sum(weight_share(history, name) for name in names)
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


def quieter(said: Urgency) -> Urgency:
    """On a holiday, or beside one, the calendar explains a batch that is unlike the others."""
    return Urgency.TICKET if said is Urgency.PAGE else Urgency.NOTE


def weight_share(history: History, name: str) -> float:
    """The share of this feature in the weight of all the watched features of its table."""
    columns = history.table.columns.values()
    total = sum(column.weight for column in columns if column.watches_drift)
    return history.table.columns[name].weight / total
