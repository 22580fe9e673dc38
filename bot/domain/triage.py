"""The order of findings by expected cost: one to fix first and why, a label for each of the rest."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from statistics import median

from bot.domain.expected_cost import MONTH, days_at_stake, expected_costs, share_at_stake
from bot.domain.finding import Finding, Label, Money, changed
from bot.domain.prices import Prices, price_of
from checks.verdict import Urgency

WEEK = 7
"""The bad partitions after which a trouble is no longer fresh."""
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Labels:
    """What people said of a check's past findings: so many were labelled, so many of them true."""

    true: int = 0
    labelled: int = 0

    @property
    def probability(self) -> float:
        """How likely the next finding is real: (true + ½) / (labelled + 1), ½ where nobody said anything."""
        return (self.true + 0.5) / (self.labelled + 1)


Heard = Callable[[datetime], Mapping[str, Labels]]
"""By check, what people had said of its findings at a moment."""


def nobody_said(moment: datetime) -> Mapping[str, Labels]:
    """For what knows no incidents."""
    return {}


def rank(
    findings: Iterable[Finding], prices: Prices, labels_by_check: Mapping[str, Labels] | None = None
) -> tuple[Finding, ...]:
    """All findings of all pipelines with cost, score, rank, label and reason, the first to fix first.

    The score is the expected cost of the next 30 days (the middle of its range, see `expected_cost`) ×
    criticality (8, 4, 2, 1) × the feature's weight. The affected share is that of the newest bad partition;
    the time share says how often it is so: a batch that was replayed on one of seven days is expected on one
    of the next seven. All prices are in one currency.
    """
    found, history, none = list(findings), labels_by_check or {}, Labels()
    sure = [history.get(each.check, none).probability for each in found]
    said = [price_of(each.pipeline, each.table, prices) for each in found]
    return _ranked(found, sure, list(expected_costs(found, said, sure)))


def in_order(priced: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings whose cost is known already, ranked again: for when only some of them are new.

    A finding without a price is ranked as if all of its table's rows together were worth the median of the
    others' a day, so that its share, its probability and its criticality place it: it is neither lost at the
    end nor first by default. Where nobody gave a price, these alone rank.

    What follows from another finding is folded under it: the root has the place of the dearest of the two,
    and its symptoms come after all roots. Ties go to the more critical, the more urgent, to the larger share
    of the coming days' rows, to what broke first, then by name: never by the order of the input.
    """
    found = list(priced)
    return _ranked(found, [each.probability for each in found], [each.cost for each in found])


def _ranked(
    found: Sequence[Finding], sure: Sequence[float], costs: Sequence[Money | None]
) -> tuple[Finding, ...]:
    """Lists of the same length: the findings, how sure each is, and what it costs."""
    worth = _worth(costs)
    own = [_own_score(*each, worth) for each in zip(found, sure, costs, strict=True)]
    roots = _roots(found)
    scores = list(own)
    for at, root in roots.items():  # whoever mends the root mends them
        scores[root] = max(scores[root], own[at])
    places = _by_score(found, scores, roots)
    return tuple(
        _placed(found[at], place, sure[at], costs[at], scores[at], folded=at in roots)
        for place, at in enumerate(places, start=1)
    )


def _by_score(found: Sequence[Finding], scores: Sequence[float], folded: Collection[int]) -> list[int]:
    """The places in the list, the dearest first, symptoms at last; what scores alike is put in its order."""
    places: list[int] = []
    for part in ([at for at in range(len(found)) if at not in folded], sorted(folded)):
        part.sort(key=scores.__getitem__, reverse=True)
        for _, alike in groupby(part, key=scores.__getitem__):
            several = list(alike)
            places += several if len(several) == 1 else sorted(several, key=lambda at: _tie(found[at]))
    return places


def _roots(found: Sequence[Finding]) -> dict[int, int]:
    """Where the root of each finding stands that follows from one of the others."""
    if not any(each.follows for each in found):
        return {}
    at = {each.fingerprint: place for place, each in enumerate(found)}
    return {place: at[each.follows] for place, each in enumerate(found) if each.follows in at}


def _worth(costs: Iterable[Money | None]) -> float:
    """What a day of all the rows of a table is worth that nobody priced."""
    known = [cost.price * cost.daily for cost in costs if cost and cost.price and cost.daily]
    return median(known) if known else 1.0


def _own_score(finding: Finding, sure: float, cost: Money | None, worth: float) -> float:
    month = cost.middle if cost else worth * share_at_stake(finding) * sure * days_at_stake(finding)
    return month * finding.points * finding.weight


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


def _tie(finding: Finding) -> tuple[float, int, float, bool, datetime, tuple[str, ...]]:
    """The order of what scores alike: never that of the input."""
    columns = (finding.column,) if isinstance(finding.column, str) else finding.column or ()
    place = finding.pipeline, finding.table, finding.check, finding.segment or "", *columns
    since = finding.since or _NO_TIME
    loud = _LOUDEST_FIRST[finding.urgency]
    return -finding.points * finding.weight, loud, -finding.expected_share, not finding.since, since, place


_NO_TIME = datetime.min.replace(tzinfo=UTC)
_LOUDEST_FIRST = {Urgency.PAGE: 0, Urgency.TICKET: 1, Urgency.NOTE: 2}


def _placed(
    finding: Finding, place: int, sure: float, cost: Money | None, score: float, *, folded: bool
) -> Finding:
    said = Label.FIX_FIRST if place == 1 else label(finding)
    root = {} if folded else {"follows": "", "because": ""}
    return changed(finding, rank=place, label=said, probability=sure, cost=cost, score=score, **root)
