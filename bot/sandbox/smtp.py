"""A real SMTP server on this machine whose mails are read on the sandbox's page."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller

from bot.sandbox.mail import Mailbox

HOST = "127.0.0.1"


class MailServer:
    """Takes mails on a free port of 127.0.0.1 and puts them into the mailbox."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._controller = Controller(_Into(mailbox), hostname=HOST, port=_free_port())
        self.url = f"smtp://{HOST}:{self._controller.port}"

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()


def _free_port() -> int:
    """aiosmtpd has to know its port beforehand: it knocks at it to see whether it started."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class _Into:
    """The handler that aiosmtpd calls."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self._mailbox.add(message)
        return "250 Message accepted for delivery"
