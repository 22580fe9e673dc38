"""The e-mail twins: of the digest, and of a page. Words here, layout in the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.backlog import left_alone
from bot.domain.checkup import Checkup, Line, Strip
from bot.domain.checkup_sets import SETS, Part
from bot.domain.crossing import crosses
from bot.domain.escalation import next_up
from bot.domain.finding import Finding
from bot.domain.health import Status
from bot.domain.incident import Incident
from bot.domain.wording import money, outlook, reason
from bot.messages.digest import Place, health_of, since, summary, titled
from bot.messages.expert_digest import plainly
from bot.messages.figures import clock_time, counted, day
from bot.messages.fresh_rows import rows_part
from bot.messages.incident import headline
from bot.messages.measure import measure
from bot.messages.message import Mail
from bot.messages.surroundings import Surroundings
from bot.messages.text import cut, flat, keyed, more, one_line
from bot.messages.tuning import from_record, proposal_line
from bot.messages.typed import there, to_ack, to_read, to_settle, to_sign_off, to_tune, where_it_runs
from bot.messages.week import beside_lines, changed, is_new, paged_words
from bot.messages.weekly import by_table, name

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).with_name("templates")
_SUBJECT = 150
_ROWS = 5
_COLORS: Mapping[Status, str] = {
    Status.HEALTHY: "#26793f",
    Status.DEGRADED: "#966600",
    Status.BROKEN: "#c9352b",
    Status.UNKNOWN: "#6b7280",
}
_STATES: Mapping[Status, str] = {
    Status.HEALTHY: "healthy",
    Status.DEGRADED: "running, but not everything in it is right",
    Status.BROKEN: "broken: do not rely on its data",
    Status.UNKNOWN: "not known to be healthy",
}


@dataclass(frozen=True, slots=True)
class _Room:
    """How many lines of each part there is room for."""

    backlog: int = 20
    lines: int = 10
    tables: int = 40
    beside: int = 8


_EVERYTHING = _Room(*[1_000_000] * 4)


def digest_mail(checkup: Checkup, around: Surroundings, places: Mapping[str, Place]) -> Mail:
    """The digest for a mailbox. The subject shouts if one of the three weekly checks failed."""
    return laid_out("digest", _subject(checkup, titled(checkup, around)), _digest(checkup, around, places))


def digest_in_full(checkup: Checkup, around: Surroundings) -> str:
    """The words of the digest with nothing left out, for a terminal."""
    title = titled(checkup, around)
    said = _digest(checkup, around, {}, _EVERYTHING)
    return f"{title}\n\n{laid_out('digest', title, said).text}"


def _digest(
    checkup: Checkup, around: Surroundings, places: Mapping[str, Place], room: _Room = _Room()
) -> dict[str, Any]:
    title, shown = titled(checkup, around), SETS.get(checkup.kind, SETS["weekly"])
    backlog = () if checkup.instead or Part.BACKLOG not in shown else checkup.backlog
    weekly = list(by_table(checkup.weekly).items())
    return {
        "title": title,
        "summary": summary(checkup),
        "color": _COLORS[Status.BROKEN if checkup.failing else checkup.health],
        "state": f"{checkup.pipeline} is {_STATES[checkup.health]}",
        "as_of": clock_time(checkup.as_of, around.zone) if checkup.as_of else "never",
        "caught": _words(health_of(checkup).worth),
        "failing": [f"{name(strip)} of {strip.table}" for strip in checkup.failing],
        "unjudged": [(table, _words(why)) for table, why in checkup.unjudged.items()],
        "focus_why": "" if checkup.instead else _words(checkup.focus_why),
        "proposal": "" if checkup.instead else _proposal(checkup, around.has_buttons),
        "besides": [
            (_words(name, 80), _shown(lines, room.lines, to_read(checkup.pipeline)))
            for name, lines in (*rows_part(checkup, around.has_buttons), *checkup.besides)
        ],
        "instead": [_words(line) for line in checkup.instead],
        "first": _finding(checkup, checkup.first, places) if checkup.first and not checkup.instead else None,
        "follows": [] if checkup.instead else _follows(checkup, room),
        "tuning": _tuning(checkup, around.has_buttons),
        "backlog": [_finding(checkup, each, places) for each in backlog[: room.backlog]],
        "backlog_left": max(0, len(backlog) - room.backlog),
        "advice": _words(plainly(checkup.first, checkup.experts)) if checkup.first else "",
        "weekly": [_table(table, strips) for table, strips in weekly[: room.tables]],
        "weekly_left": max(0, len(weekly) - room.tables),
        "rest": to_read(checkup.pipeline),
        "came": len(checkup.came),
        "changed": changed(checkup),
        "paged": paged_words(checkup, room.beside),
        "beside": beside_lines(checkup, room.beside),
        "happened": since(checkup) if Part.HAPPENED in shown else "",
        "week": [
            _lines("Went", checkup.went, around, room.lines),
            _lines("Acknowledged", checkup.acknowledged, around, room.lines),
        ],
        "unchecked": [(table, _words(says)) for table, says in checkup.unchecked],
        "watched": len(checkup.watched),
        "tables": counted(len(checkup.watched) + len(checkup.unwatched), "table"),
        "unwatched": checkup.unwatched,
        "budget": checkup.budget,
        "channel": around.channel,
        "signed": _signed(checkup, around),
    }


def page_mail(incident: Incident, around: Surroundings, link_to: str = "", *, person: str) -> Mail:
    """A hop of the ladder by e-mail to a person; where there is no button, with what to type."""
    lead = incident.lead
    upcoming = next_up(incident, around.steps)
    said = {
        "title": headline(incident),
        "pipeline": incident.pipeline,
        "color": _COLORS[Status.BROKEN],
        "finding": _finding(None, lead, {}),
        "since": clock_time(lead.since, around.zone, seconds=True) if lead.since else "",
        "rows": [(keyed(row.key), _words(row.why)) for row in lead.rows[:_ROWS]],
        "rows_left": max(0, len(lead.rows) - _ROWS),
        "others": len(incident.findings) - 1,
        "owner": around.owner,
        "next": around.roster.called(upcoming[0].notify, upcoming[1]) if upcoming else None,
        "next_at": clock_time(incident.next_hop_at, around.zone) if incident.next_hop_at else "",
        "link": link_to,
        "ask": f"Please acknowledge in {around.channel}"
        if around.has_buttons
        else f"Please acknowledge: {where_it_runs(to_ack(incident, person, around))}",
        "runbook": around.runbook if (around.runbook or "").startswith(("https://", "http://")) else "",
    }
    return laid_out(
        "page", f"{incident.urgency.value.upper()} {incident.pipeline}: {headline(incident)}", said
    )


def _shown(lines: Sequence[str], most: int, way: str) -> list[str]:
    """As many lines of a part as there is room for, and the way to the others."""
    left = len(lines) - most
    return [*(_words(line, 300) for line in lines[:most]), *([more(left, way)] if left > 0 else [])]


def _subject(checkup: Checkup, title: str) -> str:
    if checkup.failing:
        checks = list(dict.fromkeys(name(strip) for strip in checkup.failing))
        return f"FAILED: {', '.join(checks)} · {title}"
    return f"{title} · {summary(checkup)}"


def _finding(checkup: Checkup | None, finding: Finding, places: Mapping[str, Place]) -> dict[str, Any]:
    now, usual = measure(finding)
    place = places.get(finding.fingerprint)
    columns = (finding.column,) if isinstance(finding.column, str) else finding.column or ()
    where = [finding.table, ", ".join(map(str, columns)), finding.segment or ""]
    return {
        "rank": finding.rank,
        "new": "new" if checkup and is_new(checkup, finding.fingerprint) else "",
        "summary": _words(finding.title),
        "now": now,
        "usual": usual,
        "cost": f"{money(finding.cost)} a month" if finding.cost and finding.cost.high > 0 else "",
        "where": " · ".join(_words(part) for part in where if part),
        "reason": _words(reason(finding, priced=False)),
        "crosses": crosses(finding),
        "label": outlook(left_alone(finding), finding),
        "link": place.url if place else "",
    }


def _follows(checkup: Checkup, room: _Room) -> list[str]:
    """What follows from the first."""
    found = checkup.symptoms(checkup.first) if checkup.first else ()
    return _shown([each.title for each in found], room.lines, to_read(checkup.pipeline))


def _tuning(checkup: Checkup, has_buttons: bool) -> str:
    """The threshold that is proposed; in Slack there is a button for it."""
    if checkup.tuning is None:
        return ""
    said = from_record(checkup.tuning)
    return (
        f"{_words(proposal_line(said))}{'' if has_buttons else f' To do so, {where_it_runs(to_tune(said))}.'}"
    )


def _proposal(checkup: Checkup, has_buttons: bool) -> str:
    """What a checkup proposes to do with one of the backlog; in Slack there are buttons for it."""
    said = checkup.proposal
    if said is None:
        return ""
    typed = "" if has_buttons else f" To do so, {where_it_runs(' WHY” or “'.join(to_settle(said)) + ' WHY')}."
    return f"{_words(said.title, 250)}: {_words(said.why)}. Proposed: {said.what.value}.{typed}"


def _table(table: str, strips: list[Strip]) -> dict[str, Any]:
    return {
        "name": table,
        "days": [f"{each.day:%a}"[:2] for each in strips[0].days],
        "checks": [{"name": name(strip), "days": strip.days, "remark": _remark(strip)} for strip in strips],
    }


def _remark(strip: Strip) -> str:
    bad = [each for each in strip.days if each.ok is False]
    if bad:
        said = f" ({_words(bad[-1].said, 120)})" if bad[-1].said else ""
        return f"{counted(len(bad), 'bad day')}, last {day(bad[-1].day)}{said}"
    return _words(strip.note, 160) if any(each.ok is None for each in strip.days) else ""


def _lines(word: str, lines: tuple[Line, ...], around: Surroundings, most: int) -> dict[str, Any]:
    return {
        "word": word,
        "number": len(lines),
        "lines": [
            (_words(line.summary, 200), line.who or "", clock_time(line.at, around.zone))
            for line in lines[:most]
        ],
        "left": max(0, len(lines) - most),
    }


def _signed(checkup: Checkup, around: Surroundings) -> str:
    if checkup.signed_off_by is None or checkup.signed_off_at is None:
        typed = where_it_runs(to_sign_off(checkup.pipeline))
        look = f"press “I looked” in {around.channel}" if around.has_buttons else typed
        return f"Nobody has signed off yet: {look}."
    at = clock_time(checkup.signed_off_at, around.zone)
    return f"{checkup.signed_off_by} looked{there(checkup.signed_off_on)}, {at}."


def _words(text: object, limit: int = 600) -> str:
    return cut(one_line(str(text).replace("`", "")), limit)


def laid_out(template: str, subject: str, said: Mapping[str, Any]) -> Mail:
    """A mail in both its forms, by the templates of this name."""
    load = environment().get_template
    return Mail(
        subject=cut(one_line(subject), _SUBJECT),
        text=load(f"{template}.txt.j2").render(said).strip() + "\n",
        html=load(f"{template}.html.j2").render(said),
    )


@cache
def environment() -> "Environment":
    """Where the templates lie, and how they are filled in: what comes into HTML is escaped, and every text
    stays on its line, so that none can pass for one of ours."""
    from jinja2 import (
        Environment,
        FileSystemLoader,
        StrictUndefined,
        select_autoescape,
    )  # late: costs start-up

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default_for_string=True),
        undefined=StrictUndefined,
        finalize=lambda said: flat(said) if type(said) is str else said,  # what is marked as HTML is ours
        trim_blocks=True,
        lstrip_blocks=True,
    )
