"""Many things, each on its own: one that fails must not keep the others from being done."""

import logging
from collections.abc import Callable, Iterable

from bot.domain.incident import Incident

log = logging.getLogger(__name__)


def each_alone(incidents: Iterable[Incident], do: Callable[[Incident], bool], what: str) -> int:
    """Do it to each; returns to how many it was done. Raises the first failure, when all had their turn."""
    done, failures = 0, []
    for incident in incidents:
        try:
            done += do(incident)
        except Exception as error:
            log.exception("incident %s could not be %s", incident.id, what)
            failures.append(error)
    if failures:
        raise failures[0]
    return done
