"""A rehearsal: what became of a failure that was planted in a copy."""

from dataclasses import dataclass

from bot.domain.declared import Pipeline
from bot.domain.finding import Finding
from bot.domain.who_gets import WhoGets


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What was planted, what was found of it, its place among what is open, and who would be told."""

    pipeline: Pipeline
    what: str
    found: tuple[Finding, ...]
    open: int
    told: WhoGets | None
    """Of the first of them, where it pages."""
