"""The one incident of a pipeline that is to be fixed first, and when another one takes its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

TWICE = 2.0
"""What takes the place in mid-cycle is so many times as big, on two consecutive days of checks."""
_NAMED_BY_WEEKDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An open incident as far as the choice goes: `score` and `rank` are those of triage.

    `asleep` is one that somebody snoozed or silenced, `calm` one that is in order and held open; `priced`
    says that the score is an expected cost, not criticality alone.
    """

    incident: int
    name: str
    score: float
    rank: int = 0
    priced: bool = False
    asleep: bool = False
    calm: bool = False

    @property
    def waits(self) -> bool:
        """Whether there is nothing to do about it just now."""
        return self.asleep or self.calm


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """A pinning: since which day, why in words, by whom (None: Oakum), `instead` of what.

    `cycle` is the day of the checkup that it belongs to (None: before the first one). `rivals` are the
    incidents that are twice as big, each since the first day of checks on which it has been so. `above` is
    the incident that ranks higher now, and `stays` why it does not take the place.
    """

    incident: int
    name: str
    score: float
    since: date
    cycle: date | None
    why: str
    who: str | None = None
    instead: str = ""
    rivals: Mapping[int, date] = field(default_factory=dict)
    above: int | None = None
    stays: str = ""

    def is_same_pin(self, other: "Focus") -> bool:
        """Whether both are one pinning, though more may be known of it by now."""
        return (self.incident, self.since, self.why, self.who) == (
            other.incident,
            other.since,
            other.why,
            other.who,
        )


def step(focus: Focus | None, open_: Iterable[Candidate], day: date, cycle: date | None) -> Focus | None:
    """The focus after the checks of a day, given the one before and all that is open; None: nothing is.

    The highest is pinned where nothing is, where the pinned one is over (or in order and held open), and at
    the beginning of a cycle. In between another takes its place only where its score is at least twice as
    big on two consecutive days of checks: two runs on one day are one day, a day without a run is none. What
    a person pinned gives way to nothing before the next cycle, unless it is over.
    """
    ordered = sorted(open_, key=_place)
    if not ordered:
        return None
    mine = next((each for each in ordered if focus and each.incident == focus.incident), None)
    if focus is None:
        return _pinned(ordered[0], day, cycle, _among(ordered))
    if mine is None:
        return _pinned(ordered[0], day, cycle, f"`{focus.name}` is over: {_next(ordered)}", focus.name)
    if mine.calm and focus.who is None and not ordered[0].waits:
        why = f"`{focus.name}` is in order and held open: {_next(ordered)}"
        return _pinned(ordered[0], day, cycle, why, focus.name)
    if cycle != focus.cycle:
        return _of_a_new_cycle(focus, mine, ordered, day, cycle)
    return _in_mid_cycle(focus, mine, ordered, day)


def promoted(focus: Focus | None, chosen: Candidate, day: date, who: str, reason: str) -> Focus:
    """The focus that a person chose; it stays for the cycle."""
    instead = focus.name if focus and focus.incident != chosen.incident else ""
    said = f" instead of `{instead}`" if instead else ""
    why = f"{who} made `{chosen.name}` the focus{said}: {reason}"
    pinned = _pinned(chosen, day, focus.cycle if focus else None, why, instead)
    return replace(pinned, who=who)


def _place(each: Candidate) -> tuple[bool, float, int, int]:
    """What waits comes last; then the highest score, as triage breaks its ties."""
    return each.waits, -each.score, each.rank, each.incident


def _pinned(chosen: Candidate, day: date, cycle: date | None, why: str, instead: str = "") -> Focus:
    return Focus(
        incident=chosen.incident,
        name=chosen.name,
        score=chosen.score,
        since=day,
        cycle=cycle,
        why=why,
        instead=instead,
    )


def _of_a_new_cycle(
    focus: Focus, mine: Candidate, ordered: Sequence[Candidate], day: date, cycle: date | None
) -> Focus:
    top = ordered[0]
    if top.incident != mine.incident:
        by = f", which {focus.who} had chosen" if focus.who else ""
        why = (
            f"a new week: `{top.name}` took the place of `{focus.name}`{by}: {_as_much(top, mine)}"
            if top.score > mine.score
            else f"a new week: `{top.name}` took the place of `{focus.name}`{by}, which waits"
        )
        return _pinned(top, day, cycle, why, focus.name)
    if focus.who:
        return _pinned(top, day, cycle, _among(ordered))
    kept = replace(focus, name=mine.name, score=mine.score, cycle=cycle, rivals={})
    return replace(kept, above=None, stays="")


def _in_mid_cycle(focus: Focus, mine: Candidate, ordered: Sequence[Candidate], day: date) -> Focus:
    twice = () if focus.who else [each for each in ordered if _is_twice(each, mine)]
    rivals = {each.incident: focus.rivals.get(each.incident, day) for each in twice}
    since = [each for each in ordered if rivals.get(each.incident, day) < day]
    if since:
        top, first = since[0], rivals[since[0].incident]
        why = f"`{top.name}` took the place of `{focus.name}`: {_as_much(top, mine)}, {_on(first, day)}"
        return _pinned(top, day, focus.cycle, why, focus.name)
    above = next((each for each in ordered if not each.waits and each.score > mine.score), None)
    return replace(
        focus,
        name=mine.name,
        score=mine.score,
        rivals=rivals,
        above=above.incident if above else None,
        stays=_stays(focus, above, rivals) if above else "",
    )


def _is_twice(each: Candidate, mine: Candidate) -> bool:
    bigger = each.score > 0 and each.score >= TWICE * mine.score
    return each.incident != mine.incident and bigger and not each.waits


def _stays(focus: Focus, above: Candidate, rivals: Mapping[int, date]) -> str:
    if focus.who:
        return f"stays the focus until the next checkup, as {focus.who} decided: `{above.name}` ranks higher"
    but = "but is not twice as big on two days"
    if above.incident in rivals:
        but = "and takes its place if it is still twice as big on the next day of checks"
    return f"stays this week's focus: `{above.name}` ranks higher, {but}"


def _among(ordered: Sequence[Candidate]) -> str:
    awake = sum(not each.waits for each in ordered)
    return f"it ranks first of the {awake} that are open" if awake > 1 else "it is the only one that is open"


def _next(ordered: Sequence[Candidate]) -> str:
    return f"`{ordered[0].name}` is next, {_among(ordered)}"


def _as_much(top: Candidate, mine: Candidate) -> str:
    """It costs 4 times as much; where nobody gave a price, it weighs so."""
    if mine.score <= 0:
        return "the other one costs nothing"
    times = top.score / mine.score
    many = "twice" if 1.95 <= times < 2.05 else f"{times:.1f} times" if times < 3 else f"{times:,.0f} times"
    verb = "expected to cost" if top.priced and mine.priced else "it weighs"
    return f"{verb} {many} as much"


def _on(first: date, last: date) -> str:
    """On Thu and Fri."""
    form = "%a" if last - first <= _NAMED_BY_WEEKDAY else "%a %-d %b"
    return f"on {first:{form}} and {last:{form}}"
