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
    by = [_by(finding, price) for finding, price in zip(findings, prices, strict=True)]
    shares = iter(
        _share_ranges([each for each, what in zip(findings, by, strict=True) if what == WRONG_UNIT])
    )
    for finding, price, sure, what in zip(findings, prices, probabilities, by, strict=True):
        yield None if price is None or what is None else _money(finding, price, sure, what, shares)


def _by(finding: Finding, price: Cost | None) -> str | None:
    """What its price is a price of; None where there is none."""
    if price is None:
        return None
    if price.per_missed_event is not None and MISSED in finding.evidence:
        return MISSED_EVENT
    if price.per_late_hour is not None and is_of_time(finding.check, finding.evidence):
        return LATE_HOUR
    return WRONG_UNIT if _units(finding, price) is not None else None


def _units(finding: Finding, price: Cost) -> float | None:
    """The units a day; None where there is no share of them, or only a sample was looked at."""
    if finding.volume <= 0 or price.per_wrong_unit is None:
        return None
    return price.daily_units or (finding.volume if finding.unit == ROWS else None)


def _money(
    finding: Finding, price: Cost, probability: float, by: str, shares: Iterator[tuple[float, float]]
) -> Money:
    each, daily, low, high = _a_day(finding, price, by, shares)
    month = each * probability * days_at_stake(finding)
    return Money(price.currency, month * low, month * high, each, by, daily)


def _a_day(
    finding: Finding, price: Cost, by: str, shares: Iterator[tuple[float, float]]
) -> tuple[float, float, float, float]:
    """The price, how many a day there would be if all was wrong, and how many there are, as a range."""
    if by == MISSED_EVENT:
        missed = float(finding.evidence[MISSED])
        return price.per_missed_event or 0.0, missed, missed, missed
    if by == LATE_HOUR:
        late = 24.0 * finding.time_share
        return price.per_late_hour or 0.0, 24.0, late, late
    units, (low, high) = _units(finding, price) or 0.0, next(shares)
    daily = units * finding.time_share
    return price.per_wrong_unit or 0.0, units, daily * low, daily * high


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
