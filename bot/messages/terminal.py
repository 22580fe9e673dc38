"""An answer as lines for a terminal: each has a style, and no control character of the data gets through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.domain.answer import Answer, Section
from bot.domain.finding import Finding
from bot.domain.health import Status
from bot.domain.triage import MONTH
from checks.verdict import Urgency, Verdict

SHOWN_ROWS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line and how it looks: `title`, `page`, `ticket`, `note`, `good`, `dim` or `plain`."""

    text: str
    style: str = "plain"

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", "".join(each if each.isprintable() else "�" for each in self.text))


_STATUS_STYLE = {
    Status.HEALTHY: "good",
    Status.BROKEN: "page",
    Status.DEGRADED: "ticket",
    Status.UNKNOWN: "ticket",
}


def answer_lines(said: Answer, zone: tzinfo, *, explain: bool = False) -> Iterator[Line]:
    """The whole answer: the one thing to fix first, then each pipeline."""
    yield Line(f"As of {said.as_of.astimezone(zone):%a %-d %b %Y %H:%M %Z}", "dim")
    if said.findings:
        yield Line("")
        yield Line("Fix this first", "title")
        yield from finding_lines(said.findings[0], zone, explain=explain)
    for section in said.sections:
        yield Line("")
        yield from _section(section, said, zone, explain)


def _section(section: Section, said: Answer, zone: tzinfo, explain: bool) -> Iterator[Line]:
    status = section.health.status
    yield Line(f"{section.pipeline}: {status.value}", _STATUS_STYLE[status])
    for table, why in section.health.unjudged.items():
        yield Line(f"  {table}: {why}", "dim")
    first = said.findings[0] if said.findings else None
    for finding in section.findings:
        if finding is not first:
            yield from finding_lines(finding, zone, explain=explain)
    yield from _fine(section.fine, explain)
    for verdict in section.undecided:
        yield Line(f"  not enough data: {_place(verdict)} needs {verdict.needs}", "dim")
    for error in section.errors:
        yield Line(f"  could not check {error.table or section.pipeline}: {error.what}", "page")


def _fine(fine: Sequence[Verdict], explain: bool) -> Iterator[Line]:
    if explain:
        yield from (Line(f"  ok: {_place(verdict)}: {verdict.summary}", "good") for verdict in fine)
    elif fine:
        yield Line(f"  {len(fine)} checks found nothing (--explain lists them)", "dim")


def _place(verdict: Verdict) -> str:
    column = ", ".join(verdict.column) if isinstance(verdict.column, tuple) else verdict.column
    return f"{verdict.check} {verdict.table}{f'.{column}' if column else ''}"


def finding_lines(finding: Finding, zone: tzinfo, *, explain: bool = False, mark: str = "") -> Iterator[Line]:
    """One finding: its rank and summary, since when, why it stands there, the first rows."""
    yield Line(f"  {finding.rank}. [{finding.urgency.value}] {finding.summary}{mark}", finding.urgency.value)
    since = f"since {finding.since.astimezone(zone):%a %-d %b %H:%M:%S %Z} · " if finding.since else ""
    yield Line(f"     {finding.pipeline}.{finding.table} · {since}{finding.label.value}", "dim")
    yield Line(f"     {finding.reason}", "dim")
    for row in finding.rows[:SHOWN_ROWS]:
        key = ", ".join(f"{name}={value}" for name, value in row.key.items())
        at = f" at {row.at.astimezone(zone):%a %-d %b %H:%M:%S}" if row.at else ""
        yield Line(f"     row {key}{at}: {row.why}", "dim")
    if len(finding.rows) > SHOWN_ROWS:
        yield Line(f"     … and {finding.affected - SHOWN_ROWS:,} more rows", "dim")
    if explain:
        yield from _factors(finding)


def _factors(finding: Finding) -> Iterator[Line]:
    """Every factor of the place in the ranking, so that the order can be argued with."""
    consumer = f"{finding.feeds[0]} ({finding.feeds[1]})" if finding.feeds else "nothing declared (normal)"
    ahead = MONTH - min(MONTH, finding.days_to_break or 0.0)
    yield Line("     why this place:", "dim")
    yield Line(
        f"       affected   {finding.affected:,} of {finding.volume:,} rows ({finding.affected_share:.2%})",
        "dim",
    )
    yield Line(
        f"       real       {finding.probability:.2f} (what people said of this check's findings)", "dim"
    )
    yield Line(f"       days       {ahead:.0f} of the next {MONTH}", "dim")
    if finding.cost:
        low, high = finding.cost.low, finding.cost.high
        yield Line(f"       cost       {low:,.0f} to {high:,.0f} {finding.cost.currency}", "dim")
    yield Line(f"       feeds      {consumer}: × {finding.points}", "dim")
    yield Line(f"       weight     × {finding.weight:g}", "dim")
    yield Line(f"       score      {finding.score:,.0f}; the order changes with any of these", "dim")


def day_line(said: Answer, before: frozenset[str], zone: tzinfo) -> Line:
    """A day of a replay in one line: what is open, and what of it is new since the day before."""
    day = f"{said.as_of.astimezone(zone):%a %-d %b %Y}"
    if not said.findings:
        broken = any(section.errors for section in said.sections)
        return Line(f"{day}  {'could not check everything' if broken else 'nothing found'}", "dim")
    new = [each for each in said.findings if each.fingerprint not in before]
    loud = "page" if any(each.urgency is Urgency.PAGE for each in new) else "ticket"
    told = "; ".join(each.summary for each in (new or said.findings[:1])[:2])
    more = f" … and {len(new) - 2} more" if len(new) > 2 else ""
    count = f"{len(said.findings)} open, {len(new)} new"
    return Line(f"{day}  {count}: {told}{more}", loud if new else "note")
