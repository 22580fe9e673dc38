"""A new pipeline's stages: its week in the shadow, and at its end, once, what it would have told."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.audit import Audit
from bot.domain.declared import Pipeline
from bot.domain.shadow import counted, shadowed_until
from bot.domain.stage import Stage, Staged, Step, after
from bot.domain.stage_intent import ShadowPost
from bot.engine import write_down
from bot.settings.load import Settings
from bot.store import audits, outbox, stages


def moved_on(
    connection: Connection, settings: Settings, pipeline: Pipeline, audit: Audit, now: datetime
) -> Stage:
    """The stage of a pipeline with its newest audit, which is not kept yet; a step that is due is taken."""
    name = pipeline.pipeline
    stage = stages.of(connection, name).stage
    if not audit.judged:
        return stage
    if stage is Stage.NEW:
        stage = _step(connection, name, stage, _first_step(connection, audit), now)
    if stage is Stage.SHADOW and not shadowed_until(audit):
        asked = write_down.about_pipeline(_week_of(connection, pipeline), settings.deployment.routes)
        outbox.put(connection, asked, now)
        # where nobody can be asked whether it may page, it may
        stage = _step(connection, name, stage, Step.WEEK if asked else Step.GO, now)
    return stage


def _first_step(connection: Connection, audit: Audit) -> Step:
    """A pipeline may have been in the shadow before its stages were kept."""
    before = audits.last(connection, audit.pipeline)
    young = shadowed_until(audit) or (before and shadowed_until(before))
    return Step.BEGIN if young else Step.KNOWN


def _step(connection: Connection, pipeline: str, stage: Stage, step: Step, now: datetime) -> Stage:
    taken = after(stage, step)
    if taken is None:
        raise ValueError(f"{pipeline} is {stage}: no step {step} leads on from there")
    stages.add(connection, pipeline, Staged(taken, now))
    return taken


def _week_of(connection: Connection, pipeline: Pipeline) -> ShadowPost:
    days = audits.findings_by_audit(connection, pipeline.pipeline)
    week = counted(days)
    post = ShadowPost(
        pipeline=pipeline.pipeline,
        channel=pipeline.channel,
        audits=len(days),
        findings=week.findings,
        places=week.places,
        others=week.others,
    )
    seam = week.seam
    if seam is None:
        return post
    return replace(
        post, check=seam.check, table=seam.table, column=seam.column, summary=seam.summary, days=seam.days
    )
