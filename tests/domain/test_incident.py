"""The life of an incident: legal steps only, however people and checks act on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.finding import Finding
from bot.domain.forgotten import reminded
from bot.domain.incident import (
    TRANSITIONS,
    Act,
    Illegal,
    Incident,
    State,
    act,
    group_key,
    opened,
    refreshed,
    reopened,
)
from checks.verdict import Urgency

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
URGENCIES = st.sampled_from(Urgency)


def finding(urgency: Urgency) -> Finding:
    """A finding of some urgency."""
    return Finding(
        pipeline="churn",
        check="null_rate",
        table="usage",
        column=None,
        segment=None,
        urgency=urgency,
        since=None,
        summary="",
        affected=1,
        volume=2,
        days_to_break=0.0,
    )


class Life(RuleBasedStateMachine):
    """Whatever people click and checks say, in whatever order."""

    @initialize(urgency=URGENCIES)
    def begins(self, urgency: Urgency) -> None:
        """It opens."""
        self.now = NOON
        self.incident = opened(1, [finding(urgency)], self.now)
        self.fences = [self.incident.fence]

    @rule(
        what=st.sampled_from([each for each in Act if each is not Act.REOPEN]),
        who=st.sampled_from(["maria", "jon", None]),
    )
    def somebody_acts(self, what: Act, who: str | None) -> None:
        """A legal act changes it, another one changes nothing and says how it stands."""
        self.now += timedelta(minutes=1)
        if (self.incident.state, what) in TRANSITIONS:
            self.slept_as_page = what is Act.SNOOZE and self.incident.pages
            self.kept(act(self.incident, what, who, self.now, until=self.now + timedelta(hours=1)))
            return
        with pytest.raises(Illegal) as late:
            act(self.incident, what, who, self.now)
        assert late.value.incident == self.incident

    @rule(urgency=URGENCIES)
    def the_checks_speak(self, urgency: Urgency) -> None:
        """They find it again: an open one is refreshed, a resolved one is back."""
        self.now += timedelta(minutes=1)
        again = reopened if self.incident.is_resolved else refreshed
        self.kept(again(self.incident, [finding(urgency)], self.now))

    @rule(passed=st.sampled_from([timedelta(minutes=1), timedelta(minutes=31), timedelta(hours=5)]))
    def time_passes(self, passed: timedelta) -> None:
        """Whoever has it for long is asked, and without an answer it is open again."""
        self.now += passed
        if after := reminded(self.incident, timedelta(hours=4), self.now):
            self.kept(after)

    def kept(self, after: Incident) -> None:
        """The engine keeps what follows."""
        self.incident = after
        self.fences.append(after.fence)

    @invariant()
    def every_change_raises_the_fence(self) -> None:
        """So that no old timer or click can act on it."""
        assert self.fences == sorted(set(self.fences))

    @invariant()
    def only_an_open_page_has_a_hop_pending(self) -> None:
        """Nobody is paged for a ticket, for what somebody has, or for what is over."""
        incident = self.incident
        waits = incident.state is State.OPEN and incident.pages
        assert (incident.next_hop_at is not None) == waits

    @invariant()
    def who_and_when_fit_the_state(self) -> None:
        """An open incident has none; an acknowledged one is somebody's, one that sleeps wakes."""
        incident = self.incident
        assert (incident.acknowledged_at is None) or incident.state is not State.OPEN
        assert (incident.resolved_at is not None) == incident.is_resolved
        assert (incident.snoozed_until is not None) == (incident.state is State.SNOOZED)
        assert (incident.held_since is not None) == (incident.state is State.ACKNOWLEDGED)
        assert incident.asked_at is None or incident.state is State.ACKNOWLEDGED

    @invariant()
    def a_page_is_never_put_to_sleep_by_the_checks_nor_a_ticket_left_asleep_that_pages_now(self) -> None:
        """What pages sleeps only where a person said so since it began to."""
        if self.incident.state is State.SNOOZED and self.incident.pages:
            assert self.slept_as_page

    slept_as_page = False


TestLife = Life.TestCase


def test_ten_columns_of_one_broken_table_are_one_incident(a_finding: Callable[..., Finding]) -> None:
    """One root: the check, the table, and the day on which it began."""
    assert len({group_key(a_finding(column=f"c{number}")) for number in range(10)}) == 1
    assert group_key(a_finding()) != group_key(a_finding(table="events"))
    assert group_key(a_finding()) != group_key(a_finding(bad=(date(2020, 1, 1),)))


def test_an_incident_is_as_loud_as_its_loudest_finding(a_finding: Callable[..., Finding]) -> None:
    """A page among tickets pages."""
    both = [a_finding(urgency=Urgency.TICKET), a_finding(urgency=Urgency.PAGE, column="plan")]
    assert opened(1, both, NOON).pages
    assert not opened(1, both[:1], NOON).pages


def test_a_late_click_never_reopens(a_finding: Callable[..., Finding]) -> None:
    """Acknowledging what is resolved is refused, and so is resolving it twice."""
    over = act(opened(1, [a_finding()], NOON), Act.RESOLVE, "maria", NOON)
    for late in (Act.ACKNOWLEDGE, Act.RESOLVE):
        with pytest.raises(Illegal, match="that is resolved"):
            act(over, late, "jon", NOON)


def test_a_ladder_that_was_climbed_goes_on_where_it_stood(a_finding: Callable[..., Finding]) -> None:
    """A page that became a ticket for a day does not begin again with the first person."""
    climbed = replace(opened(1, [a_finding()], NOON), hop=1, next_hop_at=NOON)
    quiet = refreshed(climbed, [a_finding(urgency=Urgency.TICKET)], NOON)
    loud = refreshed(quiet, [a_finding()], NOON)
    assert (quiet.next_hop_at, loud.next_hop_at, loud.hop) == (None, NOON, 1)


def test_what_was_snoozed_is_what_was_known_then(a_finding: Callable[..., Finding]) -> None:
    """A ticket of a sleeping page that begins to page itself wakes it; the same page again does not."""
    page, ticket = a_finding(), a_finding(column="plan", urgency=Urgency.TICKET)
    asleep = act(opened(1, [page, ticket], NOON), Act.SNOOZE, "maria", NOON, until=NOON + timedelta(days=1))
    same = refreshed(asleep, [a_finding(affected=1300), ticket], NOON)
    assert same.state is State.SNOOZED
    louder = refreshed(asleep, [page, a_finding(column="plan")], NOON)
    assert (louder.state, louder.next_hop_at) == (State.OPEN, NOON)
