"""That values are hidden is said once, with what would show them."""

import pytest

from bot.messages.unshared import unshared

SHOW = "are not shown: write `share: true` at a column to see them"


def test_a_segment_that_is_told_by_a_hash_only_names_its_column(story):
    """However many findings are about it."""
    found = [
        story.finding(summary="all rows in `origin #1f3c0a2b` are gone", segment="origin #1f3c0a2b"),
        story.finding(check="drift", evidence={"kind": "shift", "segment": "carrier #00000000"}),
        story.finding(summary="more nulls; all in origin #ffffffff"),
    ]
    assert unshared(found) == f"the values of `weather.origin`, `weather.carrier` {SHOW}"


@pytest.mark.parametrize("evidence", [{"level": "#1f3c0a2b"}, {"levels": {"#1f3c0a2b": [0.1, 0.2]}}])
def test_so_does_a_level_of_a_feature(story, evidence):
    """A new one, or one whose share moved."""
    found = story.finding(check="drift", column="plan", evidence=evidence)
    assert unshared([found]) == f"the values of `weather.plan` {SHOW}"


def test_values_that_are_told_need_no_word(story):
    """Nor do missing ones, nor a value that looks like a hash."""
    found = [
        story.finding(segment="origin = #1f3c0a2b", evidence={"level": "=EWR"}),
        story.finding(segment="origin is null", evidence={"levels": {"=EWR": [0.1, 0.2]}}),
    ]
    assert unshared(found) == ""
    assert unshared([]) == ""
