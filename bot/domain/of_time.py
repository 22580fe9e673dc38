"""Findings that say when rows came, and nothing of whether they may be used."""

from collections.abc import Mapping
from typing import Any

CHECKS = ("finish_window",)
KINDS_OF_FRESHNESS = ("age", "slow", "stopped")


def is_of_time(check: str, evidence: Mapping[str, Any]) -> bool:
    """Whether a finding of this check, with this evidence, is about the hour alone."""
    return check in CHECKS or (check == "freshness" and evidence.get("kind") in KINDS_OF_FRESHNESS)
