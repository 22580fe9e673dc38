"""What a table feeds over another table: `check` and `gate` are as loud as the model at the end deserves."""

import json

import pytest

YES, NO = 0, 1
FEATURES = """\
  usage_features:
    source: lake
    path: invoices/day=*/*.parquet
    partition: {column: day, period: day}
    feeds: {churn_model: LEVEL}
"""


@pytest.fixture
def moved(company, words):
    """A feature with a tenth of the weight moved far for three days; the table of features takes it on."""

    def build(level):
        declared = words.churn.replace("{churn_model: critical}", "{usage_features: low}")
        declared += "      pages: {kind: numeric, drift: true, weight: 9}\n" + FEATURES
        company.declare("pipelines/churn.yaml", declared.replace("LEVEL", level))
        company.own_data()
        for of_november in range(-14, 20):
            day = words.day(1) + (words.day(2) - words.day(1)) * (of_november - 1)
            shift = 200.0 if of_november >= 17 else 0.0
            columns = words.usage()
            columns["pages"] = columns["minutes"]
            columns["minutes"] = [each + shift for each in columns["minutes"]]
            words.write(company.data, "usage", day, columns)
        return company

    return build


@pytest.mark.parametrize(
    ("level", "urgency", "status"), [("critical", "ticket", NO), ("low", "note", YES)], ids=str
)
def test_a_feature_is_as_loud_as_what_it_feeds_in_the_end(moved, words, level, urgency, status):
    """Of low criticality is only the table in between; the gate says what the check says."""
    company = moved(level)
    said = company.oakum("check", "churn", "--as-of", words.morning, "--format", "json")
    (found,) = json.loads(said.out)["pipelines"][0]["findings"]
    assert (found["check"], found["column"], found["urgency"]) == ("drift", "minutes", urgency)
    assert ("low criticality" in found["evidence"]["because"]) == (urgency == "note")
    ran = company.oakum("gate", "usage", "--partition", "2026-11-19")
    assert (ran.status, f"[{urgency}] usage: 171 rows have `minutes`" in ran.out) == (status, True)
