"""A run log in the configuration, from the file to the finding."""

import json
import shutil

LOG = """\
    run_log:
      path: runs.csv
      partition: day
      started: began
      finished: ended
      status: state
      where: {job: invoices}
"""
RUNS = """\
job,day,began,ended,state
invoices,2026-11-17,2026-11-18T05:00:00Z,2026-11-18T06:00:00Z,success
invoices,2026-11-18,2026-11-19T05:00:00Z,2026-11-19T11:00:00Z,success
other,2026-11-19,2026-11-20T05:00:00Z,2026-11-20T11:00:00Z,success
"""


def declare(company, words, runs=RUNS):
    (company.own_data() / "runs.csv").write_text(runs)
    company.declare("pipelines/billing.yaml", words.billing.replace("    columns:\n", LOG + "    columns:\n"))


def test_a_run_log_tells_who_is_late(company, words):
    """The rows were there at five; the job says that it took until eleven."""
    declare(company, words)
    ran = company.oakum("check", "billing", "--as-of", words.morning)
    assert (ran.status, ran.err) == (1, "")
    assert "Wed 18 Nov finished at 11:00, 4 h 30 min after 06:30" in ran.out


def test_a_replay_knows_of_each_run_what_was_known_then(company, words):
    """On the morning of the 19th the job was under way; in the one after it was late."""
    declare(company, words)
    ran = company.oakum("replay", "billing", "--from", "2026-11-18", "--to", "2026-11-20", "--format", "json")
    days = [json.loads(line)["pipelines"][0]["findings"] for line in ran.out.splitlines()]
    assert [[each["evidence"]["kind"] for each in found] for found in days] == [[], ["unfinished"], ["late"]]
    assert [each["urgency"] for found in days for each in found] == ["page", "ticket"]


def test_a_run_log_that_cannot_be_read_is_told_and_nothing_is_called_fine(company, words):
    """The other checks go on; the window is not judged."""
    declare(company, words)
    (company.data / "runs.csv").unlink()
    ran = company.oakum("check", "billing", "--as-of", words.morning, "--format", "json")
    (billing,) = json.loads(ran.out)["pipelines"]
    assert ran.status == 2
    assert [each["what"].partition(":")[0] for each in billing["errors"]] == [
        f"its runs cannot be read (no file matches {company.data / 'runs.csv'}"
    ]
    needs = [each["needs"] for each in billing["not_enough_data"] if each["check"] == "finish_window"]
    assert needs == ["a run log that can be read"]


def test_a_source_that_nobody_declares_is_a_mistake(company, words):
    """With its line."""
    declare(company, words)
    elsewhere = LOG.replace("run_log:\n", "run_log:\n      source: lakes\n")
    company.declare(
        "pipelines/billing.yaml", words.billing.replace("    columns:\n", elsewhere + "    columns:\n")
    )
    ran = company.oakum("check", "billing")
    assert ran.status == 2
    assert "run_log.source: 'lakes' is not declared in oakum.yaml: did you mean lake?" in ran.err


def test_a_log_may_lie_in_another_source(company, words):
    """The orchestrator's own folder, say."""
    declare(company, words)
    there = company.folder / "orchestrator"
    there.mkdir()
    shutil.move(company.data / "runs.csv", there)
    company.declare("oakum.yaml", words.oakum.replace("people:", f"  runs: {{root: '{there}'}}\npeople:"))
    elsewhere = LOG.replace("run_log:\n", "run_log:\n      source: runs\n")
    company.declare(
        "pipelines/billing.yaml", words.billing.replace("    columns:\n", elsewhere + "    columns:\n")
    )
    ran = company.oakum("check", "billing", "--as-of", words.morning)
    assert "Wed 18 Nov finished at 11:00" in ran.out
