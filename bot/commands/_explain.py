"""`check --explain drift TABLE COLUMN`: what a feature is judged by, and what would change that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.app import Pings, Remembers
    from bot.domain.declared import Pipeline
    from bot.settings.load import Settings
    from checks.audit import Progress
    from checks.calibration import Calibration
    from checks.profiles.survey import Kept

CHECK = "drift"
OTHERS: dict[str, object] = {"reconciliation": (), "lineage": None, "takes_from": (), "checks": ()}
"""What looks at other tables, and has no say in drift."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A column whose drift is to be explained; `pipelines` as they were named, all without a name."""

    pipelines: tuple[str, ...]
    table: str
    column: str


def asked(words: Sequence[str], known: Sequence[str]) -> Asked | None:
    """What `[PIPELINE] drift TABLE COLUMN` means, the table perhaps as `PIPELINE/TABLE`; None where the words
    merely name pipelines."""
    if CHECK not in words or CHECK in known:
        return None
    at = list(words).index(CHECK)
    about = words[at + 1 :]
    if len(about) != 2:
        raise click.UsageError("name the table and the column: oakum check --explain drift TABLE COLUMN")
    table, column = about
    pipeline, _, name = table.partition("/")
    if name and pipeline in known and set(words[:at]) <= {pipeline}:
        return Asked((pipeline,), name, column)
    return Asked(tuple(words[:at]), table, column)


def explain(
    settings: "Settings",
    kept: "Kept",
    about: Asked,
    moment: datetime,
    now: datetime,
    heard: "tuple[Pings, Remembers]",
    progress: "Progress | None" = None,
) -> "Calibration":
    """What the newest batch of the column is judged by, as of a moment."""
    from bot.app import auditor
    from checks.calibration import calibration

    pipeline = _pipeline(settings, about)
    declared = pipeline.tables[about.table].model_copy(update=OTHERS)
    alone = pipeline.model_copy(update={"tables": {about.table: declared}})
    pings, before = heard
    ready = auditor(settings, alone, kept, moment, progress, pings, now, before)
    if about.table not in ready.surveys:
        raise click.ClickException("; ".join(each.what for each in ready.troubles))
    said = calibration(ready.history(about.table, moment), about.column)
    if isinstance(said, str):
        raise click.ClickException(f"{CHECK} of {about.table}.{about.column}: {said}")
    return said


def _pipeline(settings: "Settings", about: Asked) -> "Pipeline":
    from bot.app import named
    from bot.settings.errors import did_you_mean

    among = named(settings, about.pipelines)
    found = [each for each in among if about.table in each.tables]
    if not found:
        full = "/" in about.table
        tables = [f"{each.pipeline}/{name}" if full else name for each in among for name in each.tables]
        raise click.UsageError(f"there is no table {about.table!r}: {did_you_mean(about.table, tables)}")
    if len(found) > 1:
        names = " and ".join(each.pipeline for each in found)
        raise click.UsageError(
            f"{names} have a table {about.table}: write PIPELINE/{about.table}, with one of these"
        )
    return found[0]
