"""A rehearsal on a terminal, and in the sentence that its pages carry."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.domain.rehearsal import Rehearsed
from bot.messages.figures import counted
from bot.messages.terminal import Line
from bot.messages.text import one_line
from bot.messages.who_gets import rung_lines


def rehearsal_lines(said: Rehearsed, zone: ZoneInfo) -> Iterator[Line]:
    """What was planted, what was found of it, its place, and who would be paged."""
    yield Line(f"REHEARSAL, nothing is wrong: {said.what}")
    if not said.found:
        yield Line("  no check found it: nobody would be told", "page")
        return
    for finding in said.found:
        yield Line(
            f"  found by {finding.check}, a {finding.urgency.value}: {one_line(finding.summary)}", "good"
        )
    first = said.found[0]
    yield Line(f"  it would be no. {first.rank} of {counted(said.open + len(said.found), 'problem')} open")
    if said.told is None:
        yield Line(f"  it pages nobody: it is posted in {said.pipeline.channel}")
        return
    yield Line("  who would be paged:")
    yield from rung_lines(said.told, zone)


def sentence_of(said: Rehearsed) -> str:
    """What the pages of the rehearsal say of it; empty where nothing was found."""
    if not said.found:
        return ""
    first = said.found[0]
    return (
        f"Planted: {said.what}. Found by {first.check} as a {first.urgency.value}: {one_line(first.summary)}"
    )
