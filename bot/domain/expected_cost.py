"""What a finding is expected to cost: its price, how much of it there is a day, how sure it is, how long."""

from collections.abc import Iterator, Sequence

from bot.domain.declared import Cost
from bot.domain.finding import Finding, Money
from bot.domain.of_time import is_of_time
from checks.verdict import ROWS, Urgency

MONTH = 30
"""The days ahead that costs are counted for."""
CONFIDENCE = 0.8

MISSED = "missed_per_day"
"""Under this key evidence says how many events of a rare class are missed a day."""

WRONG_UNIT, LATE_HOUR, MISSED_EVENT = "wrong unit", "late hour", "missed event"


def days_at_stake(finding: Finding) -> float:
    """How many of the next 30 days it is broken if nobody does anything: all, unless it breaks later."""
    return min(MONTH, max(0.0, MONTH - (finding.days_to_break or 0.0)))


UNCOUNTED = {Urgency.PAGE: 1.0, Urgency.TICKET: 0.1, Urgency.NOTE: 0.001}
"""What stands for the share where no rows were counted: a table that never came pages, and is all wrong."""


def share_at_stake(finding: Finding) -> float:
    """The share of the coming days' rows that are wrong."""
    return finding.expected_share if finding.volume > 0 else UNCOUNTED[finding.urgency] * finding.time_share


def expected_costs(
    findings: Sequence[Finding], prices: Sequence[Cost | None], probabilities: Sequence[float]
) -> Iterator[Money | None]:
    """The cost of each finding over 30 days; None where nobody gave a price that it can be told by.

    `price × units a day × share × probability × days`, the share as its 80 % Jeffreys interval; of what is
    late, `price × late hours a day × probability × days`; of missed events the same with events.
    """
    bills = [
        _bill(finding, price) if price else None for finding, price in zip(findings, prices, strict=True)
    ]
    counted = [each for each, bill in zip(findings, bills, strict=True) if bill and bill[0] == WRONG_UNIT]
    shares = iter(_share_ranges(counted))
    for finding, price, sure, bill in zip(findings, prices, probabilities, bills, strict=True):
        if price is None or bill is None:
            yield None
            continue
        per, each, daily, at_stake = bill
        low, high = next(shares) if per == WRONG_UNIT else (1.0, 1.0)
        month = each * at_stake * sure * days_at_stake(finding)
        yield Money(price.currency, month * low, month * high, each, per, daily)


def _bill(finding: Finding, price: Cost) -> tuple[str, float, float, float] | None:
    """What its price is a price of, the price, how many a day there would be if all was wrong, and how many
    there are (of units, before their share). None where there is no price for it, or no share: of a sample
    nothing is known of a day."""
    if price.per_missed_event is not None and MISSED in finding.evidence:
        missed = float(finding.evidence[MISSED])
        return MISSED_EVENT, price.per_missed_event, missed, missed
    time = finding.time_share if finding.hours else 1.0
    if price.per_late_hour is not None and is_of_time(finding.check, finding.evidence):
        return LATE_HOUR, price.per_late_hour, 24.0, 24.0 * time
    units = price.daily_units or (finding.volume if finding.unit == ROWS else 0)
    if price.per_wrong_unit is None or finding.volume <= 0 or not units:
        return None
    return WRONG_UNIT, price.per_wrong_unit, units, units * time


def _share_ranges(findings: Sequence[Finding]) -> list[tuple[float, float]]:
    """The 80 % Jeffreys intervals of shares, Beta(k + ½, n − k + ½), widened to hold the share itself.

    `betaincinv` is `scipy.stats.beta.ppf` without the start-up of scipy.stats.
    """
    if not findings:
        return []
    import numpy as np
    from scipy.special import betaincinv

    volume = np.array([each.volume for each in findings], dtype=float)
    affected = np.minimum([each.affected for each in findings], volume)
    tail, share = (1 - CONFIDENCE) / 2, affected / volume
    ends = [betaincinv(affected + 0.5, volume - affected + 0.5, at) for at in (tail, 1 - tail)]
    low, high = np.minimum(ends[0], share), np.maximum(ends[1], share)
    return list(zip(low.tolist(), high.tolist(), strict=True))
