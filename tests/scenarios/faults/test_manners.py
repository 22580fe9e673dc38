"""Manners over the wire: an edit that changes nothing is not sent, and one that does always is."""

from typing import Any

from bot.domain.incident import What
from bot.engine import people, write_down
from bot.store import incidents, outbox

Pier = Any


def happens(pier: Pier) -> None:
    """Something for the thread that leaves the message as it is."""
    with pier.store.write() as connection:
        incident = incidents.get(connection, 1)
        after = write_down.touched(connection, incident)
        said = write_down.happened(connection, after, What.CHANGED, pier.clock(), text="a column more")
        outbox.put(connection, said, pier.clock())
    pier.until_all_is_said()


def edits(pier: Pier) -> int:
    """How often Slack was asked to edit."""
    return len(pier.sandbox.calls("chat.update"))


def test_an_edit_that_would_change_nothing_is_not_sent(pier: Pier) -> None:
    """The thread is told all the same."""
    pier.begin(1)
    pier.until_all_is_said()
    before = edits(pier)
    happens(pier)
    happens(pier)
    assert edits(pier) == before
    assert sum("changed" in key for key in pier.in_slack(1)) == 2


def test_what_was_changed_back_is_shown(pier: Pier) -> None:
    """Acknowledged and given back, it looks as it did before: it is compared with what stands there now."""
    pier.begin(1)
    pier.until_all_is_said()
    before = edits(pier)
    pier.acts(people.acknowledge, "maria")
    pier.until_all_is_said()
    acknowledged = edits(pier)
    assert acknowledged > before
    pier.acts(people.give_back, "maria")
    pier.until_all_is_said()
    assert edits(pier) > acknowledged


def test_after_an_edit_that_may_have_arrived_nothing_is_taken_for_granted(pier: Pier) -> None:
    """Slack did it and its answer was lost: whatever comes next is sent."""
    pier.begin(1)
    pier.until_all_is_said()
    pier.sandbox.faults.hang("chat.update")
    pier.acts(people.acknowledge, "maria")
    pier.deliver()
    pier.acts(people.give_back, "maria")
    pier.until_all_is_said()
    root = pier.sandbox.messages("#churn")[0]
    assert "Acknowledge" in str(root["attachments"])
