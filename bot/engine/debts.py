"""What was patched and is owed a fix."""

from collections.abc import Sequence

from bot.domain.patch import Debt, debt
from bot.store import incidents
from bot.store.store import Store


def debts(store: Store, pipelines: Sequence[str] = ()) -> list[Debt]:
    """What was patched in these pipelines, or in all, and is not fixed, the oldest first."""
    with store.read() as connection:
        patched = incidents.patched(connection)
        found = [debt(each, incidents.story(connection, each.id)) for each in patched]
    owed = [each for each in found if each and (not pipelines or each.incident.pipeline in pipelines)]
    return sorted(owed, key=lambda each: each.at)
