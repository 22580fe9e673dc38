"""What questions in people's own words need of the store: names, threads, and what the ladders did."""

import logging
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.beforehand import Beforehand, first_bad
from bot.domain.course import Course
from bot.domain.downstream import Place, places
from bot.domain.incident import Incident
from bot.domain.question_names import Names
from bot.domain.trust import Trust, way_to
from bot.engine import asked, then
from bot.engine.asked import Counted
from bot.settings.load import Settings
from bot.store import incidents, rings, slack_events
from bot.store.rings import Ring
from bot.store.store import Store

log = logging.getLogger(__name__)


class Questions:
    """True as of now."""

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        self._store, self._settings, self._clock = store, settings, clock

    def is_new(self, event: object) -> bool:
        """Whether no process has taken up the event of Slack with this id.

        Where nobody can tell it is: rather answered twice than never.
        """
        if not isinstance(event, str):
            return True
        try:
            with self._store.send() as connection:
                return slack_events.first(connection, event, self._clock())
        except Exception:  # the store is in trouble, which may still be read
            log.warning("an event of Slack's could not be kept: it may be answered twice", exc_info=True)
            return True

    @property
    def names(self) -> Names:
        """All that can be asked about."""
        deployment = self._settings.deployment
        known = places(self._settings.pipelines)
        people = {name.lower(): name for name in deployment.people}
        people |= {each.slack.lower(): name for name, each in deployment.people.items() if each.slack}
        return Names(
            pipelines=tuple(each.pipeline for each in self._settings.pipelines),
            tables=tuple(known),
            fed=tuple(dict.fromkeys(name for table in known.values() for name in table.feeds)),
            people=people,
        )

    def zone(self, pipeline: str) -> ZoneInfo:
        """The time zone of a pipeline; the deployment's, where it is not declared any more."""
        found = next((each for each in self._settings.pipelines if each.pipeline == pipeline), None)
        return self._settings.zone(found) if found else self._settings.deployment.timezone

    def incident_of(self, channel: str, thread: str) -> int | None:
        """The incident that a thread is about."""
        with self._store.read() as connection:
            return rings.incident_of(connection, channel, thread)

    def incident(self, id_: int) -> Incident | None:
        """The incident with this number, if there is one."""
        with self._store.read() as connection:
            try:
                return incidents.get(connection, id_)
            except incidents.NoSuchIncidentError:
                return None

    def trusts(self, tables: Sequence[Place], fed: Sequence[str]) -> list[Trust]:
        """Whether these can be relied on."""
        with self._store.read() as connection:
            return asked.trusts(connection, self._settings, tables, fed, self._clock())

    def way_to(self, tables: Sequence[Place], fed: Sequence[str]) -> list[Place]:
        """These tables, those that feed something, and all that they are built on."""
        known = places(self._settings.pipelines)
        makers = [place for place, table in known.items() if any(name in table.feeds for name in fed)]
        return way_to([*tables, *makers], known)

    def first_bad(self, incident: Incident) -> datetime:
        """Since when an incident is so."""
        return first_bad(incident, self.zone(incident.pipeline))

    def changed_before(self, some: Sequence[Incident]) -> list[Beforehand]:
        """What changed before each of these incidents."""
        with self._store.read() as connection:
            return [asked.changed_before(connection, self._settings, each) for each in some]

    def newest_page(
        self, person: str, pipelines: Sequence[str], between: tuple[datetime, datetime] | None = None
    ) -> tuple[Ring, Incident] | None:
        """What rang somebody last, or `between` two moments."""
        with self._store.read() as connection:
            return asked.newest_page(connection, person, pipelines, between)

    def pages(self, pipelines: Sequence[str], begins: datetime, ends: datetime) -> Counted:
        """How often people were rung between two moments."""
        with self._store.read() as connection:
            return asked.pages_between(connection, pipelines, begins, ends)

    def began(self, pipelines: Sequence[str], begins: datetime, ends: datetime) -> list[Incident]:
        """The incidents that were found between two moments, or whose first bad row is of that time."""
        with self._store.read() as connection:
            return then.began_between(connection, self._settings, pipelines, begins, ends)

    def courses(self, pipelines: Sequence[str], begins: datetime, ends: datetime) -> list[Course]:
        """How these pipelines, or all, were between two moments; without a stretch: its file is unusable."""
        known = {each.pipeline: each for each in self._settings.pipelines}
        names = pipelines or [*known, *self._settings.unusable]
        with self._store.read() as connection:
            return [
                then.course_of(connection, self._settings, known[name], begins, ends)
                if name in known
                else Course(name, ())
                for name in names
            ]
