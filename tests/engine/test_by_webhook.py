"""Where Slack is but an address: what is told, what is not, and that nothing waits for an app."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.drill import Way
from bot.domain.incident import State
from bot.domain.silence import Silence, Target
from bot.engine import people, silence, survival
from bot.engine.drill import begin, close, confirm
from bot.store import incidents, survivals
from bot.store.loads import pages_since
from bot.store.tables import outbox
from checks.verdict import Outcome

URL = "https://hooks.slack.com/services/T1/B1/x"
HOOK = {"slack_webhook": {"url": URL}}
LADDER = {
    "oncall": [
        {"notify": "maria", "by": ["slack_webhook"], "wait": "5m"},
        {"notify": "jon", "by": ["slack_webhook", "email"], "wait": "5m"},
    ]
}


@pytest.fixture
def declare(make_world, says):
    """Makes a world that posts by one address."""

    def declared(*pipelines, routes=HOOK, policies=LADDER, **facts):
        mail = {"email": {"smtp": "smtp://localhost:25"}}
        return make_world(
            *pipelines, deployment=says.deployed(routes=routes | mail, policies=policies, **facts)
        )

    return declared


@pytest.fixture
def world(declare, says):
    """One page, which goes by the address."""
    made = declare()
    made.checks.says["churn"] = [says.bad()]
    return made


def told(world):
    """What the channel heard since it was last looked at, the digest left out: kind and how it stood."""
    said = [(intent.kind, words) for intent, words in world.hook.said if intent.kind != "hook_digest"]
    world.hook.clear()
    return said


def routes_of(world):
    """The routes of all that was ever written down to be said."""
    with world.store.read() as connection:
        return set(connection.execute(select(outbox.c.route)).scalars())


def test_a_life_in_messages_of_their_own(world, says):
    """Opened, paged, paged, nobody left, gone, back: and what an app would do is never even written down."""
    open_ = "open rank 1 nobody"
    world.round()
    assert told(world) == [("hook_post", open_), ("hook_page", open_)]
    world.round(minutes=6)
    world.round(minutes=6)
    assert told(world) == [("hook_page", open_), ("hook_news", open_)]
    world.checks.says["churn"] = [says.good()]
    world.round(days=1)
    assert told(world) == [("hook_news", "resolved rank 1 nobody")]
    world.checks.says["churn"] = [says.bad()]
    world.round(days=1)
    assert told(world) == [("hook_page", open_)], "it says that it is open again: no news beside it"
    assert world.slack.said == []
    assert routes_of(world) == {"slack_webhook", "email"}


def test_people_of_one_step_are_rung_by_one_message(declare, says):
    """One by one, a second apart, the last would ring late. Each of them counts as paged."""
    names = [f"p{number}" for number in range(23)]
    people = {name: {"slack": f"U{name.upper()}"} for name in ("maria", "jon", *names)}
    steps = [{"notify": "crew", "by": ["slack_webhook"], "wait": "5m"}]
    world = declare(people=people, teams={"crew": names}, policies={"oncall": steps})
    world.checks.says["churn"] = [says.bad()]
    world.round()
    rung = [intent.people for intent, _ in world.hook.said if intent.kind == "hook_page"]
    assert rung == [tuple(names[:20]), tuple(names[20:])]
    assert told(world)[1:] == [("hook_page", "open rank 1 nobody")] * 2
    with world.store.read() as connection:
        paged = pages_since(connection, world.clock() - timedelta(hours=1), ["churn"])
    assert [page.person for page in paged] == names


def test_changes_that_wait_together_are_one_message(world):
    """While Slack lets nothing through: one message, of how it stands then."""
    world.round()
    told(world)
    people.acknowledge(world.store, 1, "maria", world.clock())
    people.hand_over(world.store, 1, "maria", world.clock(), "jon")
    people.resolve(world.store, 1, "jon", world.clock())
    world.deliver()
    assert told(world) == [("hook_news", "resolved rank 1 jon")]


def test_news_that_wait_are_told_after_all_where_the_page_is_not(world, says):
    """It is open again, and somebody has it before the page is out: the channel hears that."""
    world.round()
    world.checks.says["churn"] = [says.good()]
    world.round(days=1)
    told(world)
    world.checks.says["churn"] = [says.bad()]
    world.engine_only(days=1)
    people.acknowledge(world.store, 1, "jon", world.clock())
    world.deliver()
    assert told(world) == [("hook_news", "acknowledged rank 1 jon")]


def test_small_changes_are_not_told(world, says):
    """A day worse, or another place in the ranking, is an edit elsewhere and nothing here."""
    world.round()
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.round()
    told(world)
    world.checks.says["churn"] = [says.bad(affected=60, summary="null_rate is worse")]
    world.round(days=1)
    assert world.incident().lead.summary == "null_rate is worse"
    assert told(world) == []


def test_whoever_takes_a_page_ends_the_ringing_for_all(world):
    """One message tells it, and nobody else is paged."""
    world.round()
    told(world)
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.round(minutes=30)
    assert told(world) == [("hook_news", "acknowledged rank 1 maria")]


def test_a_silence_quiets_the_ladder_without_a_word(world):
    """Of a whole table, by `oakum silence add`."""
    world.round()
    world.hook.clear()
    now = world.clock()
    asked = Silence(
        id=0, target=Target("churn"), starts_at=now, ends_at=now + timedelta(hours=2), who="maria", why=""
    )
    silence.add(world.store, world.settings, asked, now)
    world.round(hours=1)
    assert world.hook.said == []
    world.round(hours=2)
    assert told(world) == [("hook_page", "open rank 1 nobody")], "the page says that it is open again"


def test_what_came_and_went_before_it_was_told_is_told_once(declare, says):
    """A ticket of the night that is over in the morning: one message says both."""
    hours = {"days": "mon-fri", "from": "12:00", "to": "19:00"}
    world = declare(working_hours=hours)
    world.checks.says["churn"] = [says.bad(urgency=says.ticket)]
    world.round()
    assert world.hook.said == []
    people.resolve(world.store, 1, "maria", world.clock(), "seen")
    world.round(hours=4)
    assert told(world) == [("hook_post", "resolved rank 1 maria")]


def test_an_owner_without_a_policy_is_paged_by_it(declare, says):
    """By whatever reaches them: the address is one of these."""
    world = declare(says.declared(policy=None))
    world.checks.says["churn"] = [says.bad()]
    world.round()
    assert world.hook.kinds() == ["hook_post", "hook_page"]
    assert {intent.kind for intent, _ in world.mail.said} == {"incident_mail"}


def test_each_channel_by_its_own_address(declare, says):
    """Two pipelines, one with an address: each lane paces its own."""
    other = {"slack_webhook": {"url": URL, "channels": {"#ads": f"{URL}2"}}}
    world = declare(says.declared(), says.declared("ads"), routes=other)
    world.checks.says |= {"churn": [says.bad()], "ads": [says.bad()]}
    world.round()
    places = {(intent.incident, intent.place) for intent, _ in world.hook.said}
    assert places == {(1, "the webhook's channel"), (2, "#ads")}


def test_the_digest_goes_there_and_its_owner_is_asked_by_mail(world):
    """The channel is not: it is asked once, and signed off on the terminal."""
    world.round()
    world.hook.clear()
    world.round(hours=6)
    world.round(hours=12)
    assert world.hook.kinds().count("hook_digest") == 1
    assert "digest_nudge" not in world.hook.kinds()
    nudges = [intent for intent, _ in world.mail.said if intent.kind == "digest_nudge"]
    assert [(each.person, each.to) for each in nudges] == [("maria", "email")]


def test_the_channel_hears_that_somebody_looked(world):
    """Once: its digest cannot be edited."""
    world.round(hours=6)
    world.hook.clear()
    for who in ("maria", "jon"):
        people.sign_off(world.store, 1, who, world.clock(), by="terminal")
    world.deliver()
    assert world.hook.kinds() == ["hook_signed"]
    assert world.hook.said[0][1].endswith("signed by maria")


def test_a_drill_rings_everybody_there_and_reports_there(world):
    """A receipt is noted by hand; the report names who is missing."""
    drill = begin(world.store, world.settings, "maria", world.clock(), timedelta(days=1))
    assert {(call.way.person, call.way.route) for call in drill.calls} == {
        ("maria", "slack_webhook"),
        ("jon", "slack_webhook"),
        ("jon", "email"),
    }
    world.deliver()
    assert world.hook.kinds() == ["drill_call", "drill_call"]
    assert confirm(world.store, drill.id, Way("maria", "slack_webhook"), "maria", world.clock())
    close(world.store, world.settings, drill, world.clock())
    world.deliver()
    assert world.hook.kinds()[2:] == ["drill_report"]
    assert routes_of(world) == {"slack_webhook", "email"}


def test_a_drill_of_a_ladder_in_no_use(declare, says):
    """No pipeline says where: the common address."""
    world = declare(policies=LADDER | {"spare": [{"notify": "jon", "by": ["slack_webhook"]}]})
    begin(world.store, world.settings, "maria", world.clock(), timedelta(days=1), only="spare")
    world.deliver()
    assert [intent.lane for intent, _ in world.hook.said] == ["the webhook's channel"]


def test_an_app_that_comes_later_posts_what_is_open(world, says):
    """What the address told of is told anew, with buttons; what is over is not."""
    world.round()
    app = {"slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"}}
    world.settings = type(world.settings)(
        deployment=says.deployed(routes=app),
        pipelines=world.settings.pipelines,
        folder=world.settings.folder,
    )
    world.round(days=1)
    assert "incident_post" in world.slack.kinds()


@pytest.fixture
def storm(declare, says):
    """Everything is broken at once: `usage` feeds the model, `orders` and `plans` feed a report."""
    usage = {"source": "lake", "partition": {"column": "day"}, "feeds": {"model": "critical"}}
    other = usage | {"feeds": {"report": "low"}}
    world = declare(says.declared(tables={"usage": usage, "orders": other, "plans": other}))
    world.checks.new = dict.fromkeys(("orders", "plans"), says.bad().bad[0])
    world.checks.says["churn"] = failing(says, "usage", "orders", "plans")
    return world


def failing(says, *tables):
    """Every check of these tables fails, those of the others are in order."""
    return [
        says.bad(check, table=table)
        if table in tables
        else says.bad(check, table=table, outcome=Outcome.OK, bad=(), urgency=says.ticket)
        for table in ("usage", "orders", "plans")
        for check in ("null_rate", "guards", "own", "duplicate_keys")
    ]


def test_everything_broken_is_one_message_and_the_rest_is_muted(storm):
    """Forty messages, one a second, would be read by nobody: whoever types it brings the tables back."""
    storm.round()
    with storm.store.read() as connection:
        open_ = incidents.unresolved(connection)
    asleep = {each.lead.table for each in open_ if each.state is State.SNOOZED}
    assert asleep == {"orders", "plans"}
    posts = {intent.incident for intent, _ in storm.hook.said if intent.kind == "hook_post"}
    assert posts == {each.id for each in open_ if each.state is State.OPEN}


def test_what_is_in_order_again_is_told_once_and_brought_back(storm, says):
    """The check-list of an app is edited; here it comes again when there is something to bring back."""
    storm.round()
    with storm.store.read() as connection:
        number = survivals.last(connection, "churn").incident
    people.acknowledge(storm.store, number, "maria", storm.clock())
    storm.deliver()
    storm.hook.clear()
    storm.checks.says["churn"] = failing(says, "usage", "plans")
    storm.round(days=1)
    news = [
        intent for intent, _ in storm.hook.said if intent.kind == "hook_news" and intent.incident == number
    ]
    assert len(news) == 1
    storm.hook.clear()
    storm.round(days=1)
    assert [intent for intent, _ in storm.hook.said if getattr(intent, "incident", 0) == number] == []
    storm.hook.clear()
    survival.bring(storm.store, storm.settings, "churn", "orders", "maria", storm.clock())
    storm.deliver()
    assert storm.hook.said == []
    survival.end(storm.store, storm.settings, "churn", "maria", storm.clock())
    storm.round()
    told_of = {intent.incident for intent, _ in storm.hook.said}
    assert number in told_of, "everybody hears that it is over"
    assert told_of > {number}, "and of what is still failing"


def test_a_page_that_waits_is_not_sent_once_somebody_has_it(world):
    """The post, which waits as well, says so; no news beside it."""
    world.engine_only()
    people.acknowledge(world.store, 1, "maria", world.clock())
    world.deliver()
    assert told(world) == [("hook_post", "acknowledged rank 1 maria")]
