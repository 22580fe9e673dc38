"""Outside working hours: what can wait, waits. Nobody is woken for less than their sleep is worth."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.hours import next_start, span_at
from bot.domain.incident import Incident
from bot.domain.rota import Hours

HOURS_A_MONTH = 30 * 24
"""What a finding costs is told for the next 30 days."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """The working hours of a pipeline, and from what cost of waiting on people are woken outside of them."""

    working: Hours | None
    zone: tzinfo
    wake_above: float | None = None

    def until(self, now: datetime) -> datetime:
        """When people work next: now, in working hours and where none are declared."""
        if self.working is None or span_at(self.working, self.zone, now) is not None:
            return now
        return next_start(self.working, self.zone, now)

    def page_at(self, incident: Incident, now: datetime) -> datetime:
        """When somebody is paged for an incident whose hop is due now.

        That is now, unless it is known what waiting until the next working hour costs, and that is less than
        `wake_above`.
        """
        price = cost_of_waiting(incident, now, self.until(now))
        waits = self.wake_above is not None and price is not None and price < self.wake_above
        return self.until(now) if waits else now


def cost_of_waiting(incident: Incident, now: datetime, until: datetime) -> float | None:
    """What the findings of an incident cost until then, at most; None where one of them has no price."""
    prices = [finding.cost.high if finding.cost else None for finding in incident.findings]
    known = [price for price in prices if price is not None]
    if len(known) < len(prices):
        return None
    return sum(known) * (until - now).total_seconds() / 3600 / HOURS_A_MONTH
