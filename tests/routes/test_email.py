"""Mails go out over a real SMTP server, encrypted where it can be, or say what to change."""

import socket
import ssl
from collections.abc import Callable, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from bot.clock import StoppedClock
from bot.domain.declared import Person
from bot.domain.intent import IncidentMail, IncidentPost
from bot.messages.message import Mail
from bot.routes.email import EmailRoute, Server, compose, message_id
from bot.routes.outcome import Permanent, Receipt, Retry
from bot.store.outbox import Parcel

MAIL = Mail(subject="PAGE flights: wind gusts", text="They go missing.\n", html="<p>They go missing.</p>")
SENDER = "Oakum <oakum@harbor.example>"
Start = Callable[..., Controller]


class Inbox:
    """Keeps what it is given; `refuse` answers instead, at RCPT or at DATA."""

    def __init__(self, at_rcpt: str = "250 OK", at_data: str = "250 OK") -> None:
        self.at_rcpt, self.at_data = at_rcpt, at_data
        self.mails: list[EmailMessage] = []
        self.encrypted: list[bool] = []

    async def handle_RCPT(self, *about: Any) -> str:  # noqa: N802 - the name that aiosmtpd calls
        envelope, address = about[2], about[3]
        envelope.rcpt_tos.append(address)
        return self.at_rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        assert server.transport is not None
        self.mails.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return self.at_data


@pytest.fixture
def send(
    parcel: Callable[..., Parcel], people: Mapping[str, Person], clock: StoppedClock
) -> Callable[..., Any]:
    """Sends the mail to a person over the server at an address."""

    def sent(smtp: str, person: str = "maria", trust: ssl.SSLContext | None = None) -> Any:
        route = EmailRoute(smtp, SENDER, people, clock, trust=trust, timeout=2)
        return route.send(parcel(IncidentMail(incident=7, round=1, hop=0, person=person)), MAIL)

    return sent


def test_a_mail_arrives_as_text_and_html(mail_server: Start, send: Callable[..., Any]) -> None:
    """With headers that keep out-of-office answers away."""
    inbox = Inbox()
    outcome = send(f"smtp://127.0.0.1:{mail_server(inbox).port}")
    (mail,) = inbox.mails
    assert outcome == Receipt({"message_id": mail["Message-ID"]})
    assert (mail["From"], mail["To"]) == (SENDER, "maria@harbor.example")
    assert mail["Date"] == "Fri, 15 Feb 2013 20:00:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == MAIL.text.splitlines()
    assert "<p>" in html.get_content()


def test_the_same_parcel_has_the_same_message_id() -> None:
    """A mailbox shows a mail that came twice once."""
    assert message_id("page/7", SENDER) == message_id("page/7", SENDER) != message_id("page/8", SENDER)
    assert message_id("page/7", SENDER).endswith("@harbor.example>")


@pytest.mark.parametrize(
    ("answers", "permanent"),
    [
        ({"at_rcpt": "450 mailbox busy"}, False),
        ({"at_rcpt": "550 no such mailbox"}, True),
        ({"at_data": "451 try later"}, False),
        ({"at_data": "554 looks like spam"}, True),
    ],
)
def test_not_now_is_tried_again_and_not_like_this_is_not(
    mail_server: Start, send: Callable[..., Any], answers: dict[str, str], permanent: bool
) -> None:
    """4xx and 5xx, for the mailbox and for the mail."""
    outcome = send(f"smtp://127.0.0.1:{mail_server(Inbox(**answers)).port}")
    assert isinstance(outcome, Permanent if permanent else Retry)
    assert next(iter(answers.values())) in outcome.why


def test_no_server_delivers_nothing(send: Callable[..., Any]) -> None:
    """So a try more does no harm."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        outcome = send(f"smtp://127.0.0.1:{taken.getsockname()[1]}")
    assert isinstance(outcome, Retry)
    assert not outcome.unknown


def test_a_server_that_hangs_up_in_the_middle_leaves_it_open(
    mail_server: Start, send: Callable[..., Any]
) -> None:
    """The mail may be out: its Message-ID makes a second one harmless."""

    class HangsUp(Inbox):
        async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
            self, server: SMTP, session: Session, envelope: Envelope
        ) -> str:
            assert server.transport is not None
            server.transport.close()
            return "250 OK"

    outcome = send(f"smtp://127.0.0.1:{mail_server(HangsUp()).port}")
    assert isinstance(outcome, Retry)
    assert outcome.unknown


def test_tls_is_used_where_the_server_offers_it(
    mail_server: Start, send: Callable[..., Any], encryption: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    """STARTTLS on smtp://, TLS from the first byte on smtps://."""
    inbox = Inbox()
    later = mail_server(inbox, tls_context=encryption)
    assert isinstance(send(f"smtp://127.0.0.1:{later.port}", trust=trust), Receipt)
    at_once = mail_server(inbox, ssl_context=encryption)
    assert isinstance(send(f"smtps://127.0.0.1:{at_once.port}", trust=trust), Receipt)
    assert inbox.encrypted == [True, True]


def test_a_certificate_that_is_not_trusted_stops_the_mail(
    mail_server: Start, send: Callable[..., Any], encryption: ssl.SSLContext
) -> None:
    """Nothing is sent to somebody who only says who they are."""
    server = mail_server(Inbox(), tls_context=encryption)
    outcome = send(f"smtp://127.0.0.1:{server.port}")
    assert isinstance(outcome, Permanent)
    assert "is not trusted" in outcome.why


def test_a_wrong_password_says_what_to_check(
    mail_server: Start, send: Callable[..., Any], encryption: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    """And does not repeat it."""

    def nobody(*about: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)

    server = mail_server(Inbox(), tls_context=encryption, authenticator=nobody, auth_require_tls=True)
    outcome = send(f"smtp://maria:hush@127.0.0.1:{server.port}", trust=trust)
    assert isinstance(outcome, Permanent)
    assert "check the user and the password" in outcome.why
    assert "hush" not in outcome.why


def test_a_server_that_knows_no_login_is_not_tried_for_ever(
    mail_server: Start, send: Callable[..., Any]
) -> None:
    """It lacks what the address asks for."""
    outcome = send(f"smtp://maria:hush@127.0.0.1:{mail_server(Inbox()).port}")
    assert isinstance(outcome, Permanent)


@pytest.mark.parametrize("person", ["ghost", "nobody"])
def test_who_has_no_address_cannot_be_written_to(send: Callable[..., Any], person: str) -> None:
    """The reason names the key of the configuration."""
    assert send("smtp://127.0.0.1:1", person) == Permanent(
        f"{person} has no e-mail address: add `email: …` under `people`"
    )


def test_what_goes_by_slack_is_not_mailed(
    parcel: Callable[..., Parcel], people: Mapping[str, Person], clock: StoppedClock
) -> None:
    """A mistake in the wiring is said."""
    route = EmailRoute("smtp://127.0.0.1:1", SENDER, people, clock)
    intent = parcel(IncidentPost(incident=7, channel="#flights"))
    assert route.send(intent, MAIL) == Permanent("incident_post does not go by e-mail")
    assert route.find(intent) is None


def test_no_header_can_be_smuggled_in(clock: StoppedClock) -> None:
    """Neither by a subject nor by an address."""
    evil = Mail(subject="hi\r\nBcc: all@example.com\u2028X: y", text="x", html="x")
    mail = compose(evil, SENDER, "maria@harbor.example", "k", clock())
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]
    with pytest.raises(ValueError, match="on one line"):
        compose(MAIL, SENDER, "maria@harbor.example\r\nBcc: all@example.com", "k", clock())
    with pytest.raises(ValueError, match="is no address"):
        compose(MAIL, SENDER, "maria", "k", clock())


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://mail.example", Server("mail.example", 25, False)),
        ("smtp://u:p%40ss@mail.example", Server("mail.example", 587, False, "u", "p@ss")),
        ("smtps://mail.example", Server("mail.example", 465, True)),
        ("smtp://localhost:2525", Server("localhost", 2525, False)),
    ],
)
def test_an_address_is_read_with_the_usual_ports(address: str, expected: Server) -> None:
    """25 between servers, 587 with a password, 465 with TLS at once."""
    assert Server.at(address) == expected


@pytest.mark.parametrize("address", ["http://mail.example", "smtp://", "smtp://u:secret@mail.example:nine"])
def test_an_address_that_is_none_says_what_to_write(address: str) -> None:
    """Without repeating a password."""
    with pytest.raises(ValueError, match=r"write the SMTP server|must be a number") as told:
        Server.at(address)
    assert "secret" not in str(told.value)
