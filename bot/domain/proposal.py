"""What is proposed to a person: another threshold, or another position of the noise dial."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.domain.budget import Budget
from bot.domain.finding import Finding
from bot.domain.outage import Outage
from bot.domain.page import Page
from bot.domain.strength import strength
from bot.domain.tuned import NOISE, Layer
from bot.domain.tuning import FALSE_ENOUGH, Replay, Score, lowered, raised, replayed
from checks.verdict import Urgency

Seen = tuple[datetime, Sequence[Finding]]
"""What an audit found, and when it was."""
LATER = datetime.max.replace(tzinfo=UTC)
At = tuple[str, str]
"""A table and a check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Page from this strength on, and what that would have done in the last eight weeks; without table and
    check it is about the noise dial. `outages` are those that it would have told of."""

    pipeline: str
    table: str | None
    check: str | None
    before: float
    after: float
    would: Replay
    outages: tuple[int, ...] = ()


@dataclass(frozen=True)
class History:
    """The pages of a pipeline with their strengths, by table and check; `unknown` have none."""

    scores: Mapping[At, tuple[Score, ...]]
    unknown: Mapping[At, int]
    """How many false alarms have no strength."""
    pages: int | None = None
    """How many there were in all; None where nobody counted."""


def history(pages: Iterable[Page], seen: Sequence[Seen]) -> History:
    """How strong each page was at its strongest while it was open: as strong as that it would have paged at
    some time, so that a threshold above it would have kept it quiet all along."""
    scores: dict[At, list[Score]] = defaultdict(list)
    unknown: dict[At, int] = defaultdict(int)
    known = list(pages)
    for page in known:
        place = page.table, page.check
        found = [
            strong
            for as_of, findings in seen
            if as_of == page.opened_at or (page.opened_at < as_of < (page.over_at or LATER))
            for strong in _strengths(findings, place)
        ]
        if found:
            scores[place].append(Score(max(found), page.is_true))
        elif page.is_true is False:
            unknown[place] += 1
    return History({place: tuple(each) for place, each in scores.items()}, unknown, len(known))


def proposals(
    pipeline: str, known: History, layer: Layer, missed: Iterable[Outage], seen: Sequence[Seen]
) -> tuple[Proposal, ...]:
    """What to change, what was missed first, then what would have removed most."""
    outages = tuple(missed)
    stood = _stood(outages, seen)
    found: list[Proposal] = []
    for place in sorted({*known.scores, *stood}):
        scores, current = known.scores.get(place, ()), layer.threshold(*place)
        told = stood.get(place, {})
        after = lowered(told.values(), current) or raised(scores, current)
        if after is None:
            continue
        would = replayed(scores, current, after)
        if after < current or would.removed:
            numbers = tuple(sorted(told)) if after < current else ()
            found.append(_proposal(pipeline, place, (current, after), would, numbers))
    return tuple(sorted(found, key=lambda each: (each.after >= each.before, -each.would.removed)))


def noise(pipeline: str, known: History, layer: Layer, steps: int) -> Proposal | None:
    """The dial turned by some steps, quieter if more than none; None where it is at its end."""
    values = list(NOISE.values())
    at = values.index(layer.dial()) if layer.dial() in values else 0
    if not 0 <= at + steps < len(values):
        return None
    after = values[at + steps]
    scores = [score for place, some in known.scores.items() if place not in layer.by_place for score in some]
    would = replace(replayed(scores, layer.dial(), after), pages=known.pages)
    return _proposal(pipeline, (None, None), (layer.dial(), after), would, ())


def is_too_loud(budget: Budget) -> bool:
    """Whether people are paged more often than they can bear, or mostly for nothing."""
    said = budget.labels
    return budget.is_over or (said.labelled >= FALSE_ENOUGH and 2 * said.true < said.labelled)


def _proposal(
    pipeline: str,
    place: tuple[str | None, str | None],
    change: tuple[float, float],
    would: Replay,
    outages: tuple[int, ...],
) -> Proposal:
    (table, check), (before, after) = place, change
    return Proposal(
        pipeline=pipeline,
        table=table,
        check=check,
        before=before,
        after=after,
        would=would,
        outages=outages,
    )


def _stood(outages: Iterable[Outage], seen: Sequence[Seen]) -> Mapping[At, Mapping[int, float]]:
    """By table and check: how strong a finding was that paged nobody during an outage, by its number."""
    found: dict[At, dict[int, float]] = defaultdict(dict)
    for outage in outages:
        for as_of, findings in seen:
            if not outage.starts_at <= as_of <= outage.ends_at:
                continue
            for finding in findings:
                strong = strength(finding)
                quiet = finding.urgency is not Urgency.PAGE
                if strong and quiet and outage.concerns(finding.pipeline, finding.table):
                    mine = found[finding.table, finding.check]
                    mine[outage.id] = max(strong, mine.get(outage.id, 0.0))
    return found


def _strengths(findings: Iterable[Finding], place: At) -> Iterator[float]:
    for finding in findings:
        strong = strength(finding) if (finding.table, finding.check) == place else None
        if strong is not None and (finding.urgency is Urgency.PAGE or finding.lowered):
            yield strong
