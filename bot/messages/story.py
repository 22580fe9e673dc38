"""What the demo tells: which findings are real and which were planted, open or over, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from bot.domain.answer import Answer
from bot.domain.finding import Finding
from bot.domain.health import Health
from bot.domain.wording import reason
from bot.messages.terminal import STATUS_STYLE, Line

UNEXPLAINED = "Not planted, and nobody has explained it yet."
Entries = Sequence[Mapping[str, Any]]
"""What is known of findings: pipeline, check, table, column (or columns), days, sentence, perhaps source."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding of the week, whether it is still open, and what is known of it."""

    finding: Finding
    open: bool
    planted: bool
    sentence: str
    source: str = ""

    @property
    def origin(self) -> str:
        """Where it comes from, in a word."""
        return "planted" if self.planted else "real"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the story: a title, and findings that have one cause together, the highest rank first."""

    title: str
    causes: Sequence[Sequence[Told]]


def tell(week: Sequence[Answer], open_now: Sequence[Finding], planted: Entries, known: Entries) -> list[Told]:
    """Every finding of a week: `open_now`, those of the open incidents, by rank; then those that are over."""
    newest = {(each.fingerprint, each.since): each for answer in week for each in answer.findings}
    # What is open may have been dated differently before: the same days are the same trouble.
    open_days = {each.fingerprint: set(each.bad) for each in open_now}
    over = [each for each in newest.values() if not open_days.get(each.fingerprint, set()) & set(each.bad)]
    return [
        _tell(each, still_open, planted, known)
        for findings, still_open in ((open_now, True), (over, False))
        for each in sorted(findings, key=_place)
    ]


def _place(finding: Finding) -> tuple[int, str]:
    return finding.rank, finding.summary


def _tell(finding: Finding, is_open: bool, planted: Entries, known: Entries) -> Told:
    for entries, is_planted in ((planted, True), (known, False)):
        for entry in entries:
            if _is_about(entry, finding):
                return Told(finding, is_open, is_planted, entry["sentence"], entry.get("source", ""))
    return Told(finding, is_open, planted=False, sentence=UNEXPLAINED)


def _is_about(entry: Mapping[str, Any], finding: Finding) -> bool:
    place = (entry["pipeline"], entry["check"], entry["table"])
    columns = entry["column"] if isinstance(entry["column"], list) else [entry["column"]]
    first, last = entry["days"]["from"], entry["days"]["to"]
    return (
        place == (finding.pipeline, finding.check, finding.table)
        and finding.column in columns
        and any(first <= day.isoformat() <= last for day in finding.bad)
    )


def chapters(told: Sequence[Told]) -> list[Chapter]:
    """The first to fix, the other open ones, those that are over: each cause once."""
    open_ = _causes(each for each in told if each.open)
    over = _causes(each for each in told if not each.open)
    parts = {"Fix this first": open_[:1], "Then": open_[1:], "Came and went this week": over}
    return [Chapter(title, causes) for title, causes in parts.items() if causes]


def _causes(told: Iterable[Told]) -> list[list[Told]]:
    by_cause: dict[str, list[Told]] = {}
    for each in told:
        alone = each.finding.fingerprint if each.sentence == UNEXPLAINED else ""
        by_cause.setdefault(each.sentence + alone, []).append(each)
    return list(by_cause.values())


def story_lines(told: Sequence[Told], health: Sequence[Health], said: Answer, zone: tzinfo) -> Iterator[Line]:
    """The terminal's twin of the page."""
    yield Line(f"Friday checkup · {said.as_of.astimezone(zone):%a %-d %b %Y, %H:%M %Z}", "title")
    for each in health:
        worth = f"; {each.worth}" if each.worth else ""
        yield Line(f"  {each.pipeline} is {each.status.value}{worth}", STATUS_STYLE[each.status])
    for chapter in chapters(told):
        yield Line("")
        yield Line(chapter.title, "title")
        for at, cause in enumerate(chapter.causes):
            if at:
                yield Line("")
            yield from _cause_lines(cause, zone)


def _cause_lines(cause: Sequence[Told], zone: tzinfo) -> Iterator[Line]:
    first = cause[0]
    for each in cause:
        mark = f"{each.finding.rank}." if each.open else "·"
        yield Line(f"  {mark} {each.finding.title}", each.finding.urgency.value)
    yield Line(f"     {_facts(first, zone)}", "dim")
    yield Line(f"     {first.origin.upper()}: {first.sentence}", "good")
    if first.source:
        yield Line(f"     Source: {first.source}", "dim")


def _facts(told: Told, zone: tzinfo) -> str:
    """Since when, and why it has its place; what is over has none."""
    finding = told.finding
    since = f"{finding.since.astimezone(zone):%a %-d %b %H:%M}" if finding.since else ""
    if not told.open:
        return f"{finding.pipeline}.{finding.table}, {since}".removesuffix(", ")
    why = reason(finding).partition(" · ")[2]  # what comes before names the place again
    return f"since {since} · {why}" if since else why


def notes(told: Sequence[Told], zone: tzinfo) -> list[tuple[str, Sequence[str]]]:
    """The same for the page's room about the demo: titles, each with paragraphs of plain text."""
    sections: list[tuple[str, Sequence[str]]] = []
    for origin, title in (("planted", "Planted by us"), ("real", "Real, as it was in 2013")):
        mine = [each for each in told if each.origin == origin]
        causes = _causes(mine)
        sections += [(title, [_paragraph(cause, zone) for cause in causes])] if causes else []
    return sections


def _paragraph(cause: Sequence[Told], zone: tzinfo) -> str:
    first = cause[0]
    found = "; ".join(each.finding.title.replace("`", "") for each in cause)
    state = "open" if any(each.open for each in cause) else "over"
    source = f"\nSource: {first.source}" if first.source else ""
    return f"{first.sentence}\nFound ({state}): {found}{source}"


def to_object(told: Sequence[Told]) -> list[dict[str, Any]]:
    """The same for `--format json`."""
    return [
        {
            "fingerprint": each.finding.fingerprint,
            "summary": each.finding.summary,
            "open": each.open,
            "origin": each.origin,
            "explanation": each.sentence,
            "source": each.source or None,
        }
        for each in told
    ]
