"""Thresholds in words: what is proposed and what it would have done, and what people accepted."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import FiniteFloat, TypeAdapter

from bot.domain.proposal import History, Proposal
from bot.domain.tuned import NOISE, Tuned
from bot.domain.tuning import FALSE_ENOUGH, Replay
from bot.messages.answers import in_words
from bot.messages.blocks import actions, button, context, section
from bot.messages.figures import counted, moment
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import named
from bot.messages.terminal import Line
from bot.messages.text import NOTIFICATION, cut, escape, fitted, more, one_line
from bot.messages.typed import to_tune, to_turn

ACCEPT, REVERT = "tuning_accept", "tuning_revert"
_SHOWN, _HELD = 6, 20
_OF_ONE = "`/pipeline tune NAME`, once these are accepted or for one pipeline"
_NO_PAGES = "nothing: there were no pages yet"
_NOTHING = (
    f"No threshold is proposed. That takes {FALSE_ENOUGH} false alarms of one check of one table in 8 weeks "
    "that would still page, and real ones that are clearly stronger; or an outage that was missed while "
    "something weaker was found."
)


def would(proposal: Proposal) -> str:
    """Would have removed 4 of 5 false pages, lost none of 6 real ones."""
    replay = proposal.would
    if proposal.after < proposal.before:
        numbers = ", ".join(str(each) for each in proposal.outages)
        return f"would have told of outage {numbers}" if numbers else "would have paged more often"
    unlabelled = f"{counted(replay.unlabelled, 'page')} that nobody labelled" if replay.unlabelled else ""
    if not replay.false and not replay.true:
        return f"would have removed {unlabelled or _nothing(replay.pages)}"
    removed = (
        f"{replay.removed} of {counted(replay.false, 'false page')}" if replay.false else "no false page"
    )
    lost = f"lost {replay.lost or 'none'} of {counted(replay.true, 'real one')}"
    lost = lost if replay.true else "and nobody called a page real"
    return ", ".join([f"would have removed {removed}", lost, *([f"and {unlabelled}"] if unlabelled else [])])


def _nothing(pages: int | None) -> str:
    """Why it is nothing, where nobody labelled any page."""
    if pages is None:
        return "no page that anybody labelled"
    return f"none of {counted(pages, 'page')}, and nobody labelled one" if pages else _NO_PAGES


def proposal_line(proposal: Proposal) -> str:
    """Page for null_rate of churn/usage only from 1.2 times its limit, not from 1: … Plain text."""
    if proposal.check is None:
        word = position(proposal.after)
        said = f"Turn {proposal.pipeline} to {word}: page from {proposal.after:g} times the limits"
    else:
        only = "only " if proposal.after > proposal.before else ""
        what = f"{proposal.check} of {proposal.pipeline}/{proposal.table}"
        said = f"Page for {what} {only}from {proposal.after:g} times its limit, not from {proposal.before:g}"
    return f"{said}. In 8 weeks that {would(proposal)}. What is below is a ticket."


def position(threshold: float) -> str:
    """The word for a position of the dial."""
    return next((word for word, value in NOISE.items() if value == threshold), f"{threshold:g}")


def proposal_blocks(proposal: Proposal, number: int = 0) -> list[Block]:
    """The proposal, with the one button."""
    accept = button("Accept", ACCEPT, json.dumps(to_record(proposal), ensure_ascii=False))
    return [section(escape(proposal_line(proposal))), actions(f"tuning_{number}", [accept])]


def tune_message(found: Sequence[tuple[str, Sequence[Proposal], History]]) -> SlackMessage:
    """What is proposed for some pipelines; where nothing is, why."""
    blocks: list[Block] = []
    offered = [proposal for _, proposals, _ in found for proposal in proposals]
    for number, proposal in enumerate(offered[:_SHOWN]):
        blocks += proposal_blocks(proposal, number)
    if len(offered) > _SHOWN:
        blocks.append(context(more(len(offered) - _SHOWN, _OF_ONE)))
    blind = [f"{escape(name)}: {escape(each)}" for name, _, known in found for each in _untold(known)]
    if blind:
        blocks.append(context(fitted(blind[:_SHOWN], left=len(blind) - _SHOWN, way=_OF_ONE)))
    if not offered:
        said = _NOTHING
        blocks.insert(0, section(said))
        return SlackMessage(text=said, blocks=blocks)
    return SlackMessage(text=f"{counted(len(offered), 'threshold')} proposed", blocks=blocks)


def _untold(known: History) -> Iterator[str]:
    """Checks with false alarms for which nothing can be proposed."""
    for (table, check), false in sorted(known.unknown.items()):
        if false >= FALSE_ENOUGH:
            yield (
                f"{check} of {table} had {counted(false, 'false alarm')}, but says no value beside a limit: "
                "there is no threshold to move"
            )


def accepted(said: Tuned, of: Proposal | None = None) -> SlackMessage:
    """The answer to whoever accepted it; where the dial was turned, with what that would have done."""
    told = f" In 8 weeks it {escape(would(of))}." if of else ""
    return in_words(
        f"Kept as {said.id}: {escape(what(said))}, from the next checks on. "
        f"`/pipeline tuned` lists it, with a button to take it back.{told}"
    )


def outdated(why: object) -> SlackMessage:
    """The answer to whoever accepts what was proposed before something changed."""
    return in_words(f"That is not so any more: {escape(why)}.")


def at_its_end(steps: int) -> SlackMessage:
    """The answer to whoever turns the dial further than it goes."""
    end = "quieter" if steps > 0 else "louder"
    return in_words(f"It cannot be {end} than it is: `/pipeline noise` tells where it stands.")


def what(said: Tuned) -> str:
    """null_rate of churn/usage pages from 1.2 times its limit (before: 1). Plain text."""
    of = "its limit" if said.check else f"the limits ({position(said.after)})"
    return f"{said.what} pages from {said.after:g} times {of}, before: {said.before:g}"


def tuned_message(found: Sequence[Tuned], zone: ZoneInfo) -> SlackMessage:
    """What people accepted and holds, each with a button to take it back."""
    if not found:
        return SlackMessage(text="All pages as its check says: no threshold was accepted.")
    blocks: list[Block] = [
        section(
            f"{each.id}. {escape(what(each))} · {named(each.who)}, {moment(each.at, zone)}"
            f"\n{escape(cut(one_line(each.would), 300))}",
            button("Take it back", REVERT, each.id),
        )
        for each in found[:_HELD]
    ]
    if len(found) > _HELD:
        blocks.append(context(more(len(found) - _HELD, "`oakum tuned`")))
    return SlackMessage(text=f"{counted(len(found), 'threshold')} accepted", blocks=blocks)


def reverted(said: Tuned) -> SlackMessage:
    """The answer to whoever took it back."""
    return in_words(f"{said.id} is taken back: for {escape(said.what)} holds again what held before.")


def noise_message(
    pipeline: str, dial: Tuned | None, quieter: Proposal | None, zone: ZoneInfo
) -> SlackMessage:
    """Where the dial stands, and what it would be to turn it down."""
    now = dial.after if dial else NOISE["loud"]
    who = f", says {named(dial.who)} {moment(dial.at, zone)}" if dial else ", where every pipeline begins"
    how = "as its checks say" if now == NOISE["loud"] else f"from {now:g} times the limits"
    said = f"*{escape(pipeline)}* is {position(now)}: it pages {how}{who}."
    blocks: list[Block] = [section(said)]
    if quieter:
        blocks += proposal_blocks(quieter)
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def tune_lines(found: Sequence[tuple[str, Sequence[Proposal], History]]) -> Iterator[Line]:
    """What is proposed for some pipelines, on the terminal, each with what to type; where nothing is, why."""
    offered = [proposal for _, proposals, _ in found for proposal in proposals]
    for each in offered:
        yield Line(proposal_line(each))
        yield Line(f"  {to_tune(each)}", "dim")
    for name, _, known in found:
        yield from (Line(f"{name}: {each}", "note") for each in _untold(known))
    if not offered:
        yield Line(_NOTHING, "good")


def kept_lines(said: Tuned, dry_run: bool) -> Iterator[Line]:
    """The answer on the terminal to whoever accepted a threshold or turned the dial."""
    if dry_run:
        yield Line(f"Would be: {what(said)}.")
    else:
        yield Line(f"Kept as {said.id}: {what(said)}, from the next checks on.", "good")
    yield Line(f"  in 8 weeks it {said.would}", "dim")
    if not dry_run:
        yield Line(f"  oakum tuned revert {said.id} takes it back", "dim")


def noise_lines(
    pipeline: str, dial: Tuned | None, turned: Sequence[tuple[str, Proposal | None]]
) -> Iterator[Line]:
    """Where the dial stands, and what it would be to turn it."""
    now = dial.after if dial else NOISE["loud"]
    who = f", says {dial.who}" if dial else ", where every pipeline begins"
    how = "as its checks say" if now == NOISE["loud"] else f"from {now:g} times the limits"
    yield Line(f"{pipeline} is {position(now)}: it pages {how}{who}.")
    for word, proposal in turned:
        if proposal:
            yield Line(f"  {to_turn(word, pipeline)}: in 8 weeks that {would(proposal)}", "dim")


def proposed_record(proposal: Proposal) -> dict[str, Any]:
    """What is proposed, for machines."""
    return {
        "pipeline": proposal.pipeline,
        "table": proposal.table,
        "check": proposal.check,
        "before": proposal.before,
        "pages_from": proposal.after,
        "would": would(proposal),
        "typed": to_tune(proposal),
    }


def tuned_record(said: Tuned) -> dict[str, Any]:
    """What was accepted, for machines; the moment is UTC."""
    return {
        "id": said.id or None,
        "pipeline": said.pipeline,
        "table": said.table,
        "check": said.check,
        "before": said.before,
        "pages_from": said.after,
        "who": said.who,
        "by": said.by,
        "at": f"{said.at:%Y-%m-%dT%H:%M:%SZ}",
        "would": said.would,
        "reverted_by": said.reverted_by,
    }


def to_record(proposal: Proposal) -> dict[str, Any]:
    """A proposal as a button and a checkup keep it."""
    replay = proposal.would
    counts = [replay.removed, replay.lost, replay.unlabelled, replay.false, replay.true, replay.pages]
    return {
        "pipeline": proposal.pipeline,
        "table": proposal.table,
        "check": proposal.check,
        "before": proposal.before,
        "after": proposal.after,
        "would": counts,
        "outages": list(proposal.outages),
    }


@dataclass(frozen=True, slots=True)
class _Record:
    pipeline: str
    table: str | None
    check: str | None
    before: FiniteFloat
    after: FiniteFloat
    would: tuple[int, int, int, int, int] | tuple[int, int, int, int, int, int | None]
    outages: list[int]


def from_button(carried: str) -> Proposal:
    """The proposal of a button that keeps it as JSON. Raises: ValueError."""
    return from_record(asdict(TypeAdapter(_Record).validate_json(carried, strict=True)))


def from_record(record: Mapping[str, Any]) -> Proposal:
    """The proposal that `to_record` wrote."""
    fields = {**record, "would": Replay(*record["would"]), "outages": tuple(record["outages"])}
    return Proposal(**fields)


def as_yaml(found: Sequence[Tuned]) -> str:
    """What holds, as YAML; texts are quoted as JSON is, which YAML reads."""
    if not found:
        return "tuned: []\n"
    lines = ["tuned:"]
    for each in found:
        facts = {
            "pipeline": each.pipeline,
            **({"table": each.table, "check": each.check} if each.check else {"noise": position(each.after)}),
            "pages_from": each.after,
            "before": each.before,
            "who": each.who,
            "at": f"{each.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "would": each.would,
        }
        said = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
        lines += [f"  - {said[0]}", *(f"    {each}" for each in said[1:])]
    return "\n".join(lines) + "\n"
