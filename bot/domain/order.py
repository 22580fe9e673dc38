"""What would change the order: what a finding would have to be to take the first place, or to lose it."""

from collections.abc import Iterator, Sequence

from bot.domain.affected import is_beyond_usual
from bot.domain.downstream import POINTS
from bot.domain.expected_cost import MONTH, days_at_stake, share_at_stake
from bot.domain.finding import Finding
from bot.domain.wording import percent_of

_MORE = 1.05
"""Below this a ratio is "a little more" in words: 1 times would say that nothing is needed."""


def what_would_change(finding: Finding, ranked: Sequence[Finding]) -> list[str]:
    """In plain words; `ranked` are all findings, the first to fix first. Each thing alone would do."""
    if finding.follows:
        return [f"{finding.because}: it has a place of its own once that is over"]
    dear = dearest(finding, ranked)
    rivals = [each for each in ranked if not each.follows and each.fingerprint != finding.fingerprint]
    if not rivals:
        return ["nothing else is open that could come before it"]
    if finding.score <= 0:
        return ["it is expected to cost nothing within 30 days, and whatever costs something comes first"]
    if finding.rank < rivals[0].rank:
        return [_next(finding, rivals[0])]
    need = rivals[0].score / finding.score
    alone = _alone(dear or finding, need)
    there = f"of {called(dear, finding)}: " if dear else ""
    return [f"the first place takes {_times(need)} its score", *(f"{there}{each}" for each in alone)]


def dearest(finding: Finding, ranked: Sequence[Finding]) -> Finding | None:
    """What follows from it and costs more, so that it has its place by that; None where it has its own."""
    follow = (each for each in ranked if each.follows == finding.fingerprint)
    found = max(follow, key=lambda each: each.score, default=None)
    return found if found and 0 < finding.score <= found.score else None


def called(finding: Finding, beside: Finding) -> str:
    """null rate of `usage.age`; with the pipeline where that is another one than of what it stands beside."""
    column = ", ".join(finding.column) if isinstance(finding.column, tuple) else finding.column
    name = f"{finding.table}.{column}" if column else finding.table
    place = name if finding.pipeline == beside.pipeline else f"{finding.pipeline}/{name}"
    return f"{finding.check.replace('_', ' ')} of `{' '.join(place.split())}`"


def _next(first: Finding, second: Finding) -> str:
    if second.score <= 0:
        return f"{called(second, first)} comes next, and is expected to cost nothing"
    much = _times(first.score / second.score)
    return f"{called(second, first)} comes next: it takes this place at {much} its score"


def _times(ratio: float) -> str:
    if ratio < _MORE:
        return "a little more than"
    return f"{ratio:,.0f} times" if ratio >= 10 else f"{ratio:.2g} times"


def _alone(finding: Finding, need: float) -> Iterator[str]:
    """Each single thing that would be enough, where it is told apart from what is."""
    is_now, share = share_at_stake(finding), share_at_stake(finding) * need
    if finding.volume and share <= 1 and percent_of(share) != percent_of(is_now):
        beyond = " beyond the usual" if is_beyond_usual(finding) else ""
        yield f"{percent_of(share)} of the rows wrong{beyond} instead of {percent_of(is_now)}"
    enough = [name for name, points in POINTS.items() if points >= finding.points * need]
    if enough and finding.feeds:
        yield f"feeding something {enough[-1]} instead of {finding.feeds[1]}"
    elif enough:
        yield f"feeding something {enough[-1]}: write it as feeds"
    sure, surer = f"{finding.probability:.2g}", f"{finding.probability * need:.2g}"
    if finding.probability * need <= 1 and surer != sure:
        yield f"its check being {surer} sure instead of {sure}"
    if days_at_stake(finding) * need <= MONTH:
        sooner = MONTH - days_at_stake(finding) * need
        yield f"breaking in {max(0, sooner):.0f} days instead of {finding.days_to_break:.0f}"
    cost = finding.cost
    if cost and cost.price:
        yield f"a price of {cost.price * need:,.4g} a {cost.per} instead of {cost.price:,.4g}"
