"""Do the checks cry wolf on real data? Run: python bench/real.py [TABLE …]

Five tables of real data (bench/_real.py), a year each, are judged each morning of the year, knowing what was
known then; nothing is planted. Once without a reference, and once with the first eight weeks declared as one
(then from the ninth week on). A finding counts when it begins, the same within seven days once, and as loud
as it became. People are called for an incident: what one check finds of a table since one day rings once. So
both are counted.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import resource
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bench._real import TABLES, Real, write
from bench.scan import Shelf
from bot.domain.declared import Pipeline
from bot.domain.finding import Finding, from_verdict
from bot.domain.incident import group_key, loudest
from bot.settings.holidays import days_off
from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import Survey
from checks.verdict import Outcome, Urgency, Verdict

REFERENCE = 56
SAME = timedelta(days=7)
"""What comes back within so many days is the same trouble, as in Slack."""

HEADS = (
    *("table", "reference", "rows a day", "days judged", "incidents that page (a week)", "tickets"),
    *("findings that page", "tickets", "notes"),
)
TARGET = "at most 0.1 pages and 0.5 tickets a week"


class _Quiet(Auditor):
    """Asks for no rows: nobody looks at them here, and for what lasts they would be asked for every day."""

    def _with_rows(self, surveyed: Survey, verdict: Verdict, *rest: object) -> Verdict:
        return verdict


@dataclass
class Episode:
    """A finding from the day it began; it is of the partition of the day before."""

    first: Finding
    day: date
    days: list[date] = field(default_factory=list)
    urgencies: list[Urgency] = field(default_factory=list)

    @property
    def loudest(self) -> Urgency:
        """How loud it became."""
        return loudest(self.urgencies)


@dataclass
class Year:
    """What was found of a table in a year, judged on so many mornings."""

    name: str
    reference: str
    rows: float
    judged: int = 0
    episodes: list[Episode] = field(default_factory=list)
    errors: set[str] = field(default_factory=set)

    def add(self, morning: date, findings: Sequence[Finding]) -> None:
        """One morning, and what was found on it."""
        self.judged += 1
        latest = {each.first.fingerprint: each for each in self.episodes}
        for finding in findings:
            episode = latest.get(finding.fingerprint)
            if episode is None or morning - episode.days[-1] > SAME:
                episode = Episode(finding, morning)
                self.episodes.append(episode)
            episode.days.append(morning)
            episode.urgencies.append(finding.urgency)

    @property
    def incidents(self) -> dict[tuple[str, date | None], Urgency]:
        """How loud each became."""
        found: dict[tuple[str, date | None], Urgency] = {}
        for each in self.episodes:
            key = group_key(each.first), None if each.first.bad else each.day
            found[key] = loudest([each.loudest, found.get(key, each.loudest)])
        return found

    def line(self) -> str:
        """Its row of the table."""
        weeks = self.judged / 7
        incidents = list(self.incidents.values())
        findings = [each.loudest for each in self.episodes]
        counted = [
            *(incidents.count(each) for each in (Urgency.PAGE, Urgency.TICKET)),
            *(findings.count(each) for each in Urgency),
        ]
        a_week = [f"{found} ({found / weeks:.2f})" for found in counted]
        shown = (self.name, self.reference, f"{self.rows:,.0f}", f"{self.judged}", *a_week)
        return f"| {' | '.join(shown)} |"


def main(names: Sequence[str]) -> None:
    """Print the table, then each finding that was a page or a ticket."""
    with ProcessPoolExecutor() as pool:
        years = [year for both in pool.map(_replayed, names or TABLES) for year in both]
    print(f"| {' | '.join(HEADS)} |\n|{' --- |' * len(HEADS)}")
    for year in years:
        print(year.line())
    print(f"\nTarget: {TARGET} and table. {_cpu():.0f} CPU seconds.")
    for year in years:
        print(f"\n### {year.name}, {year.reference}\n")
        for line in _listed(year):
            print(line)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _replayed(name: str) -> list[Year]:
    """The year without a reference, and with one declared; profiles are shared."""
    real, shelf = TABLES[name], Shelf()
    with tempfile.TemporaryDirectory() as folder:
        _tell(f"{name}: written")
        write(real, Path(folder, name))
        declared = Table.model_validate(real.declared)
        rolling = _year(name, real, declared, Path(folder, name), shelf, "none", 1)
        to = real.first + timedelta(days=REFERENCE - 1)
        said = {**real.declared, "reference": {"from": real.first, "to": to}}
        fixed = Table.model_validate(said)
        return [rolling, _year(name, real, fixed, Path(folder, name), shelf, "eight weeks", REFERENCE + 1)]


def _year(
    name: str, real: Real, table: Table, folder: Path, shelf: Shelf, reference: str, after: int
) -> Year:
    zone = ZoneInfo(real.zone)
    said = {"pipeline": name, "owner": "ana", "channel": "#data", "holidays": real.holidays}
    pipeline = Pipeline.model_validate({**said, "tables": {name: table}})
    holidays = partial(days_off, pipeline, range(real.first.year, real.last.year + 2))
    last = datetime.combine(real.last + timedelta(days=1), time(9), zone)
    auditor = _Quiet({name: (folder, table)}, shelf, zone, last, holidays)
    rows = [each.rows for each in auditor.history(name, last).judged]
    year = Year(name, reference, sum(rows) / len(rows))
    morning = real.first + timedelta(days=after)
    while morning <= last.date():
        audit = auditor.audit(datetime.combine(morning, time(9), zone))
        bad = [each for each in audit.verdicts if each.outcome is Outcome.BREACH]
        year.add(morning, [from_verdict(each, pipeline) for each in bad])
        year.errors |= {trouble.what for trouble in audit.errors}
        if morning.weekday() == 0:
            _tell(f"{name}, reference {reference}: {morning}, {len(year.episodes)} findings")
        morning += timedelta(days=1)
    return year


def _listed(year: Year) -> Iterator[str]:
    yield "| day | loud | check | column | what | days |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for each in year.episodes:
        found = each.first
        if each.loudest is Urgency.NOTE:
            continue
        column = ", ".join(found.column) if isinstance(found.column, tuple) else found.column or ""
        where = f"{column} {found.segment or ''}".strip()
        later = "" if each.loudest is found.urgency else f", later {each.loudest}"
        day = f"{each.day - timedelta(days=1):%a %-d %b}"
        shown = (day, f"{found.urgency}{later}", found.check, where, found.summary, f"{len(each.days)}")
        yield f"| {' | '.join(shown)} |"
    for error in sorted(year.errors):
        yield f"\nNot checked: {error}"


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
