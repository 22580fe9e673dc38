"""The outbox of e-mails that the sandbox was given, to be read on its page instead of being sent."""

import base64
import re
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape

from bot.sandbox.state import State


@dataclass(frozen=True)
class Letter:
    """An e-mail as people read it; pictures inside the HTML are part of it."""

    number: int
    sender: str
    to: str
    subject: str
    ts: str
    text: str
    html: str


class Mailbox:
    """E-mails in the order they were sent."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._letters: list[Letter] = []

    def add(self, message: EmailMessage) -> Letter:
        """Keep a message and show it on the page."""
        with self._state.change(kind="mail"):
            letter = Letter(
                number=len(self._letters) + 1,
                sender=str(message.get("From", "")),
                to=", ".join(str(value) for name in ("To", "Cc") for value in message.get_all(name, [])),
                subject=str(message.get("Subject", "")),
                ts=self._state.next_ts(),
                text=_body(message, "plain"),
                html=_with_pictures(message, _body(message, "html")),
            )
            self._letters.append(letter)
        return letter

    def all(self) -> list[Letter]:
        """Every letter, oldest first."""
        with self._state.condition:
            return list(self._letters)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _with_pictures(message: EmailMessage, html: str) -> str:
    """Pictures that come along as parts (cid:…) put into the page itself."""
    pictures = {}
    for part in message.walk():
        name = str(part.get("Content-ID", "")).strip("<> ")
        content = part.get_payload(decode=True)
        if name and part.get_content_maintype() == "image" and isinstance(content, bytes):
            encoded = base64.b64encode(content).decode()
            pictures[name] = f"data:{part.get_content_type()};base64,{encoded}"
    return re.sub(r"cid:([^\"'\s>)]+)", lambda found: pictures.get(found[1], escape(found[0])), html)
