"""`oakum drill`: real mail, a dry run, and what it says when nothing can be tried."""

import email
import email.policy
import json

import pytest
from aiosmtpd.controller import Controller

LADDER = """\
  jon: {email: jon@example.com}
policies:
  oncall: [{notify: jon, by: [email]}]
routes: {email: {smtp: "smtp://127.0.0.1:PORT"}}
"""


class Inbox:
    """Takes every mail but those to nobody."""

    def __init__(self):
        self.subjects, self.texts = [], []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        """Keep its subject."""
        lines = envelope.content.decode().splitlines()
        self.subjects.append(next(line for line in lines if line.startswith("Subject: ")))
        self.texts.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def inbox(free_tcp_port, company):
    """Jon is on the ladder of churn, and has a mailbox."""
    box = Inbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_tcp_port)
    controller.start()
    oakum = company.config / "oakum.yaml"
    oakum.write_text(oakum.read_text() + LADDER.replace("PORT", str(free_tcp_port)))
    for path in company.config.glob("pipelines/*"):
        path.write_text(path.read_text().replace("owner: maria\n", "owner: maria\npolicy: oncall\n"))
    yield box
    controller.stop()


def test_a_dry_run_calls_nobody(company, inbox):
    """It says who would be called."""
    ran = company.oakum("drill", "--dry-run")
    assert (ran.status, ran.out) == (0, "Would call jon by email (oncall)\n")
    assert inbox.subjects == []
    assert "there was no drill yet" in company.oakum("drill", "--show").err


def test_a_user_group_is_called_by_its_name(company, inbox):
    """It is tried like a person."""
    oakum = company.config / "oakum.yaml"
    text = oakum.read_text().replace("[{notify: jon", "[{notify: squad, by: [slack]}, {notify: jon")
    text = text.replace("routes: {", "routes: {slack: {bot_token: xoxb-1, app_token: xapp-1}, ")
    oakum.write_text(f"{text}teams: {{squad: {{slack_group: S0123ABC}}}}\n")
    said = company.oakum("drill", "--dry-run").out
    assert said == "Would call jon by email (oncall)\nWould call squad by slack (oncall)\n"


def test_it_is_sent_at_once_and_what_came_can_be_looked_up(company, inbox):
    """Also while the bot does not run. Without an answer there is no receipt."""
    ran = company.oakum("drill", "--who", "ana", "--answer-within", "2h")
    assert ran.status == 0
    assert "jon by e-mail (oncall): was taken by the other side; nobody says that it came" in ran.out
    assert inbox.subjects == ["Subject: DRILL: this mail from Oakum tries the way to jon"]
    shown = company.oakum("drill", "--show", "--format", "json")
    assert shown.status == 1
    (call,) = json.loads(shown.out)["calls"]
    assert (call["person"], call["route"], call["receipt"]) == ("jon", "email", "accepted")


def test_without_slack_whoever_was_told_that_it_came_notes_it(company, inbox):
    """The mail says what to type; then the drill has its receipt."""
    assert "there was no drill yet" in company.oakum("drill", "--came", "jon:email").err
    company.oakum("drill", "--who", "ana")
    text = inbox.texts[0].get_body(("plain",)).get_content()
    assert "Tell ana that it came (oakum drill --came jon:email notes it), until" in text
    ran = company.oakum("drill", "--came", "jon:email", "--who", "ana")
    assert ran.status == 0
    assert "jon by e-mail (oncall): came, says ana, after 0 min" in ran.out
    assert company.oakum("drill", "--show").status == 0


def test_a_receipt_is_of_one_test_page(company, inbox):
    """What was not sent did not come, nor is there one of all; with what to write."""
    company.oakum("drill")
    for said, told in (("all", "name each, like jon:email"), ("jon:mail", "did you mean jon:email?")):
        ran = company.oakum("drill", "--came", "jon:email", "--came", said)
        assert (ran.status, told in ran.err) == (2, True)
    assert company.oakum("drill", "--show").status == 1
    assert "nothing else goes with it" in company.oakum("drill", "--came", "jon:email", "--dry-run").err


def test_a_ladder_that_no_pipeline_uses_can_be_tried(company, inbox):
    """By its name; a drill of all leaves it out."""
    oakum = company.config / "oakum.yaml"
    spare = "policies:\n  spare: [{notify: jon, by: [email]}]\n  group: [{notify: squad, by: [slack]}]\n"
    text = oakum.read_text().replace("policies:\n", spare)
    text = text.replace("routes: {", "routes: {slack: {bot_token: xoxb-1, app_token: xapp-1}, ")
    oakum.write_text(f"{text}teams: {{squad: {{slack_group: S0123ABC}}}}\n")
    said = company.oakum("drill", "--policy", "spare", "--dry-run").out
    assert said == "Would call jon by email (spare)\n"
    assert "spare" not in company.oakum("drill", "--dry-run").out
    ran = company.oakum("drill", "--policy", "group", "--dry-run")
    assert (ran.status, "policy group has no step that can be tried" in ran.err) == (2, True)


def test_a_gap_in_a_schedule_is_told_above(company, inbox):
    """Of five weeks ahead: whatever came today, a page would come to nobody then."""
    oakum = company.config / "oakum.yaml"
    gap = 'schedules: {day: {people: [jon], hours: {days: mon-fri, from: "09:00", to: "17:00"}}}\n'
    oakum.write_text(oakum.read_text() + gap)
    first, second = company.oakum("drill", "--dry-run").out.splitlines()
    assert first.startswith("to mend  schedule day: nobody is on call from ")
    assert second == "Would call jon by email (oncall)"
    ran = company.oakum("drill", "--format", "json")
    (thing,) = json.loads(ran.out)["to_mend"]
    assert (ran.status, thing["what"]) == (0, "schedule day")


def test_mistakes_are_told(company, inbox):
    """With what to write."""
    assert "did you mean oncall?" in company.oakum("drill", "--policy", "oncal").err
    assert "write one like 2h or 1d" in company.oakum("drill", "--answer-within", "soon").err


def test_where_no_route_is_set_up_there_is_nothing_to_try(company):
    """Exit status 2."""
    ran = company.oakum("drill")
    assert ran.status == 2
    assert "no ladder in use has a route that can be tried" in ran.err
