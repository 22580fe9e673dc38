"""A Friday with Oakum: from files on disk to people who click, ask and are told."""

from datetime import timedelta

from bot.app import Pace
from bot.domain.pace import NONE

MARIA, JON = "U1MARIA", "U2JON"
FIRST = "usage: 24.4% of sessions are null; the limit is 5% (churn)"  # ends the notification of an incident
SECOND = "5 rows of Thu 19 Nov repeat a key (account) that an earlier row has (churn)"


def test_the_digest_and_a_message_for_each_incident_appear(town):
    """Ranked, the first one marked; the digest by e-mail too, to the owner; whoever is on call is paged."""
    town.oakum()
    assert "Fix this first" in str(town.post(FIRST))
    town.post(SECOND)
    digest = town.post("Friday checkup: churn")
    assert "churn is broken" in str(digest)
    page = town.wait_for(lambda: [m for m in town.sandbox.messages("#churn") if "subtype" in m])
    assert f"<@{MARIA}>" in page[0]["text"]
    letter = town.wait_for(lambda: town.letters("maria@example.com"))[0]
    assert letter.subject.endswith("Friday checkup: churn")
    assert "FIX THIS FIRST" in letter.text
    assert "Fix this first" in letter.html
    assert town.letters("jon") == []


def test_acknowledging_edits_in_place_and_tells_the_thread(town):
    """The ladder stops: after five minutes nobody else is told."""
    town.oakum()
    before = town.post(FIRST)
    town.click(MARIA, FIRST, "incident_acknowledge")
    town.pass_time(minutes=6)
    after = town.post(FIRST)
    assert after["ts"] == before["ts"]
    assert "incident_acknowledge" in str(before)
    assert "incident_acknowledge" not in str(after)
    assert "*maria* has it" in town.thread(FIRST)
    assert f"<@{JON}>" not in town.thread(FIRST)
    assert town.letters("jon@example.com") == []


def test_nobody_acknowledges_so_the_squad_lead_is_told(town):
    """After five minutes on the clock, in the thread and by e-mail; not earlier."""
    town.oakum()
    town.pass_time()
    assert f"<@{MARIA}>" in town.thread(FIRST)
    town.pass_time(minutes=4, seconds=59)
    assert f"<@{JON}>" not in town.thread(FIRST)
    town.pass_time(seconds=1)
    assert f"<@{JON}>" in town.thread(FIRST)
    (letter,) = town.letters("jon@example.com")
    assert "sessions" in letter.subject


def test_questions_are_answered_truly_as_of_now(town):
    """Broken while the page is open, degraded when only the ticket is left, healthy when both are over."""
    town.oakum()
    town.pass_time()
    assert "churn is broken" in town.asked(JON, "health")
    for number, then in ((1, "churn runs, but not everything in it is right"), (2, "churn is healthy")):
        town.asked(MARIA, f"resolve {number}")
        assert then in town.asked(JON, "health")
    town.sandbox.mention(JON, "#churn", "is the pipeline healthy?")
    question = town.post("is the pipeline healthy?")
    answer = town.wait_for(lambda: town.sandbox.thread("#churn", question["ts"]))
    assert "churn is healthy" in str(answer)
    assert "Fri 20 Nov 2026, 15:01" in str(answer)


def test_an_answer_that_has_grown_old_is_unknown(town):
    """The bot's checks stand still for two days: an old "broken" is not told as if it were true now."""
    town.oakum(Pace(rounds=9999, escalations=9999, connecting=9999, slack=NONE))  # one round, and no more
    town.pass_time()
    town.clock.move_forward(timedelta(days=2))
    assert "I cannot tell whether churn is healthy" in town.asked(JON, "health")
