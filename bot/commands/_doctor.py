"""What `oakum doctor` looks at. Nothing is sent, and nothing is written but the schema of the store."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime

from bot.calendars.reading import read
from bot.calendars.trouble import MissingCalendarExtraError
from bot.commands._rollbacks import rollbacks
from bot.commands.manifest import BOT_SCOPES
from bot.domain.declared import Pipeline
from bot.domain.drill import Drill, calls, drilled
from bot.domain.examined import Thing, ladders, mend, ok, people, schedules, unknown, ways
from bot.domain.owners import MOST_SAID, named, to_do, unowned
from bot.engine.owners import listed
from bot.messages.figures import counted
from bot.settings.errors import dotted
from bot.settings.load import Settings
from bot.settings.on_call import unreachable
from bot.settings.places import place
from bot.store import drills
from bot.store.migrations import HEAD
from bot.store.store import Store, StoreError, open_store
from checks.declared import Table
from checks.profiles.survey import Kept, KeptNowhere
from checks.sources.look import span
from checks.sources.misdeclared import misdeclared
from checks.sources.opening import Opened
from checks.sources.tables import Bundle, SourceError, SourceTable, reason
from checks.sources.whole import Whole

MOST_UNREADABLE = 3
"""So many partitions of a table are named that cannot be read."""

Progress = Callable[[str, int, int], None]


def examine(settings: Settings, now: datetime, progress: Progress | None) -> Iterator[Thing]:
    """Everything, one thing after the other."""
    yield from _configuration(settings)
    with ExitStack() as closing:
        kept: Kept = KeptNowhere()
        drill: Drill | None = None
        store: Store | None = None
        try:
            store = open_store(settings.deployment.store)
        except StoreError as error:
            yield mend("store", str(error))
        else:
            closing.callback(store.close)
            kept = store.profiles
            where = store.engine.url.render_as_string(hide_password=True)
            yield ok("store", f"{where}, at revision {HEAD}")
            with store.read() as connection:
                drill = drills.last(connection)
        yield from _tables(settings, kept, progress)
        yield from _owners(settings)
        yield from people(settings.deployment)
        yield from _schedules(settings, store, now)
    yield from ladders(settings.deployment, settings.pipelines)
    yield from rollbacks(settings, clock=lambda: now)
    yield from _slack(settings, now)
    yield from _slack_webhook(settings)
    yield from _email(settings)
    yield from _services(settings)
    if calls(settings.deployment, settings.roster, settings.pipelines):
        yield from drilled(drill)


def _configuration(settings: Settings) -> Iterator[Thing]:
    for said in settings.notices:
        yield unknown("configuration", said)
    for error in settings.broken:
        for problem in error.problems:
            yield mend("configuration", str(problem))
    if settings.pipelines:
        tables = sum(len(pipeline.tables) for pipeline in settings.pipelines)
        there = f"{counted(len(settings.pipelines), 'pipeline')}, {counted(tables, 'table')}"
        yield ok("configuration", f"{there} can be used")


def _schedules(settings: Settings, store: Store | None, now: datetime) -> Iterator[Thing]:
    """Who is on call, and whether everybody whom a calendar names can be told as ladders say."""
    try:
        read(store, settings, now)
    except MissingCalendarExtraError as error:
        yield mend("schedules", str(error))
        return
    yield from schedules(settings.deployment, settings.roster, now)
    for trail, said in unreachable(settings.deployment, settings.roster, ways(settings.deployment)):
        yield mend(f"policy {trail[1]}", f"{dotted(trail[2:])}: {said}")


def _tables(settings: Settings, kept: Kept, progress: Progress | None) -> Iterator[Thing]:
    named = [(each, name, table) for each in settings.pipelines for name, table in each.tables.items()]
    opened = Opened()
    for number, (pipeline, name, table) in enumerate(named):
        if progress:
            progress(name, number, len(named))
        yield from _table(settings, opened, kept, pipeline, name, table)


def _table(
    settings: Settings, opened: Opened, kept: Kept, pipeline: Pipeline, name: str, table: Table
) -> Iterator[Thing]:
    what = f"table {pipeline.pipeline}.{name}"
    try:
        source = opened.table(place(settings.deployment.sources[table.source]), name, table)
        bundles, unreadable = source.bundles({day for day, _ in kept.kept(source.identity)})
        if bundles:
            source.demand_columns(bundles)
            yield ok(what, _seen(source, bundles))
            yield from (mend(what, said) for said in misdeclared(source, bundles))
        if source.out_of_sight:
            yield unknown(what, f"this user may not read {', '.join(source.out_of_sight)}: not checked")
    except SourceError as error:
        yield mend(what, settings.where(pipeline.pipeline, name, error.columns, str(error)))
        return
    except Exception as error:  # whatever an engine raises, the other things are still to be looked at
        yield mend(what, f"cannot be read ({reason(error)})")
        return
    for part in unreadable[:MOST_UNREADABLE]:
        yield mend(what, part.what)
    if len(unreadable) > MOST_UNREADABLE:
        yield mend(what, f"… and {len(unreadable) - MOST_UNREADABLE} more partitions cannot be read")


def _seen(source: SourceTable, bundles: Sequence[Bundle]) -> str:
    """How many partitions there are, and the newest."""
    if isinstance(source, Whole):
        written = f", written {source.changed:%Y-%m-%d}" if source.changed else ""
        return f"one whole without days{written}, {counted(len(bundles[0].schema), 'column')}"
    days = [bundle.day for bundle in bundles if bundle.day is not None]
    found = (max(days), len(set(days))) if days else span(source, bundles)
    if found is None:
        raise SourceError(f"{source.cut_by} does not say the day of every row, as 2026-01-31 or as a time")
    return f"{counted(found[1], 'partition')}, the newest {found[0]}"


def _owners(settings: Settings) -> Iterator[Thing]:
    """The tables that lie in a source and that nobody owns; why one cannot be listed its tables tell."""
    for name, source in settings.deployment.sources.items():
        left = unowned(name, settings.deployment, settings.pipelines, listed(settings, name))
        if left:
            many = "1 table is nobody's" if len(left) == 1 else f"{len(left)} tables are nobody's"
            yield unknown(f"source {name}", f"{many} ({named(left, MOST_SAID)}): {to_do(name, source)}")


def _slack(settings: Settings, now: datetime) -> Iterator[Thing]:
    slack = settings.deployment.routes.slack
    if slack is None:
        return
    from bot.routes.slack_client import answering_client
    from bot.routes.slack_examined import examine as examined

    client = answering_client(slack.bot_token, slack.api_url)  # many people, one by one: it may say wait
    declared = settings.deployment
    yield from examined(
        client,
        slack.app_token,
        BOT_SCOPES,
        _channels(settings),
        declared.people,
        settings.tokens,
        declared.groups,
    )
    if slack.signing_secret is not None and declared.web is not None:
        from bot.web.slack_examined import called

        yield called(declared.web, slack.signing_secret, now, settings.tokens.signing)


def _channels(settings: Settings) -> dict[str, str]:
    """The channels, and whose pipelines' each of them is."""
    channels: dict[str, str] = {}
    for pipeline in settings.pipelines:
        whose = channels.get(pipeline.channel)
        channels[pipeline.channel] = f"{whose}, {pipeline.pipeline}" if whose else pipeline.pipeline
    return channels


def _slack_webhook(settings: Settings) -> Iterator[Thing]:
    declared = settings.deployment
    if declared.routes.slack_webhook is None:
        return
    from bot.routes.slack_webhook_examined import examine as examined

    called = [each.way for each in calls(declared, settings.roster, settings.pipelines)]
    told = dict.fromkeys(way.person for way in called if way.route == "slack_webhook")
    ids = {name: declared.people[name].slack for name in told if name in declared.people}
    yield from examined(declared.routes.slack_webhook, _channels(settings), ids)


def _email(settings: Settings) -> Iterator[Thing]:
    email = settings.deployment.routes.email
    if email is None:
        return
    from bot.routes.email import EmailRoute
    from bot.routes.in_time import in_time
    from bot.routes.outcome import Retry

    try:
        route = EmailRoute(email.smtp, email.sender, settings.deployment.people)
    except ValueError as error:
        yield mend("e-mail", str(error))
        return
    said = in_time(route.greeting)
    if said is None:
        yield ok("e-mail", "the server greets us and lets us in")
    else:
        yield (unknown if isinstance(said, Retry) else mend)("e-mail", said.why)


def _services(settings: Settings) -> Iterator[Thing]:
    """Whether the libraries of the services are there, and addresses are some; whether keys are taken only a
    drill can tell."""
    from bot.clock import system_clock
    from bot.deliveries import MissingExtraError, services

    try:
        for name, *_ in services(settings, system_clock):
            if name == "apprise":
                from bot.routes.apprise_examined import examine as examined

                yield from examined(settings.deployment)
            else:
                yield ok(name, "is set up; `oakum drill` tells whether it takes our key")
    except MissingExtraError as error:
        yield mend("routes", str(error))
