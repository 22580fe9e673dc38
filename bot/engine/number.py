"""The daily line about a pipeline's first number: posted once, then edited in place.

Where nothing can be edited it is posted when there is news: thirty green lines a month would be read by
nobody.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.declared import Pipeline
from bot.domain.hook_intent import HookAbout
from bot.domain.number import DailyNumber, daily_number, is_news
from bot.domain.number_intent import NumberPost, NumberUpdate, number_key
from bot.domain.stage import Stage
from bot.engine import write_down
from bot.settings.load import Settings
from bot.store import audits, outbox, said
from checks.candidate import Candidate

LOOKED_BACK = timedelta(days=60)


def told_daily(
    connection: Connection,
    settings: Settings,
    pipeline: Pipeline,
    candidates: Mapping[str, Candidate],
    now: datetime,
    stage: Stage,
) -> None:
    """Write the line of the newest audit down, where a channel can be told and there is something to say."""
    routes = settings.deployment.routes
    if not routes.posts or (routes.slack_webhook and stage is Stage.MUTED):
        return
    known = audits.since(connection, pipeline.pipeline, now - LOOKED_BACK)
    number = daily_number(pipeline, known, candidates) if known else None
    if number is None:
        return
    post = NumberPost(pipeline=pipeline.pipeline, channel=pipeline.channel, number=number)
    if routes.slack_webhook:
        if is_news(number, _told(connection, pipeline.pipeline)):
            day = now.astimezone(settings.zone(pipeline)).date().isoformat()
            outbox.put(connection, write_down.about_pipeline(post, routes, day), now)
    elif outbox.intent(connection, post.key) is None:
        outbox.put(connection, [post], now)
    else:
        edit = NumberUpdate(
            pipeline=pipeline.pipeline, channel=pipeline.channel, number=number, at=now.isoformat()
        )
        outbox.put(connection, [edit], now)


def _told(connection: Connection, pipeline: str) -> DailyNumber | None:
    """What the channel heard last, or will."""
    about = said.last(connection, HookAbout.kind, f"{number_key(pipeline)}/{HookAbout.route}/")
    return about.said.number if isinstance(about, HookAbout) and isinstance(about.said, NumberPost) else None
