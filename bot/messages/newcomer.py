"""The form that begins a new pipeline: a table that nobody watches, and what only people know of it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.newcomer import Newcomer, Newcomers
from bot.messages.answers import in_words
from bot.messages.blocks import context, form_field, plain_text, section
from bot.messages.figures import counted
from bot.messages.hints import refused
from bot.messages.message import SlackMessage
from bot.messages.modal import told_modal
from bot.messages.text import BUTTON, code, escape, fitted, more, sentence

NEW_PIPELINE, NEW_VIEW = "pipeline_new", "pipeline_form"
TABLE, NAME, CHANNEL, OWNER, DUE = "table", "name", "channel", "owner", "due"
MOST_OPTIONS = 100
_VALUE = 150
_TITLE = "Watch a table"


def waiting_modal() -> dict[str, Any]:
    """Shown while the sources are asked what lies in them: Slack waits for a form no longer than 3 s."""
    return _modal([section("I am looking what lies in the sources…")])


def not_possible_modal(why: object) -> dict[str, Any]:
    """What stands in the way of watching a table."""
    return told_modal(refused(why), "Not possible")


def looking_modal(name: str) -> dict[str, Any]:
    """Shown while a table is looked at."""
    said = f"I am looking at its newest days. The proposal for {code(name)} comes in private."
    return told_modal(in_words(said), "Looking")


def looked_modal(said: SlackMessage) -> dict[str, Any]:
    """Shown after that: what became of it."""
    return told_modal(said, "Looked")


def new_modal(
    there: Newcomers, word: str, owners: Sequence[str], me: str, here: str, zone: ZoneInfo
) -> dict[str, Any]:
    """The form; of many tables those with the `word` in their name. `me` and `here` are chosen at first."""
    found = there.like(word) if word else there.tables
    notes = list(_notes(there, found, word))
    if not found:
        said = f"No table with {code(word)} in its name waits to be watched." if word else _nothing(there)
        return _modal([section(said), *map(context, notes)])
    if not _offered(owners, me):
        return _modal([section("Nobody could own it: name somebody under `people` in `oakum.yaml` first.")])
    channel = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "placeholder": plain_text("Where is it told?", 150),
    }
    channel |= {"initial_conversation": here} if here else {}
    asked = [
        form_field(TABLE, "Which table?", _tables(found)),
        form_field(CHANNEL, "Which channel hears of it?", channel),
        form_field(OWNER, "Who owns the fix?", _people(owners, me), _left_over(owners, me)),
        form_field(
            NAME,
            "What is it called?",
            _line("like its table"),
            "Small letters, digits, - and _",
            optional=True,
        ),
        form_field(
            DUE,
            "By when is a day finished?",
            _line("06:30"),
            f"On the day after, {zone.key}. Empty: learned from when the rows came so far",
            optional=True,
        ),
    ]
    return _modal([*asked, *map(context, notes)], "Look at it") | {"callback_id": NEW_VIEW}


def said_in(view: Mapping[str, Any]) -> dict[str, str]:
    """What was chosen and typed, by field; empty where nothing was."""
    values = view["state"]["values"]
    return {name: _said(values.get(name, {}).get(name, {})) for name in (TABLE, NAME, CHANNEL, OWNER, DUE)}


def _said(field: Mapping[str, Any]) -> str:
    chosen = (field.get("selected_option") or {}).get("value")
    return str(chosen or field.get("selected_conversation") or (field.get("value") or "").strip())


def _modal(blocks: Sequence[Mapping[str, Any]], submit: str = "") -> dict[str, Any]:
    view = {
        "type": "modal",
        "title": plain_text(_TITLE, 24),
        "close": plain_text("Cancel" if submit else "Close", 24),
        "blocks": list(blocks),
    }
    return view | {"submit": plain_text(submit, 24)} if submit else view


def _line(placeholder: str) -> dict[str, Any]:
    return {"type": "plain_text_input", "max_length": 40, "placeholder": plain_text(placeholder, 150)}


def _tables(found: Sequence[Newcomer]) -> dict[str, Any]:
    """A menu that can be searched; where there are several sources, a group each. A single one is chosen."""
    menu: dict[str, Any] = {"type": "static_select", "placeholder": plain_text("Choose a table", 150)}
    groups = [
        {"label": plain_text(source, BUTTON), "options": [_option(each) for each in tables]}
        for source, tables in groupby(found[:MOST_OPTIONS], lambda each: each.source)
    ]
    menu |= {"option_groups": groups} if len(groups) > 1 else {"options": groups[0]["options"]}
    return menu | ({"initial_option": _option(found[0])} if len(found) == 1 else {})


def _option(newcomer: Newcomer) -> dict[str, Any]:
    found = newcomer.found
    return {
        "text": plain_text(found.name, BUTTON),
        "description": plain_text(found.path, BUTTON),
        "value": newcomer.token,
    }


def _people(owners: Sequence[str], me: str) -> dict[str, Any]:
    options = [{"text": plain_text(name, BUTTON), "value": name} for name in _offered(owners, me)]
    menu = {"type": "static_select", "options": options, "placeholder": plain_text("Choose a person", 150)}
    own = [each for each in options if each["value"] == me]
    return menu | ({"initial_option": own[0]} if own else {})


def _offered(owners: Sequence[str], me: str) -> list[str]:
    """As many people as a menu holds, whoever asks among them."""
    known = [name for name in owners if len(name) <= _VALUE]
    first = [name for name in known if name == me]
    return [*first, *(name for name in known if name != me)][:MOST_OPTIONS]


def _left_over(owners: Sequence[str], me: str) -> str:
    left = len(owners) - len(_offered(owners, me))
    return f"{more(left)}: change `owner` in the file" if left else ""


def _nothing(there: Newcomers) -> str:
    if there.unlisted:
        return "I cannot tell which tables nobody watches."
    return "Every table that the sources hold is watched: nothing is left."


def _notes(there: Newcomers, found: Sequence[Newcomer], word: str) -> Iterator[str]:
    """What is not in the menu, and why."""
    left = len(found) - MOST_OPTIONS
    if left > 0:
        yield f"{more(left)}: `/pipeline new WORD` shows those with a word in their name."
    if word and (others := len(there.tables) - len(found)):
        yield f"{counted(others, 'table')} without {code(word)} left out: `/pipeline new` shows all."
    if there.ignored:
        yield (
            f"{counted(there.ignored, 'table')} left out: named by `ignore` of the source, or called like "
            "something that is there for a while only."
        )
    if there.unlisted:
        lines = [
            f"Source *{escape(name)}* is left out, for want of {sentence(why, 300)}"
            for name, why in there.unlisted
        ]
        yield fitted(lines, 2500)
