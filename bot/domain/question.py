"""What somebody asks in their own words. Few intents, honestly: what is not understood is said to be so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Topic(StrEnum):
    """What can be asked."""

    HEALTH = "health"
    BROKE = "what broke"
    FIRST = "what to fix first"
    HELP = "help"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """A topic, and the pipelines it names; none means all."""

    topic: Topic
    pipelines: tuple[str, ...] = ()


_STATE = {
    *("healthy", "health", "ok", "okay", "fine", "well", "green", "status", "state", "good", "alright"),
    *("trust", "reliable", "safe", "working", "works", "running", "broken", "unhealthy", "red", "down", "up"),
}
_TROUBLE = {
    *("broke", "broken", "breaks", "wrong", "failing", "failed", "fails", "failure", "failures", "problem"),
    *(
        "problems",
        "incident",
        "incidents",
        "finding",
        "findings",
        "issue",
        "issues",
        "errors",
        "trouble",
        "open",
    ),
}
_ORDER = {
    "first",
    "fix",
    "priority",
    "priorities",
    "prioritise",
    "prioritize",
    "urgent",
    "focus",
    "important",
}
_HELP = {"help", "commands", "usage"}
_ALL = {"pipeline", "pipelines", "data", "everything", "all", "things", "we", "it", "model", "you", "us"}
_ASKS_WHAT = {"what", "whats", "which", "anything", "something", "any", "list", "show", "tell"}
_SMALL = {
    *("is", "are", "the", "a", "how", "my", "our", "your", "to", "do", "does", "doing", "of", "and", "still"),
    *("now", "today", "currently", "right", "there", "i", "can", "please", "hi", "hello", "hey", "s", "this"),
}


def understand(text: str, pipelines: Sequence[str]) -> Question:
    """The question in a message to the bot; names of pipelines may be slightly misspelt."""
    words = re.findall(r"[\w-]+", re.sub(r"<[^>]*>", " ", text.lower()).replace("'", "").replace("’", ""))
    named = tuple(dict.fromkeys(name for word in words if (name := _pipeline(word, pipelines))))
    rest = {word for word in words if not _pipeline(word, pipelines)}
    return Question(_topic(rest, bool(named), text) if words else Topic.HELP, named)


def _pipeline(word: str, pipelines: Sequence[str]) -> str | None:
    if word in pipelines:
        return word
    if word in _STATE | _TROUBLE | _ORDER | _HELP | _ALL | _ASKS_WHAT | _SMALL or len(word) < 4:
        return None
    close = get_close_matches(word, pipelines, n=1, cutoff=0.8)
    return close[0] if close else None


def _topic(words: set[str], named: bool, text: str) -> Topic:
    if words & _HELP or "what can you" in text.lower():
        return Topic.HELP
    asks_what, about = bool(words & _ASKS_WHAT), named or bool(words & _ALL)
    if words & _ORDER and (asks_what or about or words <= _ORDER | _SMALL):
        return Topic.FIRST
    if words & _TROUBLE and asks_what:
        return Topic.BROKE
    short = words <= _STATE | _SMALL
    if words & _STATE and (about or short):
        return Topic.HEALTH
    if words & _TROUBLE and (about or words <= _TROUBLE | _SMALL):
        return Topic.BROKE
    return Topic.HEALTH if named and words <= _SMALL | _ALL else Topic.UNKNOWN
