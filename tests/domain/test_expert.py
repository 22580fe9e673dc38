"""The same at two checkups in a row, after somebody tried: a problem of what two teams have agreed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.expert import Attempt, Call, Seen, attempts, call, shown_in_source
from bot.domain.incident import Event, What
from bot.domain.upstream import Owner, Upstream
from checks.verdict import Row

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)
BEFORE = FRIDAY - timedelta(days=7)
LAKE = Upstream("lake", None, Owner("jon"), "sources.lake.owner", "lake")
RAW = Upstream("lake", "raw", Owner("jon"), "sources.lake.owner", "lake/raw")
TRIED = Attempt(FRIDAY - timedelta(days=3), "maria", "resolved it", "restarted")


def test_after_an_attempt_the_owner_upstream_is_to_be_called(a_finding: Any) -> None:
    """It was at both checkups, and maria resolved it in between."""
    mine = a_finding()
    said = call(mine, LAKE, [Seen(BEFORE, [(mine, LAKE)]), Seen(FRIDAY, [(mine, LAKE)])], [TRIED], "")
    assert isinstance(said, Call)
    assert (said.seen, said.same, said.attempts) == ((BEFORE, FRIDAY), True, (TRIED,))


def test_one_of_its_kind_from_the_same_place_counts(a_finding: Any) -> None:
    """Another column last week; not one from elsewhere."""
    mine, other = a_finding(), a_finding(column="plan")
    now = Seen(FRIDAY, [(mine, LAKE)])
    said = call(mine, LAKE, [Seen(BEFORE, [(other, LAKE)]), now], [TRIED], "")
    assert isinstance(said, Call)
    assert not said.same
    elsewhere = call(mine, LAKE, [Seen(BEFORE, [(other, RAW)]), now], [TRIED], "")
    assert elsewhere == "it was at one checkup, and not at the one before"


def test_a_bad_row_in_the_source_needs_no_attempt(a_finding: Any) -> None:
    """It is theirs, whatever we try."""
    mine = a_finding()
    both = [Seen(BEFORE, [(mine, RAW)]), Seen(FRIDAY, [(mine, RAW)])]
    assert isinstance(call(mine, RAW, both, [], "raw has it too"), Call)
    assert "nobody has tried" in str(call(mine, RAW, both, [], ""))


def test_too_few_checkups_and_what_is_over_are_no_case(a_finding: Any) -> None:
    """Each with its reason."""
    mine = a_finding()
    now = Seen(FRIDAY, [(mine, LAKE)])
    assert call(mine, LAKE, [now], [TRIED], "") == "there were not two checkups yet"
    gone = call(mine, LAKE, [now, Seen(FRIDAY, [])], [TRIED], "")
    assert gone == "it was not at the last checkup"
    assert call(mine, None, [now, now], [TRIED], "") == "usage is not declared any more"


def test_what_was_tried_long_before_is_no_attempt(a_finding: Any) -> None:
    """A month ago it was another matter."""
    mine, long_ago = a_finding(), Attempt(FRIDAY - timedelta(days=40), "maria", "resolved it")
    both = [Seen(BEFORE, [(mine, LAKE)]), Seen(FRIDAY, [(mine, LAKE)])]
    assert not isinstance(call(mine, LAKE, both, [long_ago], ""), Call)


@pytest.mark.parametrize(
    ("kind", "who", "text", "did"),
    [
        (What.RESOLVED, "maria", "restarted the job", "resolved it"),
        (What.RESOLVED, "maria", "patched: restarted", "patched it"),
        (What.FIXED, "maria", "", "fixed it"),
        (What.HANDED, "maria", "jon", "handed it to jon"),
        (What.RESOLVED, "maria", "false alarm", None),
        (What.RESOLVED, "maria", "that is the new normal", None),
        (What.RESOLVED, None, "gone", None),
        (What.ACKNOWLEDGED, "maria", "", None),
    ],
)
def test_what_counts_as_an_attempt(kind: What, who: str | None, text: str, did: str | None) -> None:
    """Whoever takes it has not tried yet, and who calls it right does not try."""
    found = attempts([Event(at=FRIDAY, kind=kind, who=who, text=text)])
    assert [each.did for each in found] == ([did] if did else [])


def test_the_source_shows_the_same_bad_row(a_finding: Any) -> None:
    """The table upstream has it too, with a row of the same key."""
    row = Row(key={"id": 4}, at=None, why="null")
    mine, theirs = a_finding(rows=(row,)), a_finding(table="raw", rows=(row,), summary="nulls grew")
    assert shown_in_source(mine, RAW, [mine, theirs]) == "raw has it too: nulls grew"
    another = a_finding(table="raw", rows=(Row(key={"id": 5}, at=None, why="null"),))
    assert shown_in_source(mine, RAW, [mine, another]) == ""
    assert shown_in_source(mine, LAKE, [theirs]) == ""


def test_several_source_rows_of_one_key_are_shown(a_finding: Any) -> None:
    """By lineage, and by a lookup that finds two partners."""
    traced = a_finding(check="lineage", evidence={"records": [{"source_rows": 2}]})
    assert shown_in_source(traced, RAW, []) == "raw has 2 rows with the key of one record"
    looked_up = a_finding(check="reconciliation", evidence={"kind": "lookup", "days": {"d": {"extra": 3}}})
    assert shown_in_source(looked_up, RAW, []) == "rows of raw have the same key"
    assert shown_in_source(a_finding(check="lineage", evidence={"records": "odd"}), RAW, []) == ""
