"""Nobody answers on a Friday evening: the model counts down to its former version, and people may cancel."""

import subprocess

import pytest

MARIA, JON = "U1MARIA", "U2JON"
FIRST = "usage: 24.4% of sessions are null; the limit is 5% (churn)"
LADDER = """\
  on-call:
    - {notify: maria, by: [slack], wait: 5m}
    - {rollback: churn-model}
rollbacks:
  churn-model: {by: git, repository: deploy.git, branch: main, file: version, enabled: true, allowed: [jon]}
"""


@pytest.fixture
def quay(town):
    """A town whose churn model was deployed on Monday evening; the trouble began on Tuesday."""
    deploy, desk = town.folder / "deploy.git", town.folder / "desk"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(deploy)], check=True)
    subprocess.run(["git", "clone", "-q", str(deploy), str(desk)], check=True, capture_output=True)
    for version, at in (("v6", "2026-11-09T20:00:00Z"), ("v7", "2026-11-16T20:00:00Z")):
        (desk / "version").write_text(f"{version}\n")
        subprocess.run(["git", "add", "version"], cwd=desk, check=True)
        us = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com"]
        when = {"GIT_COMMITTER_DATE": at, "PATH": "/usr/bin:/bin"}
        subprocess.run(["git", *us, "commit", "-qm", version], cwd=desk, check=True, env=when)
    subprocess.run(["git", "push", "-q", "origin", "HEAD:main"], cwd=desk, check=True)
    path = town.folder / "oakum.yaml"
    written = path.read_text()
    begin, end = written.index("  on-call:"), written.index("routes:")
    path.write_text(written[:begin] + LADDER + written[end:])
    return town


def serves(town):
    """What the remote says."""
    ran = subprocess.run(
        ["git", "show", "main:version"], cwd=town.folder / "deploy.git", check=True, capture_output=True
    )
    return ran.stdout.decode().strip()


def countdown(town):
    """Maria does not answer; the message of the countdown, once it is in the channel."""
    town.oakum()
    town.pass_time()
    town.pass_time(minutes=5)
    return town.wait_for(lambda: [each for each in broadcast(town) if "Cancel the rollback" in str(each)])[0]


def broadcast(town):
    """What is in the thread and in the channel too."""
    return [each for each in town.sandbox.messages("#churn") if each.get("subtype") == "thread_broadcast"]


def as_it_stands(town, message):
    """The message now."""
    return str(next(each for each in town.sandbox.messages("#churn") if each["ts"] == message["ts"]))


def press(town, user, message):
    """Press Cancel."""
    done = town.sandbox.click(user, "#churn", message["ts"], "rollback_cancel").wait()
    assert done.acked, done.error


def test_nobody_stops_it_so_the_former_version_serves(quay):
    """The message is edited in place, all hear it, and nothing is rolled back twice."""
    message = countdown(quay)
    assert "`churn-model` is rolled back from `v7` to `v6`" in str(message)
    assert f"<@{JON}> may cancel" in str(message)
    quay.pass_time(minutes=5)
    quay.wait_for(lambda: serves(quay) == "v6")
    quay.wait_for(lambda: "Rolled back and verified" in as_it_stands(quay, message))
    assert "Cancel the rollback" not in as_it_stands(quay, message)
    assert "churn-model was rolled back from v7 to v6, and v6 is seen to serve" in str(broadcast(quay))
    quay.pass_time(hours=1)
    assert serves(quay) == "v6"


def test_one_who_may_not_cancel_is_told_so_alone_and_one_who_may_does(quay):
    """Maria sees why, nobody else does; Jon's click ends it, and a second one comes too late."""
    message = countdown(quay)
    press(quay, MARIA, message)
    refusal = quay.wait_for(lambda: quay.sandbox.ephemerals(MARIA, "#churn"))[-1]
    assert "Only *jon* may cancel the rollback of `churn-model`" in str(refusal)
    assert "may cancel the rollback" not in str(quay.sandbox.messages("#churn"))
    assert "Cancel the rollback" in as_it_stands(quay, message)
    press(quay, JON, message)
    quay.wait_for(lambda: "Cancelled" in as_it_stands(quay, message))
    assert "*jon* cancelled the rollback" in quay.wait_in_thread(FIRST, "cancelled the rollback")
    quay.pass_time(minutes=30)
    assert serves(quay) == "v7"


def test_who_acknowledges_stops_it(quay):
    """Whoever looks at the trouble decides what becomes of the model."""
    message = countdown(quay)
    quay.click(MARIA, FIRST, "incident_acknowledge")
    quay.wait_for(lambda: "Not rolled back" in as_it_stands(quay, message))
    quay.pass_time(minutes=30)
    assert serves(quay) == "v7"
    assert "maria has it" in as_it_stands(quay, message)
