"""Thresholds and the noise dial are set by a button or a word, and taken back by one."""

import json
from collections.abc import Callable
from typing import Any

from bot.domain.proposal import Proposal
from bot.domain.tuning import Replay
from bot.messages.tuning import ACCEPT, REVERT, to_record
from bot.store import tuned
from tests.slack.conftest import false_alarms

MARIA, JON = "U1MARIA", "U2JON"


def test_a_proposal_is_accepted_with_one_button_and_taken_back_with_one(
    make_harbor: Any, breach: Any, words: Any
) -> None:
    """Who did it, and by which route, is kept."""
    harbor = make_harbor("churn")
    assert "No threshold is proposed. That takes 3 false alarms" in harbor.type(JON, "tune")
    false_alarms(harbor, breach)
    told = harbor.type(JON, "tune churn", 2)
    assert "Page for null_rate of churn/usage only from 1.1 times its limit, not from 1." in told
    assert "would have removed 3 of 3 false pages, and nobody called a page real" in told
    harbor.press(JON, ACCEPT)
    assert "Kept as 1: null_rate of churn/usage pages from 1.1 times its limit, before: 1" in harbor.told(
        JON, 3
    )
    assert "*jon*" in harbor.type(MARIA, "tuned")
    harbor.press(MARIA, REVERT)
    assert "1 is taken back: for null_rate of churn/usage holds again what held before" in harbor.told(
        MARIA, 2
    )
    assert "no threshold was accepted" in harbor.type(MARIA, "tuned", 3)
    with harbor.store.read() as connection:
        (kept,) = tuned.all_of(connection)
    assert (kept.who, kept.by, kept.reverted_by) == ("jon", "slack", "maria")


def test_the_digest_has_one_proposal_with_its_button(make_harbor: Any, breach: Any, words: Any) -> None:
    """Two who press it: the second hears how it stands."""
    harbor = make_harbor("churn")
    false_alarms(harbor, breach)
    harbor.says["churn"] = []
    harbor.round(days=5)
    digest = harbor.message()
    assert "checkup: churn" in words(digest)
    assert "Alert budget: 3 pages in 2" in words(digest)
    assert "Page for null_rate of churn/usage only from 1.1" in words(digest)
    for _ in range(2):
        done = harbor.sandbox.click(JON, "#churn", digest["ts"], ACCEPT).wait()
        assert done.acked, done.error
    assert "pages from 1.1 times the limit by now, not from 1: ask again" in harbor.told(JON, 2)


def test_on_the_first_day_the_dial_says_that_there_were_no_pages(make_harbor: Callable[..., Any]) -> None:
    """And not that it would have removed 0 of 0 of them."""
    told = make_harbor("churn").type(JON, "noise")
    assert "In 8 weeks that would have removed nothing: there were no pages yet." in told


def test_the_dial_is_turned_by_a_word(harbor: Any) -> None:
    """One step at a time, with what it would have done; it ends at quiet, and begins at loud."""
    told = harbor.type(JON, "noise")
    assert "*churn* is loud: it pages as its checks say, where every pipeline begins" in told
    assert "Turn churn to normal: page from 1.1 times the limits" in told
    assert "It cannot be louder than it is" in harbor.type(JON, "noise louder", 2)
    told = harbor.type(JON, "noise quieter churn", 3)
    assert "churn pages from 1.1 times the limits (normal), before: 1" in told
    assert "In 8 weeks it would have removed none of 1 page, and nobody labelled one" in told
    assert "(quiet), before: 1.1" in harbor.type(JON, "noise quieter", 4)
    assert "It cannot be quieter than it is" in harbor.type(JON, "noise quieter", 5)
    assert "*churn* is quiet: it pages from 1.25 times the limits, says *jon*" in harbor.type(JON, "noise", 6)
    assert "There is no pipeline `chrun`" in harbor.type(JON, "noise quieter chrun", 7)
    assert "(normal), before: 1.25" in harbor.type(JON, "noise louder", 8)
    assert "would have paged more often" in harbor.type(JON, "noise louder", 9)


def test_a_button_holds_a_long_name() -> None:
    """Slack allows 2,000 characters."""
    long = Proposal(
        pipeline="p" * 100,
        table="t" * 200,
        check="null_rate",
        before=1.0,
        after=1.1,
        would=Replay(3, 0, 0, 3, 9),
        outages=tuple(range(50)),
    )
    assert len(json.dumps(to_record(long))) < 2000
