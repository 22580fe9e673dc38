"""`${NAME}` in a file stands for a variable of the environment, `$${NAME}` for the text itself."""

import re
from collections.abc import Mapping

_WRITTEN = re.compile(r"(\$?)\$\{(\w+)\}")
_MARKED = re.compile("([\ue000\ue001])(\\w+)\ue002")


def mark(text: str) -> str:
    """Put marks around the names instead of the braces: `{key: ${NAME}}` would be no YAML."""
    return _WRITTEN.sub(lambda match: f"{chr(0xE001 if match[1] else 0xE000)}{match[2]}\ue002", text)


def unmark(text: str) -> str:
    """The text as it was written."""
    return _MARKED.sub(lambda match: f"{'$' if match[1] == chr(0xE001) else ''}${{{match[2]}}}", text)


def fill_in(text: str, environ: Mapping[str, str]) -> tuple[str, list[str], list[str]]:
    """The marked text filled in, the names that it asks for, and those of them that are not set."""
    wanted = [match[2] for match in _MARKED.finditer(text) if match[1] == "\ue000"]

    def value(match: re.Match[str]) -> str:
        return environ.get(match[2], "") if match[1] == "\ue000" else f"${{{match[2]}}}"

    return _MARKED.sub(value, text), wanted, [name for name in wanted if not environ.get(name)]
