"""Did each of the last seven days finish within its expected window?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checks.declared import FinishBy
from checks.history import History
from checks.verdict import Outcome, Urgency, Verdict

DAYS = 7
DAY = timedelta(days=1)
FINISHED_SHARE = 0.99
"""Without a run log a partition is finished when 99 % of its rows are loaded."""


@dataclass(frozen=True, slots=True)
class Finish:
    """How one day's partition finished; `at` is None while it has not."""

    day: date
    due: datetime
    at: datetime | None

    @property
    def status(self) -> str:
        """`on time`, `late`, or `never finished` (so far)."""
        if self.at is None:
            return "never finished"
        return "on time" if self.at <= self.due else "late"


def judge(history: History) -> Iterator[Verdict]:
    """One verdict for the table; nothing where no window is declared."""
    window = history.table.finish_by
    if window is None:
        return
    if history.table.loaded_at_field is None:
        needs = "a loaded_at_field, to know when rows arrived"
        yield _verdict(history, Outcome.NOT_ENOUGH_DATA, needs=needs)
        return
    finishes = [_finish(history, day, window) for day in _due_days(history, window)]
    if not finishes:
        needs = "a first partition that is due"
        yield _verdict(history, Outcome.NOT_ENOUGH_DATA, needs=needs)
        return
    yield _judge(history, finishes)


def _judge(history: History, finishes: list[Finish]) -> Verdict:
    missed = [finish for finish in finishes if finish.status != "on time"]
    evidence = {"days": {finish.day.isoformat(): _said(history, finish) for finish in finishes}}
    if not missed:
        summary = f"finished in time on each of the last {len(finishes)} days"
        return _verdict(history, Outcome.OK, summary=summary, evidence=evidence)
    newest = missed[-1]
    pending = newest is finishes[-1] and newest.at is None
    rows = _rows(history, newest.day)
    share = 1.0 if pending else _late_share(finishes)
    return _verdict(
        history,
        Outcome.BREACH,
        summary=_sentence(history, missed, len(finishes)),
        urgency=Urgency.PAGE if pending else Urgency.TICKET,
        since=missed[0].due,
        bad=tuple(finish.day for finish in missed),
        affected=round(share * rows),
        volume=rows,
        days_to_break=0.0,
        evidence=evidence,
    )


def _late_share(finishes: list[Finish]) -> float:
    """The share of the time in which the newest data was not there: late hours of the hours of these days."""
    late = [(finish.at - finish.due) / DAY for finish in finishes if finish.at and finish.at > finish.due]
    never = sum(finish.at is None for finish in finishes)
    return (sum(min(1.0, each) for each in late) + never) / len(finishes)


def _due_days(history: History, window: FinishBy) -> list[date]:
    """The last seven days that were due by now; days before the first partition are not expected."""
    if not history.partitions:
        return []
    first = min(history.partitions)
    candidates = [*history.last_days(DAYS + window.day_offset + 1), history.today]
    days = [day for day in candidates if day >= first]
    expected = [day for day in days if day.weekday() in window.days and day not in history.unreadable]
    if not window.on_holidays:
        expected = [day for day in expected if day not in history.holidays]
    return [day for day in expected if due(history, day, window) <= history.as_of][-DAYS:]


def due(history: History, day: date, window: FinishBy) -> datetime:
    """The moment a day's partition is due: local time, so a day of 23 or 25 hours does not move it."""
    return datetime.combine(day + timedelta(days=window.day_offset), window.time, history.zone)


def _finish(history: History, day: date, window: FinishBy) -> Finish:
    profile = history.partitions.get(day)
    at = profile.loaded_share_at(FINISHED_SHARE) if profile else None
    return Finish(day, due(history, day, window), at)


def _rows(history: History, day: date) -> int:
    profile = history.partitions.get(day) or history.newest
    return profile.rows if profile else 0


def _said(history: History, finish: Finish) -> dict[str, object]:
    return {
        "ok": finish.status == "on time",
        "said": finish.status if finish.at is None else _clock(history, finish.at, finish.due),
        "status": finish.status,
        "finished": finish.at.isoformat() if finish.at else None,
        "due": finish.due.isoformat(),
    }


def _clock(history: History, moment: datetime, due: datetime) -> str:
    """Local time of day; with the day where it is not the day it was due."""
    local = moment.astimezone(history.zone)
    same_day = local.date() == due.astimezone(history.zone).date()
    return f"{local:%H:%M}" if same_day else f"{local:%a %H:%M}"


def _sentence(history: History, missed: list[Finish], days: int) -> str:
    newest = missed[-1]
    when = f"{newest.day:%a %-d %b}"
    due = _clock(history, newest.due, newest.due)
    if newest.at is None:
        said = f"{when} has not finished; it was due at {due}"
    else:
        minutes = round((newest.at - newest.due).total_seconds() / 60)
        said = f"{when} finished at {_clock(history, newest.at, newest.due)}, {_length(minutes)} after {due}"
    return said if len(missed) == 1 else f"{said}; {len(missed)} of the last {days} days missed their window"


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def _verdict(history: History, outcome: Outcome, **said: object) -> Verdict:
    return Verdict(check="finish_window", table=history.name, outcome=outcome, **said)  # type: ignore[arg-type]
