"""What would change the order: what a finding would have to be to take the first place, or to lose it."""

from collections.abc import Iterator, Sequence

from bot.domain.downstream import POINTS
from bot.domain.expected_cost import MONTH, days_at_stake, share_at_stake
from bot.domain.finding import Finding
from bot.domain.wording import percent_of


def what_would_change(finding: Finding, ranked: Sequence[Finding]) -> list[str]:
    """In plain words; `ranked` are all findings, the first to fix first. Each thing alone would do."""
    if finding.follows:
        return [f"{finding.because}: it has a place of its own once that is over"]
    rivals = [each for each in ranked if not each.follows and each.fingerprint != finding.fingerprint]
    if not rivals:
        return ["nothing else is open that could come before it"]
    if finding.score <= 0:
        return ["it is expected to cost nothing within 30 days, and whatever costs something comes first"]
    if finding.rank < rivals[0].rank:
        return [_next(finding, rivals[0])]
    need = rivals[0].score / finding.score
    return [f"the first place takes {_times(need)} its score", *_alone(finding, need)]


def _next(first: Finding, second: Finding) -> str:
    if second.score <= 0:
        return f"`{second.table}` comes next, and is expected to cost nothing"
    return (
        f"`{second.table}` comes next: it takes this place at {_times(first.score / second.score)} its score"
    )


def _times(ratio: float) -> str:
    return f"{ratio:,.0f} times" if ratio >= 10 else f"{ratio:.2g} times"


def _alone(finding: Finding, need: float) -> Iterator[str]:
    """Each single thing that would be enough."""
    share = share_at_stake(finding) * need
    if finding.volume and share <= 1:
        yield f"{percent_of(share)} of the rows wrong instead of {percent_of(share_at_stake(finding))}"
    enough = [name for name, points in POINTS.items() if points >= finding.points * need]
    if enough and finding.feeds:
        yield f"feeding something {enough[-1]} instead of {finding.feeds[1]}"
    elif enough:
        yield f"feeding something {enough[-1]}: write it as feeds"
    if finding.probability * need <= 1:
        yield f"its check being {finding.probability * need:.2g} sure instead of {finding.probability:.2g}"
    if days_at_stake(finding) * need <= MONTH:
        sooner = MONTH - days_at_stake(finding) * need
        yield f"breaking in {max(0, sooner):.0f} days instead of {finding.days_to_break:.0f}"
    cost = finding.cost
    if cost and cost.price:
        yield f"a price of {cost.price * need:,.4g} a {cost.per} instead of {cost.price:,.4g}"
