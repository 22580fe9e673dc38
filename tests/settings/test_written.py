"""Names that came from somewhere else are written so that they are read back as they were."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.settings.document import read
from bot.settings.written import key, scalar, scalars

NASTY = [
    "no",
    "null",
    "1",
    "",
    " ",
    "a: b",
    "# c",
    "*",
    "\x85",
    "\u2028",
    "$${A}",
    "${HOME}",
    "🎉",
    "it's",
    '"',
    "\\",
]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=20)
    | st.sampled_from(NASTY).flatmap(lambda a: st.just(a) | st.text().map(a.__add__))
)
def test_any_text_is_read_back_as_it_was(tmp_path, text):
    """As a key, as a value, in a list; quotes, emoji, line breaks and variables included."""
    path = tmp_path / "written.yaml"
    path.write_text(f"{key(text)}: {{{key(text)}: {scalars((text,))}}} # {key(text)}\n", encoding="utf-8")
    document = read(path, {"HOME": "elsewhere", "A": "b"})
    assert document.data == {text: {text: [text]}}
    assert not document.problems


def test_what_opens_like_a_variable_and_is_none_is_text(tmp_path):
    """A folder may be called so."""
    path = tmp_path / "written.yaml"
    path.write_text(f"root: {scalar('a${')}\n", encoding="utf-8")
    assert read(path, {}).data == {"root": "a${"}


@pytest.mark.parametrize("text", ["usage", "usage/day=2026-01-31/part.parquet", "a_b", "Ab.c"])
def test_plain_names_stay_plain(text):
    """Quotes are for what needs them."""
    assert scalar(text) == text
