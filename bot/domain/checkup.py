"""The weekly checkup: fifteen minutes, what to fix first, and a person who signs off that they looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from bot.domain.audit import Audit, Judgement
from bot.domain.backlog import Proposal, proposal_from_json
from bot.domain.declared import Pipeline
from bot.domain.finding import Finding
from bot.domain.fresh_rows import FreshRow, Looked
from bot.domain.fresh_rows import from_json as row_from_json
from bot.domain.health import Health, Status
from bot.domain.incident import Incident
from bot.domain.record import from_record as finding_from_record
from bot.domain.record import plain
from bot.domain.week import Week
from bot.domain.week import from_json as week_from_json
from checks.verdict import Outcome

WEEKLY = ("finish_window", "null_rate", "duplicate_keys")
"""The three checks that are gone through every week, whatever else is watched."""
DAYS = 7
UNWATCHED = "not watched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of a weekly check: `ok` is None where it was not judged."""

    day: date
    ok: bool | None
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One weekly check of one table over seven days, oldest first; `note` is what is missing, if anything."""

    table: str
    check: str
    days: tuple[Day, ...]
    note: str = ""

    @property
    def failing(self) -> bool:
        """Whether one of the days is bad."""
        return any(day.ok is False for day in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What happened to an incident since the last checkup. `who` is None where Oakum itself did it."""

    incident: int
    at: datetime
    who: str | None
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What a checkup shows, kept as it was told. `findings` are those of open incidents, by rank."""

    id: int
    pipeline: str
    due_at: datetime
    made_at: datetime
    as_of: datetime | None
    health: Status
    unjudged: Mapping[str, str]
    findings: tuple[Finding, ...]
    weekly: tuple[Strip, ...]
    watched: tuple[str, ...]
    unwatched: tuple[str, ...]
    came: tuple[Line, ...]
    went: tuple[Line, ...]
    acknowledged: tuple[Line, ...]
    unchecked: tuple[tuple[str, str], ...] = ()
    """Once a quarter: the assumptions that no check would see break, by table."""
    focus: str = ""
    """The fingerprint of what is to be fixed first; of older ones the highest rank is."""
    focus_why: str = ""
    """Why it is the focus, where another one was at the checkup before."""
    proposal: Proposal | None = None
    """The one of the backlog to decide on."""
    caught: str = ""
    """What would have been seen, where all is well."""
    instead: tuple[str, ...] = ()
    """What stands instead of a ranking, where everything is broken at once: lines."""
    kind: str = "weekly"
    """Which set of parts it shows: light, weekly, monthly, deep."""
    besides: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What else it tells: headings, each with its lines."""
    budget: str = ""
    """How often people were paged, against the target."""
    tuning: Mapping[str, Any] | None = None
    """What is proposed, as `bot.messages.tuning` keeps it: one thing at most."""
    experts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By fingerprint, what is to be talked about upstream: the owner, perhaps empty, and whom to call."""
    week: Week = field(default_factory=Week)
    """Who was paged, what is new, how the channel's other pipelines are."""
    rows: tuple[FreshRow, ...] = ()
    """Fresh rows beside their source, for people to say whether they are right."""
    looked: Looked = field(default_factory=Looked)
    """What they said of those before."""
    nudged: str = ""
    """Whom Oakum asked to look, since nobody had by the evening."""
    nudged_at: datetime | None = None
    signed_off_by: str | None = None
    signed_off_at: datetime | None = None
    signed_off_on: str = ""
    """The route by which they said so, where that is known."""

    @property
    def first(self) -> Finding | None:
        """The one thing to fix first."""
        highest = self.findings[0] if self.findings else None
        return next((each for each in self.findings if each.fingerprint == self.focus), highest)

    @property
    def backlog(self) -> tuple[Finding, ...]:
        """The others, by rank; what follows from another one of them is folded under it."""
        first, known = self.first, {each.fingerprint for each in self.findings}
        return tuple(each for each in self.findings if each is not first and each.follows not in known)

    def symptoms(self, root: Finding) -> tuple[Finding, ...]:
        """What follows from a finding, by rank."""
        return tuple(each for each in self.findings if each.follows == root.fingerprint)

    @property
    def failing(self) -> tuple[Strip, ...]:
        """The weekly checks with a bad day: the mail shouts about them."""
        return tuple(strip for strip in self.weekly if strip.failing)


def draw_up(
    pipeline: Pipeline,
    due_at: datetime,
    now: datetime,
    since: datetime,
    said: Health,
    audit: Audit | None,
    findings: Sequence[Finding],
    incidents: Sequence[Incident],
    zone: tzinfo,
) -> Checkup:
    """What is told at `now` of a pipeline, `since` the checkup before; the store gives it an id."""
    watched = tuple(name for name in pipeline.tables if _watches(audit, name))
    days = _last_days(said.as_of or now, zone)
    return Checkup(
        id=0,
        pipeline=pipeline.pipeline,
        due_at=due_at,
        made_at=now,
        as_of=said.as_of,
        health=said.status,
        unjudged=said.unjudged,
        caught=said.worth,
        findings=tuple(sorted(findings, key=lambda each: each.rank)),
        weekly=tuple(_strip(audit, table, check, days) for table in pipeline.tables for check in WEEKLY),
        watched=watched,
        unwatched=tuple(name for name in pipeline.tables if name not in watched),
        came=_lines(incidents, since, "opened_at", None),
        went=_lines(incidents, since, "resolved_at", "resolved_by"),
        acknowledged=_lines(incidents, since, "acknowledged_at", "acknowledged_by"),
    )


def _watches(audit: Audit | None, table: str) -> bool:
    """A table is watched if some check could say something about it, good or bad."""
    said = audit.judgements if audit else ()
    return any(each.table == table and each.outcome is not Outcome.NOT_ENOUGH_DATA for each in said)


def _last_days(as_of: datetime, zone: tzinfo) -> list[date]:
    today = as_of.astimezone(zone).date()
    return [today - timedelta(days=back) for back in range(DAYS, 0, -1)]


def _strip(audit: Audit | None, table: str, check: str, days: Sequence[date]) -> Strip:
    said = [each for each in audit.judgements if (each.table, each.check) == (table, check)] if audit else []
    judged = audit.judged.get(table, ()) if audit else ()
    note = "" if said else UNWATCHED
    needs = next((each.needs for each in said if each.outcome is Outcome.NOT_ENOUGH_DATA), "")
    return Strip(
        table=table, check=check, days=tuple(_day(day, said, judged) for day in days), note=note or needs
    )


def _day(day: date, said: Sequence[Judgement], judged: Sequence[date]) -> Day:
    """A day is bad if one judgement says so; good if it was judged and none does."""
    lines = [each.days[day] for each in said if day in each.days]
    wrong = [each for each in said if day in each.bad or each.days.get(day, (True, ""))[0] is False]
    if wrong:
        return Day(day=day, ok=False, said="; ".join(each.days[day][1] for each in wrong if day in each.days))
    words = "; ".join(text for _, text in lines if text)
    if lines:
        return Day(day=day, ok=True if all(ok for ok, _ in lines) else None, said=words)
    spoken = any(each.outcome is not Outcome.NOT_ENOUGH_DATA for each in said)
    return Day(day=day, ok=True if spoken and day in judged else None)


def _lines(
    incidents: Sequence[Incident], since: datetime, moment: str, person: str | None
) -> tuple[Line, ...]:
    found = []
    for incident in incidents:
        at = getattr(incident, moment)
        if at is not None and at > since:
            who = getattr(incident, person) if person else None
            found.append(Line(incident=incident.id, at=at, who=who, summary=incident.lead.title))
    return tuple(sorted(found, key=lambda line: (line.at, line.incident)))


def to_json(checkup: Checkup) -> dict[str, Any]:
    """The JSON that the store keeps of a checkup."""
    return dict(plain(checkup))


def from_json(record: Mapping[str, Any]) -> Checkup:
    """The checkup that `to_json` wrote."""
    fields = dict(record)
    for name in ("due_at", "made_at", "as_of", "nudged_at", "signed_off_at"):
        fields[name] = datetime.fromisoformat(fields[name]) if fields.get(name) else None
    for name in ("came", "went", "acknowledged"):
        fields[name] = tuple(
            Line(**line | {"at": datetime.fromisoformat(line["at"])}) for line in fields[name]
        )
    fields["health"] = Status(fields["health"])
    fields["findings"] = tuple(finding_from_record(each) for each in fields["findings"])
    fields["rows"] = tuple(map(row_from_json, fields.get("rows", ())))
    fields["looked"] = Looked(**fields.get("looked", {}))
    fields["week"] = week_from_json(fields.get("week"))
    fields["proposal"] = proposal_from_json(fields.get("proposal"))
    fields["weekly"] = tuple(_strip_from_json(strip) for strip in fields["weekly"])
    fields["unchecked"] = tuple((table, says) for table, says in fields.get("unchecked", ()))
    fields["instead"] = tuple(fields.get("instead", ()))
    fields["besides"] = tuple((name, tuple(lines)) for name, lines in fields.get("besides", ()))
    fields["experts"] = {mark: (owner, whom) for mark, (owner, whom) in fields.get("experts", {}).items()}
    fields["watched"], fields["unwatched"] = tuple(fields["watched"]), tuple(fields["unwatched"])
    return Checkup(**fields)


def _strip_from_json(strip: Mapping[str, Any]) -> Strip:
    days = tuple(Day(**day | {"day": date.fromisoformat(day["day"])}) for day in strip["days"])
    return Strip(table=strip["table"], check=strip["check"], days=days, note=strip["note"])
