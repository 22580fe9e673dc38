"""Which days are known to be bad, by what the incidents and the people who resolved them say."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.incident import Act, act, opened
from bot.domain.known_bad import bad_days

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = date(2026, 11, 19)
SESSIONS = {"usage": {"sessions": frozenset({DAY})}}


@pytest.fixture
def told(a_finding):
    """The bad days by what an incident found, and who resolved it with which cause."""

    def build(cause="", by=None, resolved=False, **finding):
        incident = opened(1, [a_finding(**{"bad": (DAY,)} | finding)], NOON)
        if resolved:
            incident = act(incident, Act.RESOLVE, by, NOON)
        return bad_days([(incident, cause)])

    return build


def test_the_days_of_an_open_incident_are_bad(told):
    """For the column that it is about, or each of several."""
    assert told() == SESSIONS
    assert told(column=("a", "b")) == {"usage": {"a": frozenset({DAY}), "b": frozenset({DAY})}}


@pytest.mark.parametrize(
    ("cause", "days"),
    [
        ("", SESSIONS),
        ("the supplier sent half of it", SESSIONS),
        ("false alarm, a campaign", {}),
        ("That is the new normal", {}),
    ],
)
def test_what_a_person_resolved_was_real_unless_they_say_otherwise(told, cause, days):
    """A false alarm teaches the baseline only because a person said so."""
    assert told(cause, by="maria", resolved=True) == days


def test_what_oakum_saw_end_by_itself_is_for_the_checks(told):
    """They leave out what was over its limit; nobody confirmed the rest."""
    assert told(resolved=True) == {}


def test_a_finding_about_a_whole_table_spoils_the_day_where_it_matters(told):
    """Half of the rows are lost; not three repeated keys, nor late rows, nor three traced records."""
    assert told(column=None, affected=20_000) == {"usage": {None: frozenset({DAY})}}
    assert told(column=None, affected=3) == {}
    assert told(column=None, check="finish_window", affected=40_000) == {}
    assert told(check="freshness", evidence={"kind": "slow"}) == {}, "late is not wrong"
    assert told(check="freshness", evidence={"kind": "lag"}) == SESSIONS, "rows of last month are"
    assert told(column=None, check="lineage", affected=3, volume=3, unit="traced records") == {}
