"""How people answered incidents, and each change of them, on the terminal."""

from collections.abc import Iterator, Sequence

from bot.domain.incident import Event, Incident
from bot.domain.response import Means, Response
from bot.messages.figures import counted
from bot.messages.terminal import Line
from checks.figures import lasting


def response_lines(found: Sequence[Response], of_pages: Means, days: int) -> Iterator[Line]:
    """A line an incident, the oldest first, and the mean times."""
    if not found:
        yield Line(f"no incident was opened in the last {counted(days, 'day')}", "good")
        return
    for each in found:
        incident = each.incident
        title = (
            f"{each.opened_at:%Y-%m-%d %H:%M}  {incident.id}  {incident.pipeline}: {incident.lead.summary}"
        )
        yield Line(title, incident.urgency.value)
        yield Line(f"  {_taken(each)}; {_over(each)}", "dim")
    yield Line(_means(of_pages), "title")


def change_lines(found: Sequence[tuple[Incident, Event]], days: int) -> Iterator[Line]:
    """A line a change, the oldest first."""
    if not found:
        yield Line(f"no incident changed in the last {counted(days, 'day')}", "good")
    for incident, event in found:
        finding = f"{incident.pipeline}/{incident.lead.table} {incident.lead.check}"
        who = f" by {event.who}" if event.who else ""
        way = f" ({event.by})" if event.by else ""
        said = f": {event.text}" if event.text else ""
        yield Line(f"{event.at:%Y-%m-%d %H:%M:%S}  {incident.id}  {finding}  {event.kind}{who}{way}{said}")


def _taken(each: Response) -> str:
    hops = f"{counted(each.told, 'hop')} of the ladder" if each.told else "nobody paged"
    if each.to_acknowledge is None:
        return f"{hops}, nobody acknowledged"
    return f"{hops}, {each.acknowledged_by} had it after {lasting(each.to_acknowledge)}"


def _over(each: Response) -> str:
    if each.to_resolve is None:
        return "still open"
    who = f"resolved by {each.resolved_by}" if each.resolved_by else "the checks found it in order again"
    return f"{who} after {lasting(each.to_resolve)}"


def _means(of_pages: Means) -> str:
    if not of_pages.pages:
        return "no page among them"
    said = [f"{counted(of_pages.pages, 'page')}"]
    if of_pages.mtta is not None:
        said.append(f"MTTA {lasting(of_pages.mtta)}")
    if of_pages.mttr is not None:
        said.append(f"MTTR {lasting(of_pages.mttr)}")
    if of_pages.unanswered:
        said.append(f"{of_pages.unanswered} over before anybody acknowledged")
    return " · ".join(said)
