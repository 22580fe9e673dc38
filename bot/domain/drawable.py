"""Whether a finding's evidence holds something that can be drawn."""

from collections.abc import Mapping

from bot.domain.finding import Finding

BY_DAY: Mapping[str, str] = {
    "null_rate": "by_day",
    "row_count": "by_day",
    "rare_events": "by_day",
    "duplicate_keys": "days",
    "finish_window": "days",
}
"""Checks that keep what was day by day, and under which name."""


def is_drawable(finding: Finding) -> bool:
    """Both distributions, or figures by hour or by day."""
    names = ("distributions", "by_hour", "shares_by_hour", BY_DAY.get(finding.check))
    return any(finding.evidence.get(name) for name in names if name)
