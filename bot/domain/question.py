"""What somebody asks in their own words: few intents, honestly. What is not understood is said to be so."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.question_ahead import UNCLEAR, Ahead, ahead_in, is_to_come
from bot.domain.question_names import Names, Subject, closest, split
from bot.domain.question_number import incidents_in, numbered
from bot.domain.question_span import Span, span_in
from bot.domain.question_words import AGREES, MISSPELT, PHRASES, SENSES, Sense

_MOST_WORDS = 60
"""Whoever writes more tells a story: its question is not picked out of it."""
_STRANGE = 2
"""So many unknown words may stand beside a name that is known."""
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
_KNOWN = sorted(word for word in SENSES if len(word) >= 4)


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
class Question:
    """A topic, and what it is about; nothing named means all, or what was spoken of (`that`).

    `me` says that it is about whoever asks. `span` are days that are over or go on, `ahead` those to come of
    which somebody asks who is on call. `strange` are the words that nobody knows here.
    """

    topic: Topic
    subject: Subject = field(default_factory=Subject)
    that: bool = False
    me: bool = False
    span: Span | None = None
    ahead: Ahead | None = None
    incident: int | None = None
    strange: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heard:
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


def understand(text: str, names: Names) -> Question:
    """The question in a message to the bot; names and words may be slightly misspelt."""
    plain = numbered(_plain(text, names))
    words = re.findall(r"[\w./-]*\w", plain)
    if not words:
        return Question(Topic.HELP)
    if AGREES.issuperset(words) and "?" not in plain:
        return Question(Topic.UNKNOWN)
    if len(words) > _MOST_WORDS:
        return Question(Topic.UNKNOWN)
    found, rest = split(words, names)
    numbers = incidents_in(rest)
    if len(numbers) > 1:
        return Question(Topic.UNKNOWN)
    known = [_corrected(word) for word in rest]
    said = _with_phrases(" ".join(known))
    strange = tuple(word for word in said.split() if _is_strange(word))
    senses = frozenset(sense for word in said.split() for sense in SENSES.get(word, ()))
    heard = _Heard(senses, said, strange, names.subject(found), next(iter(numbers), None))
    if len(strange) > (_STRANGE if heard.subject.is_named else 0):
        return Question(Topic.UNKNOWN, strange=strange)
    days = " ".join(known)
    span, ahead = span_in(days), ahead_in(days)
    topic = _topic(heard, span, ahead)
    if topic is not Topic.ON_CALL and is_to_come(days):
        topic = Topic.UNKNOWN
    if topic is Topic.UNKNOWN:
        return Question(topic, strange=strange)
    return Question(
        topic,
        heard.subject,
        that=heard.has(Sense.THAT) and not heard.subject.is_named,
        me=_about_me(heard, topic),
        span=span if topic in (Topic.PAGES, Topic.BROKE) else None,
        ahead=ahead if topic is Topic.ON_CALL else None,
        incident=heard.incident,
        strange=strange,
    )


def _plain(text: str, names: Names) -> str:
    """In lower case, without emojis and apostrophes; a mention of somebody known is their member id."""

    def member(found: re.Match[str]) -> str:
        return f" {found[1]} " if found[1].casefold() in names.people else " "

    said = re.sub(r"<@(\w+)(?:\|[^>]*)?>", member, text)
    said = re.sub(r"<[^>]*>|(?<!\w):[a-z0-9_+-]+:", " ", said)
    said = unicodedata.normalize("NFKC", said).casefold()
    return re.sub(r"['’`´]", "", said)


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
    return next((each for each in turned if each in SENSES), None) or closest(word, _KNOWN) or word


def _with_phrases(said: str) -> str:
    for pattern, word in PHRASES:
        said = re.sub(rf"\b(?:{pattern})", word, said)
    return said


def _is_strange(word: str) -> bool:
    return word != "@" and word not in SENSES and not re.fullmatch(r"\d+(?:am|pm|h|d|st|nd|rd|th)?", word)


def _topic(heard: _Heard, span: Span | None, ahead: Ahead | None) -> Topic:
    """The first of the topics that fits."""
    if heard.has(Sense.WISH, Sense.OTHER) or _asks_of_no_rota(heard, span, ahead):
        return Topic.UNKNOWN
    rules: Iterable[tuple[Topic, bool]] = (
        (Topic.PAGES, _counts_pages(heard, span)),
        (Topic.ON_CALL, _asks_who(heard)),
        (Topic.PAGED, _asks_for_page(heard)),
        (Topic.CHANGED, _asks_for_changes(heard)),
        (Topic.SINCE, _asks_since(heard)),
        (Topic.TRUST, heard.has(Sense.TRUST) and not heard.about_people and not _is_over(span)),
        (Topic.FIRST, _asks_for_first(heard)),
        (Topic.HELP, heard.has(Sense.HELP) and not heard.has(Sense.TROUBLE)),
        (Topic.BROKE, heard.has(Sense.TROUBLE) and heard.has(Sense.WHAT, Sense.WHY, Sense.MANY)),
        (Topic.HEALTH, _asks_for_health(heard) and not _is_over(span)),
        (Topic.BROKE, _asks_for_trouble(heard)),
    )
    found = next((topic for topic, fits in rules if fits), Topic.UNKNOWN)
    return found if heard.incident is None else _of_incident(heard, found)


def _of_incident(heard: _Heard, topic: Topic) -> Topic:
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


def _counts_pages(heard: _Heard, span: Span | None) -> bool:
    if not heard.has(Sense.PAGED) or heard.has(Sense.WHY, Sense.FUTURE, Sense.NEXT):
        return False
    if heard.has(Sense.MANY):
        return True
    who = heard.has(Sense.WHO) and heard.has(Sense.PAST)
    return who or (span is not None and _nouns(heard, "pages", "alerts", "notifications", "pings"))


def _asks_for_page(heard: _Heard) -> bool:
    if not heard.has(Sense.PAGED) or heard.has(Sense.FUTURE, Sense.MANY):
        return False
    if _nouns(heard, *_NOT) or (heard.has(Sense.SHOULD) and not heard.has(Sense.WHY)):
        return False
    return heard.has(Sense.WHY, Sense.WHAT, Sense.ME, Sense.THAT) or heard.senses <= {
        Sense.PAGED,
        Sense.FILLER,
    }


def _asks_of_no_rota(heard: _Heard, span: Span | None, ahead: Ahead | None) -> bool:
    """Who was on call, is not, or is at an hour: the rota is told of now, of who is next, of days to come."""
    if not heard.has(Sense.DUTY):
        present = not heard.has(Sense.FUTURE, Sense.NEXT)
        return ahead is not None and present and _asks_who(heard)
    people = heard.subject.people
    if len(people) > 1 or (people and _nouns(heard, "after")):
        return True
    if ahead is UNCLEAR or heard.at_an_hour or _nouns(heard, "was", "were", "did", "had", *_NOT):
        return True
    return ahead is None and _is_over(span) and not _nouns(heard, "tonight")


def _asks_who(heard: _Heard) -> bool:
    if heard.has(Sense.WHY):
        return False
    if heard.has(Sense.DUTY):
        return True
    return heard.has(Sense.PAGED) and heard.has(Sense.WHO) and not heard.has(Sense.PAST, Sense.WHAT)


def _asks_for_changes(heard: _Heard) -> bool:
    asks = heard.has(Sense.WHAT, Sense.WHO, Sense.PAST, Sense.MANY, Sense.BEFORE) or heard.about
    if heard.has(Sense.CHANGED):
        return asks and not heard.has(Sense.FUTURE, Sense.SHOULD)
    return heard.has(Sense.BEFORE) and heard.has(Sense.WHAT, Sense.TROUBLE) and not heard.has(Sense.FUTURE)


def _asks_since(heard: _Heard) -> bool:
    if heard.has(Sense.FUTURE, Sense.SHOULD):
        return False
    begins = heard.has(Sense.BEGAN, Sense.TROUBLE) and heard.has(Sense.WHEN)
    return _nouns(heard, "sincewhen", "seit") or begins


def _asks_for_first(heard: _Heard) -> bool:
    asks = heard.has(Sense.WHAT, Sense.SHOULD) or heard.about
    if heard.has(Sense.FIRST):
        return asks or heard.has(Sense.FIX) or heard.senses <= {Sense.FIRST, Sense.FILLER}
    return heard.has(Sense.FIX) and heard.has(Sense.WHAT) and not heard.has(Sense.FUTURE, Sense.PAST)


def _asks_for_health(heard: _Heard) -> bool:
    if heard.about_people or heard.has(Sense.FUTURE, Sense.FIX, Sense.WHEN):
        return False
    alone = heard.senses <= {Sense.STATE, Sense.TROUBLE, Sense.FILLER}
    if heard.has(Sense.STATE):
        return heard.about or alone
    bare = heard.senses <= {Sense.FILLER, Sense.ALL, Sense.THAT, Sense.WHAT}
    return heard.subject.is_named and bare and (not heard.strange or _nouns(heard, "is", "are", "how"))


def _asks_for_trouble(heard: _Heard) -> bool:
    if heard.about_people or not heard.has(Sense.TROUBLE) or heard.has(Sense.FUTURE):
        return False
    return heard.about or heard.senses <= {Sense.TROUBLE, Sense.STATE, Sense.FILLER, Sense.PAST}


def _nouns(heard: _Heard, *words: str) -> bool:
    return any(re.search(rf"\b{word}\b", heard.words) for word in words)


def _about_me(heard: _Heard, topic: Topic) -> bool:
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
        "what should I fix first?",
        "why was I paged?",
        "who is on call?",
        "since when?",
        f"can I trust {one} today?",
        "what changed just before?",
        "how many pages last week?",
    )
