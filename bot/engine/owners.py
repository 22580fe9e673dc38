"""Asks what lies in the sources, so that what nobody owns is told."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.domain.declared import Pipeline
from bot.domain.owners import Listed, owners
from bot.settings.load import Settings
from bot.settings.places import place
from checks.sources.folder import Found, named_in
from checks.sources.lying import lying_in
from checks.sources.tables import SourceError
from checks.verdict import Verdict

log = logging.getLogger(__name__)


def said_of_owners(settings: Settings, pipeline: Pipeline) -> Iterator[Verdict]:
    """What is to be said of who owns what a pipeline reads, as it is now."""
    return owners(
        pipeline,
        settings.pipelines,
        settings.deployment,
        settings.routes,
        lambda source: listed(settings, source),
    )


def listed(settings: Settings, source: str, in_folder: Callable[[Path], list[Found]] = named_in) -> Listed:
    """What lies in a source, as `lying_in` tells it.

    A pipeline that cannot be used may declare it all: then nothing can be told.
    """
    if settings.unusable:
        return Listed(needs=f"pipelines that can be used: mend {', '.join(settings.unusable)}")
    try:
        return Listed(lying_in(place(settings.deployment.sources[source]), in_folder))
    except SourceError as error:
        log.debug("source %s cannot be listed", source, exc_info=True)
        return Listed(needs=f"a source that can be listed: {error}")
