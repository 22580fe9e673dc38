"""`oakum silence`: what it would do, do it, list it, end it."""

import json


def test_a_dry_run_says_what_it_would_do_and_does_nothing(company):
    """It shows the target, until when, and how much of what came of late."""
    ran = company.oakum("silence", "add", "churn", "--for", "2h", "--dry-run")
    assert ran.status == 0
    assert ran.out.startswith("Would silence churn until ")
    assert "it would have kept quiet 0 of 0 incidents of the last 30 days" in ran.out
    assert "Nothing is silenced." in company.oakum("silence", "list").out


def test_it_is_made_listed_and_ended(company):
    """By whoever says so."""
    asked = ("--for", "3d", "--check", "null_rate", "--why", "backfill", "--who", "maria", "--format", "json")
    made = json.loads(company.oakum("silence", "add", "churn", *asked).out)["silence"]
    assert (made["id"], made["pipeline"], made["check"], made["who"]) == (1, "churn", "null_rate", "maria")
    listed = company.oakum("silence", "list").out
    assert "null_rate of churn" in listed
    assert "by maria: backfill" in listed
    assert json.loads(company.oakum("silence", "list", "--format", "json").out)["silences"] == [made]
    assert company.oakum("silence", "end", "1").out == "Silence 1 of null_rate of churn is over.\n"
    assert json.loads(company.oakum("silence", "list", "--format", "json").out)["silences"] == []


def test_it_may_begin_later(company):
    """For the night of a migration."""
    ran = company.oakum("silence", "add", "churn", "--for", "8h", "--from", "2099-12-24T18:00")
    assert "from Thu 24 Dec 2099, 18:00" in ran.out
    assert "until Fri 25 Dec 2099, 02:00" in ran.out


def test_mistakes_are_told(company):
    """With what there is."""
    for arguments, said in (
        (("add", "chrun", "--for", "2h"), "There is no pipeline 'chrun'; there is billing, churn"),
        (("add", "churn", "--for", "never"), "Write how long, like 30m, 2h or 3d"),
        (("add", "churn", "--for", "2h", "--check", "nul_rate"), "did you mean null_rate?"),
        (("end", "9"), "there is no silence 9"),
        (("end", "99999999999999999999"), "there is no silence 99999999999999999999"),
        (("add", "churn", "--for", "2h", "--from", "2020-12-24T18:00"), "That time is over already"),
        (("add", "churn", "--for", "2h", "--from", "2020-12-24T18:00", "--dry-run"), "is over already"),
    ):
        ran = company.oakum("silence", *arguments)
        assert ran.status == 2
        assert said in ran.err
