"""What nobody owns, as people meet it: by `oakum check`, by `oakum doctor`, and as an incident that ends."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import audit_function
from bot.engine.check import check
from bot.settings.load import load
from bot.store import incidents
from bot.store.store import open_store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def messy(company):
    """Beside what is declared somebody left orders, and a backup."""
    data = company.own_data()
    (data / "orders.csv").write_text("id,day\n1,2026-11-19\n")
    (data / "orders_bak.csv").write_text("id,day\n1,2026-11-19\n")
    return company


def of_owners(ran):
    """The findings of the check, by pipeline and what they are about."""
    return {
        (pipeline["pipeline"], each["table"]): each
        for pipeline in json.loads(ran.out)["pipelines"]
        for each in pipeline["findings"]
        if each["check"] == "owner"
    }


def test_the_checks_tell_of_a_table_that_nobody_declares(messy):
    """Once, in the pipeline that comes first by name, as a note."""
    (((pipeline, about), found),) = of_owners(messy.oakum("check", "--format", "json")).items()
    assert (pipeline, about, found["urgency"]) == ("billing", "source lake", "note")
    assert found["summary"] == "source lake holds 1 table that nobody owns: orders"
    said = messy.oakum("check").out
    assert "[note] source lake holds 1 table that nobody owns: orders" in said


def test_of_a_moment_that_is_over_nothing_is_said(messy, words):
    """What lay in the source then is not known."""
    ran = messy.oakum("check", "--as-of", words.morning, "--format", "json")
    assert of_owners(ran) == {}


def test_a_table_that_needs_no_owner_is_ignored(messy, words):
    """By a pattern in oakum.yaml."""
    messy.declare("oakum.yaml", words.oakum.replace('root: "ROOT"', 'root: "ROOT", ignore: ["ord*"]'))
    assert of_owners(messy.oakum("check", "--format", "json")) == {}
    assert "nobody" not in messy.oakum("doctor").out.replace("nobody is told", "")


def test_where_a_pipeline_cannot_be_used_nothing_can_be_told(messy, words):
    """Its tables may be the ones that seem to be nobody's."""
    messy.declare("pipelines/churn.yaml", words.churn.replace("source: lake", "source: lak"))
    ran = messy.oakum("check", "--format", "json")
    assert of_owners(ran) == {}
    (billing,) = (each for each in json.loads(ran.out)["pipelines"] if each["pipeline"] == "billing")
    assert {"check": "owner", "table": "source lake"}.items() <= billing["not_enough_data"][-1].items()


def test_doctor_says_what_to_do_about_it(messy):
    """Which is no mistake: nobody decided it yet."""
    ran = messy.oakum("doctor")
    assert ran.status == 0, ran.out
    said = f"unknown  source lake: 1 table is nobody's (orders): `oakum init {messy.data}` proposes them"
    assert said in ran.out


def test_doctor_names_a_source_that_no_pipeline_reads(messy, words):
    """All that lies there is nobody's."""
    (messy.folder / "attic").mkdir()
    (messy.folder / "attic" / "chairs.csv").write_text("id\n1\n")
    attic = f'  attic: {{root: "{messy.folder / "attic"}"}}\npeople:'
    messy.declare("oakum.yaml", words.oakum.replace("people:", attic))
    assert "unknown  source attic: 1 table is nobody's (chairs)" in messy.oakum("doctor").out


def test_an_owner_whom_no_route_reaches_is_told_also_where_no_variable_is_set(company, words):
    """`oakum check` sends nothing and needs no tokens: a route counts as oakum.yaml names it."""
    routes = 'routes:\n  email: {smtp: "${SMTP}"}\n'
    company.declare("oakum.yaml", words.oakum.replace(", email: maria@example.com", "") + routes)
    found = of_owners(company.oakum("check", "--format", "json"))
    assert set(found) == {("billing", "owner maria"), ("churn", "owner maria")}
    assert found["churn", "owner maria"]["evidence"]["to_mend"] == "add people.maria.email in oakum.yaml"


def test_it_is_an_incident_that_ends_when_the_table_is_gone(messy):
    """Like any other: one, and resolved by the next look."""
    settings = load(messy.config, {})
    with closing(open_store(settings.deployment.store)) as store:
        audit = audit_function(settings, store.profiles)
        check(store, settings, audit, settings.pipelines, NOON)
        assert [each.lead.summary for each in _unresolved(store)] == [
            "source lake holds 1 table that nobody owns: orders"
        ]
        (messy.data / "orders.csv").unlink()
        check(store, settings, audit, settings.pipelines, NOON + timedelta(hours=1))
        assert not _unresolved(store)


def _unresolved(store):
    with store.read() as connection:
        return incidents.unresolved(connection, "billing")


def test_it_can_be_silenced_like_any_check(company):
    """By its name."""
    ran = company.oakum("silence", "add", "billing", "--check", "owner", "--for", "2d", "--why", "inventory")
    assert ran.status == 0, ran.err
