"""The digest of a checkup: state, the three weekly checks, the ONE thing to fix first, the backlog."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.backlog import left_alone
from bot.domain.checkup import Checkup, Line
from bot.domain.checkup_sets import SETS, Part
from bot.domain.crossing import crosses
from bot.domain.finding import Finding
from bot.domain.health import Health, Status
from bot.domain.wording import money, outlook
from bot.messages.answers import in_words
from bot.messages.backlog import proposal_blocks
from bot.messages.blocks import actions, button, context, divider, fitting, header, section, shortened
from bot.messages.calendar import calendar
from bot.messages.expert_digest import drafts, instead
from bot.messages.figures import counted, moment
from bot.messages.fresh_rows import rows_block
from bot.messages.health import state_line, unjudged_text
from bot.messages.incident import figures, follower, why
from bot.messages.message import Block, SlackMessage
from bot.messages.surroundings import Surroundings, link, named
from bot.messages.survival import instead_text
from bot.messages.text import (
    NOTIFICATION,
    bullets,
    code,
    cut,
    dotted,
    escape,
    fitted,
    listing,
    more,
    one_line,
    sentence,
)
from bot.messages.tuning import from_record
from bot.messages.tuning import proposal_blocks as tuning_blocks
from bot.messages.typed import there, to_list, to_read
from bot.messages.unpriced import unpriced
from bot.messages.week import beside_text, changed, is_new, paged_words
from bot.messages.weekly import green_text, weekly_text

SIGN_OFF = "checkup_sign_off"
_BACKLOG, _LINES, _ASSUMED, _FOLDED = 6, 4, 12, 4
_TOGETHER = 3
"""So many parts share a block: a message of twenty blocks is read, one of thirty is not."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an incident's message is."""

    incident: int
    url: str


def digest_message(checkup: Checkup, around: Surroundings, places: Mapping[str, Place]) -> SlackMessage:
    """The digest; `places` are by fingerprint. When all is green: three lines and the button."""
    title = titled(checkup, around)
    body = _green(checkup, around) if is_green(checkup) else _in_full(checkup, around, places)
    end = [*_quarterly(checkup), *_foot(checkup, around), _sign_off(checkup, around)]
    begin = [header(title), *body, *rows_block(checkup)]
    return SlackMessage(
        text=cut(escape(f"{title} · {summary(checkup)}"), NOTIFICATION),
        blocks=shortened([*begin, *_besides(checkup, [*begin, *end]), *end]),
    )


def no_checkup() -> SlackMessage:
    """The answer before the first one was due."""
    return in_words("There was no checkup yet.")


def titled(checkup: Checkup, around: Surroundings) -> str:
    """Friday checkup: churn; Friday's deep checkup: churn."""
    day = f"{checkup.due_at.astimezone(around.zone):%A}"
    kind = f"{day} checkup" if checkup.kind == "weekly" else f"{day}'s {checkup.kind} checkup"
    return f"{kind}: {checkup.pipeline}"


def is_green(checkup: Checkup) -> bool:
    """Healthy, nothing open, no weekly check failing, every table watched."""
    quiet = not (checkup.findings or checkup.failing or checkup.unwatched)
    return checkup.health is Status.HEALTHY and quiet


def summary(checkup: Checkup) -> str:
    """One line, unescaped, for a notification and a subject."""
    found = counted(len(checkup.findings), "finding") if checkup.findings else "nothing open"
    if checkup.failing:
        return f"{counted(len(checkup.failing), 'weekly check')} failed, {found}"
    worth = one_line(health_of(checkup).worth.replace("`", ""))
    return f"{checkup.health.value}, {found}{f'; {worth}' if worth else ''}"


def health_of(checkup: Checkup) -> Health:
    """The health as it was when the digest was drawn up."""
    return Health(
        pipeline=checkup.pipeline,
        status=checkup.health,
        as_of=checkup.as_of,
        unjudged=checkup.unjudged,
        caught=checkup.caught,
    )


def _green(checkup: Checkup, around: Surroundings) -> list[Block]:
    went = f" {counted(len(checkup.went), 'problem')} went away this week." if checkup.went else ""
    paged = f" Paged: {escape(paged_words(checkup))}." if checkup.week.paged else ""
    lines = [
        state_line(health_of(checkup), around),
        green_text(checkup.weekly),
        f"{coverage(checkup)}, nothing is open.{went}{paged}",
    ]
    beside = beside_text(checkup)
    return [section("\n".join(lines)), *([section(beside)] if beside else [])]


def _in_full(checkup: Checkup, around: Surroundings, places: Mapping[str, Place]) -> list[Block]:
    blocks: list[Block] = [section(unjudged_text(state_line(health_of(checkup), around), checkup.unjudged))]
    blocks += [section(beside)] if (beside := beside_text(checkup)) else []
    numbers = {mark: place.incident for mark, place in places.items()}
    if checkup.instead:
        blocks.append(section(instead_text(checkup.instead)))
    elif checkup.first:
        blocks.append(section(_first(checkup, checkup.first, places, around)))
        blocks += drafts([checkup.first], checkup, numbers)
    swapped = "" if checkup.instead else checkup.focus_why  # where nothing is ranked, nothing took a place
    blocks += [context(f"📌 {sentence(swapped)}")] if swapped else []
    blocks += [divider(), section(weekly_text(checkup.weekly))] if checkup.weekly else []
    shown = SETS.get(checkup.kind, SETS["weekly"])
    week = _week(checkup, around, places) if Part.HAPPENED in shown else ""
    blocks += [divider(), section(week)] if week else []
    if checkup.backlog and not checkup.instead and Part.BACKLOG in shown:
        blocks += [divider(), section(_backlog(checkup, around, places))]
        blocks += drafts(checkup.backlog, checkup, numbers, blocks)
    if not checkup.instead:
        blocks += proposal_blocks(checkup.proposal, {each.incident: each.url for each in places.values()})
    return blocks


def _besides(checkup: Checkup, others: Sequence[Block]) -> list[Block]:
    """What else is told, each part with its heading, as far as there is room beside the other blocks."""
    way = code(to_read(checkup.pipeline), 250)
    told = [
        bullets(f"*{escape(one_line(name))}*", [sentence(line, 300) for line in lines], limit=900, way=way)
        for name, lines in checkup.besides
    ]
    groups = [[section("\n\n".join(told[at : at + _TOGETHER]))] for at in range(0, len(told), _TOGETHER)]
    shown = groups[: fitting(groups, others)]
    left = [name for name, _ in checkup.besides[_TOGETHER * len(shown) :]]
    hidden = [context(f"No room for: {listing(left, 8)}. {way} has them.")] if left else []
    return [*(block for group in shown for block in group), *hidden]


def _quarterly(checkup: Checkup) -> list[Block]:
    """Once a quarter, what only people can tell."""
    if not checkup.unchecked:
        return []
    lines = [f"{escape(table)}: “{sentence(says, 300)}”" for table, says in checkup.unchecked[:_ASSUMED]]
    asked = "*This quarter:* no check can tell whether these still hold. Ask whoever would know:"
    way = code(to_read(checkup.pipeline), 250)
    return [divider(), section(bullets(asked, lines, len(checkup.unchecked) - _ASSUMED, way=way))]


def _foot(checkup: Checkup, around: Surroundings) -> list[Block]:
    """What is watched, how often people were paged, who was asked to look; what is proposed."""
    usual = [] if is_green(checkup) else [coverage(checkup), escape(checkup.budget)]
    lines = [line for line in (*usual, _asked(checkup, around)) if line]
    said = [context("\n".join(lines))] if lines else []
    return said + (tuning_blocks(from_record(checkup.tuning)) if checkup.tuning else [])


def _first(checkup: Checkup, finding: Finding, places: Mapping[str, Place], around: Surroundings) -> str:
    said, called = _linked(finding, places), instead(finding, checkup.experts)
    called = f"{called or 'Fix this first'}{' (new)' if is_new(checkup, finding.fingerprint) else ''}"
    usual = f"*{called}:* {said}"
    folded = [follower(each) for each in checkup.symptoms(finding)]
    follows = f"Follows from it: {', '.join(folded[:_FOLDED])}" if folded else ""
    way = f"/pipeline export {checkup.pipeline}" if around.has_buttons else to_read(checkup.pipeline)
    follows += f" {more(len(folded) - _FOLDED, code(way, 250))}" if len(folded) > _FOLDED else ""
    lines = [usual, figures(finding), follows, escape(calendar(finding)), why(finding)]
    return fitted([line for line in lines if line], 1500)


def _linked(finding: Finding, places: Mapping[str, Place]) -> str:
    """The summary, as a link to the incident's message where it has one."""
    said = cut(one_line(finding.title.replace("`", "")), 250)
    place = places.get(finding.fingerprint)
    return link(place.url, said) if place else escape(said)


def _backlog(checkup: Checkup, around: Surroundings, places: Mapping[str, Place]) -> str:
    findings, experts = checkup.backlog, checkup.experts
    blind = unpriced(checkup.findings)
    lines = ["*Backlog*, ranked over all pipelines" + (f"; {escape(blind)}" if blind else "")]
    for finding in findings[:_BACKLOG]:
        cost = f"{escape(money(finding.cost))} a month" if finding.cost and finding.cost.high > 0 else ""
        expert, becomes = instead(finding, experts), outlook(left_alone(finding), finding)
        new = "*new*" if is_new(checkup, finding.fingerprint) else ""
        folded = len(checkup.symptoms(finding))
        follows = f"{counted(folded, 'finding')} more from it" if folded else ""
        said = dotted(_linked(finding, places), new, expert, f"_{becomes}_", crosses(finding), follows, cost)
        lines.append(f"{finding.rank}. {said}")
    left = len(findings) - _BACKLOG
    typed = f"/pipeline backlog {checkup.pipeline}" if around.has_buttons else to_list(checkup.pipeline)
    return fitted(lines, 2400, left, code(typed, 250))


def since(checkup: Checkup) -> str:
    """Since when what is told happened."""
    return "This week" if checkup.kind == "weekly" else "Since the last checkup"


def _week(checkup: Checkup, around: Surroundings, places: Mapping[str, Place]) -> str:
    """How many came, what went, and who took what; what came and is still open stands above."""
    if not (checkup.came or checkup.went or checkup.acknowledged or checkup.week.paged or changed(checkup)):
        return ""
    urls = {place.incident: place.url for place in places.values()}
    taken = len(checkup.acknowledged)
    numbers = f"{len(checkup.came):,} came, {len(checkup.went):,} went, {taken:,} acknowledged"
    paged = f"Paged: {escape(paged_words(checkup))}" if checkup.week.paged else ""
    parts = [
        paged,
        _happened("Went", checkup.went, around, urls),
        _happened("Acknowledged", checkup.acknowledged, around, urls),
    ]
    head = f"*{since(checkup)}:* {dotted(changed(checkup), numbers)}"
    return "\n".join([head, *(part for part in parts if part)])


def _happened(word: str, lines: Sequence[Line], around: Surroundings, urls: Mapping[int, str]) -> str:
    if not lines:
        return ""
    shown = [_happening(line, around, urls) for line in lines[:_LINES]]
    return bullets(f"{word}:", shown, len(lines) - _LINES, 1200, way="`oakum incidents`")


def _happening(line: Line, around: Surroundings, urls: Mapping[int, str]) -> str:
    said = cut(one_line(line.summary.replace("`", "")), 140)
    text = link(urls[line.incident], said) if line.incident in urls else escape(said)
    who = f", {named(line.who)}" if line.who else ""
    return f"{text}{who} ({moment(line.at, around.zone)})"


def coverage(checkup: Checkup) -> str:
    """2 of 2 tables watched; not watched: `x`."""
    total = len(checkup.watched) + len(checkup.unwatched)
    said = f"{len(checkup.watched)} of {counted(total, 'table')} watched"
    return (
        f"{said}; not watched: {listing(checkup.unwatched, 5, '`oakum check`')}"
        if checkup.unwatched
        else said
    )


def _sign_off(checkup: Checkup, around: Surroundings) -> Block:
    if checkup.signed_off_by and checkup.signed_off_at:
        at = moment(checkup.signed_off_at, around.zone)
        return context(f"👀 {named(checkup.signed_off_by)} looked{there(checkup.signed_off_on)}, {at}.")
    return sign_off_button(checkup)


def _asked(checkup: Checkup, around: Surroundings) -> str:
    """Who was asked to look, where nobody has yet."""
    if not checkup.nudged_at or checkup.signed_off_at:
        return ""
    at = moment(checkup.nudged_at, around.zone)
    return f"🔔 Nobody has looked yet: {named(checkup.nudged)} was asked to, {at}."


def sign_off_button(checkup: Checkup) -> Block:
    """The one button of a digest that nobody signed off."""
    return actions("checkup", [button("I looked", SIGN_OFF, checkup.id, "primary")])
