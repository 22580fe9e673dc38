"""The end of a new pipeline's shadow: once, what a week would have told."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.audit import Audit
from bot.domain.declared import Pipeline
from bot.domain.intent import ShadowPost
from bot.domain.shadow import counted, shadowed_until
from bot.settings.load import Settings
from bot.store import audits, outbox


def told_when_over(
    connection: Connection, settings: Settings, pipeline: Pipeline, audit: Audit, now: datetime
) -> None:
    """Write the message down where the audit before this one was the last in the shadow."""
    before = audits.last(connection, pipeline.pipeline)
    if before is None or shadowed_until(before) is None or not audit.judged or shadowed_until(audit):
        return
    if settings.deployment.routes.slack is None:
        return
    days = audits.findings_by_audit(connection, pipeline.pipeline)
    week = counted(days)
    post = ShadowPost(
        pipeline=pipeline.pipeline,
        channel=pipeline.channel,
        audits=len(days),
        findings=week.findings,
        places=week.places,
    )
    if (seam := week.seam) is not None:
        post = replace(
            post, check=seam.check, table=seam.table, column=seam.column, summary=seam.summary, days=seam.days
        )
    outbox.put(connection, [post], now)
