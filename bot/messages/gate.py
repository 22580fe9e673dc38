"""The answer of the gate as lines for a terminal: yes or no first, then why."""

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo

from bot.domain.finding import Finding
from bot.domain.gate import Gate, Says
from bot.domain.wording import reason
from bot.messages.figures import counted
from bot.messages.terminal import Line
from checks.verdict import called

SHOWN = 8
"""More lines of one kind than these are counted; `--format json` has them all."""

_STYLES = {Says.YES: "good", Says.NO: "page", Says.CANNOT_TELL: "ticket"}
_MEANS = {
    ("serving", Says.YES): "the model may serve it",
    ("serving", Says.NO): "the model must not serve it",
    ("training", Says.YES): "a model may be trained on it",
    ("training", Says.NO): "no model may be trained on it",
}


def gate_lines(gate: Gate, zone: tzinfo) -> Iterator[Line]:
    """The answer, what stops it, what could not be judged and what that needs, and a word on the rest."""
    today = gate.as_of.astimezone(zone).date()
    yield Line(f"{_what(gate, today)}: {gate.says.value}{_means(gate)}", _STYLES[gate.says])
    if gate.nothing:
        yield Line(f"  could not judge it: {gate.nothing}", "ticket")
        return
    if gate.is_empty:
        yield Line("  it has no rows", "page")
    stops = [line for each in gate.stops for line in _stop(each, zone, today)]
    yield from _few(stops, 2 * SHOWN)
    yield from _few([_bad(day, why, today) for day, why in gate.poisoned.items()], 2 * SHOWN)
    passes = "passes all the same: " if gate.on_unknown == "pass" else ""
    yield from _few(
        [Line(f"  {passes}not judged: {what} needs {needs}", "ticket") for what, needs in gate.unknown], SHOWN
    )
    yield from _few([Line(f"  a word: {each}", "dim") for each in gate.words], SHOWN)
    if gate.fine:
        yield Line(f"  {counted(gate.fine, 'check')} found nothing", "dim")


def _what(gate: Gate, today: date) -> str:
    place = f"{gate.pipeline}/{gate.table}"
    if gate.batch:
        place += f", {gate.batch}"
    if gate.first and gate.last and gate.first != gate.last:
        place += f", {called(gate.first, today)} to {called(gate.last, today)}"
        return f"{place} ({counted(gate.partitions, 'partition')}, {counted(gate.rows, 'row')})"
    if gate.last:
        place += f", partition {gate.last:%a %-d %b %Y}"
    return place if gate.nothing else f"{place} ({counted(gate.rows, 'row')})"


def _means(gate: Gate) -> str:
    said = _MEANS.get((gate.purpose, gate.says))
    return f", {said}" if said else ""


def _stop(finding: Finding, zone: tzinfo, today: date) -> Iterator[Line]:
    yield Line(f"  {finding.rank}. [{finding.urgency.value}] {finding.title}", finding.urgency.value)
    since = finding.since.astimezone(zone) if finding.since else None
    told = f"since {called(since, today)} {since:%H:%M %Z} · " if since else ""
    yield Line(f"     {told}{reason(finding)}", "dim")


def _bad(day: date, why: Sequence[str], today: date) -> Line:
    more = f" … and {len(why) - 1} more" if len(why) > 1 else ""
    return Line(f"  {called(day, today)}: {why[0]}{more}", "page")


def _few(lines: list[Line], many: int) -> Iterator[Line]:
    yield from lines[:many]
    if len(lines) > many:
        yield Line(f"  … and {counted(len(lines) - many, 'line')} more (--format json has them all)", "dim")
