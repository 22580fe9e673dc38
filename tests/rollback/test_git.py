"""A real repository: the file goes back to what it said, by a commit on top of all others."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.declared_rollback import RollbackTarget
from bot.domain.rollback import Deployed
from bot.rollback.git import GitWay
from bot.rollback.way import NotToldError, RefusedError

Remote = Any
WEDNESDAY = datetime(2026, 11, 18, 21, tzinfo=UTC)


@pytest.fixture
def way(remote: Remote, tmp_path: Path, clock: Any) -> Callable[..., GitWay]:
    """The way back in that repository."""

    def made(**changes: Any) -> GitWay:
        facts = {"by": "git", "repository": remote.url, "file": "churn/version"}
        return GitWay(RollbackTarget.model_validate(facts | changes), tmp_path, clock)

    return made


@pytest.mark.parametrize("repository", [None, "desk"])
def test_the_file_tells_what_serves_and_since_when(way: Any, repository: str | None) -> None:
    """By the address of a repository or the path of a clone; other files are no deployment."""
    known = way() if repository is None else way(repository=repository)
    assert known.look() == Deployed("v7", "v6", WEDNESDAY)


def test_a_commit_restores_the_former_content(way: Any, remote: Remote, rollback: Any, clock: Any) -> None:
    """Of that file alone; the clone of somebody is left as it was."""
    before = remote.git("rev-parse", "HEAD"), remote.git("for-each-ref")
    way(repository="desk").roll_back(rollback)
    assert (remote.git("rev-parse", "HEAD"), remote.git("status", "--porcelain")) == (before[0], "")
    assert remote.git("for-each-ref") == before[1]
    assert remote.shown("origin/main:churn/version") == "v6"
    assert remote.shown("origin/main:README") == "what is deployed"
    said = remote.shown("origin/main").splitlines()
    assert said[1] == "Author: Oakum <oakum@localhost>"
    assert "    Roll churn-model back from v7 to v6" in said
    assert way().look() == Deployed("v6", "v7", clock())


def test_what_the_branch_got_meanwhile_is_kept(way: Any, remote: Remote, rollback: Any) -> None:
    """Another file was changed: the commit lies on top of that."""
    last = remote.commit({"other": "1"}, WEDNESDAY + timedelta(days=1))
    way().roll_back(rollback)
    assert remote.shown("origin/main^").startswith(f"commit {last}")


def test_another_version_meanwhile_is_left_alone(way: Any, remote: Remote, rollback: Any) -> None:
    """Somebody deployed v8."""
    remote.commit({"churn/version": "v8\n"}, WEDNESDAY + timedelta(days=1))
    with pytest.raises(RefusedError, match="main moved on meanwhile: v8 is there now"):
        way().roll_back(rollback)
    assert remote.shown("origin/main:churn/version") == "v8"


def test_a_remote_that_refuses_is_told(way: Any, remote: Remote, rollback: Any) -> None:
    """A protected branch: for certain nothing was done."""
    hook = Path(remote.url) / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho main is protected >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(RefusedError, match="main is protected"):
        way().roll_back(rollback)
    assert way().look().version == "v7"


def test_a_merge_counts_when_it_came(way: Any, remote: Remote) -> None:
    """Written on Monday, merged on Thursday: it serves since Thursday."""
    thursday = WEDNESDAY + timedelta(days=1)
    remote.git("checkout", "-qb", "next")
    remote.at = WEDNESDAY - timedelta(days=2)
    (remote.desk / "churn/version").write_text("v8\n")
    remote.git("commit", "-qam", "v8")
    remote.git("checkout", "-q", "-")
    remote.at = thursday
    remote.git("merge", "-q", "--no-ff", "-m", "merge v8", "next")
    remote.git("push", "-q", "origin", "HEAD:main")
    assert way().look() == Deployed("v8", "v7", thursday)


def test_a_long_file_is_called_by_its_hash(way: Any, remote: Remote, rollback: Any) -> None:
    """A manifest of many lines can be restored too."""
    for number in (1, 2):
        remote.commit({"deploy.yaml": f"image: churn\ntag: {number}\n"}, WEDNESDAY + timedelta(hours=number))
    known = way(file="deploy.yaml")
    blobs = [remote.git("rev-parse", f"{commit}:deploy.yaml")[:12] for commit in ("HEAD", "HEAD^")]
    assert [known.look().version, known.look().previous] == blobs
    known.roll_back(replace(rollback, version=blobs[0], previous=blobs[1]))
    assert remote.shown("origin/main:deploy.yaml") == "image: churn\ntag: 1"


def test_the_first_version_has_none_before(way: Any, remote: Remote) -> None:
    """Nothing to go back to."""
    remote.commit({"first": "v1"}, WEDNESDAY)
    assert way(file="first").look() == Deployed("v1", None, WEDNESDAY)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"file": "nowhere"}, "there is no file nowhere on main: mend file or branch"),
        ({"branch": "prod"}, "there is no branch prod: mend branch"),
        ({"repository": "/nowhere.git"}, "git ls-remote: "),
        ({"repository": "ext::true"}, "git ls-remote: fatal: transport 'ext' not allowed"),
    ],
)
def test_what_cannot_be_read_says_what_to_mend(way: Any, changes: Any, said: str) -> None:
    """Nothing is asked at a terminal, nothing runs in a shell."""
    with pytest.raises(NotToldError, match=said):
        way(**changes).look()


def test_hooks_of_a_clone_do_not_run(way: Any, remote: Remote, rollback: Any, tmp_path: Path) -> None:
    """They are for whoever works there."""
    hook = remote.desk / ".git" / "hooks" / "pre-push"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    hook.chmod(0o755)
    way(repository="desk").roll_back(rollback)
    assert not (tmp_path / "ran").exists()


def test_a_password_in_an_address_is_told_to_nobody(way: Any) -> None:
    """What git says of it goes to a channel."""
    with pytest.raises(NotToldError) as told:
        way(repository="ftps://me:hunter2@127.0.0.1:1/deploy.git").look()
    assert "hunter2" not in str(told.value)
