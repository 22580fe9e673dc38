"""How loud is a drift? The features' weight, what they feed, how much it is and whether it lasts decide."""

from collections.abc import Iterable, Sequence
from datetime import date

from checks.figures import percent
from checks.history import History
from checks.verdict import Urgency

HEAVY, LIGHT = 0.2, 0.02
"""Features that carry a fifth of a table's weight page when they drift for long; below a fiftieth, they never
are more than a note."""

MUCH, MANY = 0.01, 0.1
"""Strange values page where they are so many of the rows, and last; a value within the range, which may be a
true one, from a tenth on."""


def weight_share(history: History, names: Iterable[str]) -> float:
    """The share of these features in the weight of all the watched ones of their table, vectors too."""
    columns = history.table.columns
    total = sum(each.weight for each in columns.values() if each.watches_drift or each.watches_vectors)
    return sum(columns[name].weight for name in names) / total


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


def of_strange(
    history: History, names: Sequence[str], kind: str, share: float, days: Sequence[date]
) -> tuple[Urgency, str]:
    """How loud it is that a `share` of the rows is strange, since the first of these days; and why.

    One value within the range, in less than a hundredth of the rows, may be one meter that stands still: its
    rows are one event, whatever a binomial says of them. The calendar explains levels and values that are
    held more often, but no values that are far outside.
    """
    lasts, within = len(days) > 1, kind == "mass_point"
    urgency, because = severity(history, names, pages=lasts and share >= (MANY if within else MUCH))
    if within and share < MUCH and not lasts:
        return Urgency.NOTE, "a note, since it is less than 1% of the rows and has not lasted yet"
    calendar = [history.by_the_calendar(day) for day in days]
    if all(calendar) and kind != "range":
        return quieter(urgency), f"{because}; a step quieter{calendar[-1]}"
    return urgency, because


def quieter(said: Urgency) -> Urgency:
    """On a holiday, or beside one, the calendar explains a batch that is unlike the others."""
    return Urgency.TICKET if said is Urgency.PAGE else Urgency.NOTE
