"""What a checkup says of the focus, and which one of the backlog it proposes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.backlog import propose
from bot.domain.checkup import Checkup
from bot.domain.incident import Incident
from bot.store import focuses


def with_proposal(
    connection: Connection,
    checkup: Checkup,
    open_: Sequence[Incident],
    before: Checkup | None,
    since: datetime,
) -> Checkup:
    """The checkup with its focus, explained where it was swapped `since` the one before, and a proposal."""
    focus = next((each for each in open_ if each.focus), None)
    said = ""
    if focus and focus.focus and (focus.focus.instead or focus.focus.who):
        pinned = focuses.pinned_at(connection, checkup.pipeline)
        said = focus.focus.why if pinned and pinned > since else ""
    last = before.proposal.incident if before and before.proposal else None
    return replace(
        checkup,
        focus=focus.lead.fingerprint if focus else "",
        focus_why=said,
        proposal=propose(open_, checkup.made_at, last),
    )
