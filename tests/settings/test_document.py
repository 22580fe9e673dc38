"""YAML is read by the rules of version 1.2, with the line of every key."""

import pytest

from bot.settings.document import read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("06:30", "06:30"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("2026-01-31", "2026-01-31"),
        ("0777", 777),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        ("1.", 1.0),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ("=", "="),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_a_value_is_what_it_looks_like(tmp_path, text, value):
    """No minutes counted to base sixty, no switches that are words, no dates behind one's back."""
    (tmp_path / "a.yaml").write_text(f"key: {text}\n", encoding="utf-8")
    assert read(tmp_path / "a.yaml", {}).data == {"key": value}


def test_every_key_has_its_line(tmp_path):
    """Also within lists; what is not written down has the line of what holds it."""
    (tmp_path / "a.yaml").write_text("one:\n  - two: 2\n    three:\n      four: 4\n", encoding="utf-8")
    document = read(tmp_path / "a.yaml", {})
    assert document.line(("one", 0, "three", "four")) == 4
    assert document.line(("one", 0, "three", "missing")) == 3
    assert document.line(("other",)) == 1


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    """Some editors write one."""
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfkey: 1\n")
    assert read(tmp_path / "a.yaml", {}).data == {"key": 1}
