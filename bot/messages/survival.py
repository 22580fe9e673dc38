"""Everything is broken at once: what is watched, and the check-list of what is muted, a button each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.answer import Answer
from bot.domain.incident import Event, Incident, State
from bot.domain.survival import Broken, Count, Item, Now, Survival, everything_is_broken
from bot.messages.answers import in_words
from bot.messages.blocks import Style, actions, button, context, divider, fitting, header, section
from bot.messages.figures import clock_time, counted, moment
from bot.messages.incident import ACKNOWLEDGE, DETAILS, standing, title
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import Surroundings, named
from bot.messages.terminal import Line
from bot.messages.text import NOTIFICATION, code, cut, escape, listing, more, one_line
from bot.messages.typed import to_survive

BRING = "survival_bring"
_SHOWN, _BACK = 20, 12
_SIGNS: Mapping[Now, str] = {Now.IN_ORDER: "🟢", Now.FAILING: "🔴", Now.UNKNOWN: "⚪"}
_SAID: Mapping[Now, str] = {
    Now.IN_ORDER: "in order since the checks of {}: bring it back",
    Now.FAILING: "still failing since the checks of {}",
    Now.UNKNOWN: "nobody knows since the checks of {}: it could not be judged",
}
NO_RANKING = "There is no ranking now."


def survival_message(
    survival: Survival, incident: Incident, around: Surroundings, timeline: Sequence[Event] = ()
) -> SlackMessage:
    """The one message, as it stands now."""
    title = "Over: everything is watched again" if survival.over_at else _begin(survival.title)
    head: list[Block] = [header(title), section(_watched(survival, around.zone))]
    if survival.over_at is None:
        head += [section(standing(incident, around, timeline)), _buttons(incident), divider()]
    groups = [[_item(survival, each, around.zone)] for each in survival.muted[:_SHOWN]]
    tail = _back(survival, around.zone)
    shown = [] if survival.over_at else groups[: fitting(groups, [*head, *tail])]
    left = 0 if survival.over_at else len(survival.muted) - len(shown)
    way = "/pipeline survive bring TABLE" if around.has_buttons else to_survive(survival.pipeline)
    rest = [context(more(left, code(way, 250)))] if left else []
    blocks = [*head, *(block for group in shown for block in group), *rest, *tail]
    text = escape(f"{title} ({one_line(survival.pipeline)})")
    return SlackMessage(text=cut(text, NOTIFICATION), blocks=blocks)


def _begin(title: str) -> str:
    return title[:1].upper() + title[1:]


def _watched(survival: Survival, zone: ZoneInfo) -> str:
    watched = f"{listing(survival.watched, 10)} ({escape(cut(one_line(survival.because), 200))})"
    if survival.over_at:
        who, at = named(survival.over_by or "somebody"), moment(survival.over_at, zone)
        return f"It began {moment(survival.begun_at, zone)}; {who} ended it {at}. Findings are ranked again."
    return (
        f"{NO_RANKING} *Watched:* {watched}. All else is muted: what is found is kept and nobody is told, "
        "until somebody brings it back, one table after the other."
    )


def _buttons(incident: Incident) -> Block:
    details = button("Details", DETAILS, incident.id)
    if incident.state is State.ACKNOWLEDGED:
        return actions("survival", [details])
    return actions("survival", [button("Acknowledge", ACKNOWLEDGE, incident.id, "primary"), details])


def _item(survival: Survival, item: Item, zone: ZoneInfo) -> Block:
    said = _SAID[item.now].format(moment(item.since, zone))
    style: Style | None = "primary" if item.now is Now.IN_ORDER else None
    value = f"{survival.id}:{item.table}"
    return section(f"{_SIGNS[item.now]} {code(item.table)} {said}", button("Bring back", BRING, value, style))


def _back(survival: Survival, zone: ZoneInfo) -> list[Block]:
    """Who brought what back."""
    lines = [
        f"✓ {code(each.table)}: {named(each.brought_by or 'somebody')}, {moment(each.brought_at, zone)}"
        for each in survival.back
        if each.brought_at
    ]
    if not lines:
        return []
    hidden = [more(len(lines) - _BACK, "all in the thread")] if len(lines) > _BACK else []
    return [context("\n".join(["Brought back:", *lines[:_BACK], *hidden]))]


def instead(survival: Survival, has_buttons: bool = True) -> tuple[str, ...]:
    """What stands instead of a ranking, in unescaped lines: what is watched, and how the muted ones are."""
    muted = survival.muted
    by = {state: [each.table for each in muted if each.now is state] for state in Now}
    said = [f"{state.value}: {_some(tables)}" for state, tables in by.items() if tables]
    way = f"/pipeline survive {survival.pipeline}" if has_buttons else to_survive(survival.pipeline)
    return (
        f"{_begin(survival.title)}",
        f"{NO_RANKING} Watched: {_some(survival.watched)} ({survival.because}).",
        f"Muted: {'; '.join(said)}.",
        f"Bring them back one by one: {way}",
    )


def instead_text(lines: Sequence[str]) -> str:
    """The same for Slack."""
    first, *others = (escape(cut(one_line(line), 600)) for line in lines)
    return "\n".join([f"🔴 *{first}*", *others])


def _some(names: Sequence[str], most: int = 8) -> str:
    return ", ".join(names[:most]) + (f" {more(len(names) - most)}" if len(names) > most else "")


def nothing(pipeline: str, count: Count | None, last: Survival | None, zone: ZoneInfo) -> SlackMessage:
    """The answer where not everything is broken."""
    before = ""
    if last is not None and last.over_at is not None:
        before = _before(moment(last.over_at, zone), named(last.over_by or "somebody"))
    return in_words(f"Not everything is broken in *{escape(pipeline)}*{_fail(count)}. {before}".rstrip())


def nothing_line(pipeline: str, count: Count | None, last: Survival | None, zone: ZoneInfo) -> Line:
    """The same on the terminal."""
    before = ""
    if last is not None and last.over_at is not None:
        before = f" {_before(clock_time(last.over_at, zone), last.over_by or 'somebody')}"
    return Line(f"Not everything is broken in {pipeline}{_fail(count)}.{before}")


def _fail(count: Count | None) -> str:
    return f": {count}" if count and count.checks else ""


def _before(at: str, who: str) -> str:
    return f"The last time was over {at} ({who})."


def brought(survival: Survival, table: str, zone: ZoneInfo) -> SlackMessage:
    """The answer to whoever brought a table back, or came second."""
    item = next(each for each in survival.items if each.table == table)
    at = moment(item.brought_at, zone) if item.brought_at else ""
    who = named(item.brought_by or "somebody")
    left = len(survival.muted)
    rest = (
        "Everything is watched again."
        if survival.over_at
        else f"{counted(left, 'more is', 'more are')} muted."
    )
    return in_words(f"{code(table)} is back ({who}, {at}). {rest}")


def over(survival: Survival) -> SlackMessage:
    """The answer to whoever ended it."""
    return in_words(f"Everything in *{escape(survival.pipeline)}* is watched again.")


def muted_lines(survival: Survival, zone: ZoneInfo) -> Iterator[Line]:
    """The check-list on the terminal, with what to type."""
    yield Line(f"{survival.pipeline}: {survival.title}", "page")
    yield Line(f"  watched: {', '.join(survival.watched)} ({survival.because})", "dim")
    for each in survival.muted:
        style = {Now.IN_ORDER: "good", Now.FAILING: "page"}.get(each.now, "plain")
        yield Line(f"  {each.now.value:<13}  {each.table}, since {clock_time(each.since, zone)}", style)
    for each in survival.back:
        at = clock_time(each.brought_at, zone) if each.brought_at else ""
        yield Line(f"  {'back':<13}  {each.table}: {each.brought_by}, {at}", "dim")
    yield Line(f"{to_survive(survival.pipeline, 'bring', 'TABLE')} brings one back", "dim")


def back_lines(
    survival: Survival, table: str | None, waking: Sequence[Incident], dry_run: bool
) -> Iterator[Line]:
    """What somebody brought back, or would, and what wakes by that; without a table it was all."""
    would, left = "would be " if dry_run else "is ", len(survival.muted)
    rest = (
        f"{counted(left, 'more is', 'more are')} muted."
        if survival.over_at is None
        else f"Everything {would}watched again."
    )
    if table is None:
        yield Line(f"Everything in {survival.pipeline} {would}watched again.", "good")
    else:
        by = next((each.brought_by for each in survival.back if each.table == table), None)
        yield Line(f"{table} {would}back ({by}). {rest}", "good")
    for each in waking:
        yield Line(f"  {'would wake' if dry_run else 'woke'}: no. {each.id}, {title(each)}", "dim")


def muted_record(survival: Survival) -> dict[str, Any]:
    """The check-list for machines; moments are UTC."""
    return {
        "pipeline": survival.pipeline,
        "incident": survival.incident,
        "watched": list(survival.watched),
        "over": survival.over_at is not None,
        "tables": [
            {
                "table": each.table,
                "now": each.now.value,
                "since": f"{each.since:%Y-%m-%dT%H:%M:%SZ}",
                "brought_by": each.brought_by,
            }
            for each in survival.items
        ],
    }


def survival_lines(said: Answer) -> Iterator[Line]:
    """What `oakum check` says above all else, a line a pipeline."""
    for name, broken in broken_pipelines(said).items():
        where = f"{name}: " if len(said.sections) > 1 else ""
        watch = f"watch first: {_some(broken.watched)} ({broken.because})" if broken.rest else broken.because
        yield Line(f"{where}everything is broken at once: {broken.count}; {watch}", "page")


def with_survival(told: Mapping[str, Any], said: Answer) -> Mapping[str, Any]:
    """The object of an answer, in which each pipeline says whether everything is broken at once."""
    found = broken_pipelines(said)
    pipelines = [
        {**each, "everything_is_broken": _object(found.get(each["pipeline"]))} for each in told["pipelines"]
    ]
    return {**told, "pipelines": pipelines}


def broken_pipelines(said: Answer) -> dict[str, Broken]:
    """Those of an answer in which everything is broken at once."""
    found = {
        each.pipeline.pipeline: everything_is_broken(each.pipeline, each.result.verdicts, section.findings)
        for each, section in zip(said.checked, said.sections, strict=True)
    }
    return {name: broken for name, broken in found.items() if broken}


def _object(broken: Broken | None) -> Mapping[str, Any] | None:
    if broken is None:
        return None
    return {
        "failing": broken.count.failing,
        "checks": broken.count.checks,
        "follow": broken.count.follow,
        "watch_first": list(broken.watched),
        "rest": list(broken.rest),
        "because": broken.because,
    }
