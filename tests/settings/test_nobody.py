"""A Slack user group is told as one: where a name must stand for people it is a mistake, with its line."""

import pytest

from bot.domain.declared import SlackTeam

PEOPLE = "people: {maria: {slack: U1}}\n"
GROUP = PEOPLE + "teams: {squad: {slack_group: S1}}\n"
NO_PEOPLE = "squad is a Slack user group, whose members only Slack knows: name people here"
HOURS = 'hours: {from: "08:00", to: "18:00"}'
WRONG = [
    ('teams: {squad: {slack_group: "@squad"}}\n',
     "1: teams.squad.slack_group: write the id of the user group, like S012ABC: its @handle may change"),
    ("teams: {squad: {group: S1}}\n", "1: teams.squad.group: is no key that is known here"),
    ("teams: {squad: {}}\n", "1: teams.squad.slack_group: is missing; add it: the id of the user group"),
    ("teams: {squad: {slack_group: }}\n", "1: teams.squad.slack_group: is empty and should be a text"),
    (PEOPLE + "teams: {squad: maria}\n",
     "2: teams.squad: 'maria' is one value, a list is needed: write [maria]"),
    (PEOPLE + "teams: {maria: {slack_group: S1}}\n",
     "2: teams.maria: is the name of a person too: choose another"),
    (PEOPLE + "teams: {squad: {slack_group: S1}, all: [maria, squad]}\n", f"2: teams.all[1]: {NO_PEOPLE}"),
    (GROUP + "may: {silence: [maria, squad]}\n", f"3: may.silence[1]: {NO_PEOPLE}"),
    (GROUP + "may: {silence: [maria, squat]}\n",
     "3: may.silence[1]: nobody is called 'squat': there are: maria"),
    (GROUP + "schedules: {day: {people: [maria, squad]}}\n", f"3: schedules.day.people[1]: {NO_PEOPLE}"),
    (GROUP + f"schedules: {{day: {{people: [maria], {HOURS}, otherwise: squad}}}}\n",
     f"3: schedules.day.otherwise: {NO_PEOPLE}"),
    (GROUP + "rollbacks: {m: {by: git, repository: x, file: v, allowed: [squad]}}\n",
     f"3: rollbacks.m.allowed[0]: {NO_PEOPLE}"),
    (GROUP + "policies: {p: [{notify: squat}]}\n",
     "3: policies.p[0].notify: nobody is called 'squat': did you mean squad?"),
    (GROUP + "policies: {p: [{notify: squad}]}\n", "3: policies.p[0].by[0]: slack is not set up"),
    (GROUP + "policies:\n  p:\n    - notify: squad\n      by: [email]\nroutes: {email: {smtp: smtp://x}}\n",
     "6: policies.p[0].by[0]: squad is a Slack user group, which has no address for email: "
     "name people, or leave email out"),
]  # fmt: skip


@pytest.mark.parametrize(("oakum", "said"), WRONG)
def test_a_group_in_the_wrong_place_is_told_with_it(refusal, oakum, said):
    """One line, which says what to write."""
    assert f"oakum.yaml:{said}" in refusal(oakum=oakum)


def test_a_group_owns_no_pipeline(refusal, folder):
    """Somebody has to have the fix."""
    oakum, churn = folder / "oakum.yaml", folder / "pipelines" / "churn.yaml"
    with_group = oakum.read_text() + "teams: {squad: {slack_group: S1}}\n"
    said = refusal(oakum=with_group, churn=churn.read_text().replace("owner: maria", "owner: squad"))
    assert said == f"pipelines/churn.yaml:2: owner: {NO_PEOPLE}"


def test_a_group_is_told_by_slack_and_by_services(configure, folder):
    """A service has an address for whoever has none of their own; a team of people remains what it was."""
    text = (folder / "oakum.yaml").read_text()
    text = text.replace("notify: jon", "notify: squad, by: [slack, pagerduty]")
    text += (
        f"  pagerduty: {{key: {'a' * 32}}}\nteams: {{squad: {{slack_group: S0123ABC}}, all: [maria, jon]}}\n"
    )
    deployment = configure(oakum=text).deployment
    assert deployment.teams == {"squad": SlackTeam(slack_group="S0123ABC"), "all": ("maria", "jon")}
    assert deployment.groups == {"squad": "S0123ABC"}
