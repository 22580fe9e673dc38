"""How people answered incidents, on the terminal."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.domain.response import Means, Response
from bot.messages.figures import counted
from bot.messages.terminal import Line

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


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


def _taken(each: Response) -> str:
    hops = f"{counted(each.told, 'hop')} told" if each.told else "nobody paged"
    if each.to_acknowledge is None:
        return f"{hops}, nobody acknowledged"
    return f"{hops}, {each.acknowledged_by} had it after {_span(each.to_acknowledge)}"


def _over(each: Response) -> str:
    if each.to_resolve is None:
        return "still open"
    who = f"resolved by {each.resolved_by}" if each.resolved_by else "the checks found it in order again"
    return f"{who} after {_span(each.to_resolve)}"


def _means(of_pages: Means) -> str:
    if not of_pages.pages:
        return "no page among them"
    said = [f"{counted(of_pages.pages, 'page')}"]
    if of_pages.mtta is not None:
        said.append(f"MTTA {_span(of_pages.mtta)}")
    if of_pages.mttr is not None:
        said.append(f"MTTR {_span(of_pages.mttr)}")
    if of_pages.unanswered:
        said.append(f"{of_pages.unanswered} over before anybody acknowledged")
    return " · ".join(said)


def _span(span: timedelta) -> str:
    """4 min, 2 h 05 min, 3 d 4 h."""
    minutes = round(span.total_seconds() / 60)
    if span < HOUR:
        return f"{minutes} min"
    if span < DAY:
        return f"{minutes // 60} h {minutes % 60:02} min"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"
