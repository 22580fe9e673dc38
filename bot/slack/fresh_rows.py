"""The fresh rows of checkups, as the way in from Slack asks for them and answers."""

from bot.domain.checkup import Checkup
from bot.domain.fresh_rows import Looked, Word
from bot.engine.fresh_rows import answered
from bot.slack.clerk import BY, Clerk
from bot.store import checkups


class FreshRows(Clerk):
    """The rows of all checkups."""

    def of(self, checkup: int) -> Checkup:
        """The checkup with its rows. Raises NoSuchCheckupError."""
        with self._store.read() as connection:
            return checkups.get(connection, checkup)

    def answer(self, checkup: int, row: int, who: str, said: Word) -> Looked:
        """Keep what `who` says of a row. Raises NoSuchCheckupError, NoSuchRowError."""
        return answered(self._store, checkup, row, who, said, self._clock(), by=BY)
