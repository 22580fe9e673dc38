"""Which topic a question has: the first of the rules that fits its words; one that is not sure does not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.question_ahead import UNCLEAR, Ahead
from bot.domain.question_names import Subject
from bot.domain.question_span import UNCLEAR as NO_SPAN
from bot.domain.question_span import Span
from bot.domain.question_words import Sense

_NOT = (
    "not",
    "never",
    "nobody",
    "didnt",
    "wasnt",
    "werent",
    "isnt",
    "arent",
    "havent",
    "hasnt",
    "dont",
    "doesnt",
)
"""Why somebody was not paged is not told by a page."""
_COUNTED = ("who", "howoften", "times")
"""Who broke it, and how often, no answer tells."""
_WHEN = ("when", "wen", "wann", "time", "date")
_WAS = ("was", "were", "did", "had", "been")
_EVER = ("ever", "always")
_SOMETIME = (
    "lately",
    "recently",
    "once",
    "earlier",
    "so far",
    "for long",
    "other day",
    "(?:all|whole|entire) (?:day|night|week|weekend|month|year)",
    "before(?: the| last)? (?:[0-9]|noon|midnight|yesterday|week|month)",
    "before(?: last)? (?:mon|tues|wednes|thurs|fri|satur|sun)day",
    "before$",
)
"""Times that are over of which nobody knows which: how it is now is no answer."""


class Topic(StrEnum):
    """What can be asked."""

    HEALTH = "health"
    BROKE = "what broke"
    FIRST = "what to fix first"
    PAGED = "why paged"
    ON_CALL = "on call"
    SINCE = "since when"
    TRUST = "trust"
    CHANGED = "what changed before"
    PAGES = "how many pages"
    HELP = "help"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Heard:
    """A question as it was read: what its words may mean, those that are strange, what it names."""

    senses: frozenset[Sense]
    words: str
    strange: tuple[str, ...]
    subject: Subject
    incident: int | None

    def has(self, *any_of: Sense) -> bool:
        """Whether a word may mean one of these."""
        return not self.senses.isdisjoint(any_of)

    @property
    def about(self) -> bool:
        """Whether it is about something that is watched."""
        return self.subject.is_named or self.has(Sense.ALL, Sense.THAT)

    @property
    def at_an_hour(self) -> bool:
        """Whether it has a number that is no incident."""
        numbers = re.findall(r"\b\d+", self.words)
        return bool(numbers) and numbers != [str(self.incident)]

    @property
    def about_people(self) -> bool:
        """Whether people are all that it is about."""
        return bool(self.subject.people) and not self.subject.is_named


def topic_of(heard: Heard, span: Span | None, ahead: Ahead | None) -> Topic:
    """The first of the topics that fits."""
    if heard.has(Sense.WISH, Sense.OTHER) or _asks_of_no_rota(heard, span, ahead):
        return Topic.UNKNOWN
    rules: Iterable[tuple[Topic, bool]] = (
        (Topic.PAGES, _counts_pages(heard, span)),
        (Topic.ON_CALL, _asks_who(heard)),
        (Topic.PAGED, _asks_for_page(heard)),
        (Topic.CHANGED, _asks_for_changes(heard)),
        (Topic.SINCE, _asks_since(heard)),
        (Topic.TRUST, _asks_for_trust(heard) and not _is_over(span)),
        (Topic.FIRST, _asks_for_first(heard)),
        (Topic.HELP, heard.has(Sense.HELP) and not heard.has(Sense.TROUBLE)),
        (Topic.BROKE, _asks_what_broke(heard)),
        (Topic.HEALTH, _asks_for_health(heard, span)),
        (Topic.BROKE, _asks_for_trouble(heard)),
    )
    found = next((topic for topic, fits in rules if fits), Topic.UNKNOWN)
    if _asks_of_sometime(heard, span, found):
        return Topic.UNKNOWN
    return found if heard.incident is None else _of_incident(heard, found)


def asks_of_then(heard: Heard, span: Span | None) -> bool:
    """Whether it is about how something was: not how days that are over are seen now, or today goes on."""
    if span is None:
        return False
    if span.since or _nouns(heard, *_WAS):
        return True
    return (span.is_surely_past or span.hours is not None) and not _nouns(
        heard, "is", "are", "does", "do", "can"
    )


def _asks_of_sometime(heard: Heard, span: Span | None, topic: Topic) -> bool:
    """Whether it is about a time that is over, and not said which."""
    if topic not in (Topic.HEALTH, Topic.BROKE, Topic.SINCE) and (
        topic is not Topic.CHANGED or heard.has(Sense.CHANGED)
    ):
        return False
    if _nouns(heard, *_EVER) or (topic is Topic.SINCE and _nouns(heard, "last")):
        return True
    return span in (None, NO_SPAN) and (
        _nouns(heard, *_SOMETIME) or (topic is Topic.HEALTH and _nouns(heard, "was", "were", "been"))
    )


def _of_incident(heard: Heard, topic: Topic) -> Topic:
    """What is asked about an incident that is numbered: what no answer tells of one is not understood."""
    if topic in (Topic.SINCE, Topic.CHANGED, Topic.ON_CALL, Topic.BROKE):
        return topic
    bare = heard.senses <= {
        Sense.WHAT,
        Sense.WHY,
        Sense.STATE,
        Sense.TROUBLE,
        Sense.ME,
        Sense.THAT,
        Sense.FILLER,
    }
    return Topic.BROKE if bare else Topic.UNKNOWN


def _is_over(span: Span | None) -> bool:
    """Whether it is about days that are over: how it was then is not how it is now."""
    return span is not None and span.is_past


def _counts_pages(heard: Heard, span: Span | None) -> bool:
    if not heard.has(Sense.PAGED) or heard.has(Sense.WHY, Sense.FUTURE, Sense.NEXT):
        return False
    if heard.has(Sense.MANY):
        return True
    who = heard.has(Sense.WHO) and heard.has(Sense.PAST)
    return who or (span is not None and _nouns(heard, "pages", "alerts", "notifications", "pings"))


def _asks_for_page(heard: Heard) -> bool:
    if not heard.has(Sense.PAGED) or heard.has(Sense.FUTURE, Sense.MANY):
        return False
    if _nouns(heard, *_NOT) or (heard.has(Sense.SHOULD) and not heard.has(Sense.WHY)):
        return False
    bare = heard.senses <= {Sense.PAGED, Sense.FILLER} and not heard.subject.people  # page jon: a wish
    return bare or heard.has(Sense.WHY, Sense.WHAT, Sense.ME, Sense.THAT)


def _asks_of_no_rota(heard: Heard, span: Span | None, ahead: Ahead | None) -> bool:
    """Who was on call, is not, or is at an hour: the rota is told of now, of who is next, of days to come."""
    if not heard.has(Sense.DUTY):
        present = not heard.has(Sense.FUTURE, Sense.NEXT)
        return ahead is not None and present and _asks_who(heard)
    people = heard.subject.people
    if len(people) > 1 or (people and _nouns(heard, "after")):
        return True
    if ahead is UNCLEAR or heard.at_an_hour or _nouns(heard, *_WAS, *_NOT):
        return True
    return ahead is None and _is_over(span) and not _nouns(heard, "tonight")


def _asks_who(heard: Heard) -> bool:
    if heard.has(Sense.WHY):
        return False
    if heard.has(Sense.DUTY):
        return True
    return heard.has(Sense.PAGED) and heard.has(Sense.WHO) and not heard.has(Sense.PAST, Sense.WHAT)


def _asks_for_changes(heard: Heard) -> bool:
    asks = heard.has(Sense.WHAT, Sense.WHO, Sense.PAST, Sense.MANY, Sense.BEFORE) or heard.about
    if heard.has(Sense.CHANGED):
        return asks and not heard.has(Sense.FUTURE, Sense.SHOULD)
    return heard.has(Sense.BEFORE) and heard.has(Sense.WHAT, Sense.TROUBLE) and not heard.has(Sense.FUTURE)


def _asks_since(heard: Heard) -> bool:
    if heard.has(Sense.FUTURE, Sense.SHOULD):
        return False
    begins = heard.has(Sense.BEGAN, Sense.TROUBLE) and heard.has(Sense.WHEN)
    return _nouns(heard, "sincewhen", "seit") or begins


def _asks_for_first(heard: Heard) -> bool:
    asks = heard.has(Sense.WHAT, Sense.SHOULD) or heard.about
    if heard.has(Sense.FIRST):
        return asks or heard.has(Sense.FIX) or heard.senses <= {Sense.FIRST, Sense.FILLER}
    return (
        heard.has(Sense.FIX)
        and heard.has(Sense.WHAT)
        and not heard.has(Sense.FUTURE)
        and not _nouns(heard, *_WAS)
    )


def _asks_for_trust(heard: Heard) -> bool:
    if heard.about_people or not heard.has(Sense.TRUST):
        return False
    return heard.about or not _nouns(heard, "me", "us")


def _asks_what_broke(heard: Heard) -> bool:
    if not heard.has(Sense.TROUBLE) or heard.has(Sense.FUTURE) or _nouns(heard, "often", *_COUNTED):
        return False
    if heard.about_people:
        return False
    return heard.has(Sense.WHAT, Sense.WHY, Sense.MANY)


def _asks_for_health(heard: Heard, span: Span | None) -> bool:
    then = asks_of_then(heard, span)
    if span is NO_SPAN or (_is_over(span) and not then) or _nouns(heard, "who", *_NOT[:3]):
        return False
    if (
        heard.about_people
        or heard.has(Sense.FUTURE, Sense.FIX, Sense.MANY, Sense.BEFORE)
        or _nouns(heard, *_WHEN)
    ):
        return False
    alone = heard.senses <= {Sense.STATE, Sense.TROUBLE, Sense.FILLER}
    if heard.has(Sense.STATE):
        return heard.about or alone
    bare = heard.senses <= {Sense.FILLER, Sense.ALL, Sense.THAT, Sense.WHAT, *([Sense.PAST] if then else [])}
    named = heard.subject.is_named or (heard.about and _nouns(heard, "how") and not _nouns(heard, "you"))
    return named and bare and not heard.strange


def _asks_for_trouble(heard: Heard) -> bool:
    if heard.about_people or not heard.has(Sense.TROUBLE) or heard.has(Sense.FUTURE):
        return False
    if _nouns(heard, *_COUNTED):
        return False
    return heard.about or heard.senses <= {Sense.TROUBLE, Sense.STATE, Sense.FILLER, Sense.PAST}


def _nouns(heard: Heard, *words: str) -> bool:
    return any(re.search(rf"\b{word}\b", heard.words) for word in words)
