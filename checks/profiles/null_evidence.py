"""What a verdict about the missing values of a column rests on, in numbers."""

import math
from collections.abc import Sequence

from checks.profiles.missing import missing, share
from checks.profiles.profile import Profile
from checks.statistics.baseline import Level
from checks.statistics.trend import Trend, chance_of_order, expit

SHOWN_DAYS = 28


def null_evidence(
    profiles: Sequence[Profile], column: str, level: Level, trend: Trend, jumps: Sequence[bool]
) -> dict[str, object]:
    """The counts of the newest partition, what is usual, the trend, and the rates of the last days."""
    newest = profiles[-1].columns[column]
    recent = list(zip(profiles, jumps, strict=True))[-SHOWN_DAYS:]
    chance = chance_of_order(
        [missing(each, column) for each in profiles],
        [each.rows for each in profiles],
        [each.partition.weekday() for each in profiles],
    )
    return {
        "nulls": newest.nulls,
        "nan": newest.nan,
        "empty": newest.empty,
        "rows": profiles[-1].rows,
        "usual": None if math.isnan(level.expected) else round(expit(level.expected), 5),
        "direction": str(trend.direction),
        "kendall_p": None if math.isnan(chance) else chance,
        "by_day": {each.partition.isoformat(): round(share(each, column), 5) for each, _ in recent},
        "days": {
            each.partition.isoformat(): {"ok": not jump, "said": f"{share(each, column):.1%}"}
            for each, jump in recent[-7:]
        },
    }
