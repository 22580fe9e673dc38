"""What is muted while everything is broken at once, as the way in from Slack asks for it."""

from bot.domain.rights import Right
from bot.domain.survival import Survival, counted
from bot.engine import survival as engine
from bot.messages.message import SlackMessage
from bot.messages.surroundings import Surroundings
from bot.messages.survival import nothing, survival_message
from bot.slack.clerk import BY, Clerk
from bot.store import audits, incidents, survivals


class Survivals(Clerk):
    """What is muted while everything is broken at once."""

    def standing(self) -> tuple[str, ...]:
        """The pipelines in which everything is broken at once."""
        with self._store.read() as connection:
            return tuple(each.pipeline for each in survivals.not_over(connection))

    def told(self, pipeline: str, around: Surroundings) -> SlackMessage:
        """The check-list, or that there is none."""
        with self._store.read() as connection:
            last = survivals.last(connection, pipeline)
            if last is not None and last.over_at is None:
                incident = incidents.get(connection, last.incident)
                return survival_message(last, incident, around, incidents.story(connection, incident.id))
            audit = audits.last(connection, pipeline)
            found = audits.findings_of(connection, pipeline)
        count = counted(audit.judgements, found) if audit else None
        return nothing(pipeline, count, last, around.zone)

    def pipeline_of(self, id_: int) -> str:
        """The pipeline that a button is about. Raises NoSuchSurvivalError."""
        with self._store.read() as connection:
            return survivals.get(connection, id_).pipeline

    def bring(self, pipeline: str, table: str, who: str) -> Survival:
        """Bring a table back. Raises NotMutedError."""
        self._must(Right.SILENCE, who)
        done = engine.bring(self._store, self._settings, pipeline, table, who, self._clock(), by=BY)
        self._changed()
        return done

    def end(self, pipeline: str, who: str) -> Survival:
        """Bring all back. Raises NotMutedError."""
        self._must(Right.SILENCE, who)
        done = engine.end(self._store, self._settings, pipeline, who, self._clock(), by=BY)
        self._changed()
        return done
