"""Lives of incidents, with the store beneath: whatever people, checks and time do, none is illegal."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.incident import TRANSITIONS, Act, Event, Illegal, Incident, State, What
from bot.domain.intent import IncidentMail, IncidentPage
from bot.domain.rollback import Stand
from bot.domain.silence import Silence, Target
from bot.domain.stage import Step
from bot.engine import people
from bot.engine import silence as silences
from bot.engine.check import check
from bot.engine.rollback_cancel import cancel
from bot.routes.outcome import Permanent, Retry
from bot.store import incidents, rollbacks
from checks.verdict import Urgency

STEPS = int(os.environ.get("OAKUM_LIFE_STEPS", "120"))
"""In a few seconds; 20,000 are for a night, or before a release."""
TROUBLE = datetime(2026, 11, 19, 4, tzinfo=UTC)
"""After the version that serves was deployed."""
A_LIFE = 40
LADDER = [
    {"notify": "maria", "wait": "5m"},
    {"notify": "jon", "by": ["slack", "email"], "wait": "5m", "repeat": 1},
    {"rollback": "churn-model"},
]
HOPS = 4
MANY = 10_000
ACTS = {
    What.ACKNOWLEDGED: Act.ACKNOWLEDGE,
    What.HANDED: Act.HAND_OVER,
    What.KEPT: Act.KEEP,
    What.TAKEN_BACK: Act.TAKE_BACK,
    What.SNOOZED: Act.SNOOZE,
    What.WOKE: Act.WAKE,
    What.RESOLVED: Act.RESOLVE,
    What.GONE: Act.RESOLVE,
    What.FIXED: Act.FIX,
    What.REOPENED: Act.REOPEN,
}
"""What a line of the timeline did to the incident; the others left it where it was, but for two (`after`)."""
BEGINS = (What.OPENED, What.REOPENED, What.TAKEN_BACK, What.WOKE, What.ROLLBACK_FAILED)
NAMES = st.sampled_from(["maria", "jon", "ana"])
SAYS = st.lists(
    st.tuples(
        st.sampled_from(["null_rate", "duplicate_keys"]),
        st.sampled_from([Urgency.PAGE, Urgency.TICKET, None]),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda each: each[0],
)


def after(states: set[State], event: Event) -> set[State]:
    """Where an incident may stand after a line of its timeline; nowhere, if no legal step leads there."""
    what = What(event.kind)
    if what is What.ROLLBACK_FAILED:  # the ladder once more, where nobody has it
        return {State.OPEN if state is State.SNOOZED else state for state in states}
    if what is What.CHANGED:  # what became a page wakes
        return states | ({State.OPEN} if State.SNOOZED in states else set())
    act = ACTS.get(what)
    return states if act is None else {TRANSITIONS[s, act] for s in states if (s, act) in TRANSITIONS}


class Lives(RuleBasedStateMachine):
    """One pipeline whose checks find up to two troubles, and again and again something happens."""

    make: Callable[[Path], Any]
    says: Any
    steps = 0
    seen: ClassVar[Counter[str]] = Counter()
    """What the timelines told, in all lives."""

    @initialize()
    def begins(self) -> None:
        """A page was found, and its first step was told."""
        self.folder = tempfile.TemporaryDirectory(prefix="oakum-life-")
        self.bay = self.make(Path(self.folder.name))
        self.world = self.bay.world
        self.before: dict[int, Incident] = {}
        self.wrong: list[str] = []
        self.bay.registry.before = self.going_back
        self.the_checks_speak([("null_rate", Urgency.PAGE)])
        self.bay.go()

    def teardown(self) -> None:
        if hasattr(self, "bay"):
            for number in self.before:
                self.seen.update(event.kind for event in self.world.events(number))
            self.world.store.close()
            self.folder.cleanup()

    def going_back(self) -> None:
        """A version is rolled back only while its incident is open, and nobody has it."""
        with self.world.store.read() as connection:
            states = [each.state for each in incidents.unresolved(connection)]
        if State.OPEN not in states:
            self.wrong.append(f"rolled back while incidents were {states}")

    def all(self) -> list[Incident]:
        """Every incident as it stands."""
        with self.world.store.read() as connection:
            return list(incidents.of_pipeline(connection, "churn"))

    @rule(minutes=st.sampled_from([1, 5, 6, 31, 250, 1440]))
    def time_passes(self, minutes: int) -> None:
        """The engine makes its round, looks at rollbacks, and all that is due goes out."""
        self.bay.go(minutes=minutes)

    @rule(times=st.integers(1, 9))
    def nobody_answers(self, times: int) -> None:
        """The ladder is climbed; at its end a countdown begins, and at its end a version goes back."""
        for _ in range(times):
            self.bay.go(minutes=5)

    @rule(said=SAYS)
    def the_checks_speak(self, said: list[tuple[str, Urgency | None]]) -> None:
        """What they find from now on, and at once."""
        found = [
            self.says.bad(name, urgency=urgency, day=date(2026, 11, 19), since=TROUBLE)
            if urgency
            else self.says.good(name)
            for name, urgency in said
        ]
        self.world.checks.says["churn"] = found
        self.world.clock.move_forward(timedelta(seconds=1))
        world = self.world
        check(world.store, world.settings, world.checks, world.settings.pipelines, world.clock())

    @rule(
        who=NAMES,
        what=st.sampled_from(["ack", "hand", "keep", "back", "snooze", "resolve", "patch"]),
        data=st.data(),
    )
    def somebody_clicks(self, who: str, what: str, data: st.DataObject) -> None:
        """On any message, however old; a late click changes nothing."""
        if self.before:
            number = data.draw(st.sampled_from(sorted(self.before)))
            self.world.clock.move_forward(timedelta(seconds=1))
            self.clicked(number, self.click(number, who, what))

    @rule(
        whats=st.tuples(*[st.sampled_from(["ack", "hand", "back", "snooze", "resolve"])] * 2), data=st.data()
    )
    def two_click_at_once(self, whats: tuple[str, str], data: st.DataObject) -> None:
        """Both are answered; of two who acknowledge one has it."""
        if not self.before:
            return
        number = data.draw(st.sampled_from(sorted(self.before)))
        with ThreadPoolExecutor(2) as pool:
            said = list(pool.map(lambda who, what: self.click(number, who, what), ("maria", "jon"), whats))
        if whats == ("ack", "ack"):
            assert sum(isinstance(each, Incident) for each in said) <= 1

    def click(self, number: int, who: str, what: str) -> Incident | Illegal:
        """A button of an incident."""
        store, now = self.world.store, self.world.clock()
        if what == "hand":
            return people.hand_over(store, number, who, now, "ana")
        if what == "snooze":
            return people.snooze(store, number, who, now, now + timedelta(hours=1), "for an hour")
        if what in ("resolve", "patch"):
            return people.resolve(store, number, who, now, "patched: restarted" if what == "patch" else "")
        acts = {"ack": people.acknowledge, "keep": people.keep, "back": people.give_back}
        return acts[what](store, number, who, now)

    def clicked(self, number: int, said: Incident | Illegal) -> None:
        """A click that came too late says how it stands, and what is over stays over."""
        before = self.before[number]
        now = next(each for each in self.all() if each.id == number)
        if isinstance(said, Illegal):
            assert (before.state, said.act) not in TRANSITIONS
            assert said.incident == before == now
        if before.is_resolved:
            assert now.is_resolved

    @rule(who=NAMES)
    def somebody_acknowledges_all(self, who: str) -> None:
        """In a storm."""
        for number in self.before:
            self.click(number, who, "ack")

    @rule(who=NAMES, data=st.data())
    def what_was_patched_is_fixed(self, who: str, data: st.DataObject) -> None:
        """Where nothing is owed, that is said."""
        if self.before:
            number = data.draw(st.sampled_from(sorted(self.before)))
            try:
                people.fix(self.world.store, number, who, self.world.clock())
            except people.NoDebtError:
                assert self.before[number] in self.all()

    @rule(hours=st.sampled_from([1, 5]), check_=st.sampled_from([None, "null_rate"]))
    def somebody_silences(self, hours: int, check_: str | None) -> None:
        """All of the pipeline, or one check."""
        now = self.world.clock()
        asked = Silence(
            id=0,
            target=Target("churn", check=check_),
            starts_at=now,
            ends_at=now + timedelta(hours=hours),
            who="jon",
        )
        self.silenced = silences.add(self.world.store, self.world.settings, asked, now).id

    silenced = 0

    @precondition(lambda self: self.silenced)
    @rule()
    def a_silence_is_ended(self) -> None:
        """The newest one; twice does no harm."""
        silences.end(self.world.store, self.world.settings, self.silenced, "jon", self.world.clock())

    @rule(what=st.sampled_from([Step.GO, Step.GO, Step.GO, Step.MUTE]))
    def somebody_says_how_loud_it_is(self, what: Step) -> None:
        """The pipeline is muted, or pages again."""
        world = self.world
        people.step(world.store, world.settings, world.settings.pipelines[0], what, "jon", world.clock())

    @rule(who=st.sampled_from(["jon", "maria", None]))
    def somebody_cancels(self, who: str | None) -> None:
        """Every rollback that there is."""
        for each in self.rollbacks():
            cancel(self.world.store, self.world.settings, each.id, who, self.world.clock)

    @rule(closed=st.sampled_from(["", "", "503"]), slowly=st.booleans())
    def where_versions_are_served_from_is_in_trouble(self, closed: str, slowly: bool) -> None:
        """It does not tell which one serves, or is told to go back, and does not."""
        self.bay.registry.closed, self.bay.registry.slowly = closed, slowly

    @rule(times=st.integers(1, 3), final=st.booleans())
    def slack_is_in_trouble(self, times: int, final: bool) -> None:
        """Its next answers are no."""
        said = Permanent("not_in_channel") if final else Retry("503")
        self.world.slack.answers.extend([lambda *_: said] * times)
        self.bay.go(minutes=5)
        if times == 3:  # what waits now is about something that somebody has
            self.somebody_acknowledges_all("ana")

    def rollbacks(self) -> list[Any]:
        """Every rollback as it stands."""
        with self.world.store.read() as connection:
            return [each for one in self.all() for each in rollbacks.of_incident(connection, one.id)]

    @invariant()
    def nothing_is_illegal(self) -> None:
        """Of any incident."""
        if not hasattr(self, "bay"):
            return
        type(self).steps += 1
        for incident in self.all():
            self.is_sound(incident, self.world.events(incident.id))
            if (before := self.before.get(incident.id)) is not None:
                assert incident.fence >= before.fence
                changes = ("state", "hop", "next_hop_at", "round", "acknowledged_by")
                same = all(getattr(incident, each) == getattr(before, each) for each in changes)
                assert same or incident.fence > before.fence
                assert incident.round >= before.round
            self.before[incident.id] = incident

    def is_sound(self, incident: Incident, story: tuple[Event, ...]) -> None:
        """Its fields fit together, and its timeline leads to its state by legal steps."""
        waits = incident.next_hop_at is not None
        assert not waits or (incident.state is State.OPEN and incident.pages)
        if incident.state is State.OPEN and incident.pages and not waits:
            begun = max(at for at, event in enumerate(story) if event.kind in BEGINS)
            assert What.UNANSWERED in [event.kind for event in story[begun:]], story
        assert 0 <= incident.hop <= HOPS
        has = incident.acknowledged_by is not None
        assert not has or incident.state in (State.ACKNOWLEDGED, State.RESOLVED)
        assert has or incident.state is not State.ACKNOWLEDGED
        assert (incident.resolved_at is not None) == incident.is_resolved
        assert (incident.snoozed_until is not None) == (incident.state is State.SNOOZED)
        states = {State.OPEN}
        for event in story[1:]:
            states = after(states, event)
            assert states, (event, story)
            assert event.kind != What.REOPENED or event.who is None
        assert incident.state in states, story
        assert [event.at for event in story] == sorted(event.at for event in story)

    @invariant()
    def nobody_is_told_twice_or_in_vain(self) -> None:
        """Each step once a round, and only while nobody has it."""
        if not hasattr(self, "bay"):
            return
        posted = self.world.slack.posted() + self.world.mail.posted()
        assert set(posted.values()) <= {1}, posted
        for intent, words in [*self.world.slack.said, *self.world.mail.said]:
            assert not isinstance(intent, (IncidentPage, IncidentMail)) or words.startswith("open")

    @invariant()
    def a_version_goes_back_once(self) -> None:
        """However many incidents ask."""
        if hasattr(self, "bay"):
            assert not self.wrong, self.wrong
            assert len(self.bay.registry.calls) <= 1
            over = [each for each in self.rollbacks() if each.stand is Stand.DONE]
            assert len(over) <= 1


@pytest.mark.usefixtures("quiet")
def test_no_life_has_an_illegal_state(make_bay: Callable[..., Any], says: Any, tmp_path: Path) -> None:
    """Acts of people, of the checks, of the engine and of a rollback, in whatever order."""
    template = make_bay()
    target = template.world.settings.deployment.rollbacks
    deployment = says.deployed(policies={"oncall": LADDER}).model_copy(update={"rollbacks": target})
    pipelines = (says.declared(ack_timeout="4h"),)
    template.world.settings = type(template.world.settings)(
        deployment=deployment, pipelines=pipelines, folder=tmp_path
    )
    template.world.checks.says.clear()

    def made(folder: Path) -> Any:
        return type(template)(template.world.fork(folder), type(template.registry)())

    machine = type("TheseLives", (Lives,), {"make": staticmethod(made), "says": says})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(1, STEPS // A_LIFE),
            stateful_step_count=A_LIFE,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{machine.steps} steps: {dict(machine.seen)}")  # noqa: T201 (for docs/reliability.md, with -s)
    if STEPS >= MANY:  # every kind of thing was among it; nothing waits for working hours here
        assert set(machine.seen) == {*What} - {What.WAITS}
