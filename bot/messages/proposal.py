"""The file of a pipeline that is to be: what a look at its table found, the text, and what became of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.messages.answers import in_words
from bot.messages.blocks import WHOLE, actions, button, context, fitting, header, section
from bot.messages.figures import counted
from bot.messages.hints import may_not_send
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import named
from bot.messages.text import bullets, code, escape, listing, more, sentence
from bot.settings.propose import repeated
from checks.sources.guesses import Column
from checks.sources.look import Look

WRITE, NOT_NOW = "pipeline_write", "pipeline_not_now"
_BUTTONS = "proposal_buttons"
_FACTS, _REST = 1800, 5500
"""Characters of what was found, and of all else but the file: two buttons carry up to 2,000 each."""
_MOST_NULLS = 6
_WATCHED = (
    "watched from the next start of `oakum run` on; while its data is less than a week old, nobody is told."
)
FROM_THEN_ON = f"It is {_WATCHED}"


def proposal_message(file: str, look: Look, text: str, wish: str, note: str, can_write: bool) -> SlackMessage:
    """What was found, and the file as it is to be; `wish` is what its buttons carry, `note` is escaped.

    Without buttons where it cannot be written; it is sent as a file then, and where it does not fit.
    """
    said = f"{look.name}: a proposal for pipelines/{file}"
    read = (
        _verbatim(text)
        if fits(text)
        else section(f"{counted(len(text.splitlines()), 'line')}: in the file below.")
    )
    blocks = [header(said), section(bullets("*What I found*", list(_found(look)), limit=_FACTS)), read]
    blocks += [section(note)] if note else []
    if not can_write:
        return SlackMessage(text=sentence(said), blocks=[*blocks, section(to_commit(file))])
    row = [button(f"Write pipelines/{file}", WRITE, wish, "primary"), button("Not now", NOT_NOW, wish)]
    blocks += [context(f"Nothing is written yet. Once it is, it is {_WATCHED}"), actions(_BUTTONS, row)]
    return SlackMessage(text=sentence(said), blocks=blocks)


def fits(text: str) -> bool:
    """Whether the file can be read in one message, beside the rest."""
    return bool(fitting([[_verbatim(text)]], room=WHOLE - _FACTS - _REST))


def with_outcome(blocks: Sequence[Block], said: str) -> SlackMessage:
    """The proposal after a click: `said` stands where the buttons were."""
    kept = [each for each in blocks if each.get("block_id") != _BUTTONS and each["type"] != "context"]
    return SlackMessage(text=said, blocks=[*kept, section(said)])


def written(file: str, who: str) -> str:
    """It is in its place."""
    return f"{named(who)} wrote {_path(file)}. {FROM_THEN_ON}"


def there_already(file: str) -> str:
    """A second click, or somebody else with the same wish."""
    return f"{_path(file)} is there already, as proposed. {FROM_THEN_ON}"


def refused(file: str, why: object) -> str:
    """What stands in the way of writing it."""
    return f"{_path(file)} is not written: {sentence(why)}"


def otherwise(file: str) -> str:
    """What would be written is not what is shown."""
    return f"{_path(file)} is not written: its data has changed since. What I propose now stands below."


def put_off(file: str) -> str:
    """Not now."""
    return f"Nothing is written. What stands above may still be committed as {_path(file)}."


def to_commit(file: str) -> str:
    """The way for a folder that is read-only."""
    return (
        "The folder of the configuration is read-only for me, as is usual in a container: commit the file "
        f"below as {_path(file)}. {FROM_THEN_ON}"
    )


def proposed(name: str) -> SlackMessage:
    """Where the proposal is."""
    return in_words(f"The proposal for {code(name)} is in our direct messages.")


def cannot_look(name: str, why: object) -> SlackMessage:
    """The table cannot be read, or what would be proposed for it could not be loaded."""
    return in_words(f"I could not propose a pipeline for {code(name)}: {sentence(why)}")


def file_not_sent() -> SlackMessage:
    """The file of the proposal may not be sent."""
    return may_not_send("copy what stands above")


def invite(channel: str) -> str:
    """I am not where it is to be told: in a channel by its name, or by the id of a private one."""
    where = f"<#{channel}>" if re.fullmatch("[CG][A-Z0-9]+", channel) else escape(channel)
    return f"I am not in {where} yet: type `/invite` and my name there, or nothing arrives."


def _path(file: str) -> str:
    return code(f"pipelines/{file}")


def _found(look: Look) -> Iterator[str]:
    """The key, the times, the cadence and what is missing."""
    yield f"*When* {_cadence(look)}"
    if not look.key.names:
        yield "*Key* none was found that tells the rows apart: duplicates are not sought"
    else:
        within = ", within a day" if look.key.within_partition else ""
        yield f"*Key* {listing(look.key.names, 4)}{within}{_again(look)}"
    times = {"each row": look.event_time, "its loading": look.loaded_at}
    told = [f"{code(column)} tells the time of {what}" for what, column in times.items() if column]
    yield f"*Times* {', '.join(told) or 'no column tells when a row happened or was loaded'}"
    yield f"*Missing* {_nulls(look)}"
    if look.features:
        yield f"*First number* {code(look.features[0].name)}, how often it is missing"
    else:
        yield "*First number* none: no column looks like a feature"
    if look.unreadable:
        yield f"{counted(look.unreadable, 'part')} cannot be read"
    yield from (sentence(each, 200) for each in look.left_out)


def _again(look: Look) -> str:
    asked = repeated(look)
    return f": {escape(asked)}" if asked else ""


def _cadence(look: Look) -> str:
    if not look.partition or look.newest is None:
        return f"no column tells the day: one whole of {counted(look.rows, 'row')}"
    span = (look.newest - look.since).days + 1
    often = (
        "every day" if look.seen_days == span else f"{look.seen_days:,} of the last {counted(span, 'day')}"
    )
    each = f"about {look.rows // max(look.seen_days, 1):,} rows a day"
    days = f"{counted(look.days, 'day')} by {code(look.partition)}, the newest {look.newest}"
    return f"{days}: {often}, {each}"


def _nulls(look: Look) -> str:
    holes = sorted((each for each in look.columns if each.missing), key=lambda each: -each.missing)
    if not holes:
        return f"nothing, in {counted(look.rows, 'row')}"
    shown = ", ".join(_hole(each, look.rows) for each in holes[:_MOST_NULLS])
    left = f" {more(len(holes) - _MOST_NULLS)}" if len(holes) > _MOST_NULLS else ""
    return f"{shown}{left}; {counted(len(look.columns) - len(holes), 'column')} always there"


def _hole(column: Column, rows: int) -> str:
    share = 100 * column.missing / rows
    return f"{code(column.name)} {f'{share:.1f}' if share >= 0.1 else 'under 0.1'} %"


def _verbatim(text: str) -> Block:
    """Preformatted as it is, without Slack's markup: whatever is in it, it is copied as it stands."""
    piece: Mapping[str, Any] = {"type": "text", "text": text.rstrip("\n") or "–"}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [piece]}]}
