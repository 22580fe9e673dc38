"""A Slack to try things in: Web API, Socket Mode and a page in the browser, strict about Slack's limits.

For the demo and the tests only; it knows nothing of the rest of the bot.
"""

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import Channel, Command, Group, Person, Workspace

__all__ = ["Channel", "Command", "Group", "Person", "Sandbox", "Workspace"]
