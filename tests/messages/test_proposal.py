"""The proposal of a pipeline, whatever its table and columns are called."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.domain.newcomer import Newcomer, Newcomers
from bot.messages.message import payload
from bot.messages.newcomer import new_modal
from bot.messages.proposal import fits, proposal_message, with_outcome, written
from bot.sandbox.validate import BLOCK_CHARACTERS, block_problems, characters, view_problems
from bot.settings.propose import pipeline_for
from checks.sources.folder import Found
from checks.sources.guesses import Column
from checks.sources.likely_key import LikelyKey
from checks.sources.look import Look

HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300) | st.sampled_from(
    ["<!channel>", "```", "`", "<@U1>", "&amp;", "*", "\u202e", "\0", "a" * 300, "<https://x|y>"]
)


def a_look(name: str = "orders", columns: tuple[str, ...] = ("amount",)) -> Look:
    """A hundred days, a tenth of every column missing."""
    seen = tuple(Column(each, "number", missing=10, distinct=50) for each in columns)
    facts: Mapping[str, Any] = {
        "name": name,
        "path": f"{name}/*.csv",
        "partition": columns[0],
        "in_path": False,
        "days": 100,
        "since": date(2026, 8, 12),
        "newest": date(2026, 11, 19),
        "rows": 100,
        "seen_days": 70,
        "key": LikelyKey(columns[:4], within_partition=True),
        "event_time": columns[-1],
        "loaded_at": columns[0],
        "features": seen,
        "unreadable": 2,
        "left_out": columns,
        "columns": seen,
    }
    return Look(**facts)


@given(name=HOSTILE, columns=st.lists(HOSTILE, min_size=1, max_size=25, unique=True), can_write=st.booleans())
def test_whatever_names_there_are_slack_takes_it(name: str, columns: list[str], can_write: bool) -> None:
    """By our validator and the SDK's models; nobody is mentioned, and nothing is lost after a click."""
    look = a_look(name, tuple(columns))
    text = pipeline_for("jon", "orders", "jon", "#a", "lake", look)
    message = proposal_message("orders.yaml", look, text, "x" * 600, "", can_write)
    for each in (message, with_outcome(message.blocks, written("orders.yaml", name))):
        blocks = payload(each)["blocks"]
        assert block_problems(blocks) == []
        assert [Block.parse(block).to_dict() for block in blocks] == blocks  # type: ignore[union-attr]
        assert characters(blocks, None) < BLOCK_CHARACTERS
        marked = [block for block in blocks if block["type"] in ("section", "context")]
        assert "<" not in str(marked) + each.text
    shown = [block for block in message.blocks if block["type"] == "rich_text"]
    assert len(shown) == fits(text)
    for block in shown:
        assert block["elements"][0]["elements"][0]["text"] == text.rstrip("\n")


def test_what_was_found_is_told_with_its_gaps() -> None:
    """On how many of the days there was something, what repeats, and what cannot be read."""
    look = a_look(columns=("day", "amount", *(f"c{at}" for at in range(10))))
    said = str(proposal_message("orders.yaml", look, "pipeline: orders", "", "", True).blocks)
    assert "100 days by `day`, the newest 2026-11-19: 70 of the last 100 days, about 1 rows a day" in said
    assert "*Key* `day`, `amount`, `c0`, `c1`, within a day" in said
    assert "… and 6 more; 0 columns always there" in said
    assert "2 parts cannot be read" in said
    none: dict[str, Any] = {"newest": None, "event_time": None, "loaded_at": None, "features": ()}
    plain = replace(look, partition=None, key=LikelyKey(()), columns=(), **none)
    said = str(proposal_message("orders.yaml", plain, "pipeline: orders", "", "", True).blocks)
    assert "no column tells the day: one whole of 100 rows" in said
    assert "none was found that tells the rows apart" in said
    assert "nothing, in 100 rows" in said
    assert "no column looks like a feature" in said


def test_where_nobody_is_named_the_form_says_so() -> None:
    """A pipeline needs an owner."""
    there = Newcomers([Newcomer("lake", Found("a", "a/*.csv", None, 1))])
    view = new_modal(there, "", (), "jon", "", ZoneInfo("UTC"))
    assert view_problems(view, ("modal",)) == []
    assert "name somebody under `people`" in str(view)


@given(
    names=st.lists(st.tuples(HOSTILE, HOSTILE), max_size=120, unique=True),
    owners=st.lists(HOSTILE, min_size=1, max_size=120, unique=True),
    word=HOSTILE | st.just(""),
)
def test_whatever_lies_there_the_form_is_shown(
    names: list[tuple[str, str]], owners: list[str], word: str
) -> None:
    """With a hundred tables and people at most, and the rest counted."""
    tables = sorted((Newcomer(*each) for each in _found(names)), key=lambda each: each.source)
    there = Newcomers(tables, 3, [("<!here>", name) for name, _ in names[:30]])
    view = new_modal(there, word, [*owners, "ana"], owners[-1], "C1", ZoneInfo("Europe/Berlin"))
    assert view_problems(view, ("modal",)) == []
    menus = [block["element"] for block in view["blocks"] if block.get("block_id") == "table"]
    if not word and tables:
        groups = menus[0].get("option_groups") or [menus[0]]
        shown = sum(len(group["options"]) for group in groups)
        assert shown == min(100, len(tables))
        assert (f"… and {len(tables) - shown} more" in str(view)) is (len(tables) > shown)


def _found(names: list[tuple[str, str]]) -> list[tuple[str, Found]]:
    return [(source, Found(name, f"{name}/*.csv", None, 1)) for source, name in names]
