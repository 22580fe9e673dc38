"""The arguments of a Web API call, out of a header, a query, a form, multipart parts or JSON."""

import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from bot.sandbox.errors import SlackError
from bot.sandbox.workspace import Json


def parse_body(content_type: str, body: bytes) -> Json:
    """The arguments in a body. Raises: SlackError invalid_json, invalid_form_data."""
    if not body:
        return {}
    if content_type.startswith("application/json"):
        return _json(body)
    if content_type.startswith("multipart/form-data"):
        return _multipart(content_type, body)
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except UnicodeDecodeError:
        raise SlackError("invalid_form_data") from None


def _json(body: bytes) -> Json:
    try:
        parsed = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed


def _multipart(content_type: str, body: bytes) -> Json:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    parts = BytesParser(policy=HTTP).parsebytes(head + body)
    found: Json = {}
    for part in parts.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            content = part.get_payload(decode=True)
            found[name] = content.decode(errors="replace") if isinstance(content, bytes) else ""
    return found


class Args:
    """Arguments by name; forms carry everything as strings, so numbers and JSON are read from them too."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def required(self, name: str, word: str = "invalid_arguments") -> str:
        """The argument, or Slack's refusal of a call without it."""
        if value := self.text(name):
            return value
        raise SlackError(word, messages=[f"[ERROR] missing required field: {name}"])

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        value = self.text(name)
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            raise SlackError("invalid_arguments", messages=[f"[ERROR] {name} must be an integer"]) from None

    def parsed(self, name: str, word: str) -> Any:
        """A JSON argument, or None if it was not given. Raises: SlackError `word` if it is no JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except ValueError:
            raise SlackError(word) from None
