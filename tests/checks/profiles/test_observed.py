"""The states of a table without days: kept when it has changed, carried on when not."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checks.declared import Table
from checks.profiles import observed
from checks.profiles.observed import observe
from checks.profiles.survey import KeptNowhere
from checks.sources.opening import Opened
from checks.sources.tables import SourceError

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def look(lake, shelf):
    """Looks at `codes.csv` at a moment; a new state may be written first."""

    def looked(now, rows=None, kept=shelf, **declared):
        if rows is not None:
            lake.text("codes.csv", "\n".join(["code", *(f"c{at}" for at in range(rows)), ""]))
        table = Table.model_validate(
            {"source": "x", "path": "codes.csv", "partition": "none", "key": ["code"]} | declared
        )
        return observe(Opened().table(lake.root, "codes", table), kept, now, BERLIN)

    return looked


def rows_by_day(found, as_of):
    return {day.day: profile.rows for day, profile in found.known(as_of, BERLIN).items()}


def test_a_state_is_kept_once_and_carries_on(look, shelf):
    """A day on which nobody looked has the state of the day before."""
    look(MONDAY, rows=3)
    look(MONDAY + DAY)
    look(MONDAY + 3 * DAY, rows=5)
    found = look(MONDAY + 4 * DAY)
    assert [state.partition.day for state in found.states] == [16, 19]
    assert rows_by_day(found, MONDAY + 4 * DAY) == {16: 3, 17: 3, 18: 3, 19: 5, 20: 5}
    assert {day.day: each.partition.day for day, each in found.known(MONDAY + DAY, BERLIN).items()} == {
        16: 16,
        17: 17,
    }


def test_a_state_is_not_known_before_it_was_seen(look):
    """Neither on the days before nor on the same day before that hour."""
    look(MONDAY, rows=3)
    found = look(MONDAY + DAY, rows=5)
    assert rows_by_day(found, MONDAY + DAY - timedelta(hours=1)) == {16: 3, 17: 3}
    assert rows_by_day(found, MONDAY - DAY) == {}


def test_the_day_is_that_of_the_pipeline(look):
    """A quarter past midnight in Berlin is still the day before in UTC."""
    found = look(datetime(2026, 11, 16, 23, 15, tzinfo=UTC), rows=3)
    assert [state.partition for state in found.states] == [date(2026, 11, 17)]


def test_of_several_states_on_one_day_the_last_is_kept(look):
    """A day has one state."""
    look(MONDAY, rows=3)
    found = look(MONDAY + timedelta(hours=3), rows=4)
    assert [(state.partition.day, state.rows) for state in found.states] == [(16, 4)]


def test_states_of_the_past_stay_when_other_facts_are_wanted(look):
    """They cannot be read again; what is there now is read anew."""
    look(MONDAY, rows=3)
    found = look(MONDAY + DAY, columns={"code": {"null_rate": True}})
    assert [(state.partition.day, state.rows) for state in found.states] == [(16, 3), (17, 3)]


def test_states_that_another_version_kept_are_dropped(look, monkeypatch, shelf):
    """Nobody could say what is in them."""
    look(MONDAY, rows=3)
    monkeypatch.setattr(observed, "PROFILE_VERSION", 999)
    found = look(MONDAY + DAY)
    assert [state.partition.day for state in found.states] == [17]
    assert len(shelf.rows[found.table.identity]) == 1


def test_without_a_place_to_keep_states_there_is_the_one_of_now(look):
    """A run that leaves nothing behind judges what it sees."""
    look(MONDAY, rows=3, kept=KeptNowhere())
    found = look(MONDAY + DAY, rows=4, kept=KeptNowhere())
    assert rows_by_day(found, MONDAY + DAY) == {17: 4}


def test_when_the_files_were_written_is_known_and_never_in_the_future(look, lake):
    """A clock that is ahead would make old content young."""
    look(MONDAY, rows=3)
    written = datetime(2026, 11, 16, 3, tzinfo=UTC).timestamp()
    os.utime(lake.root / "codes.csv", (written, written))
    assert look(MONDAY + DAY).states[-1].last_loaded == datetime(2026, 11, 16, 3, tzinfo=UTC)
    ahead = (MONDAY + 90 * DAY).timestamp()
    os.utime(lake.root / "codes.csv", (ahead, ahead))
    assert look(MONDAY + 2 * DAY).states[-1].last_loaded == MONDAY + 2 * DAY


def test_the_first_state_is_known_since_its_files_were_written(look, lake):
    """So that a check as of last week has something to say; of a later one only the look is known."""
    look(MONDAY, rows=3)
    written = (MONDAY - 5 * DAY).timestamp()
    os.utime(lake.root / "codes.csv", (written, written))
    found = look(MONDAY + DAY)
    assert rows_by_day(found, MONDAY - 3 * DAY) == {}
    found = look(MONDAY + DAY, kept=KeptNowhere())
    assert rows_by_day(found, MONDAY - 3 * DAY) == {11: 3, 12: 3, 13: 3}
    assert found.readable([(MONDAY - 4 * DAY).date()], MONDAY - 3 * DAY)


@pytest.mark.parametrize("broken", ["gone", "no text", "a folder"])
def test_a_table_that_cannot_be_read_is_not_what_it_was(look, lake, broken):
    """The state of yesterday says nothing of today; tomorrow it goes on where it was."""
    look(MONDAY, rows=3)
    file = lake.root / "codes.csv"
    before = file.read_bytes()
    file.unlink()
    if broken == "no text":
        file.write_bytes(b"\xff\xfe\x00")
    elif broken == "a folder":
        file.mkdir()
    with pytest.raises(SourceError, match=r"codes\.csv"):
        look(MONDAY + DAY)
    if broken == "a folder":
        file.rmdir()
    file.write_bytes(before)
    assert rows_by_day(look(MONDAY + 2 * DAY), MONDAY + 2 * DAY)[18] == 3


def test_a_file_that_lost_all_its_rows_is_a_state_too(look):
    """A mere header."""
    look(MONDAY, rows=3)
    assert rows_by_day(look(MONDAY + DAY, rows=0), MONDAY + DAY) == {16: 3, 17: 0}


def test_only_the_rows_of_the_newest_state_can_be_read(look):
    """Under the day on which it was found so, for any later one."""
    look(MONDAY, rows=3)
    look(MONDAY + DAY, rows=5)
    found = look(MONDAY + 9 * DAY)
    tuesday, later = date(2026, 11, 17), date(2026, 11, 24)
    assert found.readable([later], MONDAY + 9 * DAY) == (tuesday,)
    assert found.readable([tuesday, later], MONDAY + 9 * DAY) == (tuesday,)
    assert found.readable([date(2026, 11, 16)], MONDAY + 9 * DAY) == ()
    assert found.readable([tuesday], MONDAY) == ()
