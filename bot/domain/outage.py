"""Outages that people report, and whether somebody was paged for them: if not, they were missed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.page import Page

FROM, TO = "from", "to"


class OutageError(ValueError):
    """An outage that cannot have been; the text says why, `field` which end of it is to be mended."""

    def __init__(self, field: str, said: str) -> None:
        super().__init__(said)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Something was broken between two moments: a table, or the whole pipeline where that is None."""

    id: int
    pipeline: str
    table: str | None
    starts_at: datetime
    ends_at: datetime
    who: str
    at: datetime
    why: str = ""
    by: str | None = None
    """By which route it was reported."""

    @property
    def place(self) -> str:
        """churn/usage, or churn."""
        return f"{self.pipeline}/{self.table}" if self.table else self.pipeline

    def concerns(self, pipeline: str, table: str) -> bool:
        """Whether a table was part of it."""
        return pipeline == self.pipeline and self.table in (None, table)

    def is_same(self, other: "Outage") -> bool:
        """Whether both are of the same place and time, whoever says it in whatever words."""
        mine, its = (self.starts_at, self.ends_at), (other.starts_at, other.ends_at)
        return (self.place, mine) == (other.place, its)

    def seen_by(self, pages: Iterable[Page]) -> Page | None:
        """The first page of what was broken that was out before it was over, and not over before it began."""
        return min(
            (
                page
                for page in pages
                if self.concerns(page.pipeline, page.table)
                and page.at < self.ends_at
                and (page.over_at is None or page.over_at > self.starts_at)
            ),
            key=lambda page: page.at,
            default=None,
        )


def demand_past(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raises `OutageError` where an outage ends before it begins, or is not over yet."""
    if ends_at <= starts_at:
        raise OutageError(TO, "It ends before it begins: swap from and to, or mend one of them.")
    if starts_at > now:
        raise OutageError(FROM, "It begins in the future: an outage is reported once it was.")
    if ends_at > now:
        raise OutageError(TO, "It ends in the future: report it once it is over, or say until now.")
