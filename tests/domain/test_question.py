"""What people ask in their own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import Question, Topic, understand

KNOWN = ("churn", "ad-clicks", "flights")


@pytest.mark.parametrize(
    ("asked", "topic", "pipelines"),
    [
        ("is the pipeline healthy?", Topic.HEALTH, ()),
        ("<@U012> Is churn healthy", Topic.HEALTH, ("churn",)),
        ("is everything ok?", Topic.HEALTH, ()),
        ("how is ad-clicks doing?", Topic.HEALTH, ("ad-clicks",)),
        ("is chrun broken?", Topic.HEALTH, ("churn",)),
        ("can I trust the data", Topic.HEALTH, ()),
        ("status", Topic.HEALTH, ()),
        ("churn?", Topic.HEALTH, ("churn",)),
        ("are churn and flights fine", Topic.HEALTH, ("churn", "flights")),
        ("what broke?", Topic.BROKE, ()),
        ("what's wrong with flights", Topic.BROKE, ("flights",)),
        ("anything failing today?", Topic.BROKE, ()),
        ("list open incidents", Topic.BROKE, ()),
        ("what should I fix first?", Topic.FIRST, ()),
        ("what is the most urgent thing in churn", Topic.FIRST, ("churn",)),
        ("help", Topic.HELP, ()),
        ("what can you do?", Topic.HELP, ()),
        ("", Topic.HELP, ()),
        ("<@U012>", Topic.HELP, ()),
    ],
)
def test_a_question_is_understood(asked: str, topic: Topic, pipelines: tuple[str, ...]) -> None:
    """A manager need not know the words of the configuration."""
    assert understand(asked, KNOWN) == Question(topic, pipelines)


@pytest.mark.parametrize(
    "asked",
    [
        "what's for lunch?",
        "is lunch ok?",
        "is sales healthy?",
        "thanks!",
        "who is on call",
        "tell me a joke",
        "is maria fine with that",
    ],
)
def test_what_is_not_understood_is_said_to_be_so(asked: str) -> None:
    """A wrong answer is worse than none."""
    assert understand(asked, KNOWN).topic is Topic.UNKNOWN


@given(st.text(max_size=200))
def test_nothing_that_is_written_breaks_it(asked: str) -> None:
    """People paste anything."""
    assert understand(asked, KNOWN).topic in Topic
