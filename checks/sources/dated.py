"""Paths that say days: in `orders_%Y-%m-%d.csv` each directive stands for the digits of a part of the day."""

import re
from datetime import date
from pathlib import PurePath

DIGITS = {"Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}
"""How many digits a directive stands for. Those of a time only say that digits stand there."""

_DAY = ("Y", "m", "d")
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_TOKEN = re.compile(r"%(.)|(?<![^/])\*\*/|\*+|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)
_PUNCTUATION, _ESCAPED = re.compile(r"([^\w-])"), r"\\\1"
_PATTERNS = {"**/": "(?:[^/]*/)*?", "?": "[^/]"}


def as_path(text: str) -> str:
    """A text as a path declares it: a percent sign is written twice."""
    return text.replace("%", "%%")


def as_glob(path: str) -> str:
    """The pattern by which the files of a path are found."""
    return _DIRECTIVE.sub(lambda found: "[0-9]" * DIGITS[found[1]] if found[1] in DIGITS else "%", path)


def undated(path: str) -> str:
    """A path with `*` in place of its directives."""
    return _DIRECTIVE.sub(lambda found: "*" if found[1] in DIGITS else found[0], path)


def as_regex(path: str) -> str:
    """What matches the files of a path, as one text: `**` at its end is whatever lies below."""
    deep = path.endswith("/**")
    told, _ = _regex(path.removesuffix("**") if deep else path)
    return f"{told}.*" if deep else told


def is_dated(path: str) -> bool:
    """Whether a path says the day of each file."""
    return {*_DAY} <= {*_DIRECTIVE.findall(path)}


def mistake(path: str) -> str:
    """What is wrong with the directives of a path, and what to write; empty where nothing is."""
    found = _DIRECTIVE.findall(path)
    if odd := [each for each in found if each not in DIGITS and each != "%"]:
        return (
            f"%{odd[0]} is not read here: a day is %Y, %m and %d (%H, %M, %S are digits), a percent sign %%"
        )
    there, lacking = ([f"%{each}" for each in _DAY if (each in found) is wanted] for wanted in (True, False))
    if there and lacking:
        return f"it has {' and '.join(there)} and no {' and no '.join(lacking)}: a day needs all three"
    return ""


class Dated:
    """A path that says days. The fewest of its last parts that hold a whole day say it: the name of the file
    counts, wherever it lies."""

    def __init__(self, path: str) -> None:
        parts = PurePath(path).parts
        ends = ("/".join(parts[at:]) for at in reversed(range(len(parts))))
        regex, order = _regex(next(end for end in ends if is_dated(end)))
        self._groups = [1 + order.index(each) for each in _DAY]
        self.regex = f"^(?:[^/]*/)*{regex}$"
        """Of the path of a file; Python and DuckDB read it alike."""
        self.replacement = "-".join(rf"\{group}" for group in self._groups)
        """Makes 2026-01-31 of what the regular expression found."""
        self._compiled = re.compile(self.regex)

    def day_of(self, file: str) -> date | None:
        """The day of a file; None for one that is called otherwise. ValueError where no calendar has it."""
        found = self._compiled.fullmatch(file)
        return date(*(int(found[group]) for group in self._groups)) if found else None


def folder_of_day(path: str) -> str:
    """The part of a dated path that ends with the folder of a day; empty where only files say it."""
    above = PurePath(path).parts[:-1]
    starts = ("/".join(above[:at]) for at in range(1, len(above) + 1))
    return next((start for start in starts if is_dated(start)), "")


def _regex(path: str) -> tuple[str, list[str]]:
    """What a path matches, and the parts of the day in the order of the groups."""
    order: list[str] = []
    told = []
    for token in _TOKEN.finditer(path):
        directive = token[1]
        if directive in DIGITS:
            digits = f"[0-9]{{{DIGITS[directive]}}}"
            first = directive in _DAY and directive not in order
            order += [directive] if first else []
            told.append(f"({digits})" if first else digits)
        else:
            told.append(_plain(token[0]))
    return "".join(told), order


def _plain(token: str) -> str:
    """A star takes as little as it can: in `*%Y%m%d*` the first eight digits are the day."""
    if token.startswith("*") and token != "**/":
        return "[^/]*?"
    if token.startswith("[") and len(token) > 1:
        none, letters = ("^", token[2:-1]) if token[1] == "!" else ("", token[1:-1])
        return f"[{none}{_PUNCTUATION.sub(_ESCAPED, letters)}]"
    return _PATTERNS.get(token) or re.escape("%" if token == "%%" else token)
