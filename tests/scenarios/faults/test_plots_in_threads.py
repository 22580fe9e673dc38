"""The plot of the evidence comes into the thread after everything else, and costs no page a second."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from bench._night import open_incident
from bot.engine import people
from bot.messages import evidence_plot
from bot.store import outbox
from checks.verdict import Row

Pier = Any
EVIDENCE = {
    "by_day": {"2026-11-17": 0.01, "2026-11-18": 0.02, "2026-11-19": 0.07, "2026-11-20": 0.07},
    "usual": 0.01,
}


def opens(pier: Pier, evidence: dict[str, Any] | None = None, rows: Sequence[Row] = ()) -> int:
    """Nulls are found; the first step of the ladder is taken."""
    with pier.store.write() as connection:
        made = open_incident(
            connection, pier.settings, pier.clock(), evidence=evidence or EVIDENCE, rows=rows
        )
    pier.incidents.append(made.id)
    pier.climb()
    return made.id


def last_reply(pier: Pier) -> dict[str, Any]:
    """The newest message of the thread."""
    reply: dict[str, Any] = pier.sandbox.thread("#churn", pier.sandbox.messages("#churn")[0]["ts"])[-1]
    return reply


def plots(pier: Pier) -> list[dict[str, Any]]:
    """The image blocks of the thread."""
    root = pier.sandbox.messages("#churn")[0]
    blocks = [block for each in pier.sandbox.thread("#churn", root["ts"]) for block in each.get("blocks", [])]
    return [block for block in blocks if block["type"] == "image"]


def test_the_plot_is_the_last_of_the_thread(pier: Pier) -> None:
    """After the message, the page and the note; a PNG, with words for those who cannot see it."""
    opens(pier)
    pier.until_all_is_said()
    assert [key.split("/")[0] for key in pier.in_slack(1)] == ["post", "page", "note", "plot"]
    (image,) = plots(pier)
    assert "1% on 2026-11-17 and 7% on 2026-11-20" in image["alt_text"]
    assert "slack_file" in image
    (file,) = pier.sandbox.state.files.values()
    assert file.content.startswith(b"\x89PNG")
    assert not pier.sandbox.thread("#churn", pier.sandbox.messages("#churn")[0]["ts"])[-1].get("subtype")


def test_an_incident_is_drawn_once_each_time_that_it_opens(pier: Pier) -> None:
    """Whatever happens to it meanwhile."""
    number = opens(pier)
    pier.until_all_is_said()
    pier.acts(people.acknowledge, "maria")
    pier.until_all_is_said()
    assert len(plots(pier)) == 1
    assert number == 1


@pytest.mark.parametrize(
    "planned",
    [
        lambda faults: faults.fail("files.getUploadURLExternal", error="missing_scope"),
        lambda faults: faults.fail("files.completeUploadExternal", error="no_permission"),
        lambda faults: faults.hang("files.getUploadURLExternal"),
        lambda faults: faults.fail("files.getUploadURLExternal", 5, error="whatever", status=500),
    ],
)
def test_an_upload_that_fails_costs_the_page_nothing(pier: Pier, planned: Callable[[Any], object]) -> None:
    """The page and the notes are out; the thread says nothing of the trouble."""
    planned(pier.sandbox.faults)
    opens(pier)
    pier.deliver()
    assert [key.split("/")[0] for key in pier.in_slack(1)] == ["post", "page", "note"]
    assert len(pier.directly()) == 1


def test_a_drawing_that_fails_is_told_in_the_log_alone(
    pier: Pier, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And is not tried again: it would fail again."""

    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(evidence_plot, "curve_figure", broken)
    opens(pier)
    with caplog.at_level(logging.ERROR):
        pier.until_all_is_said()
    assert "cannot be put into words" in caplog.text
    assert [key.split("/")[0] for key in pier.in_slack(1)] == ["post", "page", "note"]


@pytest.mark.parametrize("draws", [True, False])
def test_without_its_picture_the_thread_has_the_failing_rows(
    pier: Pier, monkeypatch: pytest.MonkeyPatch, draws: bool
) -> None:
    """Whether it cannot be drawn, or Slack takes no file."""
    if draws:
        pier.sandbox.faults.fail("files.getUploadURLExternal", error="missing_scope")
    else:
        monkeypatch.setattr(evidence_plot, "curve_figure", None)
    opens(pier, rows=[Row(key={"id": 7}, at=None, why="sessions is missing")])
    pier.until_all_is_said()
    assert plots(pier) == []
    assert "`id=7`" in str(last_reply(pier))


def test_a_picture_that_slack_has_not_looked_through_is_shown_later(pier: Pier) -> None:
    """Slack answers `invalid_blocks` for some seconds after an upload; it is not uploaded again."""
    opens(pier)
    pier.ways["slack"]()
    while pier.ways["slack"]() is not None:
        pass
    pier.ways["pictures"]()
    pier.sandbox.faults.fail("chat.postMessage", 2, error="invalid_blocks")
    pier.until_all_is_said()
    assert len(plots(pier)) == 1
    assert len(pier.sandbox.calls("files.completeUploadExternal")) == 1


def test_what_is_over_is_not_drawn_any_more(pier: Pier) -> None:
    """Nor what is about an earlier round."""
    number = opens(pier)
    while pier.ways["slack"]() is not None:
        pass
    people.resolve(pier.store, number, "maria", pier.clock(), "it was the export")
    pier.until_all_is_said()
    assert plots(pier) == []
    assert not pier.sandbox.state.files


def test_where_there_is_nothing_to_draw_nothing_is_written_down(pier: Pier) -> None:
    """No row of the outbox, no call of Slack."""
    with pier.store.write() as connection:
        open_incident(connection, pier.settings, pier.clock())
        assert outbox.intent(connection, "picture/1/1") is None


def test_the_failing_rows_stand_below_the_plot(pier: Pier) -> None:
    """For all who read the thread, with the first move; only the key of a row is told."""
    rows = [Row(key={"id": 4}, at=pier.clock(), why="`column_0` is null")]
    opens(pier, rows=rows)
    pier.until_all_is_said()
    told = str(last_reply(pier))
    assert "image" in told
    assert "`id=4`" in told
    assert "*First:* " in told


def test_rows_are_told_where_there_is_nothing_to_draw(pier: Pier) -> None:
    """Once each time that it opens; nothing is uploaded."""
    with pier.store.write() as connection:
        found = Row(key={"id": 4}, at=pier.clock(), why="`column_0` is null")
        made = open_incident(connection, pier.settings, pier.clock(), rows=[found])
    pier.incidents.append(made.id)
    pier.climb()
    pier.until_all_is_said()
    assert "`id=4`" in str(last_reply(pier))
    assert plots(pier) == []
    assert not pier.sandbox.state.files
