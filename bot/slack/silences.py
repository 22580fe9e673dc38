"""The silences, as the way in from Slack asks and makes them."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.declared import Pipeline
from bot.domain.escalation import ladder
from bot.domain.rights import Right
from bot.domain.silence import LASTS, LONGEST, Silence, Target
from bot.domain.snooze import until
from bot.engine import silence as engine
from bot.messages.message import SlackMessage
from bot.messages.silence import Foreseen, preview_message, silences_message
from bot.slack.clerk import BY, Clerk
from bot.store import silences


class Silences(Clerk):
    """The silences of all pipelines."""

    @property
    def pipelines(self) -> Sequence[Pipeline]:
        """All that can be silenced."""
        return self._settings.pipelines

    def told(self) -> SlackMessage:
        """Those that go on or are to come."""
        now = self._clock()
        with self._store.read() as connection:
            found = silences.not_over(connection, now)
        return silences_message(found, self._settings.deployment.timezone, now)

    def preview(self, target: Target, said: str, why: str) -> SlackMessage:
        """What it would do, with a button. Raises `NotUnderstoodError` where `said` is no time."""
        return preview_message(self.foreseen(target, said, why), self._settings.deployment.timezone)

    def foreseen(self, target: Target, said: str, why: str) -> Foreseen:
        """What it would do. Raises `NotUnderstoodError` where `said` is no time."""
        now, zone = self._clock(), self._settings.deployment.timezone
        moment = until(said, now, zone, longest=LONGEST, what=LASTS)
        declared = next(each for each in self.pipelines if each.pipeline == target.pipeline)
        steps = dict.fromkeys(hop.notify for hop in ladder(declared, self._settings.deployment))
        return Foreseen(
            target=target,
            until=moment,
            why=why,
            tables=(target.table,) if target.table else tuple(declared.tables),
            people=[self._settings.roster.called(name, now) for name in steps],
            seen=engine.preview(self._store, target, now),
        )

    def add(self, target: Target, ends: datetime, who: str, why: str) -> Silence:
        """Silence it from now on. Raises `OverAlreadyError`."""
        self._must(Right.SILENCE, who)
        now = self._clock()
        asked = Silence(id=0, target=target, starts_at=now, ends_at=ends, who=who, why=why)
        kept = engine.add(self._store, self._settings, asked, now, by=BY)
        self._changed()
        return kept

    def end(self, id_: int, who: str) -> Silence:
        """End one now. Raises `NoSuchSilenceError`."""
        self._must(Right.SILENCE, who)
        done = engine.end(self._store, self._settings, id_, who, self._clock(), by=BY)
        self._changed()
        return done
