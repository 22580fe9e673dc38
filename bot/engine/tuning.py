"""Thresholds are proposed, accepted by a person, applied to what is found, and taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.budget import LONG
from bot.domain.declared import Pipeline
from bot.domain.finding import Finding
from bot.domain.proposal import History, Proposal, history, is_too_loud, noise, proposals
from bot.domain.tuned import Layer, Tuned
from bot.engine.budget import budgeted
from bot.messages.tuning import would
from bot.settings.load import Settings
from bot.store import audits, tuned
from bot.store.pages import all_pages
from bot.store.store import Store

LOUD_WEEKS = timedelta(weeks=4)
"""A pipeline begins loud: the dial is not proposed before."""


class OutdatedError(Exception):
    """Somebody has changed it since it was proposed; the text says so."""


@dataclass(frozen=True)
class Look:
    """What is known of a pipeline's pages, and what is proposed."""

    known: History
    layer: Layer
    proposals: tuple[Proposal, ...]


def applied(connection: Connection, pipeline: str, found: Iterable[Finding], now: datetime) -> list[Finding]:
    """What was found, as loud as people said by now."""
    layer = tuned.layer(connection, pipeline, now)
    return [layer.applied(each) for each in found]


def look(connection: Connection, settings: Settings, pipeline: Pipeline, now: datetime) -> Look:
    """The pages of the last eight weeks, and what follows from them."""
    name, since = pipeline.pipeline, now - LONG
    pages = [each for each in all_pages(connection, name) if each.at >= since]
    seen = audits.found_since(connection, name, since)
    layer, known = tuned.layer(connection, name, now), history(pages, seen)
    missed = budgeted(connection, settings, pipeline, now).long.missed
    return Look(known, layer, proposals(name, known, layer, missed, seen))


def proposed(
    connection: Connection, settings: Settings, pipeline: Pipeline, now: datetime
) -> Proposal | None:
    """What to propose at a checkup: one at most; the noise dial where no threshold is to be moved."""
    seen = look(connection, settings, pipeline, now)
    if seen.proposals:
        return seen.proposals[0]
    first = audits.first_at(connection, pipeline.pipeline)
    if first is None or now - first < LOUD_WEEKS:
        return None
    if not is_too_loud(budgeted(connection, settings, pipeline, now).short):
        return None
    quieter = noise(pipeline.pipeline, seen.known, seen.layer, 1)
    return quieter if quieter and quieter.would.removed else None


def turned(
    connection: Connection, settings: Settings, pipeline: Pipeline, steps: int, now: datetime
) -> Proposal | None:
    """What it would be to turn the dial; None where it is at its end."""
    seen = look(connection, settings, pipeline, now)
    return noise(pipeline.pipeline, seen.known, seen.layer, steps)


def tuned_as(asked: Proposal, who: str, now: datetime, by: str) -> Tuned:
    """What would be kept if `who` accepted it; `id` is 0."""
    return Tuned(
        id=0,
        pipeline=asked.pipeline,
        table=asked.table,
        check=asked.check,
        before=asked.before,
        after=asked.after,
        at=now,
        who=who,
        by=by,
        would=would(asked),
    )


def accept(store: Store, asked: Proposal, who: str, now: datetime, by: str) -> Tuned:
    """`who` wants it so from now on. Raises OutdatedError where it is not any more as it was proposed."""
    said = tuned_as(asked, who, now, by)
    with store.write() as connection:
        current = tuned.layer(connection, asked.pipeline, now).at(asked.table, asked.check)
        if current != asked.before:
            raise OutdatedError(
                f"{said.what} pages from {current:g} times the limit by now, not from {asked.before:g}: "
                "ask again what is proposed"
            )
        return tuned.add(connection, said)


def revert(store: Store, id_: int, who: str, now: datetime) -> Tuned:
    """`who` takes it back: what held before holds again. Raises NoSuchTunedError."""
    with store.write() as connection:
        tuned.get(connection, id_)
        tuned.revert(connection, id_, who, now)
        return tuned.get(connection, id_)


def in_force(store: Store, now: datetime, pipelines: Iterable[str] = ()) -> list[Tuned]:
    """What holds now, of these pipelines or of all, in the order in which it was said."""
    names = set(pipelines)
    with store.read() as connection:
        said = tuned.all_of(connection)
    last = {(each.pipeline, each.place): each for each in said if each.holds(now)}
    return [each for each in last.values() if not names or each.pipeline in names]
