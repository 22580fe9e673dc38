"""The way out by SMTP. A Message-ID follows from the outbox key: sent twice, it is one for most mailboxes."""

import hashlib
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from bot.clock import Clock, system_clock
from bot.domain.declared import Person
from bot.domain.drill_intent import DrillCall
from bot.domain.expert_intent import ExpertLetter
from bot.domain.intent import DigestMail, DigestNudge, IncidentMail
from bot.messages.message import Mail
from bot.messages.text import one_line
from bot.routes.outcome import Outcome, Permanent, Receipt, Retry
from bot.store.outbox import Parcel

_ANSWER_WITHIN = 20.0
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server as its address says: `smtp://user:password@host:port`, `smtps://…` for TLS at once."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = ""

    @classmethod
    def at(cls, address: str) -> "Server":
        """Read an address. Raises: ValueError, which says what to write (and never the password)."""
        parts = urlsplit(address)
        try:
            port = parts.port
        except ValueError as error:
            raise ValueError("the port of the SMTP server must be a number below 65536") from error
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("write the SMTP server like smtp://user:password@host:587 or smtps://host")
        tls = parts.scheme == "smtps"
        user = unquote(parts.username or "")
        return cls(
            host=parts.hostname,
            port=port or (465 if tls else 587 if user else 25),
            tls=tls,
            user=user,
            password=unquote(parts.password or ""),
        )


class EmailRoute:
    """Sends one mail at a time, each over a connection of its own.

    TLS is used wherever the server offers it; a password is never sent without it, except on this machine.
    """

    searchable = False

    def __init__(
        self,
        smtp: str,
        sender: str,
        people: Mapping[str, Person],
        clock: Clock = system_clock,
        *,
        trust: ssl.SSLContext | None = None,
        timeout: float = _ANSWER_WITHIN,
    ) -> None:
        self._server = Server.at(smtp)
        self._sender = sender
        self._people = people
        self._clock = clock
        self._trust = trust or ssl.create_default_context()
        self._timeout = timeout

    def send(self, parcel: Parcel, mail: Mail) -> Outcome:
        """Send a mail to the person of the intent; `where` of the receipt is {"message_id": …}."""
        try:
            said = replace(mail, subject=f"{mail.subject} (may be a repeat)") if parcel.unsure else mail
            message = compose(said, self._sender, self._recipient(parcel), parcel.key, self._clock())
        except (LookupError, ValueError) as error:
            return Permanent(str(error))
        try:
            connection = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            return self._meaning(error, sent=False)
        try:
            connection.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            return self._meaning(error, sent=True)
        finally:
            _leave(connection)
        return Receipt({"message_id": str(message["Message-ID"])})

    def find(self, parcel: Parcel) -> Receipt | None:
        """A mail cannot be looked up: sent again, it has the same Message-ID."""
        return None

    def greeting(self) -> Retry | Permanent | None:
        """What keeps the server from letting us in; None where it greets us and takes our password."""
        try:
            _leave(self._connect())
        except (OSError, smtplib.SMTPException) as error:
            return self._meaning(error, sent=False)
        return None

    def _recipient(self, parcel: Parcel) -> str:
        """The address of the person of the intent. Raises: LookupError."""
        if not isinstance(parcel.intent, (DigestMail, DigestNudge, IncidentMail, DrillCall, ExpertLetter)):
            raise LookupError(f"{parcel.intent.kind} does not go by e-mail")
        name = parcel.intent.person
        person = self._people.get(name)
        if person is None or person.email is None:
            raise LookupError(f"{name} has no e-mail address: add `email: …` under `people`")
        return person.email

    def _connect(self) -> smtplib.SMTP:
        """A connection that is greeted, encrypted and logged in."""
        server = self._server
        if server.tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout, context=self._trust
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        try:
            self._secure(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _secure(self, connection: smtplib.SMTP) -> None:
        server = self._server
        connection.ehlo_or_helo_if_needed()
        encrypted = server.tls
        if not encrypted and connection.has_extn("starttls"):
            connection.starttls(context=self._trust)
            connection.ehlo()
            encrypted = True
        if server.user and not (encrypted or server.host in _HERE):
            raise smtplib.SMTPNotSupportedError("it offers no TLS, and a password is not sent in the clear")
        if server.user:
            connection.login(server.user, server.password)

    def _meaning(self, error: Exception, *, sent: bool) -> Retry | Permanent:
        """`sent` says that the mail may have gone out before the connection broke."""
        at = f"{self._server.host}:{self._server.port}"
        if isinstance(error, ssl.SSLCertVerificationError):
            return Permanent(f"the certificate of {at} is not trusted: {error.verify_message}")
        if isinstance(error, ssl.SSLError):
            return Permanent(f"{at} does not speak TLS like this ({error.reason}): smtp:// or smtps://?")
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            code, said = next(iter(error.recipients.values()))
            return _answered(at, code, said)
        if isinstance(error, smtplib.SMTPResponseException):
            return _answered(at, error.smtp_code, error.smtp_error)
        if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
            return Permanent(f"{at}: {error}")  # it lacks what we need: TLS, a way to log in, UTF-8 addresses
        return Retry(f"{at} did not answer: {error or type(error).__name__}", unknown=sent)


def _leave(connection: smtplib.SMTP) -> None:
    """Say goodbye; the mail is out, so a broken goodbye is no failure."""
    with suppress(OSError, smtplib.SMTPException):
        connection.quit()
    connection.close()


def _answered(at: str, code: int, said: bytes | str) -> Retry | Permanent:
    """4xx: not now. 5xx: not like this."""
    words = one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)[:300]
    why = f"{at} said {code} {words}"
    if code in (534, 535):
        return Permanent(f"{why}: check the user and the password in the address of the SMTP server")
    return Permanent(why) if 500 <= code < 600 else Retry(why)


def compose(mail: Mail, sender: str, to: str, key: str, now: datetime) -> EmailMessage:
    """The mail as text with an HTML alternative; no header can be smuggled in through it.

    Raises: ValueError where an address is none.
    """
    message = EmailMessage()
    message["From"] = _address(sender)
    message["To"] = _address(to)
    message["Subject"] = one_line(mail.subject)
    message["Message-ID"] = message_id(key, sender)
    message["Date"] = format_datetime(now)
    message["Auto-Submitted"] = "auto-generated"  # no out-of-office answers
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


def message_id(key: str, sender: str) -> str:
    """The same for the same key and sender, whenever it is sent."""
    digest = hashlib.sha256(f"{key}\x1f{sender}".encode()).hexdigest()[:32]
    return f"<{digest}@{_address(sender).domain or 'localhost'}>"


def _address(text: str) -> Address:
    if one_line(text) != text:
        raise ValueError("an address stands on one line")
    name, address = parseaddr(text)
    try:
        return Address(display_name=name, addr_spec=address)
    except (ValueError, IndexError) as error:
        raise ValueError(f"{text!r} is no address: write one like ana@example.com") from error
