"""`oakum doctor` and rollbacks: what serves, what it would go back to, whether it is on."""

import subprocess

import pytest

LADDER = """\
policies:
  first: [{notify: maria, by: [slack]}, {rollback: churn-model}]
rollbacks:
  churn-model: {by: git, repository: deploy.git, file: version, enabled: ENABLED, allowed: [maria]}
routes:
  slack: {bot_token: xoxb-sandbox, app_token: xapp-sandbox, api_url: "http://127.0.0.1:9/api/"}
"""


@pytest.fixture
def deployed(company, words):
    """v7 is deployed, v6 was before; `on` says whether the rollback is."""
    deploy, desk = company.config / "deploy.git", company.config / "desk"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(deploy)], check=True)
    subprocess.run(["git", "clone", "-q", str(deploy), str(desk)], check=True, capture_output=True)
    us = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com"]
    for version in ("v6", "v7"):
        (desk / "version").write_text(f"{version}\n")
        subprocess.run(["git", "add", "version"], cwd=desk, check=True)
        when = {"GIT_COMMITTER_DATE": "2026-11-16T20:00:00Z", "PATH": "/usr/bin:/bin"}
        subprocess.run(["git", *us, "commit", "-qm", version], cwd=desk, check=True, env=when)
    subprocess.run(["git", "push", "-q", "origin", "HEAD:main"], cwd=desk, check=True)

    def doctor(on="true", file="version"):
        ladder = LADDER.replace("ENABLED", on).replace("file: version", f"file: {file}")
        company.declare("oakum.yaml", words.oakum + ladder)
        return company.oakum("doctor").out

    return doctor


def test_what_serves_and_what_comes_before_is_told(deployed):
    """With the ladder that it ends."""
    said = deployed()
    assert "ok       rollback churn-model: v7 serves, deployed on Mon 16 Nov at 20:00 UTC; " in said
    assert "it would go back to v6\n" in said
    assert "policy first: ends with maria" in said


def test_what_is_off_says_so(deployed):
    """And where it is switched on."""
    said = deployed(on="false")
    assert "unknown  rollback churn-model: v7 serves, " in said
    assert "it would go back to v6; it is off: rollbacks.churn-model.enabled\n" in said


def test_what_cannot_be_read_is_to_be_mended(deployed):
    """Before the night in which it is needed."""
    assert (
        "to mend  rollback churn-model: which version serves cannot be read: there is no file nowhere on main"
    ) in deployed(file="nowhere")
