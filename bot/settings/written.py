"""Names and texts as they are written into YAML, whatever they hold."""

import json
import re

_PLAIN = re.compile(r"[A-Za-z_][\w/=.-]*(?<![.-])", re.ASCII)
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_VARIABLE = re.compile(r"(?=\$\{\w+\})")


def scalar(text: str) -> str:
    """A text as a YAML scalar, in quotes where it needs them; it never spans lines, nor begins a comment."""
    return key(_VARIABLE.sub("$", text))


def key(text: str) -> str:
    """The same for a key, in which variables are not filled in."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(each if each.isprintable() else _escape(each) for each in quoted)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def scalars(texts: tuple[str, ...]) -> str:
    """A YAML list on one line."""
    return f"[{', '.join(map(scalar, texts))}]"
