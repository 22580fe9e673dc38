"""What `oakum check` says is logged with the settings that it rests on, for whoever changes these."""

from collections.abc import Iterable

from bot.domain.answer import Answer
from bot.domain.audit import kept
from bot.domain.declared import Pipeline
from bot.domain.thresholds import thresholds
from bot.store import baselines
from bot.store.store import Store


def keep(store: Store, said: Answer, declared: Iterable[Pipeline]) -> None:
    """Keep an answer to compare with; where nothing could be judged, what was known before stays."""
    with store.write() as connection:
        for each in said.checked:
            if each.result.judged:
                name = each.pipeline.pipeline
                settings = thresholds(each.pipeline, each.zone, declared, each.result.references)
                baselines.keep(connection, kept(name, said.as_of, each.result, settings, said.findings))
