"""How a text is written: its signature, in which digits are 9, small letters a and capitals A.

2026-11-17 is 9999-99-99; Ann-Marie is Aa-Aa; blanks stay. A signature holds no digit and no letter of
the value, but for words that stand for a missing one (N/A), which are their own signature.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from checks.sources.numbers import POSTGRES, engine

if TYPE_CHECKING:
    import ibis.expr.types as ir

MISSING_WORDS = (
    *("N/A", "n/a", "#N/A", "NA", "na", "NULL", "Null", "null", "None", "none", "NONE", "NaN", "nan"),
    *("nil", "unknown", "Unknown", "UNKNOWN", "undefined", "missing", "(null)", "\\N", "-", "--", "?", "."),
)
LENGTH = 40
"""So many characters are looked at: a text of a billion is cut before anything else is done with it."""

HUGE = 1_000_000
"""A text of more characters is no ordinary value of a column; how many there are is counted."""

_UNICODE = r"\p{Lu}", r"[\p{Ll}\p{Lo}\p{Lm}\p{Lt}\p{M}]", r"\p{Nd}"
_ASCII = "[A-Z]", r"[a-z\u0080-\U0010FFFF]", "[0-9]"
"""Capitals, other letters, digits. PostgreSQL has no classes of Unicode: there all but ASCII are letters."""

_FRACTION = re.compile(r"([-+]?9+)\.9+")
_DECIMAL = re.compile(r"[-+]?9+\.9")


def signature(text: "ir.StringValue") -> "ir.StringValue":
    """The signature of each value. Runs of letters are one letter, digits stay single but in a fraction."""
    import ibis

    capitals, others, digit = _classes(text)
    cut: Any = text.left(LENGTH)
    form = cut.re_replace(f"{others}+", "a").re_replace(f"{capitals}+", "A")
    form = form.re_replace(digit, "9").re_replace(r"^([-+]?9+)\.9+$", r"\1.9")
    return ibis.cases((text.isin(MISSING_WORDS), text), else_=form)


def signature_of(text: str) -> str:
    """The same of one text."""
    return text if text in MISSING_WORDS else shape_of(text)


def shape_of(text: str) -> str:
    """The same of any text, of a word for a missing value too."""
    plain = text[:LENGTH]
    if not plain.isascii():
        plain = "".join(map(_in_ascii, plain))
    form = re.sub("[0-9]", "9", re.sub("[A-Z]+", "A", re.sub("[a-z]+", "a", plain)))
    fraction = _FRACTION.fullmatch(form)
    return f"{fraction[1]}.9" if fraction else form


def _in_ascii(character: str) -> str:
    """A letter or digit of any alphabet as one of ASCII's; whatever else stays."""
    if character.isascii():
        return character
    kind = unicodedata.category(character)
    return {"Lu": "A", "Nd": "9"}.get(kind, "a" if kind[0] in "LM" else character)


def recognised(text: "ir.StringValue", forms: Sequence[str]) -> "ir.StringValue":
    """The signature of each value; to recognise one of these is much quicker than to work it out."""
    import ibis

    cut, classes = text.left(LENGTH), _classes(text)
    words = (text.isin(MISSING_WORDS), text)
    each = [(cut.re_search(_pattern(form, *classes)), form) for form in forms if form not in MISSING_WORDS]
    return ibis.cases(words, *each, else_=signature(text))


def has_form(text: "ir.StringValue", form: str) -> "ir.BooleanValue":
    """Whether a value has this signature."""
    if form in MISSING_WORDS:
        return text == form
    found: Any = text.left(LENGTH).re_search(_pattern(form, *_classes(text)))
    return found & ~text.isin(MISSING_WORDS)


def _classes(text: "ir.StringValue") -> tuple[str, str, str]:
    return _ASCII if engine(text) == POSTGRES else _UNICODE


def _pattern(form: str, capitals: str, others: str, digit: str) -> str:
    kinds = {"a": f"{others}+", "A": f"{capitals}+", "9": digit}
    each = "".join(kinds.get(character, re.escape(character)) for character in form)
    return f"^{each}+$" if _DECIMAL.fullmatch(form) else f"^{each}$"
