"""Do the rows add up across a seam: rows in = rows out + rejected, and does each find its partner?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from checks.asks import DAYS, Answer, Ask, Tally, Unanswered
from checks.comparisons import Seam
from checks.declared import Table
from checks.figures import counted, percent, verb
from checks.history import History
from checks.verdict import Outcome, Row, Urgency, Verdict

PAGE_SHARE = 0.05
"""From this share of a partition's rows on, a seam that does not add up is loud."""

SAID_SHARE = 0.001
ROUNDING = 1e-9
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not add up on one day: so many of so many rows, in words, and the first of them."""

    count: int
    of: int
    said: str
    rows: tuple[Row, ...]

    @property
    def share(self) -> float:
        """The share of the rows that are wrong."""
        return self.count / self.of if self.of else 1.0


def asks(name: str, table: Table) -> Iterator[Ask]:
    """Each seam, counted key by key."""
    for place, seam in enumerate(table.reconciliation):
        yield Ask("reconciliation", name, place, seam)


def judge(history: History) -> Iterator[Verdict]:
    """One verdict a seam: exact, of the last seven days; no history is needed."""
    for ask in asks(history.name, history.table):
        assert isinstance(ask.question, Seam)
        yield _judged(history, ask.question, history.answers[ask])


def _judged(history: History, seam: Seam, told: Answer) -> Verdict:
    about: dict[str, Any] = {
        "check": "reconciliation",
        "table": history.name,
        "column": tuple(seam.key),
        "segment": seam.with_,
    }
    if isinstance(told, Unanswered):
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=told.why)
    faults = {
        day: _faults(history.name, seam, history.called(day), tally) for day, tally in told.days.items()
    }
    bad = {day: found for day, found in faults.items() if found}
    about["evidence"] = _evidence(seam, told.days, bad)
    if bad:
        return _breach(history, about, bad, len(told.days))
    if told.lacking:
        return Verdict(**about, outcome=Outcome.NOT_ENOUGH_DATA, needs=told.lacking)
    return Verdict(**about, outcome=Outcome.OK, summary=_fine(history.name, seam, told.days))


def _faults(table: str, seam: Seam, day: str, tally: Tally) -> list[Fault]:
    """What does not add up, the worst first."""
    found = [_lost(table, seam, day, tally), _stray(table, seam, day, tally), _extra(table, seam, day, tally)]
    return sorted((each for each in found if each), key=lambda each: -each.share)


def _lost(table: str, seam: Seam, day: str, tally: Tally) -> Fault | None:
    lost = tally.lost + tally.lost_null
    if _enough(lost, tally.wanted, seam.match):
        return None
    if seam.kind == "lookup":
        whose, where = table, f"{verb(lost, 'has', 'have')} no partner in {seam.with_}"
    else:
        gone = f"neither in {table} nor rejected" if seam.rejected else f"not in {table}"
        whose, where = seam.with_, f"{verb(lost, 'is', 'are')} {gone}"
    nulls = f", {tally.lost_null:,} of them with a NULL in the key" if tally.lost_null else ""
    return _fault(lost, tally.wanted, whose, day, f"{where}{nulls}", tally.lost_rows)


def _stray(table: str, seam: Seam, day: str, tally: Tally) -> Fault | None:
    if _enough(tally.stray, tally.rows, seam.match):
        return None
    return _fault(
        tally.stray,
        tally.rows,
        table,
        day,
        f"{verb(tally.stray, 'is', 'are')} not in {seam.with_}",
        tally.stray_rows,
    )


def _extra(table: str, seam: Seam, day: str, tally: Tally) -> Fault | None:
    """With a fan-out of 1, row by row; otherwise on average."""
    fan_out = tally.made / tally.matched if tally.matched else 0.0
    if seam.fan_out == 1 and _enough(tally.extra, tally.matched, seam.match):
        return None
    if seam.fan_out != 1 and fan_out <= seam.fan_out * (1 + ROUNDING):
        return None
    extra = tally.extra or round(tally.made - seam.fan_out * tally.matched)
    if seam.kind == "lookup":
        said = f"a row of {table} of {day} has {fan_out:.4g} partners in {seam.with_} on average"
    else:
        said = f"a row of {seam.with_} of {day} becomes {fan_out:.4g} rows in {table} on average"
    many = f"{said}, {seam.fan_out:g} declared: {counted(extra, 'row')} too many"
    return Fault(extra, max(tally.made, extra), many, tuple(tally.extra_rows))


def _enough(wrong: int, of: int, match: float) -> bool:
    return wrong == 0 or of - wrong >= of * match * (1 - ROUNDING)


def _fault(count: int, of: int, whose: str, day: str, what: str, rows: Sequence[Row]) -> Fault:
    share = f"; {percent(count / of)}" if count >= SAID_SHARE * of else ""
    said = f"{count:,} of {of:,} rows of {whose} of {day} {what}{share}"
    return Fault(count, of, said, tuple(rows))


def _breach(
    history: History, about: dict[str, Any], bad: Mapping[date, Sequence[Fault]], looked_at: int
) -> Verdict:
    """Told by the newest bad day; since the first row of the first one."""
    first, newest = min(bad), max(bad)
    worst = bad[newest][0]
    others = f"; so it is on {len(bad)} of the last {DAYS} days" if len(bad) > 1 else ""
    rows = [row for _, faults in sorted(bad.items()) for fault in faults for row in fault.rows]
    at = [row.at for row in rows[:EXAMPLES] if row.at]
    share = max(fault.share for faults in bad.values() for fault in faults)
    about["evidence"] |= {"share": round(share, 5), "pages_from": PAGE_SHARE}
    return Verdict(
        **about,
        outcome=Outcome.BREACH,
        summary=f"{'; '.join(fault.said for fault in bad[newest])}{others}",
        urgency=Urgency.PAGE if share >= PAGE_SHARE else Urgency.TICKET,
        since=min(at, default=history.start_of(first)),
        bad=tuple(sorted(bad)),
        affected=worst.count,
        volume=worst.of,
        hours=(24.0 * len(bad), 24.0 * looked_at),
        rows=rows[: EXAMPLES * 2],
    )


def _evidence(
    seam: Seam, days: Mapping[date, Tally], bad: Mapping[date, Sequence[Fault]]
) -> Mapping[str, Any]:
    return {
        "kind": seam.kind,
        "with": seam.with_,
        "key": dict(seam.key),
        "days": {
            day.isoformat(): {
                "ok": day not in bad,
                "said": _said(seam, tally),
                "wanted": tally.wanted,
                "lost": tally.lost,
                "lost_null": tally.lost_null,
                "null_keys": tally.null_keys,
                "rows": tally.rows,
                "rejected": tally.rejected,
                "stray": tally.stray,
                "extra": tally.extra,
            }
            for day, tally in sorted(days.items())
        },
    }


def _said(seam: Seam, tally: Tally) -> str:
    """A day in a few words: 40,311 in, 39,000 out, 107 rejected, 1,204 lost."""
    counts = {"in": tally.wanted, "lost": tally.lost + tally.lost_null, "with a NULL key": tally.null_keys}
    if seam.kind == "flow":
        out = {"out": tally.rows, "rejected": tally.rejected, "stray": tally.stray}
        counts = {"in": tally.wanted, **out, **counts}
    counts["too many"] = tally.extra
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count or name in ("in", "out"))


def _fine(table: str, seam: Seam, days: Mapping[date, Tally]) -> str:
    wanted = sum(tally.wanted for tally in days.values())
    lost = sum(tally.lost + tally.lost_null for tally in days.values())
    if seam.kind == "lookup":
        return f"{wanted - lost:,} of {wanted:,} rows of {table} have their partner in {seam.with_}"
    rejected = sum(tally.rejected for tally in days.values())
    refused = f" or among {rejected:,} rejected" if seam.rejected else ""
    return f"{wanted - lost:,} of {wanted:,} rows of {seam.with_} are in {table}{refused}"
