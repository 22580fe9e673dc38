"""An answer as lines for a terminal: each has a style, and no control character of the data gets through."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from bot.domain.affected import rows_failing
from bot.domain.answer import Answer, Section
from bot.domain.crossing import crosses
from bot.domain.finding import Finding
from bot.domain.health import Status
from bot.domain.incident import loudest
from bot.domain.order import what_would_change
from bot.domain.wording import outlook, reason
from bot.messages.blast import built_on_it
from bot.messages.factors import factors
from bot.messages.figures import counted
from bot.messages.moved import what_moved
from bot.messages.printable import printable
from bot.messages.unpriced import unpriced
from bot.messages.unshared import unshared
from checks.sensitivity import Caught, Sensitivity
from checks.verdict import Row, Urgency, Verdict, called

SHOWN_ROWS = 3
SHOWN_A_DAY = 2

Plots = Mapping[str, str]
"""Where plots were written, by the fingerprint of the finding."""
NO_PLOTS: Plots = {}
Advice = Mapping[str, Sequence[str]]
"""What to do first, and SQL line by line, by the fingerprint of the finding."""

NO_ADVICE: Advice = {}


@dataclass(frozen=True, slots=True)
class Line:
    """A line and how it looks: `title`, `page`, `ticket`, `note`, `good`, `dim` or `plain`."""

    text: str
    style: str = "plain"

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text))


STATUS_STYLE: Mapping[Status, str] = {
    Status.HEALTHY: "good",
    Status.BROKEN: "page",
    Status.DEGRADED: "ticket",
    Status.UNKNOWN: "ticket",
}


def answer_lines(
    said: Answer,
    zone: tzinfo,
    *,
    explain: bool = False,
    plots: Plots = NO_PLOTS,
    advice: Advice = NO_ADVICE,
) -> Iterator[Line]:
    """The whole answer: the one thing to fix first, what else was found, and at last how each pipeline is."""
    yield Line(f"As of {said.as_of.astimezone(zone):%a %-d %b %Y %H:%M %Z}", "dim")
    roots = [each for each in said.findings if not each.follows]
    for at, finding in enumerate(roots):
        if at < 2:
            yield Line("")
            yield Line("Then" if at else "Fix this first", "title")
        yield from _with_symptoms(finding, said, zone, explain, plots, advice)
    if hidden := unshared(said.findings):
        yield Line(f"  {hidden}", "dim")
    if blind := unpriced(roots):
        yield Line(f"  {blind}", "dim")
    for section in said.sections:
        yield Line("")
        yield from _section(section, explain)


def _with_symptoms(
    finding: Finding, said: Answer, zone: tzinfo, explain: bool, plots: Plots, advice: Advice
) -> Iterator[Line]:
    """A finding, and below it what follows from it: a line each, or all of it where that is asked for."""
    among = said.findings if explain else ()
    yield from finding_lines(finding, zone, said.as_of, plots=plots, explained_among=among)
    yield from _advised(finding, advice)
    symptoms = [each for each in said.findings if each.follows == finding.fingerprint]
    if not symptoms:
        return
    opened = "" if explain else " (--explain opens them)"
    follow = "1 finding follows" if len(symptoms) == 1 else f"{len(symptoms):,} findings follow"
    yield Line(f"     {follow} from it{opened}:", "dim")
    for each in symptoms:
        if explain:
            yield from finding_lines(each, zone, said.as_of, plots=plots, explained_among=among)
            yield from _advised(each, advice)
        else:
            yield Line(f"       {each.rank}. [{each.urgency.value}] {each.title}", each.urgency.value)


def _advised(finding: Finding, advice: Advice) -> Iterator[Line]:
    """SQL stands at the margin, so that it can be copied."""
    move, *sql = advice.get(finding.fingerprint) or [""]
    if move:
        yield Line(f"     first: {move}")
    if sql:
        yield Line("     all failing rows:", "dim")
        yield from (Line(each) for each in sql)


def _section(section: Section, explain: bool) -> Iterator[Line]:
    status = section.health.status
    yield Line(f"{section.pipeline}: {status.value}{_though(section)}{_worth(section)}", STATUS_STYLE[status])
    yield from _errors(section)
    for table, why in section.health.unjudged.items():
        if why not in {error.what for error in section.errors}:
            yield Line(f"  {table}: {why}", "dim")
    yield from _fine(section.fine, explain)
    for verdict in section.undecided:
        yield Line(f"  not enough data: {_place(verdict)} needs {verdict.needs}", "dim")
    if explain:
        yield from _sensitivity(section.sensitivity or ())
        for table, assumption in section.unchecked:
            yield Line(f"  no check can tell: {table}: {assumption}", "dim")


def _errors(section: Section) -> Iterator[Line]:
    for error in section.errors:
        yield Line(f"  could not check {error.table or section.pipeline}: {error.what}", "page")


def _though(section: Section) -> str:
    """That something is wrong all the same, where too little is known to say how the pipeline is."""
    worst = loudest(finding.urgency for finding in section.findings)
    return (
        f", and a {worst.value} is open"
        if section.health.status is Status.UNKNOWN and section.findings
        else ""
    )


def _worth(section: Section) -> str:
    """What would have been seen, where there is nothing to tell."""
    return f"; {section.health.worth}" if section.health.worth else ""


def _sensitivity(found: Sequence[Sensitivity]) -> Iterator[Line]:
    for each in found:
        if each.caught is Caught.NOT_MEASURED:
            continue
        would = "would have caught: " if each.caught is Caught.CAUGHT else ""
        place = f"{each.check} {each.table}{f'.{each.column}' if each.column else ''}"
        yield Line(f"  {would}{each.says} ({place})", "dim")
    if left := [f"{each.check} {each.table}" for each in found if each.caught is Caught.NOT_MEASURED]:
        yield Line(f"  not measured: {', '.join(left)}", "dim")


def _fine(fine: Sequence[Verdict], explain: bool) -> Iterator[Line]:
    if explain:
        yield from (Line(f"  ok: {_place(verdict)}: {verdict.summary}", "good") for verdict in fine)
    elif fine:
        yield Line(f"  {counted(len(fine), 'check')} found nothing (--explain lists them)", "dim")


def _place(verdict: Verdict) -> str:
    column = ", ".join(verdict.column) if isinstance(verdict.column, tuple) else verdict.column
    return f"{verdict.check} {verdict.table}{f'.{column}' if column else ''}"


def finding_lines(
    finding: Finding,
    zone: tzinfo,
    as_of: datetime,
    *,
    plots: Plots = NO_PLOTS,
    explained_among: Sequence[Finding] = (),
) -> Iterator[Line]:
    """One finding: its rank and summary, since when, why it stands there, the first rows, its plot.

    Every factor of its rank is told where it is explained among all findings.
    """
    today = as_of.astimezone(zone).date()
    yield Line(f"  {finding.rank}. [{finding.urgency.value}] {finding.title}", finding.urgency.value)
    local = finding.since.astimezone(zone) if finding.since else None
    since = f"since {_second(local, today)} {local:%Z} · " if local else ""
    yield Line(f"     {finding.pipeline}.{finding.table} · {since}{outlook(finding.label, finding)}", "dim")
    yield Line(f"     {reason(finding)}", "dim")
    if foreseen := crosses(finding):
        yield Line(f"     {foreseen}", "dim")
    if moved := what_moved(finding):
        yield Line(f"     {moved}", "dim")
    if built := built_on_it(finding, today):
        yield Line(f"     {built}", "dim")
    for assumption in finding.broken_assumptions:
        yield Line(f"     this was taken for granted: {assumption}")
    shown = finding.rows[:SHOWN_ROWS]
    yield from (_row(row, zone, today) for row in shown)
    every, are_all = rows_failing(finding)
    if shown and (left := every - len(shown)) > 0:
        least = "" if are_all else "at least "
        yield Line(f"     … and {least}{counted(left, 'more row')}", "dim")
    if plot := plots.get(finding.fingerprint):
        yield Line(f"     plot: {plot}", "dim")
    if explained_among:
        yield from _factors(finding, explained_among)


def _row(row: Row, zone: tzinfo, today: date) -> Line:
    key = ", ".join(f"{name}={value}" for name, value in row.key.items())
    at = f" at {_second(row.at.astimezone(zone), today)}" if row.at else ""
    return Line(f"     row {key}{at}: {row.why}", "dim")


def _second(local: datetime, today: date) -> str:
    """Tue 12 Feb 13:00:05; with the year where that is not the current one."""
    return f"{called(local, today)} {local:%H:%M:%S}"


def _factors(finding: Finding, ranked: Sequence[Finding]) -> Iterator[Line]:
    """Every factor of the place in the ranking, and what would change it."""
    yield Line("     why this place:", "dim")
    for name, value in factors(finding, ranked).items():
        yield Line(f"       {name:<10} {value}", "dim")
    for at, said in enumerate(what_would_change(finding, ranked)):
        yield Line(f"       {'' if at else 'to change':<10} {said}", "dim")


def day_line(said: Answer, before: Answer, zone: tzinfo) -> Line:
    """A day of a replay in one line: what is open, and what of it is new since the day before."""
    day = f"{said.as_of.astimezone(zone):%a %-d %b %Y}"
    failed = " (not everything could be checked)" if any(each.errors for each in said.sections) else ""
    if not said.findings:
        return Line(f"{day}  nothing found{failed}", "dim")
    new = said.new_since(before)
    told = new or said.findings[:1]
    words = "; ".join(finding.title for finding in told[:SHOWN_A_DAY])
    more = f" … and {len(told) - SHOWN_A_DAY} more" if len(told) > SHOWN_A_DAY else ""
    loud = "page" if any(finding.urgency is Urgency.PAGE for finding in new) else "ticket"
    count = f"{len(said.findings)} open, {len(new)} new"
    return Line(f"{day}  {count}: {words}{more}{failed}", loud if new else "note")


def new_errors(said: Answer, told: Answer | None) -> Iterator[Line]:
    """What could not be checked and was not `told` on the day before, each thing once."""
    heard = {line.text for section in told.sections for line in _errors(section)} if told else set()
    for line in (line for section in said.sections for line in _errors(section)):
        if line.text not in heard:
            heard.add(line.text)
            yield line


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of a replay; `silent` are the pipelines that could be judged on no day, and why."""

    days: int = 0
    found: int = 0
    pages: int = 0
    silent: Mapping[str, str] = field(default_factory=dict)

    def plus(self, said: Answer, before: Answer) -> "Tally":
        """The sum with one more day."""
        silent = {each.pipeline: each.errors[0].what for each in said.sections if each.is_silent}
        if self.days:
            silent = {name: why for name, why in silent.items() if name in self.silent}
        found = self.found + bool(said.findings)
        return Tally(self.days + 1, found, self.pages + said.pages_since(before), silent)

    def line(self) -> Line:
        """The sum in words."""
        days, pages = counted(self.days, "day"), counted(self.pages, "page")
        return Line(f"{days}, {self.found} of them with findings; {pages}", "title")
