"""Whether a text is written in a declared format, as an expression that any engine can count by."""

from typing import TYPE_CHECKING

from checks.notation import time_pattern

if TYPE_CHECKING:
    import ibis.expr.types as ir

LENGTH = 100
"""So many characters are looked at: no time is longer."""


def misfits(text: "ir.StringValue", format_: str) -> "ir.BooleanValue":
    """True for a text that is not written in the format; never for a missing or an empty one."""
    return ~text.left(LENGTH).re_search(time_pattern(format_)) & (text != "")
