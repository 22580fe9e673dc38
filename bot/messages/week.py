"""The week in a few words: who was paged, how the health changed, how the channel's other pipelines are."""

from collections.abc import Mapping

from bot.domain.checkup import Checkup
from bot.domain.health import Status
from bot.domain.week import Neighbour, Paged
from bot.messages.figures import counted
from bot.messages.health import SIGNS
from bot.messages.text import code, escape, more
from bot.messages.typed import to_read

_PEOPLE, _PIPELINES = 6, 8
_ORDER: Mapping[Status, int] = {
    Status.BROKEN: 0,
    Status.UNKNOWN: 1,
    Status.DEGRADED: 2,
    Status.HEALTHY: 3,
}


def paged_words(checkup: Checkup, most: int = _PEOPLE) -> str:
    """maria 3 (1 at night), jon 1: unescaped; empty where nobody was."""
    people = checkup.week.paged
    left = len(people) - most
    rest = [more(left, to_read(checkup.pipeline))] if left > 0 else []
    return ", ".join([*map(_paged, people[:most]), *rest])


def _paged(each: Paged) -> str:
    night = f" ({each.nights:,} at night)" if each.nights else ""
    return f"{each.person} {each.times:,}{night}"


def changed(checkup: Checkup) -> str:
    """degraded → broken; empty where it is as it was, or nobody knows how it was."""
    before = checkup.week.before
    return f"{before.value} → {checkup.health.value}" if before and before != checkup.health else ""


def is_new(checkup: Checkup, fingerprint: str) -> bool:
    """Whether the checkup before did not show this one."""
    return fingerprint in checkup.week.new


def beside_lines(checkup: Checkup, most: int = _PIPELINES) -> list[str]:
    """A line for each other pipeline of the channel, the worst first: unescaped."""
    left = len(checkup.week.beside) - most
    rest = [more(left, to_read(checkup.pipeline))] if left > 0 else []
    return [*map(_beside, _shown(checkup, most)), *rest]


def _shown(checkup: Checkup, most: int) -> list[Neighbour]:
    return sorted(checkup.week.beside, key=lambda each: (_ORDER[each.health], each.pipeline))[:most]


def _beside(each: Neighbour) -> str:
    said = counted(each.findings, "finding") if each.findings else "nothing open"
    return f"{each.pipeline} is {_named(each.health)}, {said}"


def _named(health: Status) -> str:
    return "not known to be healthy" if health is Status.UNKNOWN else health.value


def beside_text(checkup: Checkup) -> str:
    """The other pipelines of the channel, for a section; empty where there is none."""
    lines = [f"{SIGNS[each.health]} {escape(_beside(each))}" for each in _shown(checkup, _PIPELINES)]
    left = len(checkup.week.beside) - len(lines)
    rest = [more(left, code(to_read(checkup.pipeline), 250))] if left > 0 else []
    return "\n".join(["*Also in this channel:*", *lines, *rest]) if lines else ""
