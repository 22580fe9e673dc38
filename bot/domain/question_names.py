"""Names in a question: pipelines, tables, what they feed, people; spelt in several ways, or wrongly."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from bot.domain.downstream import Place
from bot.domain.question_words import SENSES, Sense

_GENERIC = {Sense.ALL, Sense.THAT, Sense.TRUST, Sense.CHANGED}
"""A word that means one of these may be a name as well: a model that is called model. What asks may not."""
_LONGEST = 4
_ALIKE = 0.8
_SHORTEST = 5
"""Words of fewer letters are too often another word: uses is not users."""


@dataclass(frozen=True)
class Names:
    """All that can be asked about. `people` are by all that they are called, member ids in lower case too."""

    pipelines: Sequence[str] = ()
    tables: Sequence[Place] = ()
    fed: Sequence[str] = ()
    people: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def squashed(self) -> Mapping[str, str]:
        """What is written, without its separators, and the name that is meant; pipelines win."""
        found: dict[str, str] = {}
        for name in (*self.pipelines, *self._by_table, *self.fed, *self.people):
            found.setdefault(squash(name), name)
        return {written: name for written, name in found.items() if written}

    @cached_property
    def _by_table(self) -> Mapping[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in self.tables:
            found.setdefault("/".join(place), []).append(place)
        for place in self.tables:
            found.setdefault(place[1], []).append(place)
        return found

    def subject(self, names: Iterable[str]) -> "Subject":
        """What these names are; a table of several pipelines is that of the one that is named, or each."""
        said = list(dict.fromkeys(names))
        pipelines = [name for name in said if name in self.pipelines]
        rest = [name for name in said if name not in pipelines]
        places = [place for name in rest for place in _narrowed(self._by_table.get(name, ()), pipelines)]
        used = {pipeline for pipeline, _ in places}
        return Subject(
            pipelines=tuple(name for name in pipelines if name not in used),
            tables=tuple(dict.fromkeys(places)),
            fed=tuple(name for name in rest if name in self.fed and name not in self._by_table),
            people=tuple(
                dict.fromkeys(
                    self.people[name]
                    for name in rest
                    if name in self.people and name not in self.fed and name not in self._by_table
                )
            ),
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question names; a table is a place."""

    pipelines: tuple[str, ...] = ()
    tables: tuple[Place, ...] = ()
    fed: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether anything that is watched is named."""
        return bool(self.pipelines or self.tables or self.fed)


def _narrowed(places: Sequence[Place], pipelines: Sequence[str]) -> Sequence[Place]:
    return [place for place in places if place[0] in pipelines] or places


def squash(text: str) -> str:
    """Weekly_Report, weekly-report and "weekly report" are one."""
    return re.sub(r"[\W_]+", "", text.casefold())


Near = tuple[str, str]
"""A word, and the name that it was taken for, or may have been meant for."""


def split(
    words: Sequence[str], names: Names, *, guess: bool = False
) -> tuple[list[str], list[str], tuple[Near, ...]]:
    """The names in some words, in order; the other words, with “@” where a name stood; and what was a slip.

    With `guess` a word counts as a name too that is only like one: whoever wrote it is to be asked.
    """
    found: list[str] = []
    rest: list[str] = []
    near: list[Near] = []
    for name, word in _read(list(words), names, guess=guess):
        found += [name] if name else []
        rest.append("@" if name else word)
        near += [(word, name)] if name and word else []
    return found, rest, tuple(near)


def _read(words: list[str], names: Names, *, guess: bool) -> Iterator[tuple[str | None, str]]:
    at = 0
    while at < len(words):
        length, name = _exact(words[at : at + _LONGEST], names)
        near = None if name else _misspelt(words[at], names, guess=guess)
        if name is not None:
            yield name, ""
        elif near is not None:
            yield near, words[at]
        else:
            yield from ((None, each) for each in re.split(r"[-_/.]+", words[at]) if each)
        at += length


def _exact(words: list[str], names: Names) -> tuple[int, str | None]:
    """The longest name that these words begin with, and of how many words."""
    for length in range(len(words), 0, -1):
        said = squash("".join(words[:length]))
        name = names.squashed.get(said)
        if name and (length > 1 or SENSES.get(said, frozenset()) <= _GENERIC):
            return length, name
    return 1, None


def _misspelt(word: str, names: Names, *, guess: bool) -> str | None:
    """The name that is meant; of people only where letters are turned: marie is not maria."""
    said = squash(word)
    if said in SENSES or len(said) < _SHORTEST:
        return None
    alike = [
        written
        for written, name in names.squashed.items()
        if _digits(written) == _digits(said)  # churn_v2 is not churn
        and (
            sorted(written) == sorted(said)
            or (name not in names.people and (guess or is_slip(said, written)))
        )
    ]
    close = closest(said, alike)
    return names.squashed[close] if close else None


def is_slip(said: str, name: str) -> bool:
    """Whether it can hardly be another word: letters are turned or doubled, vowels or the plural left out.

    So flihgts, flghts and flight are flights; fights may be what somebody means.
    """
    return (
        sorted(said) == sorted(name)
        or _once(said) == _once(name)
        or said.removesuffix("s") == name.removesuffix("s")
        or (_bare(said) == _bare(name) and len(said) < len(name))
    )


def _once(text: str) -> str:
    return re.sub(r"(.)\1+", r"\1", text)


def _bare(text: str) -> str:
    return re.sub(r"[aeiou]", "", text)


def closest(word: str, known: Iterable[str], alikeness: float = _ALIKE) -> str | None:
    """The known word that is meant: it begins alike and is no more than a letter longer or shorter.

    So light is neither flights nor right, sage is not usage.
    """
    alike = [each for each in known if each[:1] == word[:1] and abs(len(each) - len(word)) <= 1]
    return next(iter(get_close_matches(word, alike, n=1, cutoff=alikeness)), None)


def _digits(text: str) -> str:
    return re.sub(r"\D+", "", text)
