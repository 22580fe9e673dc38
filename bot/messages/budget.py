"""The alert budget in words: one line for the digest, a table per check for those who ask."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.budget import TARGET, Budget, Budgeted, interval
from bot.domain.triage import Labels
from bot.messages.blocks import context, divider, section
from bot.messages.figures import counted, number
from bot.messages.message import Block, SlackMessage
from bot.messages.terminal import Line
from bot.messages.text import NOTIFICATION, cut, escape, more, preformatted

_PIPELINES, _CHECKS = 8, 12
_HEAD = ("check", "pages, 4 weeks", "8 weeks", "real of those labelled")


def budget_line(budget: Budget) -> str:
    """Alert budget: 3 pages in 28 shifts, 0.11 a shift (target 0.5); 2 of 3 real (32–90%). Plain text."""
    often = _often(budget)
    missed = f"; {counted(len(budget.missed), 'outage')} missed" if budget.missed else ""
    if budget.is_over:
        allowed = number(round(max(1.0, TARGET * budget.shifts.count), 1))
        often = f"over budget, {often}: at most {allowed} would be bearable"
    return f"Alert budget: {often}; {_real(budget)}{missed}"


def _often(budget: Budget) -> str:
    pages, rate = counted(len(budget.pages), "page"), budget.rate
    if rate is None:
        return f"{pages}, and no shift yet"
    if budget.shifts.count < 1:  # a rate of hours would say 24 times what a day shows
        return f"{pages} in less than a shift"
    shifts = number(round(budget.shifts.count, 1))
    word = "shift" if shifts == "1" else "shifts"
    return f"{pages} in {shifts} {word}, {rate:.2f} a shift (target {number(TARGET)})"


def _real(budget: Budget) -> str:
    if not budget.pages:
        return "nobody was woken"
    return real(budget.labels, " real") if budget.labels.labelled else "nobody said which were real"


def real(labels: Labels, word: str = "") -> str:
    """2 of 3 real (32–90%): how many were, and the 80 % interval of the share; `word` is that for it."""
    found = interval(labels)
    if found is None:
        return "–"
    low, high = (round(100 * end) for end in found)
    return f"{labels.true} of {labels.labelled}{word} ({low}–{high}%)"


def budget_message(found: Sequence[Budgeted]) -> SlackMessage:
    """The budgets of some pipelines, with a table per check."""
    blocks: list[Block] = []
    for each in found[:_PIPELINES]:
        name = escape(each.short.pipeline)
        blocks += [divider()] * bool(blocks)
        blocks.append(section(f"*{name}* · {escape(budget_line(each.short))}"))
        rows = _rows(each)
        if rows:
            table = preformatted([_HEAD, *rows[:_CHECKS]], 2000, max(0, len(rows) - _CHECKS))
            blocks.append(section(table))
        blocks.append(context(f"{escape(_in_small(each))}"))
    if len(found) > _PIPELINES:
        blocks.append(context(more(len(found) - _PIPELINES, "`/pipeline budget NAME`")))
    said = "; ".join(f"{each.short.pipeline}: {budget_line(each.short)}" for each in found)
    return SlackMessage(text=cut(escape(said or "No pipeline is declared yet."), NOTIFICATION), blocks=blocks)


def budget_lines(found: Sequence[Budgeted]) -> Iterator[Line]:
    """The same for the terminal."""
    for each in found:
        style = "ticket" if each.short.is_over else "title"
        yield Line(f"{each.short.pipeline}: {budget_line(each.short)}", style)
        for row in [_HEAD, *_rows(each)] if each.long.pages else []:
            yield Line("  {:<20}{:>16}{:>10}   {}".format(*row))
        for outage in each.long.missed:
            yield Line(
                f"  missed: outage {outage.id} of {outage.place}, {outage.starts_at:%Y-%m-%d %H:%M} UTC"
            )
        yield Line(f"  {_in_small(each)}", "dim")
    if not found:
        yield Line("no pipeline is declared yet")


def _rows(each: Budgeted) -> list[tuple[str, str, str, str]]:
    """A row a check: pages of four weeks and of eight, and what was real of those of eight."""
    of_late = {line.check: line.pages for line in each.short.checks}
    return [
        (line.check, str(of_late.get(line.check, 0)), str(line.pages), real(line.labels))
        for line in each.long.checks
    ]


def _in_small(each: Budgeted) -> str:
    days = round((each.short.until - each.short.since).total_seconds() / 86_400)
    span = f"Of the last {counted(days, 'day')}" if days else "Of today"
    return (
        f"{span}; a shift is {each.short.shifts.said}. "
        f"Over 8 weeks: {_often(each.long)}; {_real(each.long)}; {len(each.long.missed)} missed."
    )


def budget_record(each: Budgeted) -> dict[str, Any]:
    """The budget of a pipeline for machines."""
    return {
        "pipeline": each.short.pipeline,
        "target": TARGET,
        "shift": each.short.shifts.said,
        "is_over": each.short.is_over,
        "four_weeks": _record(each.short),
        "eight_weeks": _record(each.long),
    }


def _record(budget: Budget) -> dict[str, Any]:
    return {
        "from": f"{budget.since:%Y-%m-%dT%H:%M:%SZ}",
        "to": f"{budget.until:%Y-%m-%dT%H:%M:%SZ}",
        "shifts": round(budget.shifts.count, 2),
        "pages": len(budget.pages),
        "pages_a_shift": None if budget.rate is None else round(budget.rate, 4),
        "missed_outages": [outage.id for outage in budget.missed],
        **_precision(budget.labels),
        "checks": [
            {"check": line.check, "pages": line.pages, **_precision(line.labels)} for line in budget.checks
        ],
    }


def _precision(labels: Labels) -> dict[str, Any]:
    found = interval(labels)
    return {
        "labelled": labels.labelled,
        "true": labels.true,
        "precision_from": found and round(found[0], 4),
        "precision_to": found and round(found[1], 4),
    }
