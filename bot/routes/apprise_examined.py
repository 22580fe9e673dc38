"""Whether apprise understands the addresses that are set up. Nothing is sent, and no address is shown."""

import logging
from collections.abc import Iterator

from apprise import Apprise

from bot.domain.declared import Deployment
from bot.domain.examined import Thing, mend, ok


def examine(deployment: Deployment) -> Iterator[Thing]:
    """The address of all, and those that people have of their own."""
    strange = [where for where, url in _addresses(deployment) if not _understood(url)]
    for where in strange:
        say = "apprise does not understand this address: see github.com/caronc/apprise/wiki"
        yield mend("apprise", f"{where}: {say}")
    if not strange:
        yield ok("apprise", "is set up; `oakum drill` tells whether it takes our key")


def _addresses(deployment: Deployment) -> Iterator[tuple[str, str]]:
    if deployment.routes.apprise is not None:
        yield "routes.apprise.url", deployment.routes.apprise.url
    for name, person in deployment.people.items():
        if person.apprise is not None:
            yield f"people.{name}.apprise", person.apprise


def _understood(url: str) -> bool:
    """As the route asks. What apprise logs of an address may hold its key."""
    log = logging.getLogger("apprise")
    before, log.disabled = log.disabled, True
    try:
        return bool(Apprise().add(url))
    finally:
        log.disabled = before
