"""One number first: a line a day, and a second number once the first has been quiet."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.audit import Audit, Judgement
from bot.domain.declared import Pipeline
from bot.domain.number import daily_number
from checks.candidate import Candidate
from checks.verdict import Outcome

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
NEXT = {"usage": Candidate("minutes", "it varies")}


def pipeline(**columns):
    """With one table."""
    table = {"source": "lake", "path": "u/*", "partition": {"column": "day"}, "columns": columns}
    facts = {"pipeline": "churn", "owner": "maria", "channel": "#churn", "tables": {"usage": table}}
    return Pipeline.model_validate(facts)


def audits(days, bad=()):
    """A morning each, the newest first; `bad` counts back from the newest."""
    return [
        Audit(
            pipeline="churn",
            as_of=FRIDAY - timedelta(days=back),
            judgements=(
                Judgement(
                    check="null_rate",
                    table="usage",
                    column="sessions",
                    segment=None,
                    outcome=Outcome.BREACH if back in bad else Outcome.OK,
                    days={FRIDAY.date() - timedelta(days=back + 1): (back not in bad, "0.5%")},
                ),
            ),
        )
        for back in range(days)
    ]


PRIMARY = {"sessions": {"primary": True, "drift": False}}


def test_the_line_tells_the_newest_day_and_how_long_it_was_quiet():
    """A breach three days ago is what it counts from."""
    number = daily_number(pipeline(**PRIMARY), audits(10, bad=[3]), NEXT)
    assert number is not None
    assert (number.table, number.column, number.said) == ("usage", "sessions", "0.5%")
    assert (number.day, number.ok, number.quiet) == (date(2026, 11, 19), True, 3)
    assert number.proposed == ""


def test_what_is_beyond_its_limit_is_not_in_order():
    """A column is too young for its days to be judged, and somebody has declared how much is too much."""
    newest, *before = audits(10)
    (said,) = newest.judgements
    newest = replace(newest, judgements=(replace(said, outcome=Outcome.BREACH),))
    number = daily_number(pipeline(**PRIMARY), [newest, *before], NEXT)
    assert (number.said, number.ok, number.quiet) == ("0.5%", False, 0)


@pytest.mark.parametrize(
    ("days", "bad", "proposed"), [(14, [], ""), (15, [], "minutes"), (30, [8], "minutes"), (30, [0], "")]
)
def test_a_second_number_is_proposed_after_two_weeks_with_the_first(days, bad, proposed):
    """With the reason; not a day earlier, and not while the first one is in trouble."""
    number = daily_number(pipeline(**PRIMARY), audits(days, bad=bad), NEXT)
    assert number is not None
    assert (number.proposed, number.why) == (proposed, "it varies" if proposed else "")


def test_where_a_second_number_is_watched_none_is_proposed():
    """The line goes on with the first."""
    number = daily_number(
        pipeline(**PRIMARY, minutes={"null_rate": True}), audits(30), {"usage": Candidate("price", "")}
    )
    assert number is not None
    assert (number.column, number.proposed) == ("sessions", "")


def test_without_a_primary_column_there_is_no_line():
    """Nor before it was ever judged, nor where the newest audit says nothing of it."""
    assert daily_number(pipeline(sessions={"null_rate": True}), audits(30), NEXT) is None
    assert daily_number(pipeline(**PRIMARY), [], NEXT) is None
    silent = Audit(pipeline="churn", as_of=FRIDAY + timedelta(days=1))
    assert daily_number(pipeline(**PRIMARY), [silent, *audits(3)], NEXT) is None
