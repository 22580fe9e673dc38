"""Calling an expert, as the way in from Slack asks for the draft and sends it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.expert import Case
from bot.domain.rights import Right
from bot.engine import expert as engine
from bot.messages.expert import status, text_of
from bot.slack.clerk import BY, Clerk


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """How it stands, the message, and to whom it can be sent from here."""

    incident: int
    status: str
    text: str
    to: list[str]


class Experts(Clerk):
    """The drafts to those upstream."""

    def draft(self, id_: int) -> Draft:
        """The draft of an incident. Raises NoSuchIncidentError."""
        with self._store.read() as connection:
            found = engine.case(connection, self._settings, id_)
        return Draft(
            incident=id_,
            status=status(found),
            text=text_of(found, self._zone(found)),
            to=[name for name, _ in engine.reached(found.upstream, self._settings)],
        )

    def send(self, id_: int, who: str) -> list[str]:
        """Send it as it stands; returns who gets it. Raises NoSuchIncidentError, NotAllowedError."""
        self._must(Right.ASSIGN, who)
        text = self.draft(id_).text
        sent = engine.send(self._store, self._settings, id_, who, text, self._clock(), by=BY)
        self._changed()
        return sent

    def _zone(self, found: Case) -> ZoneInfo:
        return self._settings.zone(found.pipeline) if found.pipeline else self._settings.deployment.timezone
