"""A pipeline that is to be: a table that nobody watches yet, and what people say about it."""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time

from pydantic import TypeAdapter, ValidationError

from bot.domain.declared import PipelineName
from bot.domain.declared_routes import Channel
from checks.notation import local_time
from checks.sources.folder import Found


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A table that no pipeline watches, and the source in which it lies."""

    source: str
    found: Found

    @property
    def token(self) -> str:
        """Stands for it in a form; the same in every process that sees the same tables."""
        said = f"{self.source}\0{self.found.path}".encode(errors="replace")
        return hashlib.sha256(said).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Newcomers:
    """All of them, how many more are to be ignored, and the sources that cannot be listed, each with why."""

    tables: Sequence[Newcomer]
    ignored: int = 0
    unlisted: Sequence[tuple[str, str]] = ()

    def of(self, token: str) -> Newcomer | None:
        """The table of a token, if nobody watches it."""
        return next((each for each in self.tables if each.token == token), None)

    def like(self, word: str) -> "Sequence[Newcomer]":
        """Those with a word in their name or path."""
        low = word.casefold()
        return [each for each in self.tables if low in f"{each.found.name}\0{each.found.path}".casefold()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for. `table` is a token; `due` is the local time, on the day after that of the data."""

    table: str
    name: str
    owner: str
    channel: str
    due: time | None = None


class NoWishError(Exception):
    """What is wrong with an answer; says what to change."""


_NAME: TypeAdapter[str] = TypeAdapter(PipelineName)
_CHANNEL: TypeAdapter[str] = TypeAdapter(Channel)


def a_table(newcomer: Newcomer | None) -> str:
    """The token of a table that nobody watches. Raises NoWishError."""
    if newcomer is None:
        raise NoWishError("There is no such table any more, or a pipeline watches it: open the form anew.")
    return newcomer.token


def an_owner(name: str, known: Collection[str]) -> str:
    """Somebody who can be told. Raises NoWishError."""
    if name not in known:
        raise NoWishError(f"Nobody is called {name!r} in oakum.yaml any more: choose somebody else.")
    return name


def a_name(typed: str, taken: Collection[str]) -> str:
    """The name of a pipeline that no other has. Raises NoWishError."""
    name = _valid(_NAME, typed)
    if name in taken:
        raise NoWishError(f"There is a pipeline {name!r} already: choose another name.")
    return name


def a_channel(picked: str) -> str:
    """The id of a channel. Raises NoWishError."""
    if re.match("[CG#]", picked) is None:
        raise NoWishError("Choose a channel: a conversation of a few people is none.")
    return _valid(_CHANNEL, picked)


def a_window(typed: str) -> time | None:
    """The time of day by which it is to be finished; none where nothing is typed. Raises NoWishError."""
    try:
        return local_time(typed) if typed else None
    except ValueError as error:
        raise NoWishError(str(error)) from error


def as_typed(window: time | None) -> str:
    """The same as it is typed."""
    return f"{window:%H:%M}" if window else ""


def _valid(what: TypeAdapter[str], text: str) -> str:
    try:
        return what.validate_python(text)
    except ValidationError as error:
        said = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise NoWishError(said[:1].upper() + said[1:]) from error
