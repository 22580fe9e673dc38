"""Outages are reported: of what, by whom, and whether somebody was paged for them."""

from datetime import datetime

from bot.domain.outage import Outage, demand_past
from bot.domain.page import Page
from bot.settings.errors import did_you_mean
from bot.settings.load import Settings
from bot.store import outages
from bot.store.pages import all_pages
from bot.store.store import Store

WHY_LIMIT = 500


class NoPlaceError(ValueError):
    """What is named does not exist; the text says what does."""


def placed(settings: Settings, said: str, pipeline: str | None = None) -> tuple[str, str | None]:
    """The pipeline and the table that are meant by `churn/usage`, `usage` or `churn`.

    A table of several pipelines needs `pipeline`, or its name before it. Raises: NoPlaceError.
    """
    known = {each.pipeline: each.tables for each in settings.pipelines}
    if pipeline is not None and pipeline not in known:
        raise NoPlaceError(f"There is no pipeline {pipeline!r}: {did_you_mean(pipeline, known)}")
    of = {pipeline: known[pipeline]} if pipeline else known
    places = [(name, table) for name, tables in of.items() for table in tables]
    meant = [each for each in places if said in ("/".join(each), each[1])]
    if len(meant) > 1:
        names = " or ".join("/".join(each) for each in meant)
        raise NoPlaceError(f"Several pipelines have a table {said!r}: write {names}")
    if not meant and said in of:
        return said, None
    if not meant:
        near = did_you_mean(said, [*of, *(table for _, table in places), *map("/".join, places)])
        raise NoPlaceError(f"There is no table {said!r}: {near}")
    return meant[0]


def add(store: Store, asked: Outage) -> tuple[Outage, Page | None]:
    """Keep an outage; with it comes the page that saw it, if one did. Raises: OutageError.

    The same table and time again, by two clicks or two people, is one outage, as it was reported first.
    """
    demand_past(asked.starts_at, asked.ends_at, asked.at)
    with store.write() as connection:
        same = (each for each in outages.all_of(connection, asked.pipeline) if each.is_same(asked))
        kept = next(same, None) or outages.add(connection, asked)
        return kept, kept.seen_by(all_pages(connection, kept.pipeline))


def told(store: Store, pipeline: str | None = None) -> list[tuple[Outage, Page | None]]:
    """The outages of a pipeline, or of all, each with the page that saw it."""
    with store.read() as connection:
        pages = all_pages(connection, pipeline)
        return [(each, each.seen_by(pages)) for each in outages.all_of(connection, pipeline)]


def remove(store: Store, id_: int) -> Outage:
    """Forget an outage that was none. Raises: NoSuchOutageError."""
    with store.write() as connection:
        outage = outages.get(connection, id_)
        outages.remove(connection, id_)
        return outage


def reported(
    place: tuple[str, str | None], span: tuple[datetime, datetime], who: str, now: datetime, why: str, by: str
) -> Outage:
    """An outage as somebody reports it now."""
    (pipeline, table), (starts_at, ends_at) = place, span
    return Outage(
        id=0,
        pipeline=pipeline,
        table=table,
        starts_at=starts_at,
        ends_at=ends_at,
        who=who,
        at=now,
        why=why.strip()[:WHY_LIMIT],
        by=by,
    )
