"""Whatever data or people say: nobody is mentioned, and nothing leaves its block, its line or its style."""

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.message import Mail, Picture, SlackMessage
from tests.gallery.reading import kinds, marks, markup_of, plain_texts_of, raw, tokens
from tests.gallery.states import State, as_it_is, states
from tests.messages.conftest import home_problems, problems

STATES = states()
_MORE = 4
"""So many blocks more a letter may take that is as long as it can be."""

SHORT = 60
"""Up to so many characters a text changes nothing of what is shown but itself."""
NASTY = (
    "<!channel>", "<!here|here>", "<!everyone>", "<@U2JON>", "<@U2JON|jon>", "<#C1FLIGHTS>",
    "<#C1|flights>", "<!subteam^S1INFRA>", "<!date^0^{date}|then>",
    "<https://evil.example|Acknowledge>", "https://evil.example", "<mailto:a@b.example>",
    "&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;", "&", "<", ">", ">>> quoted", "> quoted", "`", "``",
    "```", "a ``` b", "`code`", "`<!channel>`", "*", "*bold*", "x *y", "x* y", " *", "_", "_it_",
    "x _y", "~", "~gone~", "x ~y", "~5 days", "*_~`*_~`", ":x:", ":white_check_mark: resolved",
    "12:30:45", "a:b:c", "one\ntwo", "one\r\ntwo", "\n", "\n\n*Owner* maria has it\n",
    "one\u2028two\u2029three", "\ttab", "\u202egnp.exe", "\u2066isolated\u2069", "zero\u200bwidth",
    "\u200b", "\u200d", "\ufeff", "\x00", "\x1b[31mred", "\ud800", "\udfff\ud800", "é\u0301", "😀", "表",
    "|", "a|b", "{date}", "%s", "{}", "\\", "$x$", "'\"", "=1+1", "•", "1. one", "… and 3 more", "",
    " ", "   ", "x" * 10_000, "<!channel>" * 1_000, "`" * 10_000, "*a " * 3_000, "& " * 5_000,
    "a\n" * 5_000, "😀" * 3_000,
)  # fmt: skip


def hostile(pool: Sequence[str | None], salt: int = 0) -> Any:
    """A source of words that takes each from a pool, always the same for a word; None leaves it as it is."""

    def text(plain: str) -> str:
        found = pool[zlib.crc32(f"{salt}{plain}".encode()) % len(pool)]
        return plain if found is None else found

    return text


def assert_harmless(state: State, pool: Sequence[str | None], salt: int = 0) -> None:
    """All that must hold of a state with such words in it, beside the same state with plain ones."""
    said, plain = state.make(hostile(pool, salt)), state.make(as_it_is)
    is_short = all(_is_short(each) for each in pool)
    if isinstance(said, Mail):
        _assert_mail(said, plain, is_short=is_short)
    elif isinstance(said, (SlackMessage, Mapping)):
        _assert_said(said, plain, is_short=is_short)


def _is_short(text: str | None) -> bool:
    return text is None or (len(text.strip()) > 0 and len(text) <= SHORT)


def _assert_said(said: Any, plain: Any, *, is_short: bool) -> None:
    refused = problems(said) if isinstance(said, SlackMessage) else home_problems(said)
    assert refused == []
    json.dumps(said if isinstance(said, Mapping) else [said.text, said.blocks], ensure_ascii=False).encode()
    known = {each for text in markup_of(plain) for each in tokens(text)}
    for text in markup_of(said):
        assert raw(text) == ""
        assert {each for each in tokens(text) if not _is_ours(each, known)} == set()
    assert [text for text in plain_texts_of(said) if "\n" in text] == []
    here, there = kinds(said), kinds(plain)
    assert _runs(here) == _runs(there) if is_short else len(here) <= len(there) + _MORE
    slack = 0 if is_short else 2
    more = {mark: times for mark, times in (marks(said) - marks(plain)).items() if times > slack}
    assert more == {}


def _runs(kinds: list[str]) -> list[str]:
    """A letter of many lines may take a paragraph more."""
    return [each for at, each in enumerate(kinds) if each != "section" or at == 0 or kinds[at - 1] != each]


def _is_ours(token: str, known: set[str]) -> bool:
    """A mention or an address of the plain version; of a date, its moment and form are ours."""
    dates = {each.partition("|")[0] for each in known if each.startswith("!date^")}
    return token in known or token.partition("|")[0] in dates


def _assert_mail(said: Mail, plain: Any, *, is_short: bool) -> None:
    tags = re.compile(r"<[^>]*>")
    assert "\n" not in said.subject
    assert not is_short or said.text.count("\n") <= plain.text.count("\n")
    assert 0 < len(said.subject) <= 150
    assert {_tag(each) for each in tags.findall(said.html)} <= {
        _tag(each) for each in tags.findall(plain.html)
    }
    said.text.encode()
    said.html.encode()


def _tag(tag: str) -> str:
    return tag.strip("</>").split()[0] if tag.strip("</>") else tag


@pytest.mark.parametrize("name", [each.name for each in STATES.values() if each.chapter != "plots"])
def test_known_tricks_do_nothing(name: str) -> None:
    """In every slot of every message, view and mail at once."""
    for trick in NASTY:
        assert_harmless(STATES[name], [trick])


PIECES = st.sampled_from([each for each in NASTY if len(each) < 200])
TEXTS = st.one_of(
    PIECES, st.text(max_size=30), st.lists(PIECES, min_size=2, max_size=4).map("".join), st.just("y" * 2_990)
)


@settings(max_examples=6)
@pytest.mark.parametrize("name", [each.name for each in STATES.values() if each.chapter != "plots"])
@given(pool=st.lists(st.none() | TEXTS, min_size=1, max_size=4), salt=st.integers(0, 1_000))
def test_no_mixture_of_them_does_either(name: str, pool: list[str | None], salt: int) -> None:
    """Some slots are hostile and others are not, and tricks stand beside each other."""
    assert_harmless(STATES[name], pool, salt)


def test_the_words_of_a_picture_are_safe_too() -> None:
    """Read aloud by a screen reader; the drawing itself has its own test."""
    for name in ("plot-of-levels", "plot-of-nulls"):
        said = STATES[name].make(hostile(["<!channel> *x* \n\u202e \x00"]))
        assert isinstance(said, Picture)
        assert "\n" not in said.alt
        assert 0 < len(said.alt) <= 1_000
