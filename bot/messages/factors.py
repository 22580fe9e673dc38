"""Every factor of a finding's place in the ranking, in words, so that the order can be argued with."""

from collections.abc import Mapping, Sequence

from bot.domain.affected import affected
from bot.domain.expected_cost import MONTH, days_at_stake
from bot.domain.finding import Finding
from bot.domain.order import called, dearest
from bot.domain.wording import UNHEARD, how_often, no_cost
from bot.messages.figures import counted
from checks.figures import percent


def factors(finding: Finding, ranked: Sequence[Finding] = ()) -> Mapping[str, str]:
    """By name, in the order in which they are multiplied; `ranked` may hold what follows from it."""
    consumer = f"{finding.feeds[0]} ({finding.feeds[1]})" if finding.feeds else "nothing declared (normal)"
    unheard = finding.probability == UNHEARD
    heard = "no feedback that says more" if unheard else "what people said of this check's findings"
    share = f"{affected(finding)} ({percent(finding.affected_share)})"
    return {
        "price": _price(finding),
        "affected": share,
        "time": how_often(finding) or "all of the time",
        "real": f"{finding.probability:.2f} ({heard})",
        "days": f"{days_at_stake(finding):.0f} of the next {MONTH}",
        "cost": _cost(finding),
        "feeds": f"{consumer}: × {finding.points}",
        "weight": f"× {finding.weight:g}",
        "score": f"{_whole(finding.score)}{_by(finding, ranked)}",
    }


def _by(finding: Finding, ranked: Sequence[Finding]) -> str:
    """Whoever mends the root mends what hangs on it: it may have its place by that."""
    dear = dearest(finding, ranked)
    return f": that of {called(dear, finding)}, which follows from it" if dear else ""


def _price(finding: Finding) -> str:
    cost = finding.cost
    if cost is None or cost.price is None:
        return f"{no_cost(finding)}: the share and what is fed decide"
    if not cost.price:
        return f"0 {cost.currency} a {cost.per}: declared to cost nothing"
    return (
        f"{cost.price:,.4g} {cost.currency} a {cost.per}, {counted(round(cost.daily), _what(cost.per))} a day"
    )


def _what(per: str) -> str:
    return {"wrong unit": "unit", "late hour": "hour"}.get(per, "event")


def _cost(finding: Finding) -> str:
    cost = finding.cost
    return f"{cost.low:,.0f} to {cost.high:,.0f} {cost.currency}" if cost else no_cost(finding)


def _whole(score: float) -> str:
    return f"{score:,.0f}" if score >= 10 else f"{score:.2g}"
