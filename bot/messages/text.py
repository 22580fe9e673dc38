"""Text for people: escaped, and cut to Slack's limits with a word about what is missing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

SECTION = 3000
HEADER = 150
BUTTON = 75
NOTIFICATION = 3000

_UTC = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?:(:\d\d(?:\.\d+)?)??)(?::00)?(?:\+00:00|Z)(?!\w)")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    r"\ud800-\udfff]"
)
_CODE = re.compile(r"(`[^`]+`)")
_ALIKE = str.maketrans({"*": "∗", "~": "∼", "`": "ʼ"})
_EDGE = re.compile(r"(?<!\w)_|_(?!\w)")
_EMOJI = re.compile(r":(?=[\w+'-])(?!(?<=\d:)\d)")
_JOINER = "\u2060"


def escape(text: object) -> str:
    """Text from data or people, harmless in mrkdwn: `<!channel>` in a cell must not ring a channel.

    It is one line, no style begins or ends in it, nothing becomes an emoji or a quote. What would do so is
    shown by a character that looks alike; names between backticks, as checks write them, stay as they are.
    """
    parts = _CODE.split(literal(flat(text)))
    said = "".join(part if at % 2 else _without_style(part) for at, part in enumerate(parts))
    return f"{_JOINER}{said}" if said.lstrip().startswith("&gt;") else said


def _without_style(text: str) -> str:
    return _EMOJI.sub("∶", _EDGE.sub("ˍ", text.translate(_ALIKE)))


def literal(text: object) -> str:
    """Foreign text for a code block or an address, where Slack knows no styles: only mentions are disarmed.

    Control, invisible and direction-changing characters become spaces: they can hide what a message says.
    """
    return _CONTROL.sub(" ", str(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def flat(text: object) -> str:
    """The text on one line, unescaped, its spaces as they are."""
    return _CONTROL.sub(" ", str(text)).replace("\n", " ").replace("\t", " ")


def one_line(text: object) -> str:
    """The text on one line, unescaped: for plain_text, which Slack shows as it is."""
    return " ".join(flat(text).split())


def sentence(text: object, limit: int = 600) -> str:
    """One line of foreign text, escaped and cut."""
    return cut(escape(one_line(text)), limit)


def code(text: object, limit: int = 80) -> str:
    """A name from the data in code style; a backtick in it must not end the style."""
    inner = cut(literal(one_line(text)).replace("`", "ʼ"), limit)
    return f"`{inner}`" if inner else "–"


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, an ellipsis where something is missing; no entity or style is halved."""
    if len(text) <= limit:
        return text
    kept = text[: max(0, limit - 2)]
    for opening, closing, longest in (("&", ";", 5), ("<", ">", SECTION)):
        start = kept.rfind(opening)
        if start >= 0 and closing not in kept[start:] and closing in text[start : start + longest]:
            kept = kept[:start]
    ending = "…`" if kept.count("`") % 2 else "…"
    return (kept.rstrip() + ending)[:limit]


def plain(text: object, limit: int) -> str:
    """Foreign text for a plain_text object: one line, cut, never empty."""
    return cut(one_line(text), limit) or "–"


def fitted(items: Sequence[str], limit: int = SECTION, left: int = 0, way: str = "") -> str:
    """As many lines as fit, then "… and 12 more", which counts the `left` that are not among the items too,
    with the `way` to see them.

    A single line that is too long is cut.
    """
    room = limit - len(f"\n{more(1_000_000, way)}")
    kept: list[str] = []
    for item in items:
        piece = cut(item, room)
        if kept and sum(map(len, kept)) + len(kept) + len(piece) > room:
            break
        kept.append(piece)
    missing = len(items) - len(kept) + max(0, left)
    return "\n".join([*kept, more(missing, way)] if missing else kept)


def listing(names: Sequence[object], most: int = 3, way: str = "") -> str:
    """Names in code style: `a`, `b`, `c` … and 12 more, with the `way` to see them."""
    shown = ", ".join(code(name) for name in names[:most])
    left = len(names) - most
    return f"{shown} {more(left, way)}" if left > 0 else shown


def more(left: int, way: str = "") -> str:
    """The words for what is not shown, and the way to see it: … and 12 more: `/pipeline findings`."""
    said = f"… and {left:,} more"
    return f"{said}: {way}" if way else said


def keyed(key: Mapping[str, Any]) -> str:
    """The key of a row on one line, unescaped: origin=EWR hour=4. Times in UTC are shortened."""
    said = one_line(" ".join(f"{name}={value}" for name, value in key.items())) or "–"
    return _UTC.sub(r"\1 \2\3Z", said)


def preformatted(rows: Sequence[Sequence[object]], limit: int = SECTION, left: int = 0) -> str:
    """A table in fixed-width type, the first row being its head; the rows that are not shown are counted."""
    cells = [[cut(literal(one_line(cell)).replace("`", "ʼ"), 60) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    aligned = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    return f"```\n{fitted(aligned, limit - 8, left)}\n```"


def dotted(*parts: str) -> str:
    """The parts that say something, with dots between them."""
    return " · ".join(part for part in parts if part)


def bullets(heading: str, items: Sequence[str], left: int = 0, limit: int = SECTION, *, way: str = "") -> str:
    """A heading, and a line an item as far as they fit; those that are left are counted, with the `way`."""
    listed = fitted([f"• {item}" for item in items], limit - len(heading) - 1, left, way)
    return f"{heading}\n{listed}" if listed else heading
