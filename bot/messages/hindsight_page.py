"""Hindsight as one page that stands alone: the stories, a time line, what was told beside."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from bot.domain.finding import Finding
from bot.domain.hindsight import AFTER, BEFORE, Alarm, Foretold, Hindsight, Outage, Replayed
from bot.messages import drawing, plots
from bot.messages.evidence_curve import evidence_curve
from bot.messages.evidence_plot import distributions
from bot.messages.hindsight import (
    HOW_JUDGED,
    beside,
    details,
    false_alarms,
    loudness,
    rate,
    told_early,
)
from bot.messages.mail import environment
from bot.messages.marks import Mark
from bot.messages.plots import Bar, Curve
from bot.messages.text import cut, one_line
from checks.verdict import Urgency, called

MOST_BARS = 16
MOST_LISTED = 60
MOST_PLOTTED = 3


def page(said: Hindsight) -> str:
    """The whole page as HTML."""
    stories = [_story(said, each) for each in said.outages]
    text: str = (
        environment()
        .get_template("hindsight.html.j2")
        .render(
            folder=cut(one_line(said.folder), 200),
            spans=[_span(each) for each in said.tables],
            stories=stories,
            timeline=_timeline(said),
            judged=HOW_JUDGED,
            summary=false_alarms(said),
            tables=[(each.table, row := beside(said, each), rate(row)) for each in said.tables],
            unexplained=[_beside(each) for each in _loudest_first(said)[:MOST_LISTED]],
            more=max(0, len(said.false_alarms) - MOST_LISTED),
            troubles=[(each.table, what) for each in said.tables for what in each.troubles[:MOST_LISTED]],
            left_out=said.left_out.items(),
            before=BEFORE.days,
            after=AFTER.days,
        )
    )
    return text


def _span(table: Replayed) -> str:
    days = f"{table.first:%-d %b %Y} to {table.last:%-d %b %Y}"
    return f"{cut(one_line(table.table), 60)}: {days}, at {table.at:%H:%M} UTC"


def _story(said: Hindsight, foretold: Foretold) -> dict[str, Any]:
    outage, alarm = foretold.outage, foretold.first or foretold.after
    others = list(enumerate(foretold.before[1:MOST_LISTED]))
    return {
        "day": f"{outage.day:%a %-d %b %Y}",
        "what": outage.what,
        "early": foretold.days_early,
        "early_unit": "day" if foretold.days_early == 1 else "days",
        "said": told_early(foretold),
        "told": _told(alarm, outage.day) if alarm else None,
        "plot": _evidence(said, alarm, outage) if alarm else None,
        "others": [
            (_told(each, outage.day), _evidence(said, each, outage) if at < MOST_PLOTTED else None)
            for at, each in others
        ],
        "left": max(0, len(foretold.before) - MOST_LISTED),
    }


def _told(alarm: Alarm, outage: date) -> dict[str, Any]:
    """An alarm, as loud as it was by the day of an outage."""
    day = max(outage, alarm.told)
    return {
        "on": called(alarm.told, day),
        "tone": alarm.urgency_by(day).value,
        "loudness": loudness(alarm, day),
        "title": _with_code(alarm.first.title),
        "details": details(alarm, outage),
    }


def _beside(alarm: Alarm) -> dict[str, Any]:
    """An alarm that no outage explains, as loud as it ever was."""
    tone = alarm.loudest.value
    title = _with_code(alarm.first.title)
    return {"on": f"{alarm.told:%a %-d %b %Y}", "tone": tone, "loudness": tone, "title": title}


def _with_code(text: str) -> list[tuple[str, bool]]:
    """Plain text in parts, of which what stood between backticks is code."""
    parts = re.split(r"`([^`]+)`", cut(one_line(text), 600))
    return [(part, bool(at % 2)) for at, part in enumerate(parts)]


def _loudest_first(said: Hindsight) -> list[Alarm]:
    order = (Urgency.PAGE, Urgency.TICKET, Urgency.NOTE)
    return sorted(said.false_alarms, key=lambda each: (order.index(each.loudest), each.told))


def _timeline(said: Hindsight) -> dict[str, Any]:
    """Everything that was told, what foretold an outage first where not all of it has room."""
    foretold = [alarm for each in said.outages for alarm in each.before]
    followed = [each.after for each in said.outages if each.after]
    every = list({id(each): each for each in [*foretold, *followed, *_loudest_first(said)]}.values())
    shown = sorted(every[:MOST_BARS], key=lambda each: each.told)
    span = _whole(said)
    bars = [_bar(each, span[1]) for each in shown]
    marks = [
        Mark(each.day, each.day.strftime("%-d %b"), "outage")
        for each in said.remembered
        if span[0] <= each.day <= span[1]
    ]
    alt = _time_in_words(bars, marks)
    return {
        "plot": {width: plots.timeline(bars, marks, span, inches, alt) for width, inches in _WIDTHS.items()},
        "left": len(every) - len(shown),
        "shown": len(shown),
    }


_WIDTHS = {"wide": drawing.WIDE, "narrow": drawing.NARROW}


def _time_in_words(bars: Sequence[Bar], marks: Sequence[Mark]) -> str:
    stood = "; ".join(f"{each.label}, from {each.first} to {each.last}" for each in bars)
    days = ", ".join(str(each.day) for each in marks)
    return f"Time line: {stood or 'nothing was told'}. Outages: {days or 'none in this time'}."


def _whole(said: Hindsight) -> tuple[date, date]:
    return min(each.first for each in said.tables), max(each.last for each in said.tables)


def _bar(alarm: Alarm, end: date) -> Bar:
    last = alarm.over - timedelta(days=1) if alarm.over else end
    return Bar(_label(alarm.first), alarm.told, last, alarm.loudest.value)


def _label(finding: Finding) -> str:
    columns = (finding.column,) if isinstance(finding.column, str) else finding.column or ()
    named = ", ".join(map(str, columns[:2])) + (f" + {len(columns) - 2}" if len(columns) > 2 else "")
    return " · ".join(part for part in (finding.table, named, finding.check.replace("_", " ")) if part)


def _evidence(said: Hindsight, alarm: Alarm, outage: Outage) -> dict[str, Any]:
    """What the finding rests on, as it was known by the outage: both distributions, and a figure by day."""
    until = max(outage.day, alarm.told)
    table = next(each for each in said.tables if each.table == alarm.table)
    finding = alarm.as_of(until)
    curve = evidence_curve(finding, table, until)
    return {"both": _both(finding), "by_day": _by_day(curve, alarm, outage) if curve else None}


def _by_day(curve: Curve, alarm: Alarm, outage: Outage) -> dict[str, Any]:
    marks = [Mark(alarm.told, "told", "ink"), Mark(outage.day, "outage", "outage")]
    if alarm.told == outage.day:
        marks = [Mark(outage.day, "told, and outage", "outage")]
    alt = _in_words(curve, alarm, outage)
    plot = {width: plots.curve(curve, marks, inches, alt) for width, inches in _WIDTHS.items()}
    return {"what": curve.caption, "plot": plot}


def _both(finding: Finding) -> dict[str, str] | None:
    """Both distributions of what drifted; what moved stands above them on the page."""
    kept = finding.evidence.get("distributions")
    plot = distributions("", kept) if kept else None
    return {width: plot.element(inches) for width, inches in _WIDTHS.items()} if plot else None


def _in_words(said: Curve, alarm: Alarm, outage: Outage) -> str:
    days = sorted(said.by_day)
    unit = "%" if said.share else ""
    values = [f"{said.by_day[day]:.4g}{unit} on {day}" for day in (days[0], days[-1])] if days else []
    return f"{said.what}: {' and '.join(values)}; told on {alarm.told}, outage on {outage.day}"
