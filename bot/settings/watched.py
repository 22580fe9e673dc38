"""What is declared of a table of which nobody declared anything: every sensible column is watched."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

from bot.domain.declared import Deployment, Person, Pipeline, Schedule, Source
from bot.settings.load import Settings
from checks.declared import Table
from checks.sources.guesses import ABOUT, Column
from checks.sources.look import Look

NAME = "hindsight"
FEW_LEVELS = 100
"""A text of more levels is a name or a remark: it has no distribution to speak of."""


def watched(look: Look) -> Table:
    """The table as it seems to be: nulls of all columns are watched, drift of numbers and of few levels."""
    said: dict[str, Any] = {
        "source": NAME,
        "path": look.path,
        "partition": {"column": look.partition} if look.partition else "none",
        "event_time": look.event_time,
        "loaded_at_field": look.loaded_at,
        "columns": {column.name: _watched(column, look) for column in look.columns},
    }
    if look.key.names:
        within = "partition" if look.key.within_partition else "table"
        said |= {"key": look.key.names, "unique_within": within}
    return Table.model_validate(said)


def _watched(column: Column, look: Look) -> Mapping[str, bool]:
    return {"null_rate": True, "drift": column.name not in look.key.names and _has_a_shape(column, look.rows)}


def _has_a_shape(column: Column, rows: int) -> bool:
    """Whether its values have a distribution that should stay: what counts rows, or time, has none."""
    if column.kind == "text":
        return 1 < column.distinct <= FEW_LEVELS
    if column.kind == "whole":
        names_rows = column.distinct >= ABOUT * (rows - column.missing)
        return (
            column.distinct > 1 and not names_rows and not column.like_a_key and not column.counts_time(rows)
        )
    return column.kind == "number" and column.distinct > 1


def judged_at(settings: Settings, at: time) -> Settings:
    """The same, with checks at another time of the day."""
    deployment = settings.deployment.model_copy(update={"schedule": Schedule(checks=at)})
    return replace(settings, deployment=deployment)


def settings_of(look: Look, folder: Path) -> tuple[Settings, Pipeline]:
    """A configuration of this one table, as if it stood in files."""
    pipeline = Pipeline(pipeline=NAME, owner="you", channel="#hindsight", tables={look.name: watched(look)})
    deployment = Deployment(sources={NAME: Source(root=str(folder))}, people={"you": Person()})
    return Settings(deployment=deployment, pipelines=(pipeline,), folder=folder), pipeline
