"""How a text is written: its signature, in which digits are 9, small letters a and capitals A.

2026-11-17 is 9999-99-99; Ann-Marie is Aa-Aa; blanks stay. A signature holds no digit and no letter of
the value, but for words that stand for a missing one (N/A), which are their own signature.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir

MISSING_WORDS = (
    *("N/A", "n/a", "#N/A", "NA", "na", "NULL", "Null", "null", "None", "none", "NONE", "NaN", "nan"),
    *("nil", "unknown", "Unknown", "UNKNOWN", "undefined", "missing", "(null)", "\\N", "-", "--", "?", "."),
)
LENGTH = 40
"""So many characters are looked at: a text of a billion is cut before anything else is done with it."""

_CAPITALS, _OTHER_LETTERS, _DIGIT = r"\p{Lu}", r"[\p{Ll}\p{Lo}\p{Lm}\p{Lt}\p{M}]", r"\p{Nd}"
_DECIMAL = re.compile(r"[-+]?9+\.9")


def signature(text: "ir.StringValue") -> "ir.StringValue":
    """The signature of each value. Runs of letters are one letter, digits stay single but in a fraction."""
    import ibis

    cut: Any = text.left(LENGTH)
    form = cut.re_replace(f"{_OTHER_LETTERS}+", "a").re_replace(f"{_CAPITALS}+", "A")
    form = form.re_replace(_DIGIT, "9").re_replace(r"^([-+]?9+)\.9+$", r"\1.9")
    return ibis.cases((text.isin(MISSING_WORDS), text), else_=form)


def has_signature(text: "ir.StringValue", form: str) -> "ir.BooleanValue":
    """Whether a value has this signature, three to thirty times as fast as to work it out."""
    if form in MISSING_WORDS:
        return text == form
    return text.left(LENGTH).re_search(_pattern(form)) & ~text.isin(MISSING_WORDS)


def _pattern(form: str) -> str:
    kinds = {"a": f"{_OTHER_LETTERS}+", "A": f"{_CAPITALS}+", "9": _DIGIT}
    each = "".join(kinds.get(character, re.escape(character)) for character in form)
    return f"^{each}+$" if _DECIMAL.fullmatch(form) else f"^{each}$"
