"""The rich_text block: sections, lists, quotes and preformatted text made of styled pieces."""

from bot.sandbox.elements import URL
from bot.sandbox.shapes import Rule, Shape, choice, flag, integer, list_of, string, typed

STYLE = Shape({"bold": flag, "italic": flag, "strike": flag, "code": flag, "underline": flag})
PIECES: dict[str, Rule] = {
    "text": Shape({"text": string(12000), "style": STYLE}, ["text"]),
    "link": Shape({"url": URL, "text": string(3000), "style": STYLE, "unsafe": flag}, ["url"]),
    "emoji": Shape({"name": string(255), "unicode": string(255), "style": STYLE}, ["name"]),
    "user": Shape({"user_id": string(255), "style": STYLE}, ["user_id"]),
    "usergroup": Shape({"usergroup_id": string(255), "style": STYLE}, ["usergroup_id"]),
    "channel": Shape({"channel_id": string(255), "style": STYLE}, ["channel_id"]),
    "broadcast": Shape({"range": choice("here", "channel", "everyone"), "style": STYLE}, ["range"]),
    "date": Shape(
        {"timestamp": integer(0, 99_999_999_999), "format": string(255), "fallback": string(255), "url": URL},
        ["timestamp", "format"],
    ),
}
SECTION = Shape({"elements": list_of(typed(PIECES), 1000, least=0)}, ["elements"])
FRAMED = Shape({**SECTION.fields, "border": integer(0, 1), "language": string(255)}, ["elements"])
LIST = Shape(
    {
        "elements": list_of(typed({"rich_text_section": SECTION}), 1000),
        "style": choice("bullet", "ordered"),
        "indent": integer(0, 8),
        "offset": integer(0, 10_000),
        "border": integer(0, 1),
    },
    ["elements", "style"],
)
PARTS: dict[str, Rule] = {
    "rich_text_section": SECTION,
    "rich_text_preformatted": FRAMED,
    "rich_text_quote": FRAMED,
    "rich_text_list": LIST,
}
