"""What is said of segments that lose a column: of those that jumped, and of those in which it grows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from checks.declared import Table
from checks.figures import percent
from checks.profiles.profile import Profile
from checks.profiles.segment_growth import Grew, clearest, grown
from checks.profiles.segment_nulls import NAMED, Jumped, jumped, place, told
from checks.profiles.slices import segment_of
from checks.verdict import Failing, Outcome, Urgency, Verdict, called

SHOWN_DAYS = 28
COMMON = "a ticket until it lasts three days, since one day in twenty came so high anyway"


@dataclass(frozen=True, slots=True)
class Segments:
    """The levels in which a column grows, of one segment column; and those that jumped, by segment column."""

    grew: Sequence[Grew]
    jumped: Mapping[str, Sequence[Jumped]]


def of_segments(
    table: Table, profiles: Sequence[Profile], column: str, bad: Collection[date] = ()
) -> Segments:
    """A level that grows is not told as one that jumped, unless a jump came on top; of what was common before
    days known to be `bad` say nothing."""
    columns = table.segment
    jumps = {segment: jumped(profiles, segment, column, bad) for segment in columns}
    if not table.has_days:  # the states of one whole are no draws of their own: it wanders
        return Segments((), jumps)
    sudden = {(segment, each.level) for segment, found in jumps.items() for each in found}
    grew = {
        (segment, each.level): each
        for segment in columns
        for each in grown(profiles, segment, column)
        if not (each.leapt and (segment, each.level) in sudden)
    }
    left = {
        segment: [each for each in found if (segment, each.level) not in grew]
        for segment, found in jumps.items()
    }
    by_column = [[each for each in grew.values() if each.segment == segment] for segment in columns]
    return Segments(clearest(by_column), left)


def jumps_of(
    name: str, found: Mapping[str, Sequence[Jumped]], column: str, volume: int, today: date
) -> Iterator[Verdict]:
    """A verdict for each segment that jumped; where many did, one for all of them."""
    for segment, levels in found.items():
        for group in [[each] for each in levels] if len(levels) <= NAMED else [levels]:
            days = tuple(each.partition for each in max((each.profiles for each in group), key=len))
            common = all(each.common for each in group)
            rates = {each.level: round(each.rate, 4) for each in group}
            yield Verdict(
                check="null_rate",
                table=name,
                column=column,
                segment=place(group, segment),
                outcome=Outcome.BREACH,
                summary=told(group, segment, column, today),
                urgency=Urgency.TICKET if common else Urgency.PAGE,
                bad=days,
                affected=max(1, sum(each.rose for each in group)),
                volume=volume,
                evidence={"kind": "segment", "rates": rates, **({"because": COMMON} if common else {})},
                failing=_rows_of(segment, [each.level for each in group], column, days),
            )


def growth_of(name: str, found: Sequence[Grew], column: str, volume: int, today: date) -> Verdict:
    """One verdict for all levels in which a column grows."""
    segment = found[0].segment
    days = tuple(each.partition for each in max((each.profiles for each in found), key=len))
    return Verdict(
        check="null_rate",
        table=name,
        column=column,
        segment=segment_of(segment, found[0].level) if len(found) == 1 else segment,
        outcome=Outcome.BREACH,
        summary=f"nulls of `{column}` have grown since {called(days[0], today)} in {_told(found)}",
        urgency=Urgency.TICKET,
        bad=days,
        affected=max(1, sum(each.rose for each in found)),
        volume=volume,
        evidence={"kind": "growing", "direction": "growing", **_evidence(found)},
        failing=_rows_of(segment, [each.level for each in found], column, days),
    )


def past_limit(verdict: Verdict, rate: float, limit: float) -> Verdict:
    """The growth of a segment, where it took the whole column past its declared limit."""
    said = f"{verdict.summary}; with it the column is at {percent(rate)}, past the limit of {percent(limit)}"
    evidence = {**verdict.evidence, "kind": "limit"}
    return replace(verdict, summary=said, urgency=Urgency.PAGE, evidence=evidence)


def follows(whole: Verdict, found: Sequence[Grew], rate: float) -> Verdict:
    """What is left to say of a column that stands still but for segments that are told."""
    evidence = {name: each for name, each in whole.evidence.items() if name != "kind"}
    return Verdict(
        check=whole.check,
        table=whole.table,
        column=whole.column,
        outcome=Outcome.OK,
        summary=f"nulls of `{whole.column}` at {percent(rate)}: they rise in {_names(found)} alone",
        evidence=evidence,
    )


def _told(found: Sequence[Grew]) -> str:
    """source = d: 2% → 9%, about 1.0 points a day; of several the pace of the steepest."""
    named = [f"{_name(each)}: {percent(each.before)} → {percent(each.rate)}" for each in found[:NAMED]]
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    about = "about" if len(found) == 1 else "up to"
    return f"{'; '.join(named)}{more}, {about} {pace(found[0].points)} points a day"


def pace(points: float) -> str:
    """A slow growth is not told as one of about 0.0."""
    return f"{points:.1f}" if points >= 0.1 else f"{points:.1g}"


def _names(found: Sequence[Grew]) -> str:
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return f"{', '.join(_name(each) for each in found[:NAMED])}{more}"


def _name(grew: Grew) -> str:
    return segment_of(grew.segment, grew.level)


def _evidence(found: Sequence[Grew]) -> dict[str, Any]:
    """Of one segment what is told of a column; of several their rates and slopes."""
    rates = {each.level: round(each.rate, 4) for each in found}
    slopes = {each.level: round(each.points, 4) for each in found}
    if len(found) > 1:
        return {"rates": rates, "points_a_day": slopes}
    (only,) = found
    days = zip(only.profiles, only.shares[-len(only.profiles) :], strict=True)
    return {
        "rates": rates,
        "points_a_day": round(only.points, 4),
        "nulls": only.missing,
        "rows": only.rows,
        "usual": round(only.usual, 7),
        "by_day": {each.partition.isoformat(): round(share, 5) for each, share in list(days)[-SHOWN_DAYS:]},
    }


def _rows_of(segment: str, levels: Sequence[str], column: str, days: tuple[Any, ...]) -> Failing | None:
    """The rows of one segment can be asked for."""
    if len(levels) != 1:
        return None
    return Failing(what="missing", partitions=days, column=column, segment=(segment, levels[0]))
