"""A column that would be worth watching next, and why that one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """`why` says so in words that tell counts, never values."""

    column: str
    why: str
