"""How pipelines were, and what began, in a time that is over, as the store kept it."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Connection

from bot.domain.beforehand import first_bad
from bot.domain.course import Course, Kept, course, life
from bot.domain.declared import Pipeline
from bot.domain.health import MAX_AGE
from bot.domain.incident import Incident
from bot.settings.holidays import days_off
from bot.settings.load import Settings
from bot.store import audits, incidents

DAY = timedelta(days=1)


def course_of(
    connection: Connection, settings: Settings, pipeline: Pipeline, begins: datetime, ends: datetime
) -> Course:
    """How a pipeline was between two moments."""
    name, zone, since = pipeline.pipeline, settings.zone(pipeline), begins - MAX_AGE
    told = incidents.turns(connection, name, begins)
    lives = [life(each, told.get(each.id, ())) for each in incidents.lasting(connection, name, begins)]
    kept = Kept(
        audits=audits.between(connection, name, since, ends),
        loud=audits.loudness(connection, name, since, ends),
        lives=[each for each in lives if each.open[0][0] <= ends],
    )
    holidays = days_off(pipeline, tuple(range(begins.year - 1, ends.year + 1)))
    after = [(each.incident, first_bad(each.incident, zone)) for each in lives if each.open[0][0] > ends]
    return Course(
        pipeline=name,
        stretches=course(pipeline, kept, zone, begins, ends, holidays),
        later=sorted(((one, at) for one, at in after if at < ends), key=lambda each: each[0].lead.rank),
    )


def began_between(
    connection: Connection, settings: Settings, pipelines: Sequence[str], begins: datetime, ends: datetime
) -> list[Incident]:
    """The incidents that were found in that time, or whose first bad row is of it; over or not, the oldest
    first."""
    found = []
    for each in settings.pipelines:
        if each.pipeline in pipelines:
            told = incidents.turns(connection, each.pipeline, begins)
            begun = incidents.begun_since(connection, each.pipeline, begins)
            lives = [life(one, told.get(one.id, ())) for one in begun]
            zone = settings.zone(each)
            found += [
                one.incident
                for one in lives
                if any(begins <= at <= ends for at, _ in one.open) or _bad(one.incident, zone, begins, ends)
            ]
    return sorted(found, key=lambda each: (each.opened_at, each.id))


def _bad(incident: Incident, zone: tzinfo, begins: datetime, ends: datetime) -> bool:
    """Whether its first bad row is of that time; where only the day is known, whether all of the day is."""
    first = first_bad(incident, zone).astimezone(zone)
    lasts = DAY if (first.hour, first.minute, first.second) == (0, 0, 0) else timedelta()
    return begins <= first and first + lasts <= ends
