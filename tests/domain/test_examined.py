"""Who can be told, and who is next, by the configuration alone."""

from datetime import UTC, datetime

from bot.domain.declared import Deployment, Pipeline
from bot.domain.examined import ladders, people, schedules
from bot.domain.roster import roster

FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SLACK = {"slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"}}


def deployment(**facts):
    """Maria can be told by Slack, Jon by nothing."""
    return Deployment.model_validate(
        {"people": {"maria": {"slack": "U1"}, "jon": {}}, "routes": SLACK} | facts
    )


def pipeline(**facts):
    """One that Maria owns."""
    table = {"source": "lake", "partition": {"column": "day"}}
    return Pipeline.model_validate(
        {"pipeline": "churn", "owner": "maria", "channel": "#churn", "tables": {"usage": table}} | facts
    )


def said(things):
    """Each thing on a line."""
    return [f"{thing.state.value} {thing.what}: {thing.said}" for thing in things]


def test_people_whom_no_route_reaches_are_named():
    """With the key to add."""
    assert said(people(deployment())) == [
        "ok person maria: can be told by slack",
        "to mend person jon: can be told by none of the routes (slack): add people.jon.slack",
    ]


def test_without_any_route_nobody_needs_an_address():
    """Somebody who only looks at the terminal has nothing to mend."""
    (line,) = said(people(deployment(routes={})))
    assert line.startswith("unknown routes: none can be used, so nobody is told")
    assert said(ladders(deployment(routes={}), [pipeline()])) == []


def test_a_ladder_that_ends_with_one_person_is_told():
    """Who sleeps cannot answer."""
    alone = {"night": [{"notify": "maria"}, {"notify": "maria"}]}
    (line,) = said(ladders(deployment(policies=alone), [pipeline(policy="night")]))
    assert line.startswith("unknown policy night: ends with maria: add a hop")


def test_a_ladder_of_two_is_good():
    """It says where it ends."""
    two = {"night": [{"notify": "maria"}, {"notify": "jon"}]}
    assert said(ladders(deployment(policies=two), [])) == ["ok policy night: maria, then jon; there it ends"]


def test_a_pipeline_without_a_ladder_is_told():
    """Its channel hears of it, and nobody is woken."""
    assert said(ladders(deployment(), [pipeline()])) == [
        "unknown pipeline churn: has no policy: maria is paged, and nobody after them; "
        "add policy: NAME to its file, the name of a policy in oakum.yaml"
    ]


def test_a_ladder_that_is_climbed_again_says_so():
    """From the first step to this one."""
    again = {"night": [{"notify": "maria"}, {"notify": "jon", "repeat": 2}]}
    assert said(ladders(deployment(policies=again), [])) == [
        "ok policy night: maria, then jon and all again, 2×; there it ends"
    ]


def test_a_schedule_says_who_is_on_call_and_a_gap_is_to_be_mended():
    """Nights that nobody has are found before they are missed."""
    found = deployment(
        schedules={
            "turns": {"people": ["maria", "jon"], "since": "2026-11-16"},
            "day": {"people": ["maria"], "hours": {"days": "mon-fri", "from": "08:00", "to": "20:00"}},
        }
    )
    assert said(schedules(found, roster(found, {}), FRIDAY)) == [
        "ok schedule turns: maria until Mon 23 Nov 09:00, then jon",
        "to mend schedule day: nobody is on call from Fri 20 Nov 20:00 to Mon 23 Nov 08:00, "
        "and 24 more times in five weeks: add otherwise: NAME",
    ]
