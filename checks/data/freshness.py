"""Is the newest data new: by its age, its content, the age of its events, and its time on the way?"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from checks.figures import lasting, percent
from checks.finishes import finishes
from checks.history import History
from checks.profiles.aged import columns_with_age, said
from checks.profiles.ages import lag, lag_of, minutes_on_the_way, newest_moment
from checks.profiles.contents import Copied, copied, stale
from checks.profiles.finishing import ending, in_bulk
from checks.profiles.frozen import frozen
from checks.profiles.hours import OLDEST
from checks.profiles.profile import Profile
from checks.profiles.segment_contents import again_in_part
from checks.statistics.baseline import walk
from checks.statistics.habit import longest_pause
from checks.verdict import Outcome, Urgency, Verdict

PAUSES, PAUSES_WITHIN = 4, timedelta(weeks=8)
"""So many pauses between partitions tell a table's cadence: the last ones, and all of eight weeks."""

PAGE_SHARE = 0.10
LOOKED_BACK = 60
NAMED = 3
CONTENT_DAYS = 180

SLOWER, SLOWEST_MINUTES = math.log(1.25), 15
"""Rows are slow when they are a quarter longer on the way than usual, and a quarter of an hour."""

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def judge(history: History) -> Iterator[Verdict]:
    """One verdict for the table; one more where columns froze, where events lag, and where rows were long on
    the way."""
    newest = history.newest
    found = [*_age(history), *(_of_days(history) if history.table.has_days else _stale(history))]
    yield min(found, key=lambda verdict: verdict.urgency is not Urgency.PAGE, default=_quiet(history))
    if newest is not None and newest.rows:
        if not any(verdict.evidence.get("kind") == "copied" for verdict in found):
            yield from _frozen(history)
            yield from _in_part(history)
        yield from _lagging(history)
        yield from _others_lagging(history)
        yield from _slow(history)


def _quiet(history: History) -> Verdict:
    """Nothing is wrong, as far as it can be told."""
    declared, newest = history.table.freshness, history.newest
    moment = newest_moment(history.partitions, history.table, history.as_of)
    if declared is not None and moment is None:
        needs = "rows with a time: declare event_time or loaded_at_field"
        return _verdict(history, Outcome.NOT_ENOUGH_DATA, needs=needs)
    if newest is None:
        return _verdict(history, Outcome.NOT_ENOUGH_DATA, needs="a partition whose day is over")
    said = "its content is new" if moment is None else _aged(history, history.as_of - moment)
    return _verdict(history, Outcome.OK, summary=said, evidence=_of_age(history, moment))


def _aged(history: History, age: timedelta) -> str:
    """By rows that say when they came or happened, or else by the content as a whole."""
    if history.table.has_days or history.table.loaded_at_field:
        return f"the newest row is {lasting(age)} old"
    return f"its content has not changed for {lasting(age)}"


def _of_age(history: History, moment: datetime | None) -> dict[str, object]:
    hours = None if moment is None else round((history.as_of - moment) / HOUR, 2)
    return {"newest": moment and moment.isoformat(), "age_hours": hours}


def _verdict(history: History, outcome: Outcome, **facts: object) -> Verdict:
    return Verdict(check="freshness", table=history.name, outcome=outcome, **facts)  # type: ignore[arg-type] # fields of Verdict, whatever they are


def _age(history: History) -> Iterator[Verdict]:
    """The declared limits of the age of the newest row."""
    limits = history.table.freshness
    moment = newest_moment(history.partitions, history.table, history.as_of)
    if limits is None or moment is None:
        return
    age = history.as_of - moment
    for limit, urgency in ((limits.error_after, Urgency.PAGE), (limits.warn_after, Urgency.TICKET)):
        if limit is not None and age > limit:
            rows = history.newest.rows if history.newest else 1
            yield _verdict(
                history,
                Outcome.BREACH,
                summary=f"{_aged(history, age)}; {lasting(limit)} are allowed",
                urgency=urgency,
                since=moment + limit,
                affected=max(1, rows),
                volume=max(1, rows),
                evidence={"kind": "age", **_of_age(history, moment), "limit_hours": limit / HOUR},
            )
            return


def _of_days(history: History) -> Iterator[Verdict]:
    """What would be no news of one whole that is overwritten in place: there it is usual that nothing comes,
    and that it is as it was."""
    yield from _stopped(history)
    copy = copied(history.judged[-CONTENT_DAYS:], history.table)
    yield from [_copied(history, copy)] if copy else _stale(history)


def _stopped(history: History) -> Iterator[Verdict]:
    """The age of the newest partition against the table's own cadence, where nothing says what is due."""
    there = [each for each in history.judged if each.rows]
    pause = longest_pause([each.partition for each in there], PAUSES_WITHIN, PAUSES)
    if pause is None or _is_told_otherwise(history):
        return
    newest = max([there[-1].partition, *history.unreadable])  # what cannot be read has come all the same
    age = (history.today - newest).days
    over = [day for day in history.last_days(age - 1) if day not in history.holidays]
    if len(over) < pause + max(1, pause // 2):
        return
    usual = "daily" if pause == 1 else f"after {pause} days at most"
    yield _verdict(
        history,
        Outcome.BREACH,
        summary=f"nothing has come since {history.called(newest)}, {age} days ago; it used to come {usual}",
        urgency=Urgency.TICKET,  # nobody is woken for a cadence that nobody has declared
        since=history.start_of(over[pause - 1] + timedelta(days=1)),
        affected=there[-1].rows,
        volume=there[-1].rows,
        evidence={"kind": "stopped", "newest": newest.isoformat(), "usual_days": pause},
    )


def _is_told_otherwise(history: History) -> bool:
    """Whether limits of the age are declared, or finish_window tells that the newest days are missing."""
    if history.table.finish_by is not None:
        return True
    if history.table.freshness is not None:
        return newest_moment(history.partitions, history.table, history.as_of) is not None
    days = [each.partition for each in history.judged if each.rows]
    return any(each.day > days[-1] for each in finishes(history).missed)


def _stale(history: History) -> Iterator[Verdict]:
    """A table that stopped changing."""
    still = stale(history.judged[-CONTENT_DAYS:])
    if still is None:
        return
    first, newest = still.profiles[0].partition, still.profiles[-1]
    many = f"{len(still.profiles)} {'partitions' if history.table.has_days else 'days'}"
    yield _verdict(
        history,
        Outcome.BREACH,
        summary=f"nothing has changed since {history.called(first)}, for {many}; it used to change after "
        f"{still.usual} at most",
        urgency=Urgency.TICKET,
        since=history.start_of(first),
        bad=tuple(each.partition for each in still.profiles[1:]),
        affected=newest.rows,
        volume=newest.rows,
        evidence={"kind": "stale", "unchanged": len(still.profiles), "usual": still.usual},
    )


def _copied(history: History, found: Copied) -> Verdict:
    newest, source = found.profiles[-1], found.source.partition
    days = f"{history.called(newest.partition)} has"
    if len(found.profiles) > 1:
        days = f"the {len(found.profiles)} days since {history.called(found.profiles[0].partition)} have"
    aside = "".join(f", `{name}`" for name in found.apart[:NAMED])
    aside += f" and {len(found.apart) - NAMED} more columns" if len(found.apart) > NAMED else ""
    return _verdict(
        history,
        Outcome.BREACH,
        summary=f"{days} the {newest.rows:,} rows of {history.called(source)} again, times{aside} aside: a "
        "file that was replayed, or a source that stopped",
        urgency=Urgency.PAGE,
        since=history.start_of(found.profiles[0].partition),
        bad=tuple(each.partition for each in found.profiles),
        affected=newest.rows,
        volume=newest.rows,
        evidence={
            "kind": "copied",
            "equals": source.isoformat(),
            "rows": newest.rows,
            "differs": found.apart,
        },
    )


def _frozen(history: History) -> Iterator[Verdict]:
    """Columns that hold what they held in the partition before, though they never did that."""
    found = frozen(history.judged[-CONTENT_DAYS:], history.table, history.holidays)
    if found is None:
        return
    bad = [each.partition for each in found.profiles]
    names = ", ".join(f"`{name}`" for name in found.names[:NAMED])
    names += f" and {len(found.names) - NAMED} more" if len(found.names) > NAMED else ""
    newest = found.profiles[-1]
    yield _verdict(
        history,
        Outcome.BREACH,
        column=found.names[0] if len(found.names) == 1 else tuple(found.names),
        summary=f"{names} of {history.called(newest.partition)} {'has' if len(found.names) == 1 else 'have'} "
        f"the values of {history.called(found.source.partition)} again, while {found.moving} other "
        f"{'column moves' if found.moving == 1 else 'columns move'} on",
        urgency=Urgency.TICKET,
        since=history.start_of(bad[0]),
        bad=tuple(bad),
        affected=newest.rows,
        volume=newest.rows,
        evidence={"kind": "frozen", "columns": list(found.names), "moving": found.moving},
    )


def _in_part(history: History) -> Iterator[Verdict]:
    """Levels of a segment whose content is not new."""
    newest, days = history.judged[-1], history.judged[-CONTENT_DAYS:]
    holiday = newest.partition in history.holidays
    for verdict in again_in_part(history.name, history.table, days, history.called, holiday):
        yield replace(verdict, since=history.start_of(verdict.bad[0]))


def _lagging(history: History) -> Iterator[Verdict]:
    """Events that are older than is usual, of all rows or of some."""
    profiles = [each for each in history.judged if each.slices.hours or each.slices.ages][-LOOKED_BACK:]
    if not profiles or profiles[-1] is not history.newest or not (found := lag(profiles)):
        return
    newest = profiles[-1]
    age = f"{found.age:,} days or more" if found.age >= OLDEST else f"{found.age} days"
    about = "about " if 64 < found.age < OLDEST else ""
    bad = [each.partition for each in found.profiles]
    yield _verdict(
        history,
        Outcome.BREACH,
        column=history.table.event_time,
        summary=f"{percent(found.share)} of the rows of {history.called(newest.partition)} have an old "
        f"`{history.table.event_time}`, most of them {about}{age} before; "
        f"{percent(found.usual)} at most is usual",
        urgency=Urgency.PAGE if found.share >= PAGE_SHARE else Urgency.TICKET,
        since=history.start_of(bad[0]),
        bad=tuple(bad),
        affected=found.rows,
        volume=newest.rows,
        evidence={
            "kind": "lag",
            "rows": found.rows,
            "days_old": found.age,
            "usual": round(found.usual, 4),
            "share": round(found.share, 5),
            "pages_from": PAGE_SHARE,
        },
    )


def _others_lagging(history: History) -> Iterator[Verdict]:
    """Other columns of times that are suddenly old: a join that returns the rows of another time."""
    profiles = history.judged[-LOOKED_BACK:]
    newest = profiles[-1]
    for name in columns_with_age(newest):
        if (found := lag_of(profiles, name)) is None:
            continue
        bad = [each.partition for each in found.profiles]
        yield _verdict(
            history,
            Outcome.BREACH,
            column=name,
            summary=f"{percent(found.share)} of the rows of {history.called(newest.partition)} have an old "
            f"`{name}`, most of them {said(found.age)} before; {percent(found.usual)} at most is usual",
            urgency=Urgency.TICKET,
            since=history.start_of(bad[0]),
            bad=tuple(bad),
            affected=found.rows,
            volume=newest.rows,
            evidence={
                "kind": "lag",
                "rows": found.rows,
                "days_old": found.age,
                "usual": round(found.usual, 4),
            },
        )


def _slow(history: History) -> Iterator[Verdict]:
    """From the event to the load: the median and the slowest twentieth, against the same weekday."""
    profiles = [each for each in history.judged if each.slices.delays][-LOOKED_BACK:]
    if not profiles or profiles[-1] is not history.newest:
        return
    ends = [ending(each, (), history.as_of) for each in profiles]
    bulk = in_bulk(ends)
    skip = [
        each.partition in history.holidays or end.at in bulk for each, end in zip(profiles, ends, strict=True)
    ]
    for share, rows in ((0.5, "half of the rows"), (0.95, "one row in twenty")):
        minutes = [minutes_on_the_way(each.slices.delays, share) for each in profiles]
        if found := _slower(profiles, minutes, skip):
            usual, bad = found
            yield _verdict(
                history,
                Outcome.BREACH,
                column=history.table.loaded_at_field,
                summary=f"{rows} of {history.called(bad[-1])} took {lasting(minutes[-1] * MINUTE)} or longer "
                f"from `{history.table.event_time}` to `{history.table.loaded_at_field}`; "
                f"{lasting(usual * MINUTE)} is usual",
                urgency=Urgency.TICKET,
                since=history.start_of(bad[0]),
                bad=tuple(bad),
                affected=round((1 - share) * profiles[-1].rows),
                volume=profiles[-1].rows,
                evidence={"kind": "slow", "minutes": round(minutes[-1]), "usual_minutes": round(usual)},
            )
            return


def _slower(
    profiles: Sequence[Profile], minutes: Sequence[float], skip: Sequence[bool]
) -> tuple[float, list[date]] | None:
    values = [math.log(each + SLOWEST_MINUTES) for each in minutes]
    weekdays = [each.partition.weekday() for each in profiles]
    levels = walk(values, weekdays, floor=SLOWER, skip=skip)
    if not levels[-1].high:
        return None
    usual = math.exp(levels[-1].expected) - SLOWEST_MINUTES
    if minutes[-1] - usual < SLOWEST_MINUTES:
        return None
    first = len(levels)
    while first and levels[first - 1].high:
        first -= 1
    return usual, [each.partition for each in profiles[first:]]
