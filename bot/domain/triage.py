"""The order of findings by expected cost: one to fix first and why, a label for each of the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import median

from bot.domain.declared import Cost
from bot.domain.finding import Finding, Label, Money
from bot.domain.wording import reason
from checks.verdict import ROWS, Urgency

MONTH = 30
"""The days ahead that costs are counted for."""
WEEK = 7
"""The bad partitions after which a trouble is no longer fresh."""
SIGNIFICANT = 0.05
CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class Labels:
    """What people said of a check's past findings: so many were labelled, so many of them true."""

    true: int = 0
    labelled: int = 0

    @property
    def probability(self) -> float:
        """How likely the next finding is real: (true + ½) / (labelled + 1), ½ where nobody said anything."""
        return (self.true + 0.5) / (self.labelled + 1)


def rank(
    findings: Iterable[Finding],
    prices: Mapping[str, Cost],
    labels_by_check: Mapping[str, Labels] | None = None,
) -> tuple[Finding, ...]:
    """All findings of all pipelines with cost, score, rank, label and reason, the first to fix first.

    The score is the expected cost of the next 30 days (the middle of its range) × criticality (8, 4, 2, 1) ×
    the feature's weight, where cost = cost per wrong unit × units a day × affected share × time share ×
    probability × max(0, 30 − days to break). Where nothing is extrapolated, today's wrong rows count for the
    whole month. The affected share is that of the newest bad partition; the time share says how often it is
    so: a batch that was replayed on one of seven days is expected on one of the next seven.
    `prices` are by pipeline; currencies are not converted.
    """
    history = labels_by_check or {}
    none = Labels()
    return in_order(
        _priced(each, prices.get(each.pipeline), history.get(each.check, none)) for each in findings
    )


def in_order(priced: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings whose cost is known already, ranked again: for when only some of them are new.

    Where nobody gave a price, criticality and weight alone rank. Where some did, a finding without a price is
    ranked as if it cost the median of the others: it is neither lost at the end nor first by default.
    Ties go to the more urgent, to the larger share of the coming days' rows, to what broke first, then by
    name: never by the order of the input.
    """
    found = list(priced)
    known = [_middle(each.cost) for each in found if each.cost and _middle(each.cost) > 0]
    stand_in = median(known) if known else 1.0
    scored = [
        replace(each, score=(_middle(each.cost) if each.cost else stand_in) * each.points * each.weight)
        for each in found
    ]
    scored.sort(key=_place)
    return tuple(_placed(each, at) for at, each in enumerate(scored, start=1))


def label(finding: Finding) -> Label:
    """What becomes of a finding that is left for a month, if it is not the first.

    - `will break next month`: a crossing is foreseen within 30 days and the growth is significant, or it is
      broken now and significantly growing still.
    - `cannot tell`: a crossing within 30 days that is not significant, or nothing extrapolated and not flat.
    - `annoying but stable`: no crossing within 30 days, or it has stood for a week and does not grow. What
      pages is never called so, nor is what began this week: they are `cannot tell` at best.

    Evidence says so by `direction` ("growing", "flat", "unclear") and by `significant` or a `kendall_p`.
    """
    days = finding.days_to_break
    coming = days is not None and (0 < days <= MONTH or (days <= 0 and _growing(finding)))
    if coming and _significant(finding):
        return Label.WILL_BREAK
    return Label.ANNOYING if not coming and _stable(finding) else Label.CANNOT_TELL


def _stable(finding: Finding) -> bool:
    """Whether it may be left: it wakes nobody, and is far off or has stood for a week without growing."""
    if finding.urgency is Urgency.PAGE:
        return False
    if finding.days_to_break is None:
        return finding.evidence.get("direction") == "flat" and len(finding.bad) >= WEEK
    return finding.days_to_break > MONTH or len(finding.bad) >= WEEK


def _growing(finding: Finding) -> bool:
    return finding.evidence.get("direction") == "growing"


def _significant(finding: Finding) -> bool:
    said = finding.evidence.get("significant")
    if isinstance(said, bool):
        return said
    p = finding.evidence.get("kendall_p")
    if isinstance(p, (int, float)):
        return p < SIGNIFICANT
    return _growing(finding)  # the trend check calls growing only what its 90 % interval holds up


def _priced(finding: Finding, price: Cost | None, labels: Labels) -> Finding:
    probability = labels.probability
    units = _units(finding, price) if price else None
    if price is None or units is None:
        return replace(finding, probability=probability, cost=None)
    days = max(0.0, MONTH - (finding.days_to_break or 0.0)) * finding.time_share
    month = price.per_wrong_unit * units * probability * days
    low, high = _share_range(min(finding.affected, finding.volume), finding.volume)
    cost = Money(currency=price.currency, low=month * low, high=month * high)
    return replace(finding, probability=probability, cost=cost)


def _units(finding: Finding, price: Cost) -> float | None:
    """The units a day; None where there is no share of them, or only a sample was looked at."""
    if finding.volume <= 0:
        return None
    return price.daily_units or (finding.volume if finding.unit == ROWS else None)


def _share_range(affected: int, volume: int) -> tuple[float, float]:
    """The 80 % Jeffreys interval of a share, Beta(k + ½, n − k + ½), widened to hold the share itself.

    `betaincinv` is `scipy.stats.beta.ppf` without the start-up of scipy.stats.
    """
    from scipy.special import betaincinv

    share, tail = affected / volume, (1 - CONFIDENCE) / 2
    low, high = (float(betaincinv(affected + 0.5, volume - affected + 0.5, q)) for q in (tail, 1 - tail))
    return min(low, share), max(high, share)


def _middle(cost: Money | None) -> float:
    return (cost.low + cost.high) / 2 if cost else 0.0


def _place(finding: Finding) -> tuple[float, int, float, str, str, str]:
    since = finding.since.isoformat() if finding.since else "9"
    name = f"{finding.pipeline}/{finding.table}/{finding.check}"
    loud = _LOUDEST_FIRST.index(finding.urgency)
    return -finding.score, loud, -finding.expected_share, since, name, finding.fingerprint


_LOUDEST_FIRST = (Urgency.PAGE, Urgency.TICKET, Urgency.NOTE)


def _placed(finding: Finding, place: int) -> Finding:
    placed = replace(finding, rank=place, label=Label.FIX_FIRST if place == 1 else label(finding))
    return replace(placed, reason=reason(placed))
