"""What is known of a pipeline's tables from before: by earlier audits, and by people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Bad = Mapping[str | None, frozenset[date]]
"""Days that are known to be bad, by column; under None those on which the whole table is."""


@dataclass(frozen=True, slots=True)
class Before:
    """By table, what the last audit called the reference, and the days that are known to be bad."""

    references: Mapping[str, str] = field(default_factory=dict)
    bad: Mapping[str, Bad] = field(default_factory=dict)


BeforeThen = Callable[[datetime], Before]
"""What was known of it at a moment."""


def nothing_before(moment: datetime) -> Before:
    """Where no audit came before, or is not to be compared with."""
    return Before()
