"""Slack was away: within 15 seconds of its return people are heard again."""

from typing import Any

import pytest

from bot.clock import seconds

JON = "U2JON"


@pytest.mark.parametrize("gone", ["its port was closed", "its connections were reset"])
def test_people_are_heard_again_within_fifteen_seconds(town: Any, gone: str) -> None:
    """The whole bot, at its own pace of pings; what was posted before is still there."""
    town.oakum()
    town.wait_for(lambda: town.sandbox.connections)
    if gone == "its port was closed":
        town.sandbox.stop()
        town.sandbox.start()
    else:
        asked = len(town.sandbox.calls("apps.connections.open"))
        town.sandbox.reset_sockets()
        town.wait_for(lambda: len(town.sandbox.calls("apps.connections.open")) > asked)
    back = seconds()
    town.wait_for(lambda: town.sandbox.connections, 15)
    assert "churn" in town.asked(JON, "health")
    assert seconds() - back < 15
