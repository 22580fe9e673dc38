"""The alert budget of pipelines, from what was told, what people said of it, and what was missed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.budget import LONG, SHORT, Budget, Budgeted, budget
from bot.domain.declared import Pipeline
from bot.domain.escalation import ladder
from bot.domain.turns import turns_of
from bot.settings.load import Settings
from bot.store import audits, outages
from bot.store.pages import all_pages
from bot.store.store import Store


def budgeted(connection: Connection, settings: Settings, pipeline: Pipeline, now: datetime) -> Budgeted:
    """The budget of a pipeline; no shift counts that was before its first audit."""
    name, first = pipeline.pipeline, audits.first_at(connection, pipeline.pipeline) or now
    pages, reported = all_pages(connection, name), outages.all_of(connection, name)
    told_first, rotas = ladder(pipeline, settings.deployment)[0].notify, settings.roster.rotas

    def over(weeks: timedelta) -> Budget:
        start = min(max(first, now - weeks), now)
        shifts = turns_of(told_first, rotas, start, now)
        return budget(name, (start, now), shifts, pages, reported)

    return Budgeted(over(SHORT), over(LONG))


def all_budgets(store: Store, settings: Settings, now: datetime, names: Sequence[str] = ()) -> list[Budgeted]:
    """The budgets of these pipelines, or of all."""
    meant = [each for each in settings.pipelines if not names or each.pipeline in names]
    with store.read() as connection:
        return [budgeted(connection, settings, each, now) for each in meant]
