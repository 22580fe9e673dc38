"""One number first: the daily line about a pipeline's first number, and the proposal of a second one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.audit import Audit, Judgement
from bot.domain.declared import Pipeline
from checks.candidate import Candidate
from checks.verdict import Outcome

CHECK = "null_rate"
WATCHED_FOR = timedelta(days=14)
"""So long the first number must have been watched before a second one is proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyNumber:
    """How the first number is. `ok` is None where nobody knows; `quiet` counts days without a breach.

    `proposed` is the column to watch next and `why` that one, empty while it is too early, while something is
    wrong, or where more are watched already.
    """

    table: str
    column: str
    day: date
    said: str
    ok: bool | None
    quiet: int
    proposed: str = ""
    why: str = ""


def daily_number(
    pipeline: Pipeline, audits: Sequence[Audit], candidates: Mapping[str, Candidate]
) -> DailyNumber | None:
    """The line of the day; None where no column is primary, or nothing was said of it yet.

    `audits` are those of the last weeks, the newest first; `candidates` name the next column of each table.
    """
    watched = list(_watched(pipeline))
    if not watched:
        return None
    table, column = watched[0]
    said = [(audit, each) for audit in audits if (each := _judged(audit, table, column))]
    if not said or said[0][0] is not audits[0] or not said[0][1].days:
        return None
    day, (ok, words) = max(said[0][1].days.items())
    ok = ok and said[0][1].outcome is not Outcome.BREACH  # of a limit single days may know nothing
    heard = [(audit.as_of.date(), each.outcome) for audit, each in said]
    known_for = heard[0][0] - heard[-1][0]
    due = len(watched) == 1 and known_for >= WATCHED_FOR and ok
    proposed = candidates.get(table) if due else None
    return DailyNumber(
        table=table,
        column=column,
        day=day,
        said=words,
        ok=ok,
        quiet=_quiet(heard),
        proposed=proposed.column if proposed else "",
        why=proposed.why if proposed else "",
    )


def is_news(number: DailyNumber, told: DailyNumber | None) -> bool:
    """Whether a channel in which nothing is edited should hear of it: the first time that it is in order, and
    when there is a second one to watch. That it breaks, and when it is over, its incident tells."""
    if not number.ok:
        return False
    is_first = told is None or (told.table, told.column) != (number.table, number.column)
    return is_first or (bool(number.proposed) and not (told and told.proposed))


def _watched(pipeline: Pipeline) -> Iterator[tuple[str, str]]:
    """The columns whose nulls are watched, primary ones first."""
    every = [
        (not column.primary, table, name)
        for table, declared in pipeline.tables.items()
        for name, column in declared.columns.items()
        if column.watches_nulls is not None
    ]
    if any(not secondary for secondary, _, _ in every):
        yield from ((table, name) for _, table, name in sorted(every, key=lambda each: each[0]))


def _judged(audit: Audit, table: str, column: str) -> Judgement | None:
    wanted = (CHECK, table, column, None)
    found = (
        each for each in audit.judgements if (each.check, each.table, each.column, each.segment) == wanted
    )
    return next(found, None)


def _quiet(said: Sequence[tuple[date, Outcome]]) -> int:
    """Days up to the newest word, which comes first, since the last breach or else the first word."""
    newest, oldest = said[0][0], said[-1][0]
    bad = next((day for day, outcome in said if outcome is Outcome.BREACH), None)
    return (newest - (oldest if bad is None else bad)) // timedelta(days=1)
