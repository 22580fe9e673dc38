"""`oakum tune` and `oakum noise`: what is proposed, accepted, turned, and taken back again."""

import json

import pytest

from bot.domain.proposal import History, Proposal
from bot.domain.tuned import Layer
from bot.domain.tuning import Replay
from bot.engine import tuning

PROPOSED = Proposal(
    pipeline="churn",
    table="usage",
    check="null_rate",
    before=1.0,
    after=1.2,
    would=Replay(removed=3, lost=0, unlabelled=0, false=4, true=2),
)
WOULD = "would have removed 3 of 4 false pages, lost none of 2 real ones"


@pytest.fixture
def proposed(lived, monkeypatch):
    """Three false alarms of one check: a threshold is proposed."""
    look = tuning.look

    def seen(connection, settings, pipeline, now):
        if pipeline.pipeline != "churn":
            return look(connection, settings, pipeline, now)
        return tuning.Look(History({}, {("usage", "drift"): 3}), Layer({}), (PROPOSED,))

    monkeypatch.setattr(tuning, "look", seen)
    return lived


def test_what_is_proposed_is_shown_with_what_to_type(proposed):
    """And why nothing is, where nothing is."""
    ran = proposed.oakum("tune")
    assert (ran.status, ran.err) == (0, "")
    first, typed, blind = ran.out.splitlines()
    assert first.startswith("Page for null_rate of churn/usage only from 1.2 times its limit, not from 1. ")
    assert WOULD in first
    assert typed == "  oakum tune churn --accept usage/null_rate"
    assert blind.startswith("churn: drift of usage had 3 false alarms")
    assert "No threshold is proposed." in proposed.oakum("tune", "billing").out
    (said,) = json.loads(proposed.oakum("tune", "churn", "--format", "json").out)["proposed"]
    assert (said["pages_from"], said["would"]) == (1.2, WOULD)


def test_it_is_accepted_as_it_was_proposed(proposed):
    """On the record with who and how; a dry run keeps nothing, and what is accepted is not accepted twice."""
    accept = ("tune", "churn", "--accept", "usage/null_rate", "--who", "maria")
    dry = proposed.oakum(*accept, "--dry-run")
    assert dry.out.startswith("Would be: null_rate of churn/usage pages from 1.2 times its limit, before: 1.")
    assert "no threshold was accepted" in proposed.oakum("tuned").out
    ran = proposed.oakum(*accept)
    assert ran.status == 0
    assert ran.out.startswith(
        "Kept as 1: null_rate of churn/usage pages from 1.2 times its limit, before: 1, "
    )
    assert ran.out.endswith("oakum tuned revert 1 takes it back\n")
    (kept,) = json.loads(proposed.oakum("tuned", "--format", "json").out)["tuned"]
    assert (kept["who"], kept["by"], kept["would"]) == ("maria", "terminal", WOULD)
    again = proposed.oakum(*accept)
    assert (again.status, "pages from 1.2 times the limit by now, not from 1" in again.err) == (2, True)


def test_what_is_not_proposed_cannot_be_accepted(proposed):
    """It names what is."""
    ran = proposed.oakum("tune", "churn", "--accept", "usage/nul_rate")
    assert (ran.status, "did you mean usage/null_rate?" in ran.err) == (2, True)
    assert (
        "nothing is proposed for 'usage/x' of billing"
        in proposed.oakum("tune", "billing", "--accept", "usage/x").err
    )


def test_the_dial_is_turned_and_taken_back(lived):
    """It tells where it stands, what turning it would have done, and how far it goes."""
    ran = lived.oakum("noise", "churn")
    assert (ran.status, ran.err) == (0, "")
    head, quieter = ran.out.splitlines()
    assert head == "churn is loud: it pages as its checks say, where every pipeline begins."
    assert quieter.startswith("  oakum noise quieter churn: in 8 weeks that would have removed ")
    assert lived.oakum("noise", "quieter", "churn", "--dry-run").out.startswith("Would be: churn pages from ")
    assert "churn is loud" in lived.oakum("noise", "churn").out
    turned = lived.oakum("noise", "quieter", "churn", "--who", "maria")
    assert (turned.status, turned.out.startswith("Kept as 1: churn pages from 1.1 times the limits")) == (
        0,
        True,
    )
    assert (
        "churn is normal: it pages from 1.1 times the limits, says maria."
        in lived.oakum("noise", "churn").out
    )
    said = json.loads(lived.oakum("noise", "churn", "--format", "json").out)
    assert (said["dial"]["who"], len(said["turned"])) == ("maria", 2)
    assert lived.oakum("noise", "louder", "churn").status == 0
    end = lived.oakum("noise", "louder", "churn")
    assert (end.status, "churn cannot be louder than it is" in end.err) == (2, True)


def test_a_word_too_many_is_told(lived):
    """With what there is."""
    assert "like: oakum noise quieter churn" in lived.oakum("noise", "quieter", "churn", "billing").err
    assert "of which pipeline? There are: billing, churn" in lived.oakum("noise").err
    assert "did you mean churn?" in lived.oakum("noise", "louder", "chrun").err
