"""The catalogue of all that Oakum says: a function a state, its name and its docstring told in the gallery.

A state is a function `(text) -> message`, where `text` is asked for each word that comes from data or from
people: `text("weather")` is "weather" for the pictures, and something hostile for the property tests.
To add one, write it in the module of its chapter; a new chapter is a module named in `CHAPTERS`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import isfunction
from typing import Any, get_type_hints

from bot.messages.message import Mail, Picture, SlackMessage

Text = Callable[[str], str]
View = Mapping[str, Any]
Said = SlackMessage | Mail | Picture | View

CHAPTERS = {
    "incidents": "An incident",
    "threads": "In its thread, and in private",
    "rollbacks": "A rollback",
    "checkups": "The checkup",
    "questions": "Asked in your own words",
    "commands": "Typed behind /pipeline",
    "thresholds": "How loud it is",
    "newcomers": "A table that nobody watches yet",
    "stages": "A new pipeline",
    "survivals": "Everything is broken at once",
    "drills": "A drill",
    "webhooks": "Without an app",
    "forms": "Forms",
    "homes": "The home tab",
    "mails": "By e-mail",
    "plots": "The evidence, drawn",
    "done": "In a line: it is done",
    "late": "In a line: too late, or not possible",
    "nothing": "In a line: there is nothing",
    "instead": "In a line: what to type instead",
}
"""The modules of this folder that hold states, in the order of the gallery, and what each is called there."""

LINES = ("done", "late", "nothing", "instead")
"""The chapters of answers that are a line of text: each is tested, and those of a chapter share a picture."""


@dataclass(frozen=True, slots=True)
class State:
    """Something that Oakum says, when one sees it, and how it is made."""

    name: str
    chapter: str
    caption: str
    make: Callable[[Text], Said]


def states() -> dict[str, State]:
    """All of them, in the order of the gallery: each public function that returns what is said."""
    found: dict[str, State] = {}
    for chapter in CHAPTERS:
        module = import_module(f"tests.gallery.{chapter}")
        for name, make in vars(module).items():
            if is_state(make, module.__name__) and not name.startswith("_"):
                known = name.replace("_", "-")
                assert known not in found, f"two states are called {known}"
                found[known] = State(known, chapter, _caption(make), make)
    return found


def is_state(made: object, module: str) -> bool:
    """Whether it is a function of this very module that returns a message, a view, a mail or a picture."""
    if not isfunction(made) or made.__module__ != module:
        return False
    return get_type_hints(made).get("return") in (SlackMessage, View, Mail, Picture)


def _caption(make: Callable[[Text], Said]) -> str:
    said = re.sub(r"\s+", " ", make.__doc__ or "").strip()
    assert said, f"{make.__name__} has no docstring: say when one sees it"
    return said


def as_it_is(plain: str) -> str:
    """The text of the pictures."""
    return plain
