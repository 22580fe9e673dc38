"""The rows that a table without days gained or lost, beside the changes of size that it had before."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from checks.profiles.parts import rows_of
from checks.profiles.profile import Profile
from checks.statistics.lost import Lost

LOSS, GAIN = 0.10, 1.0
"""A tenth of the rows is gone, or as many again were added; and two rows at least."""

TIMES, CHANGES = 2, 20
"""It is more than twice the largest of the last changes of its kind that were nothing strange."""

LEARNED_DAYS = 28
"""What has stayed for so long is meant."""

LEVEL_LOSS, LEVEL_ROWS = 1 / 3, 20


@dataclass(frozen=True, slots=True)
class Jump:
    """The size that a table has kept since a day (its index), and the rows that it had before."""

    first: int
    usual: int


def jump(rows: Sequence[int], loss: float = LOSS) -> Jump | None:
    """Whether there are strangely many or few rows on the newest of these days, oldest first."""
    usual, first = rows[0], None
    losses, gains = [-math.log1p(-loss) / TIMES], [math.log1p(GAIN) / TIMES]
    for at, count in enumerate(rows):
        change = math.log((count + 0.5) / (usual + 0.5))
        steps = gains if change > 0 else losses
        limit = TIMES * max(steps[0], *steps[-CHANGES:])
        if usual and abs(change) >= limit and abs(count - usual) > 1:
            first = at if first is None else first
            if at - first < LEARNED_DAYS:
                continue
        elif change:
            steps.append(abs(change))
        usual, first = count, None
    return None if first is None else Jump(first, usual)


def lost_levels(profiles: Sequence[Profile], column: str) -> dict[str, Lost]:
    """The levels of a segment column that lost a third of their rows."""
    known = [each.slices.segments[column] for each in profiles if column in each.slices.segments]
    names = dict.fromkeys(name for levels in known for name in levels)
    found: dict[str, Lost] = {}
    for name in names:
        rows = [rows_of(levels, name) for levels in known]
        there = next(at for at, count in enumerate(rows) if count)
        step = jump(rows[there:], LEVEL_LOSS)
        if step and step.usual >= LEVEL_ROWS and rows[-1] < step.usual:
            found[name] = Lost(step.usual, len(rows) - there - step.first)
    return found
