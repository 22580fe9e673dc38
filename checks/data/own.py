"""Checks of the owner's own: SQL or a function that returns the rows which are wrong."""

from collections.abc import Iterator
from typing import Any

from checks.asks import DAYS, Answer, Ask, Offending, Told, Unanswered
from checks.comparisons import OwnCheck
from checks.declared import Table
from checks.history import History
from checks.verdict import Outcome, Urgency, Verdict


def asks(name: str, table: Table) -> Iterator[Ask]:
    """Each of them, partition by partition."""
    for place, own in enumerate(table.checks):
        yield Ask("own", name, place, own)


def judge(history: History) -> Iterator[Verdict]:
    """One verdict a check, of the partitions of the last seven days; its name stands in place of a column."""
    for ask in asks(history.name, history.table):
        assert isinstance(ask.question, OwnCheck)
        yield _judged(history, ask.question, history.answers[ask])


def _judged(history: History, own: OwnCheck, told: Answer) -> Verdict:
    about: dict[str, Any] = {"check": "own", "table": history.name, "column": own.name}
    if isinstance(told, Unanswered):
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=told.why)
    about["evidence"] = _evidence(own, told)
    if any(found.count for found in told.days.values()):
        return _breach(history, own, told, about)
    if told.lacking:
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=told.lacking)
    said = f"`{own.name}` finds no row in the partitions of the last {DAYS} days"
    return Verdict(**about, outcome=Outcome.OK, summary=said)


def _breach(history: History, own: OwnCheck, told: Told[Offending], about: dict[str, Any]) -> Verdict:
    """Told by the newest bad day; since the first row of the first one."""
    bad = {day: found for day, found in sorted(told.days.items()) if found.count}
    first, newest = min(bad), max(bad)
    rows = [row for found in bad.values() for row in found.rows]
    at = bad[first].rows[0].at if bad[first].rows else None
    volume = history.partitions[newest].rows
    what = own.description or own.name.replace("_", " ")
    count = bad[newest].count
    of = f" of {volume:,}" if count <= volume else ""  # a SELECT may return more rows than there are
    others = f"; so it is on {len(bad)} of the last {DAYS} days" if len(bad) > 1 else ""
    return Verdict(
        **about,
        outcome=Outcome.BREACH,
        summary=f"{count:,}{of} rows of {newest:%a %-d %b}: {what}{others}",
        urgency=Urgency(own.severity),
        since=at or history.start_of(first),
        bad=tuple(bad),
        affected=count,
        volume=volume,
        hours=(24.0 * len(bad), 24.0 * len(told.days)),
        rows=rows,
    )


def _evidence(own: OwnCheck, told: Told[Offending]) -> dict[str, Any]:
    return {
        "kind": own.name,
        "days": {
            day.isoformat(): {"ok": not found.count, "said": f"{found.count:,}", "rows": found.count}
            for day, found in sorted(told.days.items())
        },
    }
