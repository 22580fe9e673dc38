"""The data stops on Thursday 19 November, and nobody mends it."""

import json

import pytest

NO_WINDOW = 'loaded_at_field: loaded_at\n    finish_by: {time: "06:30"}\n    '


@pytest.fixture
def stopped(company, words):
    """Churn's window is declared; of billing nobody says when it is due or when it came."""
    company.declare("pipelines/billing.yaml", words.billing.replace(NO_WINDOW, ""))
    return company


@pytest.mark.parametrize("day", ["2026-11-23", "2026-12-04", "2027-01-15"])
def test_each_table_that_stopped_is_a_finding_since_it_stopped(stopped, day):
    """After four days as after eight weeks; the health is unknown, and why is told beside it."""
    said = json.loads(stopped.oakum("check", "--as-of", f"{day}T12:00", "--format", "json").out)
    found = {
        (each["table"], each["check"]): (each["urgency"], each["since"])
        for pipeline in said["pipelines"]
        for each in pipeline["findings"]
        if each["check"] in ("finish_window", "freshness")
    }
    assert found == {
        ("usage", "finish_window"): ("page", "2026-11-21T06:30:00Z"),
        ("invoices", "freshness"): ("ticket", "2026-11-21T00:00:00Z"),
    }
    assert [pipeline["health"] for pipeline in said["pipelines"]] == ["unknown", "unknown"]


def test_unknown_is_not_all_there_is_to_say(stopped):
    """Too little is known to say how the pipeline is; what is open is said all the same."""
    ran = stopped.oakum("check", "--as-of", "2026-11-23T12:00")
    assert "churn: unknown, and a page is open" in ran.out.splitlines()
    assert "billing: unknown, and a ticket is open" in ran.out.splitlines()


def test_a_stop_is_one_page_however_long_it_lasts(stopped):
    """It is not another trouble every day."""
    ran = stopped.oakum("replay", "churn", "--from", "2026-11-21", "--to", "2026-12-20")
    assert ran.out.splitlines()[-1] == "30 days, 30 of them with findings; 1 page"
