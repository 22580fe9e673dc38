"""What is muted while everything is broken at once, as somebody asks for it on the terminal."""

from bot.clock import system_clock
from bot.commands import _acts as acts
from bot.commands import _show as show
from bot.domain.survival import Survival, brought_back, counted, ended, parted
from bot.engine import survival as engine
from bot.messages.survival import back_lines, muted_lines, muted_record, nothing_line
from bot.store import audits, survivals


def place(desk: acts.Desk, table: str, pipeline: str | None) -> tuple[str, str]:
    """The pipeline and the table that are meant: the named one, or the only one in which all is broken.

    Raises: NotThereError, UnknownPipelineError.
    """
    first, table = parted(table, [each.pipeline for each in desk.settings.pipelines])
    with desk.store.read() as connection:
        standing = [each.pipeline for each in survivals.not_over(connection)]
    said = pipeline or first or (standing[0] if len(standing) == 1 else None)
    return desk.pipeline(said).pipeline, table


def show_list(desk: acts.Desk, pipeline: str, form: str) -> None:
    """The check-list, or that there is none."""
    with desk.store.read() as connection:
        last = survivals.last(connection, pipeline)
        audit = audits.last(connection, pipeline)
        found = audits.findings_of(connection, pipeline)
    if form == "json":
        show.as_json({"schema": 1, "pipeline": pipeline, "survival": muted_record(last) if last else None})
    elif last is not None and last.over_at is None:
        show.lines(muted_lines(last, desk.zone(pipeline)))
    else:
        count = counted(audit.judgements, found) if audit else None
        show.lines([nothing_line(pipeline, count, last, desk.zone(pipeline))])


def back(desk: acts.Desk, pipeline: str, table: str | None, who: str, dry_run: bool, form: str) -> None:
    """Bring a table back, or all, or only say what would wake. Raises: NotMutedError."""
    now = system_clock()
    with desk.store.read() as connection:
        before = engine.demanded(connection, pipeline, table)
        done = brought_back(before, table, who, now) if table else ended(before, who, now)
        waking = [each for each, _ in engine.waking(connection, done, now)]
    if not dry_run:
        done = _done(desk, pipeline, table, who)
    if form == "json":
        told = {"woke": [each.id for each in waking], **muted_record(done)}
        show.as_json({"schema": 1, "dry_run": dry_run, **told})
    else:
        show.lines(back_lines(done, table, waking, dry_run))


def _done(desk: acts.Desk, pipeline: str, table: str | None, who: str) -> Survival:
    now = system_clock()
    if table is None:
        return engine.end(desk.store, desk.settings, pipeline, who, now, by=acts.BY)
    return engine.bring(desk.store, desk.settings, pipeline, table, who, now, by=acts.BY)
