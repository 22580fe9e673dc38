"""Text from data is harmless and fits."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.text import (
    code,
    cut,
    escape,
    fitted,
    keyed,
    listing,
    literal,
    one_line,
    plain,
    preformatted,
)


def test_a_cell_cannot_ring_a_channel() -> None:
    """`<!channel>` in the data stays text."""
    assert escape("<!channel> & <@U012>") == "&lt;!channel&gt; &amp; &lt;@U012&gt;"


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("*bold* ~gone~", "∗bold∗ ∼gone∼"),
        ("_it_ but wind_gust", "ˍitˍ but wind_gust"),
        ("nulls of `wind_gust` grew", "nulls of `wind_gust` grew"),
        ("a ` alone", "a ʼ alone"),
        ("a ``` fence", "a ʼʼʼ fence"),
        (":x: done, 12:30:45", "∶x: done, 12:30:45"),
        ("one\ntwo\u2028three", "one two three"),
        (">>> quoted", "\u2060&gt;&gt;&gt; quoted"),
        ("5 > 3", "5 &gt; 3"),
    ],
)
def test_no_style_emoji_line_or_quote_comes_from_the_data(text: str, harmless: str) -> None:
    """A style that a cell begins would go on in our words."""
    assert escape(text) == harmless


def test_sql_and_addresses_stay_as_they_are() -> None:
    """Slack knows no styles in them; `SELECT ∗` runs nowhere."""
    assert literal("SELECT * FROM a WHERE b <> '_'") == "SELECT * FROM a WHERE b &lt;&gt; '_'"


def test_what_hides_or_reverses_text_becomes_a_space() -> None:
    """A right-to-left override could make a message say the opposite."""
    assert escape("safe\u202egnp.exe\x00") == "safe gnp.exe "


def test_a_backtick_does_not_end_the_code_style() -> None:
    """A column may be called anything."""
    assert code("a`b`<!here>") == "`aʼbʼ&lt;!here&gt;`"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 10, "short"),
        ("a long sentence", 8, "a long…"),
        ("aaaa &amp; b", 9, "aaaa…"),
        ("see <https://example.com|this>", 20, "see…"),
        ("a `name that is long` ends", 12, "a `name th…`"),
    ],
)
def test_cutting_halves_no_entity_no_link_and_no_style(text: str, limit: int, expected: str) -> None:
    """What is cut must still be valid markup."""
    assert cut(text, limit) == expected


@given(st.text(max_size=400), st.integers(min_value=4, max_value=120))
def test_cut_text_fits_and_keeps_its_entities_whole(text: str, limit: int) -> None:
    """Whatever the data says."""
    short = cut(escape(text), limit)
    assert len(short) <= limit
    assert not re.search(r"&(?!(amp|lt|gt);)", short)
    assert "<" not in short
    assert ">" not in short


@given(st.text())
def test_plain_text_is_never_empty_and_on_one_line(text: str) -> None:
    """Slack refuses an empty text."""
    short = plain(text, 20)
    assert 0 < len(short) <= 20
    assert "\n" not in short


@given(st.lists(st.text(max_size=80), max_size=80), st.integers(min_value=60, max_value=500))
def test_lines_that_do_not_fit_are_counted(items: list[str], limit: int) -> None:
    """Nothing is left out unsaid."""
    rows = [one_line(item) for item in items]
    text = fitted(rows, limit)
    assert len(text) <= limit
    shown = text.split("\n") if rows else []
    left = re.fullmatch(r"… and ([\d,]+) more", shown[-1]) if shown else None
    if left and len(shown) <= len(rows):
        assert int(left[1].replace(",", "")) + len(shown) - 1 == len(rows)
    else:
        assert len(shown) == len(rows)


def test_a_dozen_names_become_three_and_a_count() -> None:
    """Ten columns of a broken table fit on a phone."""
    assert listing([f"c{number}" for number in range(15)]) == "`c0`, `c1`, `c2` … and 12 more"


def test_a_key_is_told_by_its_columns() -> None:
    """A failing row is found again by its key."""
    assert keyed({"origin": "EWR", "hour": 4}) == "origin=EWR hour=4"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2013-02-07 13:00:00+00:00", "2013-02-07 13:00Z"),
        ("2013-02-07T13:00:00Z", "2013-02-07 13:00Z"),
        ("2013-02-07 13:00:05+00:00", "2013-02-07 13:00:05Z"),
        ("2013-02-07 13:00:00-05:00", "2013-02-07 13:00:00-05:00"),
    ],
)
def test_a_time_in_a_key_is_short(written: str, said: str) -> None:
    """A phone is narrow."""
    assert keyed({"at": written}) == f"at={said}"


def test_a_table_in_fixed_width_is_aligned_and_cannot_be_broken_out_of() -> None:
    """Three backticks in a cell would end the block."""
    assert (
        preformatted([["key", "why"], ["a=1", "``` <!here>"]]) == "```\nkey  why\na=1  ʼʼʼ &lt;!here&gt;\n```"
    )
