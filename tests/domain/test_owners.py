"""What nobody owns is a finding of the pipeline that comes first, and wakes nobody."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

import pytest

from bot.domain.audit import Error, kept
from bot.domain.declared import Deployment, Pipeline
from bot.domain.finding import from_verdict
from bot.domain.health import Status, health
from bot.domain.incident import opened
from bot.domain.owners import Listed, owners
from bot.domain.reconcile import Gone, is_over, reconcile
from checks.audit import Audit
from checks.sources.folder import Found
from checks.verdict import Outcome, Urgency

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def found(*names):
    """Tables of one file each."""
    return Listed([Found(each, f"{each}.csv", None, 1, members=(PurePath(f"{each}.csv"),)) for each in names])


def pipeline(name="churn", source="lake", **facts):
    """One that declares the table `usage` of the lake."""
    table = {"source": source, "path": "usage.csv", "partition": {"column": "day"}}
    return Pipeline.model_validate(
        {"pipeline": name, "owner": "maria", "channel": "#churn", "tables": {"usage": table}} | facts
    )


def asked(listed, *pipelines, ignore=(), routes=(), maria=None):
    """What is said of the first pipeline, by what it is said of."""
    every = pipelines or (pipeline(),)
    deployment = Deployment.model_validate(
        {
            "sources": {"lake": {"root": "/lake", "ignore": list(ignore)}},
            "people": {"maria": maria or {}},
        }
    )
    said = owners(every[0], every, deployment, routes, lambda name: listed)
    return {each.table: each for each in said}


def test_tables_that_no_pipeline_declares_are_one_finding_of_their_source():
    """With their names, and with what to do; a note without a price."""
    said = asked(found("usage", "orders", "users"))["source lake"]
    assert (said.outcome, said.urgency, said.volume) == (Outcome.BREACH, Urgency.NOTE, 0)
    assert said.summary == "source lake holds 2 tables that nobody owns: orders, users"
    assert said.evidence["tables"] == "orders, users"
    assert said.evidence["to_declare"] == "oakum init /lake"
    assert said.evidence["to_ignore"] == "sources.lake.ignore: [NAME]"


def test_of_many_tables_the_first_are_named():
    """And how many more there are."""
    said = asked(found(*(f"t{chr(97 + at)}" for at in range(26))))["source lake"]
    assert said.summary.endswith("26 tables that nobody owns: ta, tb, tc, td, te and 21 more")
    assert said.evidence["tables"].endswith("tt and 6 more")


def test_where_every_table_is_somebodys_all_is_well():
    """That is said, so that a finding of before can end."""
    assert asked(found("usage"))["source lake"].outcome is Outcome.OK


@pytest.mark.parametrize("ignore", ["scratchpad", "scratch*", "*pad.csv"])
def test_what_the_owner_says_needs_no_owner_is_left_out(ignore):
    """By a pattern of its name or of its path."""
    assert asked(found("usage", "scratchpad"), ignore=[ignore])["source lake"].outcome is Outcome.OK


@pytest.mark.parametrize(
    "name",
    ["tmp_orders", "orders_bak", "orders_backup_2", "orders (1)", "old/orders", "raw._orders", "orders-tmp2",
     "public.pg_stat_statements", "Copy of orders"],
)  # fmt: skip
def test_what_is_there_for_a_while_makes_no_noise(name):
    """Backups, copies, temporary and hidden tables, and those of the system."""
    assert asked(found("usage", name))["source lake"].outcome is Outcome.OK


@pytest.mark.parametrize("name", ["threshold", "template", "gold", "copyright", "pages"])
def test_a_name_that_only_sounds_so_is_no_backup(name):
    """It needs an owner like any other."""
    assert asked(found("usage", name))["source lake"].outcome is Outcome.BREACH


def test_what_has_the_name_of_a_declared_table_is_told_by_its_path():
    """Otherwise it would be said that nobody owns what somebody does."""
    said = asked(Listed([Found("usage", "raw/usage.csv", None, 1, members=(PurePath("raw/usage.csv"),))]))
    assert said["source lake"].summary.endswith("raw/usage.csv")


def test_of_a_source_that_several_read_the_first_by_name_hears():
    """Once, and whichever of them is asked first."""
    churn, billing = pipeline(), pipeline("billing")
    assert asked(found("orders"), churn, billing)["source lake"].outcome is Outcome.OK
    assert asked(found("orders"), billing, churn)["source lake"].outcome is Outcome.BREACH


def test_a_source_that_cannot_be_listed_is_no_finding_and_no_good_news():
    """Its tables tell of it."""
    said = asked(Listed(needs="a source that can be listed"))["source lake"]
    assert (said.outcome, said.needs) == (Outcome.NOT_ENOUGH_DATA, "a source that can be listed")


def test_an_owner_whom_no_route_reaches_is_a_finding():
    """With the key to add; one whom a route reaches is none."""
    said = asked(found(), routes=("slack", "email"))["owner maria"]
    assert (said.outcome, said.urgency) == (Outcome.BREACH, Urgency.TICKET)
    assert said.summary == "owner maria can be told by none of the routes (slack, email)"
    assert said.evidence["to_mend"] == "add people.maria.slack in oakum.yaml"
    reached = asked(found(), routes=("slack", "email"), maria={"email": "maria@example.com"})
    assert reached["owner maria"].outcome is Outcome.OK


def test_a_service_tells_whoever_is_set_up_there():
    """So it reaches every owner; and where there is no route at all, doctor says so."""
    assert asked(found(), routes=("pagerduty",))["owner maria"].outcome is Outcome.OK
    assert "owner maria" not in asked(found())


def audit(said, errors=()):
    """An audit in which nothing else was judged."""
    return kept("churn", NOON, Audit(NOON, list(said.values()), errors, {}))


@pytest.fixture
def finding():
    """Orders are nobody's."""
    return from_verdict(asked(found("usage", "orders"))["source lake"], pipeline())


def test_it_is_over_when_a_fresh_look_says_so(finding):
    """No partition has to be judged for that."""
    well = audit(asked(found("usage")))
    (change,) = reconcile(well, [], [opened(7, [finding], NOON)], NOON)
    assert isinstance(change, Gone)


def test_it_is_not_over_where_nobody_could_look(finding):
    """The source cannot be listed, or the checks did not run."""
    assert not is_over(finding, audit(asked(Listed(needs="a source that can be listed"))))
    assert not is_over(finding, audit({}, (Error(None, "the checks could not run"),)))
    assert not is_over(finding, audit(asked(found("usage", "orders"))))


def test_it_is_over_where_the_source_is_not_read_any_more_or_another_pipeline_hears(finding):
    """That one has a finding of its own then."""
    assert is_over(finding, audit(asked(found("orders"), pipeline(), pipeline("billing"))))
    there = asked(found("usage"), routes=("email",), maria={"email": "maria@example.com"})
    assert is_over(replace(finding, table="source gone"), audit(there))
    assert is_over(replace(finding, table="owner jon"), audit(there))


def test_it_never_makes_a_table_judged():
    """What is said of a source decides nothing about the rows: the pipeline stays unknown."""
    said = asked(found("usage"))
    day = NOON.date()
    only = replace(audit(said), judged={"usage": (day,)})
    assert health(pipeline(), [only], [], ZoneInfo("UTC"), NOON).status is Status.UNKNOWN
