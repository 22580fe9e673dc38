"""Slack's Web API, a module a family. Importing this package registers every method."""

from bot.sandbox.methods import auth, chat, conversations, files, reactions, usergroups, users, views
from bot.sandbox.methods.registry import METHODS, Method

__all__ = [
    "METHODS",
    "Method",
    "auth",
    "chat",
    "conversations",
    "files",
    "reactions",
    "usergroups",
    "users",
    "views",
]
