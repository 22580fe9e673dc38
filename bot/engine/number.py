"""The daily line about a pipeline's first number: posted once, then edited in place."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.declared import Pipeline
from bot.domain.number import daily_number
from bot.domain.number_intent import NumberPost, NumberUpdate
from bot.settings.load import Settings
from bot.store import audits, outbox
from checks.candidate import Candidate

LOOKED_BACK = timedelta(days=60)


def told_daily(
    connection: Connection,
    settings: Settings,
    pipeline: Pipeline,
    candidates: Mapping[str, Candidate],
    now: datetime,
) -> None:
    """Write the line of the newest audit down, where Slack is set up and there is something to say."""
    if settings.deployment.routes.slack is None:
        return
    known = audits.since(connection, pipeline.pipeline, now - LOOKED_BACK)
    number = daily_number(pipeline, known, candidates) if known else None
    if number is None:
        return
    post = NumberPost(pipeline=pipeline.pipeline, channel=pipeline.channel, number=number)
    if outbox.intent(connection, post.key) is None:
        outbox.put(connection, [post], now)
    else:
        edit = NumberUpdate(
            pipeline=pipeline.pipeline, channel=pipeline.channel, number=number, at=now.isoformat()
        )
        outbox.put(connection, [edit], now)
