"""Thresholds and the noise dial as people set them: a layer over what the checks say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.finding import Finding
from bot.domain.strength import strength
from checks.verdict import Urgency

UNTOUCHED = 1.0
"""Pages from its limit on, as the check says."""
NOISE: Mapping[str, float] = {"loud": UNTOUCHED, "normal": 1.1, "quiet": 1.25}
"""The positions of the dial, the loudest first, and the strength from which on each pages."""

Place = tuple[str | None, str | None]
"""Table and check; (None, None) is the noise dial of a pipeline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """From what strength on something pages, who said so and when, by which route, and what that would have
    done. Without table and check it is the noise dial."""

    id: int
    pipeline: str
    table: str | None
    check: str | None
    before: float
    after: float
    at: datetime
    who: str
    by: str | None = None
    would: str = ""
    reverted_at: datetime | None = None
    reverted_by: str | None = None

    @property
    def place(self) -> Place:
        """Table and check."""
        return self.table, self.check

    @property
    def what(self) -> str:
        """null_rate of churn/usage, or churn."""
        return f"{self.check} of {self.pipeline}/{self.table}" if self.check else self.pipeline

    def holds(self, moment: datetime) -> bool:
        """Whether it was said by then, and not yet taken back."""
        return self.at <= moment and (self.reverted_at is None or moment < self.reverted_at)


@dataclass(frozen=True)
class Layer:
    """What holds at a moment: the newest of each place. A threshold of its own goes before the dial."""

    by_place: Mapping[Place, Tuned]

    def threshold(self, table: str, check: str) -> float:
        """The strength from which on a check of a table pages."""
        found = self._of(table, check)
        return found.after if found else UNTOUCHED

    def dial(self) -> float:
        """The strength from which on all pages that has no threshold of its own."""
        found = self.by_place.get((None, None))
        return found.after if found else UNTOUCHED

    def at(self, table: str | None, check: str | None) -> float:
        """The threshold of a check, or the dial."""
        return self.threshold(table, check) if table and check else self.dial()

    def applied(self, finding: Finding) -> Finding:
        """The finding as loud as people said; what has no strength is left as it is.

        A page below the threshold is a ticket. Where the threshold was lowered below the check's own, a
        ticket that is strong enough is a page, if what it feeds may wake somebody.
        """
        said, strong = self._of(finding.table, finding.check), strength(finding)
        if said is None or strong is None:
            return finding
        if finding.urgency is Urgency.PAGE and strong < said.after:
            return replace(finding, urgency=Urgency.TICKET, lowered=_why(said))
        ticket = finding.urgency is Urgency.TICKET and not finding.lowered
        if ticket and said.after <= strong < UNTOUCHED and _wakes(finding):
            return replace(finding, urgency=Urgency.PAGE)
        return finding

    def _of(self, table: str, check: str) -> Tuned | None:
        return self.by_place.get((table, check)) or self.by_place.get((None, None))


def in_force(said: Iterable[Tuned], moment: datetime) -> Layer:
    """What holds at a moment, given in the order in which it was said."""
    return Layer({each.place: each for each in said if each.holds(moment)})


def _wakes(finding: Finding) -> bool:
    return finding.feeds is None or finding.feeds[1] in ("critical", "high")


def _why(said: Tuned) -> str:
    what = f"{said.check} of {said.table} pages from {said.after:g} times its limit"
    if said.check is None:
        what = f"{said.pipeline} pages from {said.after:g} times the limits"
    return f"a ticket, since {said.who} said on {said.at.day} {said.at:%b} that {what}"
