"""Reading a calendar from where it is: a file, or an address that is a secret and so never told."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.calendars.trouble import CalendarError
from bot.within import TookTooLongError, within

WITHIN = 10.0
"""Seconds for a whole answer, however slowly it drips."""
LARGEST = 2_000_000
"""Bytes: a rota of many years has far less."""


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server knows whether a calendar has changed since."""

    etag: str | None = None
    modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """What is asked with them."""
        asked = {"if-none-match": self.etag, "if-modified-since": self.modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is there now; `body` is None where it is what it was."""

    body: bytes | None
    validators: Validators


def fetch(address: str, known: Validators) -> Fetched:
    """What a calendar holds now, unless it is what is known already. Raises `CalendarError`."""
    if address.startswith("${"):
        raise CalendarError(f"{address[2:-1]} is not set in the environment")
    return _called(address, known) if "://" in address else Fetched(_in_file(Path(address)), Validators())


def fingerprint(address: str) -> str:
    """What stands for an address where it must not be read."""
    return sha256(address.encode()).hexdigest()


def _in_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError as error:
        raise CalendarError(f"{path.name}: {error.strerror or type(error).__name__}") from error
    return _not_too_large(body)


def _called(address: str, known: Validators) -> Fetched:
    import httpx2

    url = "https://" + address.partition("://")[2] if address.startswith("webcal") else address
    asked = {"user-agent": "Oakum", "accept-encoding": "identity", **known.headers}
    body = b""
    called = httpx2.stream("GET", url, headers=asked, timeout=WITHIN, follow_redirects=True)
    try:
        with within(WITHIN), called as answer:
            if answer.status_code == httpx2.codes.NOT_MODIFIED:
                return Fetched(None, known)
            if answer.status_code != httpx2.codes.OK:
                raise CalendarError(f"its server answered {answer.status_code}")
            for part in answer.iter_bytes():
                body = _not_too_large(body + part)
            found = answer.headers
            return Fetched(body, Validators(found.get("etag"), found.get("last-modified")))
    except TookTooLongError as error:
        raise CalendarError("its server takes too long to answer") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise CalendarError(f"its server did not answer: {type(error).__name__}") from error


def _not_too_large(body: bytes) -> bytes:
    if len(body) > LARGEST:
        raise CalendarError(f"it has more than {LARGEST:,} bytes: name a calendar of the rota alone")
    return body
