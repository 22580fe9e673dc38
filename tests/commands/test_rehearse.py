"""`oakum drill --rehearse`: a failure in a copy of a real day is found, ranked and paged, and not kept."""

import json

import pytest

LADDER = """\
policies:
  oncall: [{notify: maria, by: [email]}]
routes: {email: {smtp: "smtp://127.0.0.1:1"}}
"""


@pytest.fixture
def laddered(company):
    """Maria is told of churn by mail."""
    oakum = company.config / "oakum.yaml"
    oakum.write_text(oakum.read_text() + LADDER)
    path = company.config / "pipelines" / "churn.yaml"
    path.write_text(path.read_text().replace("owner: maria\n", "owner: maria\npolicy: oncall\n"))
    return company


@pytest.mark.parametrize(
    ("plant", "check"),
    [
        (("nulls",), "null_rate"),
        (("lost",), "row_count"),
        (("duplicates",), "duplicate_keys"),
        (("shift", "--column", "minutes"), "drift"),
        (("unit", "--column", "minutes"), "drift"),
    ],
)
def test_what_is_planted_is_found_and_followed(laddered, plant, check):
    """By the check that is there for it; with its place, and who would be paged."""
    ran = laddered.oakum("drill", "--rehearse", "churn/usage", "--plant", *plant, "--dry-run")
    assert ran.status == 0, ran.out + ran.err
    assert "REHEARSAL, nothing is wrong: " in ran.out
    assert f"found by {check}" in ran.out
    assert "it would be no. 1 of" in ran.out
    assert "Would call maria by email (oncall)" in ran.out


def test_nothing_of_it_is_kept(laddered):
    """No incident, no audit, no partition: the next check says what the one before said."""
    before = laddered.oakum("check", "churn", "--as-of", "2026-11-20T09:00", "--format", "json").out
    laddered.oakum(
        "drill", "--rehearse", "churn/usage", "--plant", "unit", "--column", "minutes", "--dry-run"
    )
    assert laddered.oakum("check", "churn", "--as-of", "2026-11-20T09:00", "--format", "json").out == before
    assert json.loads(laddered.oakum("incidents", "--format", "json").out)["incidents"] == []


def test_the_page_says_that_it_is_a_rehearsal(laddered):
    """What could not be sent is told, with the finding in what would have been said."""
    ran = laddered.oakum("drill", "--rehearse", "churn/usage", "--who", "ana")
    assert ran.status == 1
    assert "Rehearsal 1 by ana" in ran.out
    said = json.loads(laddered.oakum("drill", "--show", "--format", "json").out)
    assert said["about"].startswith(
        "Planted: 30% of sessions are NULL in a copy of churn/usage of Thu 19 Nov."
    )


def test_what_cannot_be_planted_is_told(laddered):
    """A text has no deviation; a table that is none has no day."""
    said = laddered.oakum("drill", "--rehearse", "churn/usage", "--plant", "shift", "--column", "account")
    assert said.status == 2
    assert laddered.oakum("drill", "--rehearse", "churn/users").status == 2
    assert (
        "shift cannot be planted in nothing"
        in laddered.oakum("drill", "--rehearse", "churn/usage", "--plant", "shift", "--column", "nothing").err
    )
