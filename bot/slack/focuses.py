"""The focus, as the way in from Slack changes it."""

from bot.domain.incident import Illegal, Incident
from bot.domain.rights import Right
from bot.engine import focus as engine
from bot.slack.clerk import BY, Clerk


class Focuses(Clerk):
    """The focus of each pipeline."""

    def promote(self, id_: int, who: str, reason: str) -> Incident | Illegal:
        """Make it the focus of its pipeline. Raises: NotAllowedError, NoSuchIncidentError."""
        self._must(Right.RESOLVE, who)
        done = engine.promote(self._store, self._settings, id_, who, reason, self._clock(), by=BY)
        self._changed()
        return done
