"""The figures by day that a finding rests on, as a curve: of its evidence, its column or its table."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.domain.finding import Finding
from bot.domain.hindsight import Replayed, level_of
from bot.messages.plots import Curve, by_days
from bot.messages.text import cut, one_line

SHOWN_DAYS = timedelta(days=42)


def evidence_curve(finding: Finding, table: Replayed, until: date) -> Curve | None:
    """What was known of it on a day: the share of a level, a null rate, a distance from the reference, rows,
    or middle values; None where nothing that is kept by day has to do with it."""
    column = finding.column if isinstance(finding.column, str) else (finding.column or ("",))[0]
    name, bad = cut(one_line(column), 60), frozenset(finding.bad)
    by_day = by_days(finding.evidence.get("by_day"))
    if (level := level_of(finding)) and (holding := _shown(table.held.get(level, {}), until)):
        return _level(name, finding, holding)
    if finding.check == "null_rate" and any(
        (shares := _shown(table.missing.get(column, {}), until)).values()
    ):
        percents = {day: 100 * share for day, share in shares.items()}
        return Curve(what=f"Share of {name} that is missing, by day", by_day=percents, bad=bad, share=True)
    if finding.check == "drift" and by_day:
        return _distance(name, finding, by_day)
    if finding.check == "duplicate_keys" and (repeats := _repeats(finding.evidence.get("days"))):
        return Curve(what="Rows that repeat a key, by day", by_day=repeats, bad=bad)
    if not column or finding.check == "row_count":
        return _rows(finding, table, by_day, until)
    if middles := _shown(table.middle.get(column, {}), until):
        return Curve(what=f"Middle value (median) of {name} by day", by_day=middles, bad=bad)
    return None


def _level(name: str, finding: Finding, by_day: Mapping[date, float]) -> Curve:
    percents = {day: 100 * share for day, share in by_day.items()}
    is_word = finding.evidence["kind"] == "disguised"
    rows = f"whose {name} stands for a missing value" if is_word else f"with the new level of {name}"
    what = f"Share of rows {rows}, by day"
    return Curve(what=what, by_day=percents, bad=frozenset(finding.bad), share=True)


def _distance(name: str, finding: Finding, by_day: Mapping[date, Sequence[float]]) -> Curve:
    limit = finding.evidence.get("limit")
    expected = dict.fromkeys(by_day, float(limit)) if isinstance(limit, int | float) else {}
    what = f"Distance of {name} from its reference, by day{'; dashed: the limit' if expected else ''}"
    distances = {day: values[0] for day, values in by_day.items()}
    return Curve(what=what, by_day=distances, expected=expected, bad=frozenset(finding.bad))


def _rows(finding: Finding, table: Replayed, by_day: Mapping[date, Sequence[float]], until: date) -> Curve:
    """The rows of the table; where the check counted them, as it did, with what it expected."""
    told = {day: values[0] for day, values in by_day.items()}
    expected = {day: values[1] for day, values in by_day.items() if len(values) > 1}
    first = min(told, default=until - SHOWN_DAYS)
    rows = {day: rows for day, rows in _shown(table.rows, until).items() if day >= first}
    what = f"Rows of {cut(one_line(finding.table), 60)} by day{'; dashed: expected' if expected else ''}"
    return Curve(what=what, by_day={**rows, **told}, expected=expected, bad=frozenset(finding.bad))


def _shown(said: Mapping[date, float], until: date) -> dict[date, float]:
    """Of the last weeks; the day itself was not over."""
    return {day: float(value) for day, value in said.items() if until - SHOWN_DAYS <= day < until}


def _repeats(said: object) -> dict[date, float]:
    days = said.items() if isinstance(said, Mapping) else ()
    return {date.fromisoformat(day): float(each["duplicates"]) for day, each in days if "duplicates" in each}
