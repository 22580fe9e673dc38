"""What `oakum contract` learns from the reference of a table."""

from datetime import datetime

from bot.app import auditor
from bot.domain.declared import Pipeline
from bot.settings.load import Settings
from checks.agreement import Agreement
from checks.profiles.agreed import MIN_PARTITIONS
from checks.profiles.learned import described
from checks.profiles.survey import Kept
from checks.sources.tables import SourceError


def learned_contract(
    settings: Settings, kept: Kept, pipeline: Pipeline, table: str, as_of: datetime
) -> Agreement:
    """What the reference of a table shows to be agreed. Raises `SourceError` where it shows too little."""
    declared = pipeline.tables[table]
    others = {seam.with_ for seam in declared.reconciliation}
    others |= {declared.lineage.source_table} if declared.lineage else set()
    tables = {name: each for name, each in pipeline.tables.items() if name in (table, *others)}
    ready = auditor(settings, pipeline.model_copy(update={"tables": tables}), kept, as_of)
    if table not in ready.surveys:
        raise SourceError("; ".join(each.what for each in ready.troubles if each.table == table))
    reference = ready.history(table, as_of).reference
    learned = described(ready.surveys[table], ready.answering, reference, as_of)
    if learned is None:
        raise SourceError(f"{table} has fewer than {MIN_PARTITIONS} reference partitions with rows")
    return learned
