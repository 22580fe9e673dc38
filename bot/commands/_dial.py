"""What somebody accepts on the terminal, of thresholds and of the noise dial."""

from datetime import datetime

from bot.commands import _acts as acts
from bot.domain.proposal import Proposal
from bot.domain.tuned import Tuned
from bot.engine import tuning


def keep(desk: acts.Desk, asked: Proposal, who: str, now: datetime, *, dry_run: bool) -> Tuned:
    """What is kept, or would be. Raises: OutdatedError."""
    if dry_run:
        return tuning.tuned_as(asked, who, now, acts.BY)
    return tuning.accept(desk.store, asked, who, now, acts.BY)
