"""How a message goes: by which route, and what goes first."""

from enum import IntEnum
from typing import Literal

Route = Literal["slack", "slack_webhook", "email", "pagerduty", "webhook", "apprise"]
Queue = Route | Literal["pictures"]
"""A line of messages that wait for one another; what is drawn and uploaded for Slack has its own."""
Service = Literal["pagerduty", "webhook", "apprise"]
"""Routes to the machines of others, which ring people in their own way."""
SERVICES: tuple[Service, ...] = ("pagerduty", "webhook", "apprise")
SHARED: tuple[Route, ...] = (*SERVICES, "slack_webhook")
"""Routes with an address that is everybody's: they tell whoever is named, without an address of their own."""

TERMINAL = "terminal"
"""By which people do things where Oakum runs: nothing goes out by it."""


class Priority(IntEnum):
    """Pages go before messages, messages before edits, edits before digests, pictures last."""

    PAGE = 0
    MESSAGE = 1
    EDIT = 2
    DIGEST = 3
    PICTURE = 4
