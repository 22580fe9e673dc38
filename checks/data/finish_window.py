"""Did each of the last seven days finish within its expected window, declared or learned?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checks.declared import FinishBy
from checks.history import History
from checks.profiles.finishing import End, Ending, ending, in_bulk
from checks.runs import Teller, by_day
from checks.statistics.due import LearnedDue, moment
from checks.statistics.habit import is_usual
from checks.statistics.window import RUNS_TO_JUDGE
from checks.verdict import Outcome, Urgency, Verdict

DAYS = 7
DAY = timedelta(days=1)
LEARNED_DAYS = 84
"""Days that a window is learned from: eight weeks, and a month that was not clean."""


@dataclass(frozen=True, slots=True)
class Finish:
    """How one day's partition ended; `due` is None where no window is known, `runs` taught a learned one."""

    day: date
    due: datetime | None
    ending: Ending
    runs: int = 0

    @property
    def at(self) -> datetime | None:
        """When it was finished; None while it is not. Where 99 % came in time, the last rows may trickle."""
        if self.ending.end is End.FINISHED:
            return self.ending.at
        trickling = self.ending.end is End.UNFINISHED and self.ending.teller is Teller.LOAD_TIMES
        in_time = self.ending.at is not None and self.due is not None and self.ending.at <= self.due
        return self.ending.at if trickling and in_time else None

    @property
    def kind(self) -> str:
        """`on time`, `late`, `unfinished`, `missing`, `failed`, or `unknown`."""
        if self.at is None:
            return self.ending.end.value
        return "late" if self.due is not None and self.at > self.due else "on time"

    @property
    def status(self) -> str:
        """`on time`, `late`, `unknown`, or `never finished` (so far)."""
        return self.kind if self.kind in ("on time", "late", "unknown") else "never finished"

    @property
    def ok(self) -> bool | None:
        """Whether it was on time; None where that is not known."""
        return {"on time": True, "unknown": None}.get(self.kind, False)


def judge(history: History) -> Iterator[Verdict]:
    """One verdict for the table; none where no window is declared and nothing tells when days finished."""
    if history.runs is None:
        yield _verdict(history, Outcome.NOT_ENOUGH_DATA, needs="a run log that can be read")
        return
    window = history.table.finish_by
    finishes = _learned(history) if window is None else _declared(history, window)
    missed = [finish for finish in finishes if finish.ok is False]
    if missed:
        yield _breach(history, finishes, missed)
    elif finishes and finishes[-1].ok:
        yield _fine(history, finishes)
    elif needs := _needs(history, finishes):
        yield _verdict(history, Outcome.NOT_ENOUGH_DATA, needs=needs)


def _needs(history: History, finishes: Sequence[Finish]) -> str:
    if history.table.finish_by is None:
        told = history.table.loaded_at_field is not None or history.runs
        return f"{RUNS_TO_JUDGE} days that finished, to learn a window from, or a finish_by" if told else ""
    if not finishes:
        return "a first partition that is due"
    return "when partitions were finished: a loaded_at_field with times, a run_log, or runs by `oakum exec`"


def _endings(history: History, days: Sequence[date]) -> dict[date, Ending]:
    """How the partitions of these days ended, but for days before the first one and unreadable ones."""
    runs = by_day(history.runs or ())
    first = min(history.partitions or runs, default=history.today + DAY)
    expected = (day for day in days if day >= first and day not in history.unreadable)
    # without load times a partition is known from the end of its day on
    known = {day: history.table.loaded_at_field is not None or day < history.today for day in expected}
    return {
        day: ending(history.partitions.get(day), runs.get(day, ()), history.as_of, visible=visible)
        for day, visible in known.items()
    }


def _declared(history: History, window: FinishBy) -> list[Finish]:
    """The last seven days that were due by now."""
    off = frozenset[date]() if window.on_holidays else history.holidays
    days = [*history.last_days(DAYS + window.day_offset + 1), history.today]
    expected = [day for day in days if day.weekday() in window.days and day not in off]
    was_due = [day for day in expected if due(history, day, window) <= history.as_of][-DAYS:]
    return [Finish(day, due(history, day, window), how) for day, how in _endings(history, was_due).items()]


def due(history: History, day: date, window: FinishBy) -> datetime:
    """The moment a day's partition is due: local time, so a day of 23 or 25 hours does not move it."""
    return moment(datetime.combine(day + timedelta(days=window.day_offset), window.time), history.zone)


def _learned(history: History) -> list[Finish]:
    """What there is to say of the last seven days, each against the window of the days before it."""
    endings = _endings(history, [*history.last_days(LEARNED_DAYS), history.today])
    bulk = in_bulk(endings.values())
    window = LearnedDue(history.zone)
    finishes = []
    for day, how in endings.items():
        finish = Finish(day, window.of(day), how, window.runs)
        finishes.append(finish)
        if how.end is End.FINISHED and how.at and how.at not in bulk and day not in history.holidays:
            window.learn(day, how.at, late=finish.kind == "late")
    there = [day for day, how in endings.items() if how.end is End.FINISHED]
    present = frozenset(day for day in [*history.partitions, *there] if day <= history.today)
    recent = [each for each in finishes if each.day >= history.today - DAYS * DAY]
    return [each for each in recent if _counts(history, each, present)][-DAYS:]


def _counts(history: History, finish: Finish, present: frozenset[date]) -> bool:
    """Whether a day counts that nobody declared: it was due, or failed, or a later one is there already."""
    if finish.day in history.holidays:
        return False  # as the rows of a holiday, its lateness means little
    if finish.ending.end is End.FAILED:
        return True
    was_due = finish.due is not None and finish.due <= history.as_of
    if finish.ending.end is not End.MISSING:
        return was_due
    gap = finish.day < max(present, default=finish.day)
    return (was_due or gap) and is_usual(finish.day, present, history.holidays)


def _breach(history: History, finishes: Sequence[Finish], missed: Sequence[Finish]) -> Verdict:
    newest = missed[-1]
    pending = newest is finishes[-1] and newest.at is None
    profile = history.partitions.get(newest.day) or history.newest
    rows = profile.rows if profile else 0
    # nobody is woken for a time that nobody has declared
    page = pending and history.table.finish_by is not None
    return _verdict(
        history,
        Outcome.BREACH,
        summary=_sentence(history, missed, len(finishes)),
        urgency=Urgency.PAGE if page else Urgency.TICKET,
        since=missed[0].due or history.start_of(missed[0].day + DAY),
        bad=tuple(finish.day for finish in missed),
        affected=rows,
        volume=rows,
        hours=None if pending else (_late_hours(finishes), 24.0 * len(finishes)),
        days_to_break=0.0,
        evidence={"kind": newest.kind} | _evidence(history, finishes),
    )


def _fine(history: History, finishes: Sequence[Finish]) -> Verdict:
    learned = _learned_from(finishes[-1])
    known = sum(finish.ok is not None for finish in finishes)
    days = f"each of the last {known} days" if known > 1 else "the one day that was due"
    if known < len(finishes):
        days = f"{known} of the last {len(finishes)} days, unknown on {len(finishes) - known}"
    summary = f"finished in time on {days}{learned}"
    return _verdict(history, Outcome.OK, summary=summary, evidence=_evidence(history, finishes))


def _late_hours(finishes: Sequence[Finish]) -> float:
    """The hours in which the newest data was not there; of a day that never finished, all of them."""
    late = [(each.at - each.due) / DAY for each in finishes if each.at and each.due and each.at > each.due]
    never = sum(finish.status == "never finished" for finish in finishes)
    return 24.0 * (sum(min(1.0, each) for each in late) + never)


def _evidence(history: History, finishes: Sequence[Finish]) -> dict[str, object]:
    days = {finish.day.isoformat(): _said(history, finish) for finish in finishes}
    return {"window": "declared" if history.table.finish_by else "learned", "days": days}


def _said(history: History, finish: Finish) -> dict[str, object]:
    return {
        "ok": finish.ok,
        "said": _clock(history, finish.at, finish.due) if finish.at else finish.kind,
        "status": finish.status,
        "kind": finish.kind,
        "told_by": finish.ending.teller.value if finish.ending.teller else None,
        "finished": _local(history, finish.at),
        "due": _local(history, finish.due),
    }


def _local(history: History, at: datetime | None) -> str | None:
    return at.astimezone(history.zone).isoformat() if at else None


def _clock(history: History, at: datetime, due: datetime | None = None) -> str:
    """Local time of day; with the day where it is not the day it was due."""
    local = at.astimezone(history.zone)
    same_day = due is None or local.date() == due.astimezone(history.zone).date()
    return f"{local:%H:%M}" if same_day else f"{local:%a %H:%M}"


def _sentence(history: History, missed: Sequence[Finish], days: int) -> str:
    newest = missed[-1]
    said = f"{history.called(newest.day)} {_what_happened(history, newest)}{_learned_from(newest)}"
    return said if len(missed) == 1 else f"{said}; {len(missed)} of the last {days} days missed their window"


def _what_happened(history: History, finish: Finish) -> str:
    """The rest of a sentence that begins with the day."""
    if finish.at is not None and finish.due is not None:
        minutes = round((finish.at - finish.due).total_seconds() / 60)
        at = _clock(history, finish.at, finish.due)
        return f"finished at {at}, {_length(minutes)} after {_clock(history, finish.due)}"
    happened = _not_finished(history, finish)
    if finish.due is None:
        return happened if finish.kind == "failed" else f"{happened}; later days are there"
    tense = "is" if finish.due > history.as_of else "was"
    return f"{happened}; it {tense} due at {_clock(history, finish.due)}"


def _not_finished(history: History, finish: Finish) -> str:
    how = finish.ending
    at = f" at {_clock(history, how.at, finish.due or history.start_of(finish.day))}" if how.at else ""
    more = f" ({how.said})" if how.said else ""
    if how.end is End.FAILED:
        return f"failed{at}{more}"
    if how.end is End.MISSING:
        return f"is missing{more}"
    if how.teller is Teller.LOAD_TIMES:
        return "has not finished: rows are still arriving"
    return f"has not finished: its run began{at} and is under way"


def _learned_from(finish: Finish) -> str:
    return f" (learned from {finish.runs} runs)" if finish.runs and finish.due else ""


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def _verdict(history: History, outcome: Outcome, **said: object) -> Verdict:
    return Verdict(check="finish_window", table=history.name, outcome=outcome, **said)  # type: ignore[arg-type]
