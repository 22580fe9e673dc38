"""Hindsight in words: a short story for each outage, then what was told beside. As lines, or as JSON."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, time
from typing import Any

from bot.domain.hindsight import AFTER, BEFORE, Alarm, Foretold, Hindsight, Replayed
from bot.domain.record import plain, to_json
from bot.messages.figures import counted
from bot.messages.terminal import Line
from bot.messages.text import keyed
from checks.verdict import Urgency, called

SCHEMA = 1
SHOWN = 5
SHOWN_FALSE = 10
HOW_JUDGED = "judged every day by what was known then"


def told_early(foretold: Foretold) -> str:
    """You would have been told on Tue 3 Mar, 11 days before."""
    alarm, day = foretold.first, foretold.outage.day
    if alarm is None:
        return _nothing(foretold)
    note = alarm.urgency_by(day) is Urgency.NOTE
    verb = "It would have been written down, as a note," if note else "You would have been told"
    if alarm.told == day:
        return f"{verb} on that morning, {called(alarm.told, day)}"
    early = counted((day - alarm.told).days, "day")
    return f"{verb} on {called(alarm.told, day)}, {early} before"


def _nothing(foretold: Foretold) -> str:
    if foretold.blind:
        return f"Nothing can be said of it: {foretold.blind}"
    after, day = foretold.after, foretold.outage.day
    if after is None:
        return (
            "Nothing was said: no finding stood on that day or began in the two weeks before it, "
            "nor in the week after"
        )
    late = counted((after.told - day).days, "day")
    first = called(after.told, day)
    return f"Nothing was said before it. The first word would have come {late} after, on {first}"


def loudness(alarm: Alarm, day: date) -> str:
    """How loud an alarm was, and from when on somebody would have been paged."""
    first = alarm.first.urgency
    if first is Urgency.PAGE or alarm.paged is None or alarm.paged > day:
        return first.value
    return f"{first.value}, a page from {called(alarm.paged, day)} on"


def stood(alarm: Alarm, day: date) -> str:
    """Whether it was over before the outage, or has stood for long."""
    if not alarm.is_open_on(day) and alarm.over:
        return f"over on {called(alarm.over, day)}"
    if alarm.told < day - BEFORE:
        return "had stood for more than two weeks: whether it has to do with the outage, you know best"
    return ""


def lines(said: Hindsight) -> Iterator[Line]:
    """The whole answer for a terminal."""
    for foretold in said.outages:
        yield from _story(foretold)
        yield Line("")
    yield from _beside(said)
    yield from _not_judged(said)


def _story(foretold: Foretold) -> Iterator[Line]:
    day, alarm = foretold.outage.day, foretold.first
    what = f": {foretold.outage.what}" if foretold.outage.what else ""
    yield Line(f"The outage of {day:%a %-d %b %Y}{what}", "title")
    heard = alarm or foretold.after
    style = alarm.urgency_by(day).value if alarm else "dim"
    yield Line(f"{told_early(foretold)}{':' if heard else '.'}", "good" if alarm else style)
    if heard is None:
        return
    yield Line(f"  [{loudness(heard, max(day, heard.told))}] {heard.first.title}", style)
    for detail in details(heard, day):
        yield Line(f"     {detail}", "dim")
    others = [each for each in foretold.before if each is not alarm]
    for other in others[:SHOWN]:
        yield Line(
            f"  also told on {called(other.told, day)} [{loudness(other, day)}]: {other.first.title}", "dim"
        )
    if len(others) > SHOWN:
        yield Line(f"  … and {len(others) - SHOWN} more", "dim")


def details(alarm: Alarm, day: date) -> list[str]:
    """Since when, where it begins, what became of it."""
    since, rows = alarm.first.since, alarm.first.rows
    moment = since.astimezone(UTC) if since else None
    clock = f" {moment:%H:%M:%S} UTC" if moment and moment.time() != time() else ""  # else the day is known
    began = f"since {called(moment.date(), day)}{clock}" if moment else ""
    row = f"first row {keyed(rows[0].key)}" if rows and rows[0].key else ""
    more = f"{counted(alarm.with_it, 'more finding')} with it" if alarm.with_it else ""
    said = " · ".join(part for part in (began, row, more) if part)
    return [part for part in (said, stood(alarm, day)) if part]


def _beside(said: Hindsight) -> Iterator[Line]:
    false = said.false_alarms
    loud = [each for each in false if each.loudest is not Urgency.NOTE]
    yield Line(f"Beside: {false_alarms(said)}", "ticket" if loud else "good")
    width = max(len("table"), *(len(each.table) for each in said.tables))
    heads = f"{'weeks':>6}  {'pages':>5}  {'tickets':>7}  {'notes':>5}"
    yield Line(f"  {'table':<{width}}  {heads}  pages and tickets a week", "dim")
    for table in said.tables:
        row = beside(said, table)
        figures = f"{row['weeks']:>6.1f}  {row['page']:>5}  {row['ticket']:>7}  {row['note']:>5}"
        yield Line(f"  {table.table:<{width}}  {figures}  {rate(row)}", "dim")
    for alarm in loud[:SHOWN_FALSE]:
        yield Line(f"  {alarm.told:%a %-d %b %Y} [{alarm.loudest.value}] {alarm.first.title}", "dim")
    if len(loud) > SHOWN_FALSE:
        yield Line(f"  … and {len(loud) - SHOWN_FALSE} more: the page shows them", "dim")


def false_alarms(said: Hindsight) -> str:
    """What was told that no outage explains, in a sentence."""
    loud = [each for each in said.false_alarms if each.loudest is not Urgency.NOTE]
    tables = counted(len(said.tables), "table")
    if not loud:
        return f"no page and no ticket that these outages do not explain, {tables} {HOW_JUDGED}"
    pages = sum(each.loudest is Urgency.PAGE for each in loud)
    counts = {"page": pages, "ticket": len(loud) - pages}
    found = " and ".join(counted(many, noun) for noun, many in counts.items() if many)
    return (
        f"{found} that these outages do not explain: false alarms, or trouble that nobody noticed; "
        f"{tables} {HOW_JUDGED}"
    )


def beside(said: Hindsight, table: Replayed) -> dict[str, Any]:
    """How much was told of a table that no outage explains, by loudness, and in how many weeks."""
    alarms = said.unexplained(table)
    counts = {each.value: sum(alarm.loudest is each for alarm in alarms) for each in Urgency}
    return {**counts, "weeks": table.weeks_beside(said.remembered)}


def rate(row: Mapping[str, Any]) -> str:
    """Pages and tickets a week, outside the weeks around outages."""
    return f"{(row['page'] + row['ticket']) / row['weeks']:.2f}" if row["weeks"] else "–"


def _not_judged(said: Hindsight) -> Iterator[Line]:
    for table in said.tables:
        for trouble in table.troubles[:SHOWN]:
            yield Line(f"could not check {table.table}: {trouble}", "ticket")
        if len(table.troubles) > SHOWN:
            yield Line(f"… and {len(table.troubles) - SHOWN} more of {table.table}", "ticket")
    for name, why in said.left_out.items():
        yield Line(f"{name} is not replayed: {why}", "ticket")


def to_object(said: Hindsight, page: str) -> dict[str, Any]:
    """The answer as `--format json` prints it: schema 1."""
    return {
        "schema": SCHEMA,
        "folder": said.folder,
        "connected": {"days_before": BEFORE.days, "days_after": AFTER.days},
        "outages": [_outage(each) for each in said.outages],
        "tables": [_table(said, each) for each in said.tables],
        "false_alarms": [_alarm(each) for each in said.false_alarms],
        "left_out": [{"table": name, "why": why} for name, why in said.left_out.items()],
        "page": page,
    }


def _outage(foretold: Foretold) -> dict[str, Any]:
    return {
        "day": foretold.outage.day.isoformat(),
        "what": foretold.outage.what,
        "days_early": foretold.days_early,
        "said": told_early(foretold),
        "told": _alarm(foretold.first) if foretold.first else None,
        "also_told": [_alarm(each) for each in foretold.before[1:]],
        "first_after": _alarm(foretold.after) if foretold.after else None,
        "blind": foretold.blind or None,
    }


def _table(said: Hindsight, table: Replayed) -> dict[str, Any]:
    row = beside(said, table)
    return {
        "table": table.table,
        "from": table.first.isoformat(),
        "to": table.last.isoformat(),
        "at": f"{table.at:%H:%M}",
        "weeks_beside": round(row["weeks"], 2),
        "false_alarms": {each.value: row[each.value] for each in Urgency},
        "troubles": list(table.troubles),
    }


def _alarm(alarm: Alarm) -> dict[str, Any]:
    return {
        "table": alarm.table,
        "told": alarm.told.isoformat(),
        "over": plain(alarm.over),
        "urgency": alarm.first.urgency.value,
        "loudest": alarm.loudest.value,
        "paged": plain(alarm.paged),
        "with_it": alarm.with_it,
        "finding": to_json(alarm.first),
    }
