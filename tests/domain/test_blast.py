"""The blast radius: what was built on bad partitions, by what is declared."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.blast import blast, with_blast
from bot.domain.downstream import places

FIRST, LAST = date(2026, 11, 18), date(2026, 11, 19)


def days(*of_november):
    return [date(2026, 11, day) for day in of_november]


@pytest.fixture
def pipelines(a_pipeline):
    """Scores come from usage by what the parameter says, and feed a model; usage feeds a report."""

    def declared(by):
        usage = {"feeds": {"report": "low", **by.pop("feeds", {})}}
        return [a_pipeline(tables={"usage": usage, "scores": {"feeds": {"churn_model": "critical"}, **by}})]

    return declared


@pytest.mark.parametrize(
    "by",
    [
        {"takes_from": [{"table": "usage", "columns": ["id"]}]},
        {"reconciliation": [{"with": "usage", "key": ["id"]}]},
        {"reconciliation": [{"with": "usage", "key": ["id"], "kind": "lookup"}]},
        {"lineage": {"source_table": "usage", "key": ["id"], "columns": {"x": "x"}}},
        {"feeds": {"scores": "high"}},
    ],
    ids=["takes_from", "flow", "lookup", "lineage", "feeds"],
)
def test_what_comes_from_a_bad_table_is_bad_too(a_finding, pipelines, by):
    """However it is declared; the partitions since the first bad one, and what it feeds in turn."""
    judged = {("churn", "scores"): days(16, 17, 18, 19, 20)}
    found = blast(a_finding(bad=(FIRST, LAST), since=None), places(pipelines(by)), judged)
    assert found.since == FIRST
    assert list(found.tables) == ["scores"]
    assert found.partitions == {"usage": 2, "scores": 3}
    assert list(found.feeds.items()) == [("churn_model", "critical"), ("report", "low")]
    assert found.rows == 80_000


def test_it_begins_with_the_first_bad_row_and_not_with_the_days_that_are_looked_at(a_finding, pipelines):
    """Keys that repeat since October: of the partitions that are known all are bad, and there are more."""
    judged = {("churn", "usage"): days(16, 17, 18, 19), ("churn", "scores"): days(15, 16, 17, 18, 19)}
    by = {"takes_from": [{"table": "usage", "columns": ["id"]}]}
    october = datetime(2026, 10, 20, 7, tzinfo=UTC)
    found = blast(a_finding(bad=(FIRST, LAST), since=october, volume=100), places(pipelines(by)), judged)
    assert (found.since, found.at_least) == (date(2026, 10, 20), True)
    assert found.partitions == {"usage": 4, "scores": 5}
    assert found.rows == 400


def test_midnight_in_berlin_is_no_day_earlier(a_finding, pipelines):
    """It is the evening before in UTC."""
    evening = datetime(2026, 11, 17, 23, tzinfo=UTC)
    found = blast(a_finding(bad=(FIRST, LAST), since=evening), places(pipelines({"feeds": {"x": "low"}})), {})
    assert (found.since, found.at_least, found.partitions) == (FIRST, False, {"usage": 2})


def test_tables_of_other_pipelines_are_followed(a_finding, a_pipeline):
    """By their name, over several steps and around a ring; what is no table is a model or a report."""
    here = a_pipeline(tables={"usage": {"feeds": {"marts": "high"}}})
    there = a_pipeline(
        pipeline="marts-team",
        tables={"marts": {"feeds": {"board": "critical", "churn/usage": "low"}}, "other": {}},
    )
    found = blast(a_finding(), places([here, there]), {})
    assert list(found.tables) == ["marts-team/marts"]
    assert found.partitions == {"usage": 2}
    assert dict(found.feeds) == {"board": "critical"}


def test_a_consumer_of_two_tables_is_as_critical_as_the_one_that_needs_it_most(a_finding, pipelines):
    """It is told once."""
    (pipeline,) = pipelines(
        {"reconciliation": [{"with": "usage", "key": ["id"]}], "feeds": {"churn_model": "low"}}
    )
    assert blast(a_finding(), places([pipeline]), {}).feeds["churn_model"] == "critical"


def test_nothing_is_said_where_nothing_is_built_on_it(a_finding, a_pipeline):
    """Nor of a finding without a partition, or of a table that is not declared any more."""
    nothing = a_pipeline(tables={"usage": {"feeds": {}}})
    assert blast(a_finding(), places([nothing]), {}) is None
    assert blast(a_finding(bad=()), places([a_pipeline()]), {}) is None
    assert blast(a_finding(table="gone"), places([a_pipeline()]), {}) is None
    assert with_blast(a_finding(), places([nothing]), {}) == a_finding()


def test_rows_that_are_not_counted_are_not_made_up(a_finding, a_pipeline):
    """Of partitions or keys nobody knows how many rows they have."""
    assert blast(a_finding(unit="keys"), places([a_pipeline()]), {}).rows is None


def test_it_is_kept_with_the_evidence(a_finding, a_pipeline):
    """As plain values, so that a message can tell it later."""
    told = with_blast(a_finding(evidence={"kind": "trend"}, since=None), places([a_pipeline()]), {}).evidence
    assert told == {
        "kind": "trend",
        "built_on_it": {
            "since": "2026-11-18",
            "partitions": {"usage": 2},
            "tables": [],
            "feeds": {"churn_model": "critical", "report": "low"},
            "rows": 80_000,
            "at_least": False,
        },
    }
