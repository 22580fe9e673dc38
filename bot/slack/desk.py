"""Where the way in from Slack asks and acts: the store, through the engine, with names and places."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.checkup import Checkup
from bot.domain.drill import Way
from bot.domain.finding import Finding
from bot.domain.health import Health, Status
from bot.domain.incident import Act, Event, Illegal, Incident
from bot.domain.patch import Debt
from bot.domain.rights import NotAllowedError, Right
from bot.domain.snooze import until
from bot.domain.stage import Step
from bot.domain.tiredness import Answer as Workload
from bot.domain.tiredness import Load
from bot.engine import people
from bot.engine.answers import Standing, by_rank, current_health, posts_of
from bot.engine.debts import debts
from bot.engine.drill import confirm
from bot.engine.load import answered, load
from bot.engine.rollback_asked import ask
from bot.engine.rollback_cancel import Answer, cancel
from bot.messages.digest import Place
from bot.messages.health import UNDECLARED, Bulletin
from bot.messages.message import SlackMessage
from bot.messages.render import links_of, places
from bot.messages.rollback import may_not_cancel, too_late
from bot.messages.rollback_asked import asked
from bot.messages.snooze import until_words
from bot.messages.stage import not_declared, not_stepped, notes, stepped
from bot.messages.surroundings import Surroundings, surroundings
from bot.messages.survival import instead, instead_text
from bot.settings.load import Settings
from bot.slack.budgets import Budgets
from bot.slack.clerk import BY
from bot.slack.drills import Drills
from bot.slack.experts import Experts
from bot.slack.focuses import Focuses
from bot.slack.fresh_rows import FreshRows
from bot.slack.newcomers import Looked
from bot.slack.questions import Questions
from bot.slack.silences import Silences
from bot.slack.survivals import Survivals
from bot.slack.wishes import Wishing
from bot.store import checkups, incidents
from bot.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An incident with what was done about it."""

    incident: Incident
    around: Surroundings
    timeline: Sequence[Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCheckup:
    """A checkup with the places of its findings, by fingerprint."""

    checkup: Checkup
    around: Surroundings
    places: Mapping[str, Place]


class Desk:
    """What can be asked and done; true as of now, and kept before it returns.

    `team_url` is the workspace's address, for links; `changed` is called when something was done, so that
    the message changes at once.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        clock: Clock,
        team_url: str = "",
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._settings, self._clock, self._team_url = store, settings, clock, team_url
        self._changed = changed
        at_hand = store, settings, clock, changed, self.must
        self.silences = Silences(*at_hand)
        self.drills = Drills(*at_hand)
        self.focuses = Focuses(*at_hand)
        self.survivals = Survivals(*at_hand)
        self.budgets = Budgets(*at_hand)
        self.experts = Experts(*at_hand)
        self.newcomers = Looked(*at_hand)
        self.wishes = Wishing(store, settings, clock)
        self.questions = Questions(store, settings, clock)
        self.fresh_rows = FreshRows(*at_hand)
        found = settings.deployment.people.items()
        self._members = {person.slack: name for name, person in found if person.slack}

    @property
    def zone(self) -> ZoneInfo:
        """The deployment's time zone."""
        return self._settings.deployment.timezone

    @property
    def now(self) -> Clock:
        """The clock."""
        return self._clock

    @property
    def pipelines(self) -> tuple[str, ...]:
        """The names of all pipelines."""
        return tuple(each.pipeline for each in self._settings.pipelines)

    def pipeline_at(self, *channel: str) -> str | None:
        """The one pipeline of this channel (its id, its #name); None where there are none or several."""
        here = [each.pipeline for each in self._settings.pipelines if each.channel in channel]
        return here[0] if len(here) == 1 else None

    def name_of(self, member: str, told: str) -> str:
        """Who a member is: their name in the configuration, otherwise the one that Slack tells.

        Nobody is taken for somebody of the configuration because Slack tells the same name.
        """
        strange = f"{told} ({member})" if told in self._settings.deployment.people else told
        return self._members.get(member) or strange or member

    def must(self, right: Right, who: str) -> None:
        """Raises `NotAllowedError` where `who` may not do this."""
        allowed = getattr(self._settings.deployment.may, right)
        known = self._settings.roster
        if allowed is not None and who not in {each for name in allowed for each in known.takes_part(name)}:
            raise NotAllowedError(right, allowed)

    def bulletins(self, pipelines: Sequence[str] = ()) -> list[Bulletin]:
        """The health and the open incidents of these pipelines, or of all."""
        standings = current_health(self._store, self._settings, self._clock(), pipelines)
        said = [*map(self._bulletin, standings), *self._unusable()]
        return [each for each in said if not pipelines or each.health.pipeline in pipelines]

    def incident(self, id_: int) -> Told:
        """Raises: NoSuchIncidentError."""
        with self._store.read() as connection:
            incident = incidents.get(connection, id_)
            timeline = incidents.story(connection, id_)
        return Told(incident=incident, around=self.around(incident.pipeline), timeline=timeline)

    def links(self, some: Sequence[Incident]) -> Mapping[int, str]:
        """Where the messages of incidents are, by number."""
        with self._store.read() as connection:
            return links_of(posts_of(connection, some), self._team_url)

    def leads(self) -> list[Finding]:
        """The finding that places each open incident, the first to fix first."""
        with self._store.read() as connection:
            open_ = incidents.unresolved(connection)
        return [each.lead for each in by_rank(open_)]

    def checkup(self, pipeline: str) -> ToldCheckup | None:
        """The newest checkup of a pipeline."""
        with self._store.read() as connection:
            checkup = checkups.last(connection, pipeline)
            open_ = incidents.unresolved(connection, pipeline)
            posts = posts_of(connection, open_)
        if checkup is None:
            return None
        found = places(open_, links_of(posts, self._team_url))
        return ToldCheckup(checkup=checkup, around=self.around(pipeline), places=found)

    def acknowledge(self, id_: int, who: str) -> Incident | Illegal:
        """Raises: NotAllowedError, NoSuchIncidentError."""
        self.must(Right.ACKNOWLEDGE, who)
        done = people.acknowledge(self._store, id_, who, self._clock(), by=BY)
        self._changed()
        return done

    def hand_over(self, id_: int, who: str, to: str) -> Incident | Illegal:
        """Raises: NotAllowedError, NoSuchIncidentError."""
        self.must(Right.ASSIGN, who)
        done = people.hand_over(self._store, id_, who, self._clock(), to, by=BY)
        self._changed()
        return done

    @property
    def people(self) -> tuple[str, ...]:
        """The names of everybody in the configuration."""
        return tuple(self._settings.deployment.people)

    def hold(self, id_: int, who: str, act: Act) -> Incident | Illegal:
        """`who` still has it (KEEP), or gives it back (TAKE_BACK).

        Raises: NotAllowedError, NoSuchIncidentError.
        """
        self.must(Right.ACKNOWLEDGE, who)
        answer = people.keep if act is Act.KEEP else people.give_back
        done = answer(self._store, id_, who, self._clock(), by=BY)
        self._changed()
        return done

    def snooze(self, id_: int, who: str, said: str) -> Incident | Illegal:
        """`said` is how long, or until when.

        Raises: NotAllowedError, NoSuchIncidentError, NotUnderstoodError.
        """
        self.must(Right.SNOOZE, who)
        now = self._clock()
        zone = self.incident(id_).around.zone
        moment = until(said, now, zone)
        done = people.snooze(self._store, id_, who, now, moment, until_words(moment, zone), by=BY)
        self._changed()
        return done

    def resolve(self, id_: int, who: str, cause: str) -> Incident | Illegal:
        """Raises: NotAllowedError, NoSuchIncidentError."""
        self.must(Right.RESOLVE, who)
        done = people.resolve(self._store, id_, who, self._clock(), cause, by=BY)
        self._changed()
        return done

    def cancel(self, id_: int, member: str) -> SlackMessage | None:
        """A member (by id: names can be chosen freely) cancels a rollback; why not, None where it is done.

        Raises: NoSuchRollbackError.
        """
        who = self._members.get(member)
        answer, rollback = cancel(self._store, self._settings, id_, who, self._clock, by=BY)
        self._changed()
        if answer is Answer.MAY_NOT:
            return may_not_cancel(rollback, self._settings.deployment)
        return too_late(rollback, self.zone) if answer is Answer.TOO_LATE else None

    def roll_back(self, id_: int, member: str, *, sure: bool = False) -> SlackMessage:
        """A member (by id) asks what the rollback of an incident would be; where they are `sure`, for it.

        Raises: NoSuchIncidentError.
        """
        who = self._members.get(member)
        said, name = ask(self._store, self._settings, id_, who, self._clock, dry_run=not sure)
        self._changed()
        return asked(said, name, self.incident(id_).incident, self._settings.deployment)

    def came(self, drill: int, way: Way, who: str) -> bool:
        """`who` says that a test page came; False if it was said before. Raises: NoSuchDrillError."""
        new = confirm(self._store, drill, way, who, self._clock())
        self._changed()
        return new

    def group(self, team: str) -> str:
        """The id of the Slack user group that a team is; empty where it is none."""
        return self._settings.deployment.groups.get(team, "")

    def debts(self, pipelines: Sequence[str] = ()) -> list[Debt]:
        """What was patched in these pipelines, or in all, and is not fixed, the oldest first."""
        return debts(self._store, pipelines)

    def fix(self, id_: int, who: str, cause: str = "") -> Incident | Illegal:
        """Raises: NotAllowedError, NoSuchIncidentError, NoDebtError."""
        self.must(Right.RESOLVE, who)
        done = people.fix(self._store, id_, who, self._clock(), cause, by=BY)
        self._changed()
        return done

    def sign_off(self, id_: int, who: str) -> Checkup:
        """The checkup, with whoever signed it first. Raises: NoSuchCheckupError."""
        signed = people.sign_off(self._store, id_, who, self._clock(), by=BY)
        self._changed()
        return signed

    def workload(self, checkup: int, who: str, said: Workload) -> None:
        """Keep what `who` said of their week. Raises: NoSuchCheckupError."""
        answered(self._store, checkup, who, said, self._clock())

    def load(self, pipelines: Sequence[str]) -> Load:
        """How much people carry who look after these pipelines."""
        with self._store.read() as connection:
            return load(connection, self._settings, pipelines, self._clock())

    def step(self, pipeline: str, what: Step, who: str) -> SlackMessage:
        """Say how loud a pipeline is from now on; the answer to whoever said it."""
        self.must(Right.MUTE, who)
        declared = next((each for each in self._settings.pipelines if each.pipeline == pipeline), None)
        if declared is None:
            return not_declared(pipeline)
        instead = people.step(self._store, self._settings, declared, what, who, self._clock())
        self._changed()
        return not_stepped(pipeline, instead, self.zone) if instead else stepped(pipeline, what)

    def _unusable(self) -> Iterator[Bulletin]:
        """Pipelines whose file cannot be used, or is gone while incidents are open."""
        why = dict(self._settings.unusable)
        with self._store.read() as connection:
            lost = incidents.undeclared(connection, self.pipelines)
            posts = posts_of(connection, lost)
        for incident in lost:
            why.setdefault(incident.pipeline, UNDECLARED)
        for name, reason in why.items():
            health = Health(
                pipeline=name, status=Status.UNKNOWN, as_of=None, unjudged={"configuration": reason}
            )
            mine = by_rank(each for each in lost if each.pipeline == name)
            links = links_of(posts, self._team_url)
            yield Bulletin(health=health, incidents=mine, around=self.around(name), links=links)

    def _bulletin(self, standing: Standing) -> Bulletin:
        return Bulletin(
            health=standing.health,
            incidents=standing.incidents,
            around=surroundings(standing.pipeline, self._settings.deployment, self._settings.roster),
            links=links_of(standing.posts, self._team_url),
            notes=notes(
                standing.health.pipeline, standing.staged, standing.accepted, self._clock(), self.zone
            ),
            instead=instead_text(instead(standing.survival)) if standing.survival else "",
        )

    def around(self, name: str) -> Surroundings:
        """What the messages of a pipeline need beside."""
        declared = [each for each in self._settings.pipelines if each.pipeline == name]
        if declared:
            return surroundings(declared[0], self._settings.deployment, self._settings.roster)
        return Surroundings(owner="nobody", channel="", zone=self.zone)  # its file was removed
