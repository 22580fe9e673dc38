"""What was seen in tables that nobody described yet, as a commented configuration: one number first."""

import re
from collections.abc import Iterator, Sequence
from datetime import time

from bot.settings import proposed_further
from bot.settings.written import key, scalar, scalars
from checks.sources.dated import folder_of_day, is_dated
from checks.sources.guesses import Column
from checks.sources.look import Look

MOST_LISTED = 20
"""So many further columns are offered."""


def pipeline_name(text: str) -> str:
    """A name for a pipeline that is like a text."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
    return plain or "pipeline"


def deployment(name: str, source: str, owner: str) -> str:
    """The text of an `oakum.yaml` with one source, given as YAML, and for one person."""
    return f"""\
# What all pipelines share, proposed by `oakum init`. Paths are relative to this file.

store: sqlite:///oakum.db       # what Oakum remembers: profiles, findings, messages
timezone: UTC                   # of pipelines that name none themselves, like Europe/Berlin
schedule: {{checks: "09:00"}}     # when `oakum run` checks, daily

sources:
  {key(name)}: {source}

people:                         # who owns what; a Slack member id: profile, then "Copy member ID"
  {key(owner)}: {{}}    # like {{slack: U012ABC, email: you@example.com}}

# To be told in Slack, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (`oakum manifest` makes the app), give
# yourself a Slack id above, and remove these #:
# routes:
#   slack: {{mode: socket}}
# policies:                     # who is told, and who next, of a pipeline with `policy: first` in its file
#   first:
#     - {{notify: {scalar(owner)}, by: [slack], wait: 5m}}
"""


def pipeline(name: str, owner: str, source: str, looks: Sequence[Look]) -> str:
    """The text of a pipeline file with these tables."""
    head = _head("by `oakum init`", name, owner, f'"#{name}"')
    head += "    # where it is told, once routes.slack is set up in oakum.yaml\n"
    if len(looks) == 1:
        return "\n".join([head, "tables:", *_table(looks[0], [_source(source)]), *_further(looks[0]), ""])
    defaults = [f"  {_source(source)}    # what all tables below have in common"]
    tables = (line for look in looks for line in _table(look))
    return "\n".join([head, "defaults:", *defaults, "", "tables:", *tables, ""])


def pipeline_for(
    by: str, name: str, owner: str, channel: str, source: str, look: Look, due: time | None = None
) -> str:
    """The text of a pipeline file with one table, as somebody asked for it; it is `due` on the day after."""
    head = _head(f"in Slack for {scalar(by)},", name, owner, scalar(channel))
    table = [*_table(look, [_source(source)], due if look.partition else None), *_further(look, due)]
    return "\n".join([f"{head}\n", "tables:", *table, ""])


def _head(proposed: str, name: str, owner: str, channel: str) -> str:
    return f"""\
# Proposed {proposed} after a look at the data. Every line may be changed; a # switches a line off.

pipeline: {scalar(name)}
owner: {scalar(owner)}
channel: {channel}"""


def _source(source: str) -> str:
    return f"source: {scalar(source)}"


def _further(look: Look, due: time | None = None) -> Sequence[str]:
    """What only people know, behind a #; all but what they said already."""
    if not look.partition:
        return _FURTHER_OF_A_WHOLE
    return [_FURTHER[0], *_FURTHER[2:]] if due else _FURTHER


_FURTHER = (
    "    # Further, when you know them:",
    '    # finish_by: {time: "06:30"}    # when a day is due, on the day after; otherwise it is learned',
    "    # feeds: {my_model: critical}    # what is built on it: critical, high, normal or low",
    "    # reference: {from: 2026-01-01, to: 2026-03-31}    # what the model was trained on",
)

_FURTHER_OF_A_WHOLE = (
    "    # Further, when you know them:",
    "    # freshness: {warn_after: 30d}    # how long it may stay as it is",
    "    # feeds: {my_model: critical}    # what is built on it: critical, high, normal or low",
)


def _table(look: Look, first: Sequence[str] = (), due: time | None = None) -> Iterator[str]:
    yield f"  {key(look.name)}:"
    yield from (f"    {line}" for line in first)
    yield f"    path: {scalar(look.path)}"
    if look.partition:
        yield f"    partition: {{column: {scalar(look.partition)}}}{_about_partition(look)}"
    else:
        yield f"    partition: none    # {no_days(look)}"
        yield "    # Its states are kept by the day they are found on. If it has a day: {column: day}"
    yield from _key(look)
    if look.event_time:
        yield f"    event_time: {scalar(look.event_time)}    # 'since' is told by it"
    if look.loaded_at:
        told = "'late'" if look.partition else "its age"
        yield f"    loaded_at_field: {scalar(look.loaded_at)}    # {told} is told by it"
    if due:
        yield f'    finish_by: {{time: "{due:%H:%M}"}}    # when a day is due, on the day after'
    yield from (f"    {line}" for line in proposed_further.segment(look))
    yield from _columns(look)


def _about_partition(look: Look) -> str:
    where = _where(look.path) if look.in_path else "a day in every row"
    days = "1 day" if look.days == 1 else f"{look.days:,} days"
    return f"    # {where}: {days}, the newest {look.newest}"


def _where(path: str) -> str:
    """Where a path says the day."""
    if not is_dated(path) or folder_of_day(path):
        return "in the names of folders"
    return "in the names of the files, each of which is of its day, whatever its rows say"


def no_days(look: Look) -> str:
    """Why a table is taken to be one whole."""
    seemed = f", not even {', '.join(map(repr, look.seemed))}" if look.seemed else ""
    return f"no column holds a day in every row{seemed}: one whole, overwritten in place"


def _key(look: Look) -> Iterator[str]:
    counted, found = f"the {look.rows:,} rows", look.key
    if look.partition:
        counted += f" from {look.since} on"
    if not found.names:
        yield f"    # key: [id]    # none was found that tells {counted} apart: duplicates are not sought"
        return
    key = f"    key: {scalars(found.names)}"
    if found.repeated:
        yield f"{key}    # {repeated(look)}"
        tell = "add the column that tells them apart"
        yield f"    # If it is: {tell}{', or write unique_within: partition' if look.partition else ''}"
        return
    a_day = " of a day" if found.within_partition else ""
    yield f"{key}    # no two rows{a_day} share it, counted in {counted}"
    if found.within_partition:
        yield "    unique_within: partition    # the same key comes back on other days"


def repeated(look: Look) -> str:
    """What is asked about a key that hardly any rows repeat; empty where none does."""
    again = look.key.repeated
    if again is None:
        return ""
    when = f", all on {again.last}" if again.first == again.last else f", from {again.first} to {again.last}"
    repeat = "row repeats" if again.rows == 1 else "rows repeat"
    return f"{again.rows:,} of {look.rows:,} {repeat} it{when if look.partition else ''}: is this meant?"


def _columns(look: Look) -> Iterator[str]:
    if not look.features:
        yield "    # No column looks like a feature: rows, columns and times are watched without one."
        return
    first, *others = look.features
    yield "    columns:"
    yield "      # One number first: how often this one is missing."
    yield f"      # {_reason(first, look.rows)}"
    yield f"      {key(first.name)}: {{primary: true, drift: false}}"
    if first.kind != "text":
        yield "      # When it has been quiet for two weeks, remove `drift: false` to judge its distribution."
    if others:
        yield "      # Then one more, each when the last one has been quiet for two weeks:"
    offered = {column: proposed_further.settings(column, look.rows) for column in others[:MOST_LISTED]}
    if any("drift" in settings for settings in offered.values()):
        yield f"      # ({proposed_further.WHY_DRIFT})"
    for column, settings in offered.items():
        yield f"      # {key(column.name)}: {settings}    # {_missing(column, look.rows)}"
    if len(others) > MOST_LISTED:
        yield f"      # … and {len(others) - MOST_LISTED} more"


def _reason(column: Column, rows: int) -> str:
    if column.kind == "text":
        return f"No number differs from row to row as this text does; {_missing(column, rows)}."
    if 0 < column.missing < rows / 2:
        return f"A number, {_missing(column, rows)}: where a join or a source fails, it shows here first."
    return f"A number that differs from row to row; {_missing(column, rows)}."


def _missing(column: Column, rows: int) -> str:
    if not column.missing:
        return "never missing so far"
    share = 100 * column.missing / rows
    return f"missing in {share:.1f}% of the rows" if share >= 0.1 else "missing in less than 0.1% of the rows"
