"""Did each of the last seven days finish within its expected window, and is no older one still missing?"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from checks.finishes import DAY, STILL_MISSED_DAYS, Finish, Finishes, finishes
from checks.history import History
from checks.profiles.finishing import End
from checks.runs import Teller
from checks.statistics.window import RUNS_TO_JUDGE
from checks.verdict import Outcome, Urgency, Verdict


def judge(history: History) -> Iterator[Verdict]:
    """One verdict for the table; none where no window is declared and nothing tells when days finished, or
    where there are no days."""
    if not history.table.has_days:
        return
    if history.runs is None:
        yield _verdict(history, Outcome.NOT_ENOUGH_DATA, needs="a run log that can be read")
        return
    found = finishes(history)
    if found.missed:
        yield _breach(history, found)
    elif found.recent and found.recent[-1].ok:
        yield _fine(history, found.recent)
    elif needs := _needs(history, found.recent):
        yield _verdict(history, Outcome.NOT_ENOUGH_DATA, needs=needs)


def _needs(history: History, finishes: Sequence[Finish]) -> str:
    if history.table.finish_by is None:
        told = history.table.loaded_at_field is not None or history.runs
        return f"{RUNS_TO_JUDGE} days that finished, to learn a window from, or a finish_by" if told else ""
    if not finishes:
        return "a first partition that is due"
    return "when partitions were finished: a loaded_at_field with times, a run_log, or runs by `oakum exec`"


def _breach(history: History, found: Finishes) -> Verdict:
    finishes, missed = found.told, found.missed
    newest = missed[-1]
    pending = newest is finishes[-1] and newest.at is None
    profile = history.partitions.get(newest.day) or history.newest
    rows = profile.rows if profile else 0
    # nobody is woken for a time that nobody has declared
    page = pending and history.table.finish_by is not None
    return _verdict(
        history,
        Outcome.BREACH,
        summary=_sentence(history, found),
        urgency=Urgency.PAGE if page else Urgency.TICKET,
        since=_since(history, found),
        bad=tuple(finish.day for finish in missed),
        affected=rows,
        volume=rows,
        hours=None if pending else (_late_hours(finishes), 24.0 * len(finishes)),
        days_to_break=0.0,
        evidence={"kind": newest.kind} | _evidence(history, finishes[-STILL_MISSED_DAYS:]),
    )


def _since(history: History, found: Finishes) -> datetime:
    """The first missed window that is still missed: of a table that stopped, or of what is not there."""
    still = found.stopped or [each for each in found.missed if each.at is None] or found.missed
    return still[0].due or history.start_of(still[0].day + DAY)


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


def _sentence(history: History, found: Finishes) -> str:
    newest = found.missed[-1]
    said = f"{history.called(newest.day)} {_what_happened(history, newest)}{_learned_from(newest)}"
    return f"{said}{_besides(history, found)}"


def _besides(history: History, found: Finishes) -> str:
    """What else was missed; a day that is older than a week only where there is still nothing of it."""
    *others, _ = found.missed
    if not others:
        return ""
    if others[0] in found.recent:
        return f"; {len(found.missed)} of the last {len(found.recent)} days missed their window"
    nothing = [each for each in found.missed if each.day in found.gone]
    first = f"{history.called(nothing[0].day)}"
    return (
        f"; {first} is still missing"
        if not nothing[1:]
        else f"; {len(nothing)} days are missing, the first {first}"
    )


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


def _verdict(history: History, outcome: Outcome, **said: Any) -> Verdict:
    return Verdict(check="finish_window", table=history.name, outcome=outcome, **said)
