"""A digest that nobody signed by the evening: its owner is asked once, and the digest says so."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.checkup import Checkup
from bot.domain.declared import Pipeline
from bot.domain.intent import DigestUpdate, Intent
from bot.domain.nudge import DigestNudge, DigestNudgeUpdate, nudge_key, nudged_at, way_to
from bot.domain.stage import Stage
from bot.engine import write_down
from bot.engine.alone import each_alone
from bot.settings.load import Settings
from bot.store import checkups, outbox, stages
from bot.store.store import Store


def nudge_due(store: Store, settings: Settings, now: datetime) -> int:
    """Ask the owner of every newest checkup that has waited long enough; returns how many were asked."""
    pipelines = {each.pipeline: each for each in settings.pipelines}
    with store.read() as connection:
        newest = [checkups.waiting(connection, name) for name in pipelines]
    waiting = [each for each in newest if each and _is_due(settings, pipelines[each.pipeline], each, now)]

    def ask(checkup: Checkup) -> bool:
        return _nudge(store, settings, pipelines[checkup.pipeline], checkup.id, now)

    return each_alone(waiting, ask, "asked about")


def _is_due(settings: Settings, pipeline: Pipeline, checkup: Checkup, now: datetime) -> bool:
    return now >= nudged_at(checkup, settings.checkup_zone(pipeline))


def _nudge(store: Store, settings: Settings, pipeline: Pipeline, id_: int, now: datetime) -> bool:
    with store.write() as connection:
        way = None if _is_quiet(connection, pipeline) else way_to(pipeline.owner, settings.deployment)
        if way is None or not checkups.nudge(connection, id_, pipeline.owner, now):
            return False
        channel = write_down.digest_channel_of(connection, id_)
        at = channel or pipeline.channel
        said: list[Intent] = [DigestNudge(checkup=id_, channel=at, person=pipeline.owner, to=way)]
        said += [DigestUpdate(checkup=id_, channel=channel, why="nudged")] if channel else []
        outbox.put(connection, said, now)
        return True


def _is_quiet(connection: Connection, pipeline: Pipeline) -> bool:
    """In its first week, and while it is muted, nobody is told anything but the digest itself."""
    return stages.of(connection, pipeline.pipeline).stage in (Stage.SHADOW, Stage.MUTED)


def answered(connection: Connection, checkup: int) -> list[Intent]:
    """The edit of a nudge in Slack, where there was one: it is signed off."""
    nudge = outbox.intent(connection, nudge_key(checkup))
    if not isinstance(nudge, DigestNudge) or nudge.to == "email":
        return []
    return [DigestNudgeUpdate(checkup=checkup, channel=nudge.channel, person=nudge.person, to=nudge.to)]
