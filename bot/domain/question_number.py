"""Which incidents somebody means by their numbers: not every number is one."""

import re
from collections.abc import Sequence

_HOUR_OR_COUNT = frozenset(
    [
        "at",
        "last",
        "past",
        "previous",
        "next",
        "since",
        "until",
        "till",
        "top",
        "first",
        "worst",
        "around",
        "by",
    ]
)
COUNTED = re.compile(
    r"am|pm|oclock|%|percent|times|people|most|more|worst|(?:hour|day|week|month|minute|year)s?|"
    r"(?:page|alert|incident|problem|issue|finding|error|thing|pipeline|table|row|report|job|alarm|failure|"
    r"change|deploy|release)s"
)


def numbered(text: str) -> str:
    """A text in lower case in which #12 and no. 12 are incident 12, and 3:30 is an hour."""
    text = re.sub(r"#(?=\d)|\bno\.? ?(?=\d)|\bnumber (?=\d)", " incident ", text)
    return re.sub(r"\b(\d{1,2}):\d\d\b", r"\1h", text)


def incidents_in(words: Sequence[str]) -> list[int]:
    """The numbers that may be incidents, each once: no hour, no count, no so many days."""
    found = []
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if not re.fullmatch(r"[0-9]{1,9}", word):
            continue
        other = before in _HOUR_OR_COUNT or COUNTED.fullmatch(after)
        if before == "incident" or not other:
            found.append(int(word))
    return list(dict.fromkeys(found))
