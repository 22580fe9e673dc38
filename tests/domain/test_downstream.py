"""What is built on a table, over the tables in between: of its own pipeline and of others."""

from bot.domain.downstream import as_fed


def test_each_table_is_given_what_its_tables_feed_in_turn(a_pipeline):
    """What it feeds itself stays; a table that only takes from it counts, and so does another pipeline's."""
    usage = {"feeds": {"features": "low", "report": "normal"}}
    features = {"feeds": {"churn_model": "critical"}}
    billing = a_pipeline(pipeline="billing", tables={"bills": {"feeds": {"audit": "high"}}})
    tables = {"usage": usage, "features": features, "copy": {"takes_from": [{"table": "usage"}]}}
    tables["copy"]["feeds"] = {"bills": "low"}
    fed = as_fed(a_pipeline(tables=tables), [billing])
    own = {"features": "low", "report": "normal"}
    assert fed["usage"].feeds == own | {"churn_model": "critical", "audit": "high"}
    assert fed["features"].feeds == {"churn_model": "critical"}


def test_a_part_of_a_pipeline_knows_the_whole_of_it(a_pipeline):
    """The gate looks at one table, and at what is declared of the others."""
    tables = {"usage": {"feeds": {"features": "low"}}, "features": {"feeds": {"churn_model": "critical"}}}
    whole = a_pipeline(tables=tables)
    part = whole.model_copy(update={"tables": {"usage": whole.tables["usage"]}})
    assert as_fed(part, [whole])["usage"].feeds == {"churn_model": "critical", "features": "low"}


def test_of_what_is_fed_twice_the_most_critical_counts(a_pipeline):
    """A report of its own that a table over it makes critical."""
    tables = {
        "usage": {"feeds": {"churn": "low", "features": "low"}},
        "features": {"feeds": {"churn": "high"}},
    }
    assert as_fed(a_pipeline(tables=tables), [])["usage"].feeds == {"churn": "high", "features": "low"}
