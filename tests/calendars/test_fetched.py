"""Where calendars are: files, and addresses that are secrets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.calendars import fetched
from bot.calendars.fetched import Validators, fetch, fingerprint
from bot.calendars.trouble import CalendarError
from bot.clock import seconds

Server = Any


def test_what_has_not_changed_is_not_sent_again(server: Server, week: bytes) -> None:
    """The server is asked with what it said of the last copy."""
    server.body, server.headers = week, {"etag": '"7"', "last-modified": "Fri, 20 Nov 2026 08:00:00 GMT"}
    first = fetch(server.url, Validators())
    assert (first.body, first.validators.etag) == (week, '"7"')
    second = fetch(server.url, first.validators)
    assert (second.body, second.validators) == (None, first.validators)
    assert server.asked[1]["if-modified-since"] == "Fri, 20 Nov 2026 08:00:00 GMT"


def test_a_refusal_is_told_without_the_address(server: Server) -> None:
    """Nor is what the server says."""
    server.status, server.body = 403, b"s3cret"
    with pytest.raises(CalendarError) as error:
        fetch(server.url, Validators())
    assert str(error.value) == "its server answered 403"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/s3cret", "https://[s3cret/", "webcal://127.0.0.1:9/s3cret"]
)
def test_a_server_that_does_not_answer(address: str) -> None:
    """webcal is https."""
    with pytest.raises(CalendarError, match=r"^its server did not answer: \w+$"):
        fetch(address, Validators())


def test_what_is_too_large_is_not_read_to_its_end(
    server: Server, tmp_path: Path, week: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a server or from a file."""
    monkeypatch.setattr(fetched, "LARGEST", 100)
    server.body = week
    (tmp_path / "oncall.ics").write_bytes(week)
    for address in (server.url, str(tmp_path / "oncall.ics")):
        with pytest.raises(CalendarError, match="more than 100 bytes: name a calendar of the rota alone"):
            fetch(address, Validators())


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\nServer: ", b"HTTP/1.1 200 OK\r\n\r\nBEGIN"])
def test_an_answer_that_drips_is_not_waited_for(
    dripping: Callable[..., int], first: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten seconds, for the whole of it."""
    monkeypatch.setattr(fetched, "WITHIN", 0.3)
    began = seconds()
    with pytest.raises(CalendarError, match="takes too long"):
        fetch(f"http://127.0.0.1:{dripping(first)}", Validators())
    assert seconds() - began < 1.3


def test_a_file_is_read_and_told_by_its_name(tmp_path: Path, week: bytes) -> None:
    """A folder is none."""
    (tmp_path / "oncall.ics").write_bytes(week)
    assert fetch(str(tmp_path / "oncall.ics"), Validators()).body == week
    with pytest.raises(CalendarError, match=r"^gone.ics: No such file or directory$"):
        fetch(str(tmp_path / "gone.ics"), Validators())
    with pytest.raises(CalendarError, match="Is a directory"):
        fetch(str(tmp_path), Validators())


def test_a_variable_that_is_not_set_is_told() -> None:
    """By its name. What stands for an address tells nothing of it."""
    with pytest.raises(CalendarError, match=r"^ONCALL is not set in the environment$"):
        fetch("${ONCALL}", Validators())
    assert "s3cret" not in fingerprint("https://example.com/s3cret")
