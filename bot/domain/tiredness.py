"""No findings, tired people: how often people are paged, when, and how often work goes round between them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from statistics import median

from bot.domain.incident import Event, Incident, What
from bot.domain.response import responses
from checks.figures import counted
from checks.verdict import Urgency

WINDOW = timedelta(weeks=4)
WEEKS = 4
SHIFT = timedelta(hours=12)
NIGHT = (time(22), time(7))
LONG_WAIT = timedelta(hours=4)

FEW_FINDINGS = 2
"""So few are open that the pipeline itself cannot be the trouble."""
INCIDENTS_A_SHIFT = 2
"""Google's SRE book, "Being On-Call": at most two incidents in a shift of twelve hours."""
NIGHTS_A_WEEK = 1
"""More nights than one a week, and nobody sleeps enough to be careful."""
REASSIGNED = 3
"""What is passed on so often belongs to nobody."""

_NOBODY_HAS_IT = (What.OPENED, What.REOPENED, What.WOKE, What.TAKEN_BACK, What.BACK)
_LOOKED_AFTER = (
    What.ACKNOWLEDGED,
    What.HANDED,
    What.SNOOZED,
    What.RESOLVED,
    What.GONE,
    What.HELD,
    What.SURVIVED,
)

Told = tuple[Incident, Sequence[Event]]


class Answer(StrEnum):
    """How much of a week went into ad-hoc requests and hand work."""

    ALMOST_NONE = "almost none"
    QUARTER = "a quarter"
    HALF = "half"
    MOST = "three quarters"
    ALMOST_ALL = "almost all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Somebody was rung for an incident, by one route or by several."""

    person: str
    incident: int
    pipeline: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What those who signed a checkup off said of their week."""

    checkup: int
    due_at: datetime
    answers: tuple[Answer, ...]

    @property
    def worst(self) -> Answer:
        """The one that says most: an average would hide who drowns."""
        return max(self.answers, key=list(Answer).index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What four weeks were for somebody. `shifts` is None where no schedule names them."""

    name: str
    pages: int = 0
    nights: int = 0
    weekends: int = 0
    most_in_a_shift: int = 0
    shifts: int | None = None
    acknowledged: int = 0
    out_of_hours: int = 0
    to_acknowledge: timedelta | None = None

    @property
    def pages_a_shift(self) -> float | None:
        """How often they are paged in a shift of theirs; None where nobody knows how many they had."""
        return self.pages / self.shifts if self.shifts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Four weeks of those who look after a pipeline, or all."""

    people: tuple[Person, ...] = ()
    handed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    reassigned: Mapping[int, int] = field(default_factory=dict)
    """How often each incident was taken back, or handed on once more."""
    waits: tuple[tuple[int, timedelta], ...] = ()
    """Incidents that nobody had for longer than four hours, the longest first."""
    pulses: tuple[Pulse, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened at all."""
        return not (self.people or self.handed or self.waits)


def load_of(
    told: Iterable[Told],
    pages: Iterable[Page],
    zones: Mapping[str, tzinfo],
    shifts: Mapping[str, int],
    now: datetime,
    pulses: Sequence[Pulse] = (),
) -> Load:
    """The load of the four weeks before `now`. Nights and weekends are those of each incident's pipeline."""
    since = now - WINDOW
    stories = list(told)
    rung = [each for each in once(pages) if since < each.at <= now]
    acks = [
        (each.acknowledged_by or "", each.acknowledged_at, each.opened_at, incident.pipeline)
        for incident, story in stories
        for each in responses(incident, story)
        if each.acknowledged_at and since < each.acknowledged_at <= now
    ]
    names = {each.person for each in rung} | {who for who, *_ in acks}
    people = [_person(name, rung, acks, zones, shifts) for name in names if name]
    moved = [(incident, event) for incident, story in stories for event in story if since < event.at <= now]
    waits = [
        (incident.id, each) for incident, story in stories for each in _waits(incident, story, since, now)
    ]
    return Load(
        people=tuple(sorted(people, key=lambda each: (-each.pages, each.name))),
        handed=Counter(
            (event.who or "somebody", event.text) for _, event in moved if event.kind == What.HANDED
        ),
        reassigned=_reassigned(moved),
        waits=tuple(sorted(waits, key=lambda each: (-each[1], each[0]))),
        pulses=tuple(pulses),
    )


def once(pages: Iterable[Page]) -> list[Page]:
    """By mail and by Slack it is one page: those of one person and incident within five minutes."""
    kept: list[Page] = []
    last: dict[tuple[str, int], datetime] = {}
    for page in sorted(pages, key=lambda each: (each.at, each.person, each.incident)):
        key = (page.person, page.incident)
        if key not in last or page.at - last[key] >= timedelta(minutes=5):
            kept.append(page)
            last[key] = page.at
    return kept


def _person(
    name: str,
    rung: Sequence[Page],
    acks: Sequence[tuple[str, datetime, datetime, str]],
    zones: Mapping[str, tzinfo],
    shifts: Mapping[str, int],
) -> Person:
    mine = [each for each in rung if each.person == name]
    took = [each for each in acks if each[0] == name]
    spans = [(at - opened).total_seconds() for _, at, opened, _ in took]
    return Person(
        name=name,
        pages=len(mine),
        nights=sum(is_night(each.at, zones[each.pipeline]) for each in mine),
        weekends=sum(is_weekend(each.at, zones[each.pipeline]) for each in mine),
        most_in_a_shift=most_within(mine, SHIFT),
        shifts=shifts.get(name),
        acknowledged=len(took),
        out_of_hours=sum(
            is_night(at, zones[pipeline]) or is_weekend(at, zones[pipeline]) for _, at, _, pipeline in took
        ),
        to_acknowledge=timedelta(seconds=median(spans)) if spans else None,
    )


def is_night(at: datetime, zone: tzinfo) -> bool:
    """From ten in the evening until seven."""
    local = at.astimezone(zone).time()
    return local >= NIGHT[0] or local < NIGHT[1]


def is_weekend(at: datetime, zone: tzinfo) -> bool:
    """Saturday or Sunday."""
    return at.astimezone(zone).weekday() >= 5


def most_within(pages: Sequence[Page], span: timedelta) -> int:
    """The most incidents that somebody was paged for within so long a time."""
    ordered = sorted(pages, key=lambda each: each.at)
    within: Counter[int] = Counter()
    most, oldest = 0, 0
    for page in ordered:
        within[page.incident] += 1
        while ordered[oldest].at <= page.at - span:
            gone = ordered[oldest].incident
            oldest, within[gone] = oldest + 1, within[gone] - 1
            if not within[gone]:
                del within[gone]
        most = max(most, len(within))
    return most


def _reassigned(moved: Sequence[tuple[Incident, Event]]) -> dict[int, int]:
    """The first hand-off is how work finds its owner; what comes after it goes round."""
    handed = Counter(incident.id for incident, event in moved if event.kind == What.HANDED)
    back = Counter(incident.id for incident, event in moved if event.kind == What.TAKEN_BACK)
    found = {number: back[number] + max(0, handed[number] - 1) for number in handed | back}
    return {number: times for number, times in sorted(found.items()) if times}


def _waits(incident: Incident, story: Sequence[Event], since: datetime, now: datetime) -> Iterable[timedelta]:
    """How long nobody had it, each time that was too long. A note is nobody's work."""
    if incident.urgency is Urgency.NOTE:
        return
    begun: datetime | None = None
    end = () if incident.is_resolved else (Event(at=now, kind=What.RESOLVED, who=None, text=""),)
    for event in (*story, *end):
        if event.kind in _LOOKED_AFTER and begun is not None:
            if event.at - begun > LONG_WAIT and event.at > since:
                yield event.at - begun
            begun = None
        elif event.kind in _NOBODY_HAS_IT and begun is None:
            begun = event.at


def strains(load: Load) -> tuple[str, ...]:
    """What is too much for people, each with its figure and the limit; empty where nothing is."""
    found = [
        f"{each.name} was paged for {each.most_in_a_shift} incidents within twelve hours "
        f"(at most {INCIDENTS_A_SHIFT})"
        for each in load.people
        if each.most_in_a_shift > INCIDENTS_A_SHIFT
    ]
    found += [
        f"{each.name} was paged {each.nights} times at night in {WEEKS} weeks "
        f"(at most {NIGHTS_A_WEEK} a week)"
        for each in load.people
        if each.nights > NIGHTS_A_WEEK * WEEKS
    ]
    found += [
        f"incident {number} was passed on {times} times after its first hand-off (fewer than {REASSIGNED})"
        for number, times in load.reassigned.items()
        if times >= REASSIGNED
    ]
    return tuple(found)


def way_of_working(load: Load, open_findings: int) -> tuple[str, ...]:
    """What the digest says where the trouble is not the pipeline: few findings, and too much for people."""
    found = strains(load) if open_findings <= FEW_FINDINGS else ()
    if not found:
        return ()
    few = counted(open_findings, "finding") if open_findings else "Nothing"
    are = "are" if open_findings > 1 else "is"
    return (f"{few} {are} open, and people are worn out: it is the way of working.", *found)


def trend(pulses: Sequence[Pulse]) -> str:
    """How the answers went, in words; empty where there are none."""
    if not pulses:
        return ""
    ordered = sorted(pulses, key=lambda each: each.due_at)
    places = [list(Answer).index(each.worst) for each in ordered]
    said = " → ".join(each.worst.value for each in ordered)
    if len(places) < 3:
        return said
    rises, falls = (all(sign * (b - a) >= 0 for a, b in pairwise(places)) for sign in (1, -1))
    if places[0] == places[-1]:
        return said
    return f"{said} (it grows)" if rises else f"{said} (it falls)" if falls else said
