"""What is told of a segment whose content is not new: rows that came again, a number that stands still."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from checks.declared import Table
from checks.profiles.profile import Profile
from checks.profiles.segment_copies import Again, copied_levels
from checks.profiles.segment_frozen import frozen_levels
from checks.profiles.slices import segment_of
from checks.verdict import Outcome, Urgency, Verdict

NAMED = 3
PAGE_SHARE = 0.1

Called = Callable[[date], str]
"""How a day is told."""


def again_in_part(
    name: str, table: Table, profiles: Sequence[Profile], called: Called, holiday: bool
) -> Iterator[Verdict]:
    """Copies in levels of a segment; numbers that stand still in the others. On a holiday rates may stand."""
    newest = profiles[-1]
    numbers = [
        each for each in table.columns if each in newest.columns and newest.columns[each].values.finite
    ]
    for segment in table.segment:
        copies = copied_levels(profiles, table, segment)
        for group in _grouped(copies):
            yield _told(name, segment, group, newest, called, "copied")
        aside = {each.level for each in copies}
        for column in [] if holiday else numbers:
            still = [each for each in frozen_levels(profiles, segment, column) if each.level not in aside]
            for group in _grouped(still):
                yield _told(name, segment, group, newest, called, "frozen")


def _grouped(found: Sequence[Again]) -> list[Sequence[Again]]:
    """Each on its own, or many as one."""
    return [[each] for each in found] if len(found) <= NAMED else [found]


def _told(
    name: str, segment: str, found: Sequence[Again], newest: Profile, called: Called, kind: str
) -> Verdict:
    first, rows = max(found, key=lambda each: len(each.profiles)), sum(each.rows for each in found)
    levels = [segment_of(segment, each.level) for each in found]
    where = levels[0] if len(found) == 1 else f"{', '.join(levels[:NAMED])} and {len(levels) - NAMED} more"
    bad = tuple(each.partition for each in first.profiles)
    columns = first.columns[0] if len(first.columns) == 1 else tuple(first.columns)
    large = kind == "copied" and rows >= PAGE_SHARE * newest.rows
    return Verdict(
        check="freshness",
        table=name,
        column=columns,
        segment=levels[0] if len(found) == 1 else segment,
        outcome=Outcome.BREACH,
        summary=_said(kind, first, where, newest, called),
        urgency=Urgency.PAGE if large else Urgency.TICKET,
        bad=bad,
        affected=rows,
        volume=newest.rows,
        evidence={"kind": f"{kind}_in_part", "equals": first.source.partition.isoformat(), "rows": rows},
    )


def _said(kind: str, first: Again, where: str, newest: Profile, called: Called) -> str:
    names = ", ".join(f"`{each}`" for each in first.columns[:NAMED])
    day, source = called(newest.partition), called(first.source.partition)
    if kind == "copied":
        return (
            f"{where} of {day} has the {first.rows:,} rows of {source} again, by {names}: "
            "a file that was replayed, or a source that stopped"
        )
    return f"{names} in {where} of {day} has stood still since {source}, while it moves on elsewhere"
