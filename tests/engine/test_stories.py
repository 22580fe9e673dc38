"""Stories of an incident, from the first check to the last edit, told by a clock that is moved forward."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bot.domain.incident import Illegal, State
from bot.domain.intent import IncidentMail, IncidentNote, IncidentPage, IncidentPost, IncidentUpdate
from bot.engine import people
from bot.engine.lease import LEASE
from bot.store import outbox
from checks.verdict import Urgency

World = Any
PAGE_EDIT = "incident_page_update"


def paged(world: World) -> list[tuple[str, str, str]]:
    """Who was told, by which route and where."""
    slack = [
        (intent.person, "slack", intent.to)
        for intent, _ in world.slack.said
        if isinstance(intent, IncidentPage)
    ]
    return slack + [
        (intent.person, "email", "mail") for intent, _ in world.mail.said if isinstance(intent, IncidentMail)
    ]


def test_a_finding_becomes_one_message_and_the_first_person_is_paged_at_once(world: World) -> None:
    """The post, then the mention in its thread and the direct message, then the line of the story."""
    world.round()
    assert world.slack.kinds() == ["incident_post", "incident_page", "incident_page", "incident_note"]
    assert paged(world) == [("maria", "slack", "thread"), ("maria", "slack", "dm")]
    assert world.mail.said == []


def test_nobody_acknowledged_within_five_minutes_so_the_squad_lead_is_mentioned(world: World) -> None:
    """Not a second earlier, and by e-mail too; five minutes later it is said that nobody is left."""
    world.round()
    world.slack.clear()
    world.round(minutes=4, seconds=59)
    assert paged(world) == []
    world.round(seconds=1)
    assert paged(world) == [("jon", "slack", "thread"), ("jon", "slack", "dm"), ("jon", "email", "mail")]
    world.slack.clear()
    world.round(minutes=5)
    note = next(intent for intent, _ in world.slack.said if isinstance(intent, IncidentNote))
    assert (note.what, note.broadcast) == ("unanswered", True)
    world.slack.clear()
    world.round(hours=1)
    assert world.slack.said == []
    assert world.story() == [
        ("opened", None),
        ("escalated", None),
        ("escalated", None),
        ("unanswered", None),
    ]


def test_whoever_acknowledges_stops_the_ladder_and_the_message_says_so(world: World) -> None:
    """It is edited in place, and the thread tells who has it."""
    world.round()
    world.slack.clear()
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.round(minutes=30)
    assert paged(world) == []
    assert world.slack.kinds() == ["incident_note", "incident_update", *["incident_page_update"] * 2]
    assert {said for _, said in world.slack.said} == {"acknowledged rank 1 maria"}


def test_what_rang_no_longer_asks_once_somebody_has_it(world: World) -> None:
    """The mentions in the thread and the direct messages of all hops are edited, and once more at the end."""
    world.round()
    world.round(minutes=5)
    rang = {intent.key for intent, _ in world.slack.said if isinstance(intent, IncidentPage)}
    assert len(rang) == 4
    for step, said in ((people.acknowledge, "acknowledged"), (people.resolve, "resolved")):
        world.slack.clear()
        step(world.store, 1, "maria", world.clock())
        world.deliver()
        edits = {intent.root: words for intent, words in world.slack.said if intent.kind == PAGE_EDIT}
        assert edits == dict.fromkeys(rang, f"{said} rank 1 maria")


def test_what_rang_in_an_earlier_round_is_left_as_it_ended(world: World, says: Any) -> None:
    """It says how that round ended; only the pages of the new one are answered."""
    world.round()
    people.resolve(world.store, 1, "maria", world.clock())
    world.checks.says["churn"] = [says.bad(day=date(2026, 11, 22))]
    world.round(days=2)
    world.slack.clear()
    people.acknowledge(world.store, 1, "jon", world.clock())
    world.deliver()
    roots = [intent.root for intent, _ in world.slack.said if intent.kind == PAGE_EDIT]
    assert roots == ["page/1/2/0/slack/thread/maria", "page/1/2/0/slack/dm/maria"]


def test_a_page_that_is_claimed_when_somebody_acknowledges_leaves_nothing_behind(world: World) -> None:
    """Its sender died before it sent: the page is dropped, and with it the edit that waited for it."""
    world.round()
    world.round(minutes=4, seconds=59)
    world.engine_only(seconds=1)
    with world.store.write() as connection:
        assert outbox.claim(connection, "slack", world.clock(), LEASE) is not None
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.round(minutes=2)
    with world.store.read() as connection:
        assert outbox.waiting(connection) == 0


def test_a_page_that_is_still_under_way_when_somebody_acknowledges_rings_nobody(world: World) -> None:
    """Slack was slow; Maria saw the post before her page went out."""
    world.engine_only()
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.deliver()
    assert paged(world) == []
    with world.store.read() as connection:
        assert outbox.waiting(connection) == 0


def test_a_ticket_wakes_nobody(world: World, says: Any) -> None:
    """It is posted in the channel, and that is all."""
    world.checks.says["churn"] = [says.bad(urgency=Urgency.TICKET)]
    world.round()
    world.round(minutes=10)
    assert world.slack.kinds() == ["incident_post", "incident_note"]


def test_the_same_trouble_next_week_is_the_same_incident(world: World, says: Any) -> None:
    """One message, edited when its numbers change, and no second one."""
    world.round()
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.deliver()
    world.slack.clear()
    for day in range(20, 27):
        world.checks.says["churn"] = [says.bad(day=date(2026, 11, day), affected=day)]
        world.round(days=1)
    kinds = [kind for kind in world.slack.kinds() if kind.startswith("incident")]
    assert kinds == ["incident_update"] * 7
    assert world.incident().lead.affected == 26


def test_when_it_is_gone_the_incident_resolves_itself_and_the_message_says_so(
    world: World, says: Any
) -> None:
    """On a fresh ok; nobody is paged any more."""
    world.round()
    world.slack.clear()
    world.checks.says["churn"] = [says.good()]
    world.round(days=1)
    assert world.incident().state is State.RESOLVED
    assert ("incident_update", "resolved rank 1 nobody") in [
        (intent.kind, said) for intent, said in world.slack.said
    ]
    assert world.story()[-1] == ("gone", None)


def test_it_is_back_within_a_week_so_the_same_message_is_red_again(world: World, says: Any) -> None:
    """The channel sees it, and the ladder begins anew."""
    world.round()
    world.checks.says["churn"] = [says.good()]
    world.round(days=1)
    world.slack.clear()
    world.checks.says["churn"] = [says.bad(day=date(2026, 11, 22))]
    world.round(days=2)
    note = next(intent for intent, _ in world.slack.said if isinstance(intent, IncidentNote))
    assert (note.what, note.broadcast) == ("reopened", True)
    assert paged(world)[:1] == [("maria", "slack", "thread")]
    assert not any(isinstance(intent, IncidentPost) for intent, _ in world.slack.said)
    assert world.incident().round == 2


def test_what_a_person_resolved_stays_resolved_while_nothing_new_is_found(world: World, says: Any) -> None:
    """The bad day is still in the table; the next one that is bad brings it back."""
    world.round()
    people.resolve(world.store, 1, "maria", world.clock(), "a partner's holiday")
    for _ in range(10):
        world.round(days=1)
    assert world.incident().state is State.RESOLVED
    world.checks.says["churn"] = [says.bad(day=date(2026, 11, 30))]
    world.round(days=1)
    assert world.incident(2).state is State.OPEN


def test_the_second_of_two_who_click_is_told_who_has_it(world: World) -> None:
    """And a click on what is over changes nothing."""
    world.round()
    people.acknowledge(world.store, 1, "maria", world.clock())
    late = people.acknowledge(world.store, 1, "jon", world.clock())
    assert isinstance(late, Illegal)
    assert late.incident is not None
    assert late.incident.acknowledged_by == "maria"
    people.resolve(world.store, 1, "jon", world.clock(), "restarted the loader")
    assert isinstance(people.acknowledge(world.store, 1, "maria", world.clock()), Illegal)
    assert world.story()[-2:] == [("acknowledged", "maria"), ("resolved", "jon")]


def test_when_the_first_is_resolved_the_next_one_is_the_first_to_fix(
    make_world: Callable[..., World], says: Any
) -> None:
    """Ranks run over all pipelines; the message of the one that moved up is edited."""
    world = make_world(says.declared("churn"), says.declared("ads"))
    world.checks.says = {"churn": [says.bad(affected=900)], "ads": [says.bad(affected=3)]}
    world.round()
    assert [world.incident(number).lead.rank for number in (1, 2)] == [1, 2]
    world.slack.clear()
    people.resolve(world.store, 1, "maria", world.clock())
    world.deliver()
    edits = {intent.incident: said for intent, said in world.slack.said if isinstance(intent, IncidentUpdate)}
    assert edits == {1: "resolved rank 1 maria", 2: "open rank 1 nobody"}


def test_new_trouble_that_is_worse_is_the_first_to_fix(make_world: Callable[..., World], says: Any) -> None:
    """The pipeline that was first is second now, and its message says so."""
    world = make_world(says.declared("churn"), says.declared("ads"))
    world.checks.says = {"churn": [says.bad(affected=30)]}
    world.round()
    world.slack.clear()
    world.checks.says["ads"] = [says.bad(affected=900)]
    world.round(days=1)
    edits = [said for intent, said in world.slack.said if isinstance(intent, IncidentUpdate)]
    assert "open rank 2 nobody" in edits
    assert world.incident(2).lead.rank == 1


def test_after_an_hour_of_downtime_late_hops_come_one_after_another(world: World) -> None:
    """The page was written, then the process died: Maria is told first and has her five minutes, then Jon."""
    world.engine_only()
    world.clock.move_forward(timedelta(hours=1))
    world.restart()
    world.engine_only()
    world.deliver()
    assert {person for person, _, _ in paged(world)} == {"maria"}
    world.round(minutes=4, seconds=59)
    assert {person for person, _, _ in paged(world)} == {"maria"}
    world.round(seconds=1)
    assert {person for person, _, _ in paged(world)} == {"maria", "jon"}


def test_a_ladder_survives_a_restart_between_its_hops(world: World) -> None:
    """Its timers are in the store."""
    world.round()
    world.restart()
    world.round(minutes=5)
    assert {person for person, _, _ in paged(world)} == {"maria", "jon"}


def test_one_pipeline_that_cannot_be_checked_does_not_keep_the_others_from_it(
    make_world: Callable[..., World], says: Any
) -> None:
    """What failed is kept, its open incident stays as it is, and it is tried again after an hour."""
    world = make_world(says.declared("churn"), says.declared("ads"))
    world.checks.says = {"churn": [says.bad()], "ads": [says.bad()]}
    world.round()
    world.checks.breaks["churn"] = OSError("the lake is gone")
    world.checks.says["ads"] = [says.good()]
    world.round(days=1)
    assert (world.incident(1).state, world.incident(2).state) == (State.OPEN, State.RESOLVED)
    before = world.checks.calls["churn"]
    world.round(minutes=59)
    assert world.checks.calls["churn"] == before
    world.round(minutes=1)
    assert world.checks.calls["churn"] == before + 1


def test_checks_run_once_a_day_and_what_was_missed_is_caught_up_once(world: World) -> None:
    """At the hour of the configuration; a process that was down for three days checks once."""
    for _ in range(3):
        world.round(minutes=10)
    assert world.checks.calls["churn"] == 1
    world.restart()
    world.round(days=3)
    world.round(minutes=1)
    assert world.checks.calls["churn"] == 2


def test_without_slack_the_ladder_goes_on_by_mail(make_world: Callable[..., World], says: Any) -> None:
    """Nothing is written for a route that is not set up."""
    world = make_world(deployment=says.deployed(routes={"email": {"smtp": "smtp://localhost:25"}}))
    world.checks.says["churn"] = [says.bad()]
    world.round()
    world.round(minutes=5)
    assert world.slack.said == []
    assert paged(world) == [("jon", "email", "mail")]
    with world.store.read() as connection:
        assert outbox.waiting(connection) == 0
