"""From a suspicion to a finding: the rows of a few partitions say whether a unit changed in a level."""

from dataclasses import replace
from datetime import datetime

from checks.profiles.doubted import decided
from checks.profiles.mixed import Part, scaled_part
from checks.profiles.slices import segment_of
from checks.profiles.survey import Survey
from checks.sources.level_numbers import level_numbers
from checks.verdict import Doubt, Outcome, Suspicion, Urgency, Verdict

NAMED = 3
PAGE_SHARE = 0.1


def settled(surveyed: Survey, verdict: Verdict, as_of: datetime) -> Verdict:
    """The verdict as the rows bear it out: with the levels in which a unit changed, or the exact distance;
    "ok" where they do not."""
    suspicion = verdict.suspected
    if suspicion is None:
        return verdict
    if isinstance(suspicion, Doubt):
        return decided(surveyed, verdict, suspicion, as_of)
    found = _parts(surveyed, suspicion, as_of)
    if not found:
        return _dismissed(verdict, suspicion)
    part, column = min(found, key=lambda each: len(each[0].levels))
    levels = [segment_of(column, each) for each in part.levels]
    more = f" and {len(levels) - NAMED} more" if len(levels) > NAMED else ""
    where = f"{', '.join(levels[:NAMED])}{more}"
    large = part.rows >= PAGE_SHARE * verdict.volume
    return replace(
        verdict,
        segment=levels[0] if len(levels) == 1 else column,
        summary=f"`{suspicion.column}` looks {part.said} in {where} since {suspicion.since}, and in no other "
        f"`{column}`",
        urgency=Urgency.PAGE if large else Urgency.TICKET,
        affected=part.rows,
        evidence={**verdict.evidence, "rows": part.rows},
        suspected=None,
    )


def _parts(surveyed: Survey, suspicion: Suspicion, as_of: datetime) -> list[tuple[Part, str]]:
    """The levels of each column in which the unit changed, where it did."""
    periods, among = (suspicion.before, (suspicion.day,)), suspicion.among
    found = level_numbers(surveyed.table, surveyed.bundles, periods, suspicion.column, among, as_of)
    parts = [
        (
            scaled_part({name: (then[name], now[name]) for name in now if name in then}, suspicion.wander),
            column,
        )
        for column, (then, now) in found.items()
    ]
    return [(part, column) for part, column in parts if part]


def _dismissed(verdict: Verdict, suspicion: Suspicion) -> Verdict:
    among = ", ".join(f"`{name}`" for name in suspicion.among)
    said = f"`{suspicion.column}` is not as it was, but in no level of {among} as another unit would make it"
    return Verdict(
        check=verdict.check, table=verdict.table, column=verdict.column, outcome=Outcome.OK, summary=said
    )
