"""What the demo tells: which findings are real and which were planted, open or over, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from bot.domain.answer import Answer
from bot.domain.finding import Finding
from bot.messages.terminal import Line, finding_lines


@dataclass(frozen=True, slots=True)
class Told:
    """A finding of the week, whether it is still open, and what is known of it."""

    finding: Finding
    open: bool
    planted: bool
    sentence: str
    source: str = ""


def tell(
    week: Sequence[Answer], planted: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]
) -> list[Told]:
    """Every finding of a week as it was last seen: the open ones by rank, then those that are over."""
    newest = {(each.fingerprint, each.since): each for answer in week for each in answer.findings}
    still_open = {(each.fingerprint, each.since) for each in week[-1].findings}
    told = [_tell(each, where in still_open, planted, known) for where, each in newest.items()]
    return sorted(told, key=lambda each: (not each.open, each.finding.rank))


def _tell(
    finding: Finding, is_open: bool, planted: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]
) -> Told:
    for entries, is_planted in ((planted, True), (known, False)):
        for entry in entries:
            if _is_about(entry, finding):
                return Told(finding, is_open, is_planted, entry["sentence"], entry.get("source", ""))
    return Told(finding, is_open, planted=False, sentence="Not planted, and nobody has explained it yet.")


def _is_about(entry: Mapping[str, Any], finding: Finding) -> bool:
    columns = entry["column"] if isinstance(entry["column"], list) else [entry["column"]]
    same_place = (entry["pipeline"], entry["check"], entry["table"]) == (
        finding.pipeline,
        finding.check,
        finding.table,
    )
    first, last = entry["days"]["from"], entry["days"]["to"]
    on_the_days = any(first <= day.isoformat() <= last for day in finding.bad)
    return same_place and finding.column in columns and on_the_days


def story_lines(told: Sequence[Told], said: Answer, zone: tzinfo) -> Iterator[Line]:
    """The terminal's twin of the page."""
    yield Line(f"Friday checkup, as of {said.as_of.astimezone(zone):%a %-d %b %Y %H:%M %Z}", "title")
    for section in said.sections:
        yield Line(f"  {section.pipeline} is {section.health.status.value}", "dim")
    yield from _part("Open, the first one to fix first", [each for each in told if each.open], zone)
    yield from _part("Came and went this week", [each for each in told if not each.open], zone)


def _part(title: str, told: Sequence[Told], zone: tzinfo) -> Iterator[Line]:
    if not told:
        return
    yield Line("")
    yield Line(title, "title")
    for each in told:
        yield from finding_lines(each.finding, zone)
        yield Line(f"     {'PLANTED' if each.planted else 'REAL'}: {each.sentence}", "good")
        if each.source:
            yield Line(f"     source: {each.source}", "dim")


def to_object(told: Sequence[Told]) -> list[dict[str, Any]]:
    """The same for `--format json`."""
    return [
        {
            "fingerprint": each.finding.fingerprint,
            "summary": each.finding.summary,
            "open": each.open,
            "origin": "planted" if each.planted else "real",
            "explanation": each.sentence,
            "source": each.source or None,
        }
        for each in told
    ]
