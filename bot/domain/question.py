"""What somebody asks in their own words: few intents, honestly. What is not understood is said to be so."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from bot.domain.question_ahead import Ahead, ahead_in, is_to_come
from bot.domain.question_hours import Hours, clocks_in, hours_in, of_today
from bot.domain.question_names import Names, Near, Subject, closest, is_slip, split
from bot.domain.question_number import incidents_in, numbered
from bot.domain.question_span import UNCLEAR, Span, dates_in, span_in
from bot.domain.question_topic import Heard, Topic, asks_of_then, topic_of
from bot.domain.question_words import AGREES, MISSPELT, PHRASES, SENSES, Sense

__all__ = ("Question", "Topic", "examples", "understand")

_MOST_WORDS = 60
"""Whoever writes more tells a story: its question is not picked out of it."""
_STRANGE = 1
"""So many unknown words may stand beside a name that is known."""
_ALIKE = 0.87
"""A word of eight letters may have a wrong one; in a shorter one that makes another: delayed, deployed."""
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_NO_HOUR = re.compile(r"\b(?:at|around) \d")
"""What stood for an hour and is none: at 25:00, at 1500."""
_UNITS = {"h": "hours", "d": "days"}
_BY_LETTER = {
    letter: sorted(words)
    for letter, words in groupby(sorted(word for word in SENSES if len(word) >= 4), lambda word: word[0])
}


@dataclass(frozen=True, slots=True)
class Question:
    """A topic, and what it is about; nothing named means all, or what was spoken of (`that`).

    `me` says that it is about whoever asks. `span` are days and hours that are over or go on, `ahead` those
    to come of which somebody asks who is on call. `strange` are the words that nobody knows here, `near`
    those that were taken for a name, `meant` those that may have been one: whoever asks is asked.
    """

    topic: Topic
    subject: Subject = field(default_factory=Subject)
    that: bool = False
    me: bool = False
    span: Span | None = None
    ahead: Ahead | None = None
    incident: int | None = None
    strange: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    meant: tuple[Near, ...] = ()


_NOT_AT_ALL = Question(Topic.UNKNOWN)
_OF_DAYS = (Topic.PAGES, Topic.BROKE, Topic.PAGED, Topic.HEALTH)


def understand(text: str, names: Names) -> Question:
    """The question in a message to the bot; words may be slightly misspelt, and names, which is said."""
    plain = _plain(text, names)
    words = re.findall(r"[\w./-]*\w", plain)
    if not words:
        return Question(Topic.HELP)
    if (AGREES.issuperset(words) and "?" not in plain) or len(words) > _MOST_WORDS:
        return _NOT_AT_ALL
    plain, dates = dates_in(plain)
    plain, clock = clocks_in(plain)
    if _NO_HOUR.search(plain):
        return _NOT_AT_ALL
    words = re.findall(r"[\w./-]*\w", numbered(plain))
    found = _understood(words, names, clock, dates)
    guessed = _understood(words, names, clock, dates, guess=True)
    if guessed.near == found.near or guessed.topic is Topic.UNKNOWN:
        return found
    meant = tuple(each for each in guessed.near if each not in found.near)
    return Question(Topic.UNKNOWN, strange=tuple(word for word, _ in meant), meant=meant)


def _understood(
    words: Sequence[str],
    names: Names,
    clock: Hours | None,
    dates: Sequence[str],
    *,
    guess: bool = False,
) -> Question:
    """The question in these words, of which the hours and the dates are known."""
    found, rest, near = split(words, names, guess=guess)
    numbers = incidents_in(rest)
    known = [_corrected(word) for word in rest]
    said = _with_phrases(" ".join(known))
    strange = tuple(word for word in said.split() if _is_strange(word))
    senses = frozenset(sense for word in said.split() for sense in SENSES.get(word, ()))
    heard = Heard(senses, said, strange, names.subject(found), next(iter(numbers), None))
    sure = heard.subject.is_named and len(near) < len(found)
    if clock is not None and strange and not heard.has(Sense.DUTY):  # of another zone, say: 3 pm PST
        return Question(Topic.UNKNOWN, strange=strange, near=near)
    if len(numbers) > 1 or any(_ORDINAL.fullmatch(word) for word in strange):
        return Question(Topic.UNKNOWN, strange=strange, near=near)
    if len(strange) > (_STRANGE if sure else 0):
        return Question(Topic.UNKNOWN, strange=strange, near=near)
    days = of_today(" ".join(known))
    hours = hours_in(days, clock)
    span, ahead = span_in(days, hours, dates), ahead_in(days, hours, dates)
    topic = topic_of(heard, span, ahead)
    if topic is not Topic.ON_CALL and is_to_come(days):
        topic = Topic.UNKNOWN
    if not _tells_of(topic, heard, span, timed=clock is not None or bool(dates)):
        return Question(Topic.UNKNOWN, strange=strange, near=near)
    then = topic is not Topic.HEALTH or asks_of_then(heard, span)
    return Question(
        topic,
        heard.subject,
        that=heard.has(Sense.THAT) and not heard.subject.is_named,
        me=_about_me(heard, topic),
        span=span if topic in _OF_DAYS and then else None,
        ahead=ahead if topic is Topic.ON_CALL else None,
        incident=heard.incident,
        strange=strange,
        near=near,
    )


def _tells_of(topic: Topic, heard: Heard, span: Span | None, *, timed: bool) -> bool:
    """Whether there is an answer for the time that is meant; `timed` where an hour or a date is named."""
    if topic is Topic.UNKNOWN:
        return False
    if topic is Topic.ON_CALL:
        return True
    if topic is Topic.HEALTH and asks_of_then(heard, span):
        return not (heard.subject.tables or heard.subject.fed)
    if topic in _OF_DAYS and topic is not Topic.HEALTH:
        return span is not UNCLEAR and not (timed and heard.incident)
    return not timed


def _plain(text: str, names: Names) -> str:
    """In lower case, without emojis and apostrophes; a mention of somebody known is their member id."""

    def member(found: re.Match[str]) -> str:
        return f" {found[1]} " if found[1].casefold() in names.people else " "

    said = re.sub(r"<@(\w+)(?:\|[^>]*)?>", member, text)
    said = re.sub(r"<[^>]*>|(?<!\w):[a-z0-9_+-]+:", " ", said)
    said = unicodedata.normalize("NFKC", said).casefold()
    said = re.sub(r"['’`´]", "", said)
    return re.sub(r"\b(\d+)([hd])\b", lambda each: f"{each[1]} {_UNITS[each[2]]}", said)


@lru_cache(4096)
def _corrected(word: str) -> str:
    """The word that is meant: whaaat is what, waht too, helthy is healthy."""
    word = MISSPELT.get(word, word)
    if word in SENSES or word == "@":
        return word
    for shorter in (re.sub(r"(.)\1{2,}", r"\1", word), re.sub(r"(.)\1{2,}", r"\1\1", word)):
        if shorter in SENSES:
            return shorter
    if len(word) < 4:
        return word
    turned = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    alike = _BY_LETTER.get(word[0], ())
    found = next((each for each in turned if each in SENSES), None) or closest(word, alike, _ALIKE)
    return found or closest(word, (each for each in alike if is_slip(word, each))) or word


def _with_phrases(said: str) -> str:
    for pattern, word in PHRASES:
        said = re.sub(rf"\b(?:{pattern})", word, said)
    return said


def _is_strange(word: str) -> bool:
    return word != "@" and word not in SENSES and not word.isdigit()


def _about_me(heard: Heard, topic: Topic) -> bool:
    if topic not in (Topic.PAGED, Topic.PAGES, Topic.ON_CALL) or heard.subject.people:
        return False
    if topic is Topic.PAGED:
        return True
    return heard.has(Sense.ME) and not heard.has(Sense.WHO)


def examples(pipelines: Sequence[str]) -> Sequence[str]:
    """One question of each kind, as people are shown them: about a pipeline that there is."""
    one = next(iter(pipelines), "the data")
    return (
        "is the pipeline healthy?",
        "what broke?",
        f"how was {one} yesterday at 3 pm?",
        "what should I fix first?",
        "why was I paged?",
        "who is on call?",
        "since when?",
        f"can I trust {one} today?",
        "what changed just before?",
        "how many pages last week?",
    )
