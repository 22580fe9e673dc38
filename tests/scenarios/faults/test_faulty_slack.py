"""Slack in every kind of trouble: nothing is lost, order is kept, and no other route is a second later."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

Pier = Any
Plan = Callable[[Any], object]
POST = "chat.postMessage"

FAULTS: dict[str, Plan] = {
    "asks for patience": lambda faults: faults.limit(POST, 3, retry_after=3),
    "answers 500": lambda faults: faults.fail(POST, 3, error="whatever", status=500),
    "answers 503": lambda faults: faults.fail(POST, 3, error="service_unavailable", status=503),
    "says that it is not ok": lambda faults: faults.fail(POST, 3, error="fatal_error"),
    "says a word that nobody knows": lambda faults: faults.fail(POST, 3, error="brand_new_word"),
    "closes the connection": lambda faults: faults.cut(POST, 3),
    "closes the connection before it listens": lambda faults: faults.cut(POST, 3, after_effect=False),
    "resets the connection": lambda faults: faults.cut(POST, 3, reset=True),
    "resets the connection before it listens": lambda faults: faults.cut(
        POST, 3, reset=True, after_effect=False
    ),
    "never answers": lambda faults: faults.hang(POST, 1),
}


def in_order(keys: list[str]) -> bool:
    """The message first, then the steps as they were taken, and the timeline as it happened."""
    pages = [key for key in keys if key.startswith("page/")]
    notes = [int(key.split("/")[2]) for key in keys if key.startswith("note/")]
    by_step = sorted(pages, key=lambda key: int(key.split("/")[3]))
    return keys[0].startswith("post/") and pages == by_step and notes == sorted(notes)


def assert_all_is_said(pier: Pier, unharmed: Pier) -> None:
    """As without the fault: the same messages, each once, in order; elsewhere at the same second."""
    for number in pier.incidents:
        keys = pier.in_slack(number)
        assert sorted(keys) == sorted(unharmed.in_slack(number))
        assert in_order(keys), keys
    assert pier.directly() == unharmed.directly()
    assert pier.elsewhere() == unharmed.elsewhere()


def test_a_slack_that_is_well(unharmed: Pier) -> None:
    """What there is to compare with: all that the ladder and people do is told, on each route."""
    keys = unharmed.in_slack(1)
    assert in_order(keys)
    assert [key.split("/")[0] for key in keys].count("page") == 2
    assert [key.rsplit("/", 1)[-1] for key in keys if key.startswith("note/")] == [
        "opened",
        "unanswered",
        "acknowledged",
        "handed",
        "resolved",
    ]
    assert len(unharmed.directly()) == 4
    assert {route for _, route, _ in unharmed.elsewhere()} == {"email", "webhook"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_slack_in_trouble(pier: Pier, unharmed: Pier, fault: str) -> None:
    """Again and again, each time something is to be said."""
    pier.story(lambda: FAULTS[fault](pier.sandbox.faults))
    assert_all_is_said(pier, unharmed)


def test_a_slack_that_is_slow(patient_pier: Pier, unharmed: Pier) -> None:
    """While it thinks about one message the others leave by the other routes, and are not thought about."""
    late: list[Any] = []

    def send_while_slack_thinks() -> None:
        let = patient_pier.sandbox.faults.slow(POST)
        going = patient_pier.send()
        going["email"].result(20)
        going["webhook"].result(20)
        late.append(going["slack"].done())
        let.set()
        going["slack"].result(20)

    patient_pier.story(send_while_slack_thinks)
    assert late == [False] * 6
    assert_all_is_said(patient_pier, unharmed)


def test_a_slack_that_cannot_be_reached_for_half_an_hour(pier: Pier) -> None:
    """The ladder is climbed by the other routes as if nothing were; then Slack has all of it, in order."""
    pier.sandbox.stop()
    pier.begin()
    pier.deliver()
    for _ in range(30):
        pier.clock.move_forward(timedelta(minutes=1))
        pier.climb()
        pier.deliver()
    began = pier.clock() - timedelta(minutes=30)
    paged = [(at - began, route) for at, route, _ in pier.elsewhere()]
    told_at = (timedelta(0), timedelta(minutes=5))
    assert paged == [(at, route) for at in told_at for route in ("email", "webhook") for _ in pier.incidents]
    pier.sandbox.start()
    pier.climb(minutes=1)  # a page is tried again after a minute, at the latest
    for number in pier.incidents:
        assert pier.in_slack(number)[:3] == [
            f"post/{number}",
            f"page/{number}/1/0/slack/thread/maria",
            f"page/{number}/1/1/slack/thread/jon",
        ]
    pier.until_all_is_said()
    for number in pier.incidents:
        keys = pier.in_slack(number)
        assert in_order(keys), keys
        assert [key.rsplit("/", 1)[-1] for key in keys[3:]] == ["opened", "unanswered"]
    assert len(pier.directly()) == len(set(pier.directly())) == 4
