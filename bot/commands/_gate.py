"""What `oakum gate` does: finds the table, has the batch judged, weighs what the checks say."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.app import auditor
from bot.domain import gate as rules
from bot.domain.accepted import LEARNED_WITHIN, Accepted
from bot.domain.declared import Pipeline
from bot.domain.finding import Finding
from bot.domain.gate import Gate, OnUnknown, Purpose
from bot.settings.errors import did_you_mean
from bot.settings.load import Settings
from checks import gate
from checks.audit import Auditor, Progress
from checks.gate import Judged
from checks.profiles.survey import Kept, KeptNowhere
from checks.sources.tables import reason

if TYPE_CHECKING:  # where there is no store, nobody waits for what opens one
    from bot.store.store import Store

log = logging.getLogger(__name__)
DAY_LONG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: `days` are the first and the last partition, or None."""

    pipeline: Pipeline
    table: str
    days: tuple[date, date] | None
    batch: Path | None
    purpose: Purpose
    on_unknown: OnUnknown
    as_of: datetime | None
    now: datetime

    @property
    def seen_by(self) -> datetime:
        """Rows that were loaded later are not looked at."""
        return self.as_of or self.now

    def gate(self, as_of: datetime, first: date | None, last: date | None) -> Gate:
        """The answer, before anything was judged."""
        return Gate(
            pipeline=self.pipeline.pipeline,
            table=self.table,
            purpose=self.purpose,
            as_of=as_of,
            first=first,
            last=last,
            batch=str(self.batch) if self.batch else None,
            on_unknown=self.on_unknown,
        )


def table_named(settings: Settings, text: str) -> tuple[Pipeline, str]:
    """The table that is called so, of the one pipeline that has it or of the one that is named."""
    known = {f"{each.pipeline}/{name}": (each, name) for each in settings.pipelines for name in each.tables}
    if text in known:
        return known[text]
    named = [place for place, (_, name) in known.items() if name == text]
    if len(named) > 1:
        raise click.UsageError(f"{text} is a table of several pipelines: write {' or '.join(named)}")
    if not named:
        if not known:
            raise click.UsageError(f"there is no table {text!r}: no pipeline that can be used declares one")
        every = known if "/" in text else {name for _, name in known.values()}
        raise click.UsageError(f"there is no table {text!r}: {did_you_mean(text, every)}")
    return known[named[0]]


def days_named(text: str | None, purpose: str) -> tuple[date, date] | None:
    """The first and the last day of `2026-11-20` or, for training, of `2026-08-01..2026-10-31`."""
    if text is None:
        return None
    first, dots, last = text.partition("..")
    if dots and purpose != "training":
        raise click.UsageError(f"{text} is a range: name one day, or say --for training")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last if dots else first)
    except ValueError as error:
        say = f"{text!r} is no day: write one like 2026-11-20, or for training 2026-08-01..2026-10-31"
        raise click.BadParameter(say, param_hint="--partition") from error
    if days[1] < days[0]:
        raise click.BadParameter(f"{last} is before {first}: swap them", param_hint="--partition")
    if days[0].year < 1900 or days[1].year > 2200:
        raise click.BadParameter(f"{text} is in no year that has data", param_hint="--partition")
    return days


def answer(settings: Settings, asked: Asked, progress: Progress | None = None) -> Gate:
    """Judge what was asked about. Raises `click.UsageError` where that says too little, or too much."""
    _demand(asked)
    with _store(settings) as store:
        kept: Kept = gate.ReadMostly(store.profiles) if store else KeptNowhere()
        ready = _auditor(settings, asked, kept, progress, store)
        if asked.batch is None and asked.purpose == "training":
            return _training(asked, ready, store, progress)
        return _serving(asked, _one(asked, ready), _accepted(store, asked))


def judged(settings: Settings, asked: Asked) -> Judged:
    """What the checks say of the one batch or partition that was asked about."""
    with _store(settings) as store:
        kept: Kept = gate.ReadMostly(store.profiles) if store else KeptNowhere()
        return _one(asked, _auditor(settings, asked, kept, None, store))


def _demand(asked: Asked) -> None:
    declared = asked.pipeline.tables[asked.table]
    if not declared.has_days:
        say = f"type oakum check {asked.pipeline.pipeline}"
        raise click.UsageError(f"{asked.table} has no days (partition: none), and so no batches: {say}")
    if asked.days and asked.batch:
        raise click.UsageError("--partition and --batch are two batches: name one of them")
    if asked.days or asked.batch or (asked.purpose == "training" and declared.period):
        return
    training = asked.purpose == "training"
    say = "--partition FROM..TO (the table declares no reference period)" if training else "--partition DAY"
    raise click.UsageError(f"which batch? Name it with {say}, or with --batch FILE")


@contextmanager
def _store(settings: Settings) -> Iterator["Store | None"]:
    """The store, if there is one already: none is made for a look at one batch."""
    from bot.store.store import open_store

    url = settings.deployment.store
    is_file = url.startswith("sqlite:")
    if is_file and not Path(url.removeprefix("sqlite:///").partition("?")[0]).is_file():
        yield None
        return
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


def _auditor(
    settings: Settings, asked: Asked, kept: Kept, progress: Progress | None, store: "Store | None"
) -> Auditor:
    """The table, and those whose rows its checks ask; nothing of when rows come."""
    from bot.store.before import before_then

    pipeline, name = asked.pipeline, asked.table
    names = {name, *gate.beside(name, pipeline.tables[name]), *_under(asked)}
    tables = {each: gate.contents_only(table) for each, table in pipeline.tables.items() if each in names}
    days = _period(asked)
    newest = days[1] if days else asked.seen_by.astimezone(settings.zone(pipeline)).date()
    until = datetime.combine(newest + 2 * DAY_LONG, datetime.min.time(), settings.zone(pipeline))
    narrow = pipeline.model_copy(update={"tables": tables})
    if store is None:
        return auditor(settings, narrow, kept, until, progress, now=asked.now)
    known = before_then(store)  # by all that is known, and not by the evening after the partition alone
    return auditor(
        settings,
        narrow,
        kept,
        until,
        progress,
        now=asked.now,
        before=lambda name, _: known(name, asked.seen_by),
    )


def _period(asked: Asked) -> tuple[date, date] | None:
    reference = asked.pipeline.tables[asked.table].reference
    if asked.days or asked.batch or reference is None or reference.from_ is None or reference.to is None:
        return asked.days
    return reference.from_, reference.to


def _one(asked: Asked, ready: Auditor) -> Judged:
    said = asked.as_of.astimezone(ready.zone).date() if asked.as_of else None
    if said and asked.days and said < asked.days[0]:
        return Judged(asked.days[0], asked.seen_by, nothing=f"as of {said} that day had not begun")
    try:
        if asked.batch is not None:
            return gate.batch(ready, asked.table, asked.batch, said, asked.seen_by)
        assert asked.days is not None
        return gate.partition(ready, asked.table, asked.days[0], asked.seen_by)
    except Exception as error:  # whatever an engine raises, a script is to hear that nothing was judged
        log.debug("the batch cannot be judged", exc_info=True)
        day = asked.days[0] if asked.days else said
        return Judged(day, asked.seen_by, nothing=f"{type(error).__name__}: {reason(error)}")


def _serving(asked: Asked, judged: Judged, accepted: Sequence[Accepted]) -> Gate:
    blank = asked.gate(judged.as_of, judged.day, judged.day)
    if judged.audit is None or judged.day is None:
        return replace(blank, nothing=judged.nothing)
    said = rules.weigh(asked.pipeline, judged.audit, judged.day, accepted, asked.now)
    return replace(
        blank,
        partitions=1,
        rows=judged.rows,
        stops=said.stops,
        words=[judged.taken_for, *said.words] if judged.taken_for else said.words,
        unknown=said.unknown,
        fine=said.fine,
    )


def _training(asked: Asked, ready: Auditor, store: "Store | None", progress: Progress | None) -> Gate:
    """Every partition of the period as on its own day, beside what open incidents name."""
    first, last = _period(asked) or (date.min, date.min)
    blank = asked.gate(asked.seen_by, first, last)
    if asked.table not in ready.surveys:
        return replace(blank, nothing=gate.unread(ready, asked.table))
    judged: list[Judged] = []
    for each in gate.each(ready, asked.table, first, last, asked.seen_by):
        judged.append(each)
        if progress:
            progress(asked.table, len(judged), (last - first).days + 1)
    if not judged:
        return replace(blank, nothing=f"there is no partition from {first} to {last}")
    accepted = _accepted(store, asked)
    named = _named_bad(store, asked)
    for other in _under(asked):
        if other in ready.surveys:
            found = gate.each(ready, other, first, last, asked.seen_by)
            named += rules.stops(asked.pipeline, found, accepted, asked.now)
    return rules.over(blank, asked.pipeline, judged, named, accepted)


def _under(asked: Asked) -> list[str]:
    """The tables with days that partitions to be trained on are built on: what is bad there is bad here."""
    if asked.batch is not None or asked.purpose != "training":
        return []
    tables = asked.pipeline.tables
    return [each for each in rules.upstream(asked.pipeline, asked.table) if tables[each].has_days]


def _named_bad(store: "Store | None", asked: Asked) -> list[Finding]:
    """What the open incidents and the last audit say."""
    if store is None:
        return []
    from bot.store import audits, incidents

    with store.read() as connection:
        open_ = incidents.unresolved(connection, asked.pipeline.pipeline)
        newest = audits.findings_of(connection, asked.pipeline.pipeline)
    return [*(finding for incident in open_ for finding in incident.findings), *newest]


def _accepted(store: "Store | None", asked: Asked) -> Sequence[Accepted]:
    """Changes of the schema that a person called right."""
    if store is None:
        return ()
    from bot.store import stages

    with store.read() as connection:
        return stages.accepted_since(connection, asked.pipeline.pipeline, asked.now - LEARNED_WITHIN)
