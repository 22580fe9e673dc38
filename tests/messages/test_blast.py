"""What was built on bad data, in a line: on a terminal and behind the Details button."""

from datetime import date

import pytest

from bot.messages.blast import built_on_it
from bot.messages.details import details
from bot.messages.message import payload
from bot.messages.terminal import finding_lines

BUILT = {
    "since": "2013-02-12",
    "partitions": {"weather": 3, "scores": 2},
    "tables": ["scores", "marts/board"],
    "feeds": {"delay_model": "critical", "weekly_report": "low"},
    "rows": 3000,
}
LINE = (
    "built on it since Tue 12 Feb: 3 partitions (about 3,000 rows), 2 of table scores, table marts/board, "
    "delay_model (critical), weekly_report (low)"
)


@pytest.fixture
def finding(story):
    """One on which something was built."""
    return story.finding(evidence={"rows": 1000, "built_on_it": BUILT})


def test_a_finding_says_what_was_built_on_it(story, finding):
    """Partitions first, then tables, models and reports, with how critical they are."""
    assert built_on_it(finding, date(2013, 2, 15)) == LINE
    assert f"     {LINE}" in [line.text for line in finding_lines(finding, story.zone, story.now)]


def test_what_began_before_the_days_that_are_looked_at_says_so(story):
    """There are more partitions than are counted."""
    found = story.finding(evidence={"built_on_it": BUILT | {"at_least": True}})
    assert "since Tue 12 Feb: at least 3 partitions (about 3,000 rows)" in built_on_it(
        found, date(2013, 2, 15)
    )


def test_what_is_not_known_is_not_said(story):
    """Neither rows, nor partitions of a table that was not looked at, nor anything where nothing is built."""
    bare = BUILT | {"rows": None, "tables": [], "feeds": {"delay_model": "critical"}}
    said = built_on_it(story.finding(evidence={"built_on_it": bare}), date(2013, 2, 15))
    assert said == "built on it since Tue 12 Feb: 3 partitions, delay_model (critical)"
    assert built_on_it(story.finding(), date(2013, 2, 15)) == ""


def test_a_long_list_is_counted(story):
    """The first six by name: the most critical are among them, or on the way to them."""
    many = BUILT | {"tables": [f"t{at}" for at in range(9)]}
    said = built_on_it(story.finding(evidence={"built_on_it": many}), date(2013, 2, 15))
    assert said.endswith("table t5, 5 more")


def test_the_details_say_it_too(story, finding):
    """Once, and not as a figure of the evidence."""
    text = str(payload(details(story.incident(finding), story.around, ())))
    assert text.count("Built on it since Tue 12 Feb: 3 partitions (about 3,000 rows)") == 1
    assert "built_on_it" not in text
