"""Where what is wrong with a table came from, and who answers for it."""

from typing import Any

import pytest

from bot.domain.declared import Deployment
from bot.domain.upstream import Owner, outside, people_of, upstream

LAKE = {"kind": "files", "root": "/data"}
HANDOFF = {"takes_from": [{"table": "raw"}]}


def deployed(**source: Any) -> Deployment:
    return Deployment.model_validate(
        {
            "sources": {"lake": LAKE | source},
            "people": {"maria": {}, "jon": {}},
            "teams": {"squad": ["maria", "jon"]},
        }
    )


def test_the_source_is_upstream_where_no_table_is_declared_to_be(a_finding: Any, a_pipeline: Any) -> None:
    """With its owner."""
    found = upstream(a_finding(), a_pipeline(), deployed(owner="jon"))
    assert (found.called, found.owner) == ("the source lake", Owner("jon"))


def test_without_an_owner_it_says_what_to_add(a_finding: Any, a_pipeline: Any) -> None:
    """The key of oakum.yaml."""
    found = upstream(a_finding(), a_pipeline(), deployed())
    assert found.owner is None
    assert found.whom == (
        "nobody is declared as owner of the source lake: add sources.lake.owner in oakum.yaml"
    )


def test_the_owner_of_a_handoff_goes_before_that_of_the_source(a_finding: Any, a_pipeline: Any) -> None:
    """People outside have a contact."""
    team = {"table": "raw", "owner": "Billing team <billing@example.com>"}
    declared = a_pipeline(tables={"usage": {"takes_from": [team]}, "raw": {"path": "raw/*"}})
    found = upstream(a_finding(), declared, deployed(owner="jon"))
    assert (found.called, found.owner) == ("the table raw", Owner("Billing team", "billing@example.com"))
    assert found.at == "lake/raw/*"


def test_the_table_that_the_evidence_names_is_meant(a_finding: Any, a_pipeline: Any) -> None:
    """Of two."""
    seams = [{"with": "plans", "key": ["id"], "kind": "lookup"}, {"with": "raw", "key": ["id"]}]
    tables = {"usage": {"reconciliation": seams}, "raw": {}, "plans": {}}
    declared = a_pipeline(tables=tables)
    about_plans = a_finding(check="reconciliation", evidence={"kind": "lookup", "with": "plans"})
    assert upstream(about_plans, declared, deployed()).table == "plans"
    assert upstream(a_finding(), declared, deployed()).table == "raw"


def test_a_table_that_is_gone_has_no_upstream(a_finding: Any, a_pipeline: Any) -> None:
    """Nothing is known of it."""
    assert upstream(a_finding(table="gone"), a_pipeline(), deployed()) is None


@pytest.mark.parametrize(
    ("owner", "people"),
    [
        (Owner("jon"), ("jon",)),
        (Owner("squad"), ("maria", "jon")),
        (Owner("jon", "jon@elsewhere.example"), ()),
        (Owner("eve"), ()),
    ],
)
def test_only_those_of_oakum_yaml_can_be_written_to(owner: Owner, people: tuple[str, ...]) -> None:
    """A contact outside is for a person to use."""
    assert people_of(owner, deployed()) == people


def test_a_contact_alone_is_its_own_name() -> None:
    """And a mere name is nobody outside."""
    assert outside("<data@example.com>") == Owner("data@example.com", "data@example.com")
    assert outside("Billing team") is None
