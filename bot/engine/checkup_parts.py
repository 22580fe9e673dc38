"""The parts of a digest that only some checkups show: each a heading with its lines."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.audit import Audit
from bot.domain.checkup_sets import LOOKS_BACK, SETS, Part, advice, proposed
from bot.domain.declared import Pipeline
from bot.domain.drill import drilled
from bot.domain.owners import OWNER
from bot.domain.patch import debt
from bot.domain.thresholds import touched
from bot.domain.tiredness import way_of_working
from bot.engine.load import load
from bot.settings.load import Settings
from bot.store import audits, drills, incidents
from checks.figures import counted
from checks.verdict import Outcome

Section = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class About:
    """The checkup that is drawn up: of which pipeline, since when, with what is open."""

    connection: Connection
    settings: Settings
    pipeline: Pipeline
    audit: Audit | None
    since: datetime
    now: datetime
    open_findings: int


def sections(kind: str, about: About) -> tuple[Section, ...]:
    """What a checkup of this kind tells besides: only what its set has, and where it matters."""
    found = [(part.value, tuple(tell(about))) for part, tell in _PARTS.items() if part in SETS[kind]]
    tired = way_of_working(
        load(about.connection, about.settings, [about.pipeline.pipeline], about.now), about.open_findings
    )
    found += [("the way of working", tired), ("how often", tuple(_cadence(about)))]
    return tuple((name[:1].upper() + name[1:], lines) for name, lines in found if lines)


def _thresholds(about: About) -> Iterator[str]:
    known = audits.since(about.connection, about.pipeline.pipeline, about.since)
    changes = [(each.at, change) for each in touched(known[::-1]) for change in each.changes]
    for at, change in changes:
        before, after = ("–" if each is None else each for each in (change.before, change.after))
        yield f"{change.key}: {before} became {after} ({at:%-d %b})"
    if not changes:
        yield "none since the last checkup"


def _lineage(about: About) -> Iterator[str]:
    said = [each for each in (about.audit.judgements if about.audit else ()) if each.check == "lineage"]
    for each in said:
        words = each.summary or (f"needs {each.needs}" if each.needs else "")
        yield f"{each.table}: {each.outcome.value}{f', {words}' if words else ''}"
    untraced = [name for name in about.pipeline.tables if name not in {each.table for each in said}]
    if untraced:
        yield f"not traced: {', '.join(untraced)}"


def _drill(about: About) -> Iterator[str]:
    for thing in drilled(drills.last(about.connection)):
        yield thing.said


def _owners(about: About) -> Iterator[str]:
    said = [each for each in (about.audit.judgements if about.audit else ()) if each.check == OWNER]
    found = [each.summary for each in said if each.outcome is Outcome.BREACH]
    yield from found
    if not found:
        yield "everything that was looked at has an owner" if said else "nobody asked"


def _debt(about: About) -> Iterator[str]:
    patched = incidents.patched(about.connection)
    mine = [each for each in patched if each.pipeline == about.pipeline.pipeline]
    owed = [debt(each, incidents.story(about.connection, each.id)) for each in mine]
    known = sorted((each for each in owed if each), key=lambda each: each.at)
    for each in known:
        age = counted((about.now - each.at).days, "day")
        cause = f": {each.cause}" if each.cause else ""
        yield f"{each.incident.lead.title} (no. {each.incident.id}), patched by {each.who} {age} ago{cause}"
    if not known:
        yield "nothing was patched that is not fixed"


_PARTS: Mapping[Part, Callable[[About], Iterator[str]]] = {
    Part.THRESHOLDS: _thresholds,
    Part.LINEAGE: _lineage,
    Part.DRILL: _drill,
    Part.OWNERS: _owners,
    Part.DEBT: _debt,
}


def _cadence(about: About) -> Iterator[str]:
    """Whether another cadence would fit better."""
    name, declared = about.pipeline.pipeline, about.pipeline.checkup.cadence
    late = incidents.touched_since(about.connection, name, about.now - LOOKS_BACK)
    said = proposed(late, audits.first_at(about.connection, name), about.now)
    if words := advice(declared, said):
        yield words
