"""Git, by its own program: no shell, no questions, within a time; no file is checked out anywhere."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

WITHIN = 45.0
"""Seconds for one command: five that speak to the remote take less than the lease of a claim."""
_SAID = 300
_QUIET = (
    *("-c", "core.hooksPath=/dev/null"),  # a clone's own hooks are not ours to run
    *("-c", "gc.auto=0"),
    *("-c", "core.quotePath=false"),
    *("-c", "commit.gpgSign=false"),
)
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE")
"""Variables that would lead to another repository: of a hook that started us, say."""
_US = {"NAME": "Oakum", "EMAIL": "oakum@localhost"}
_REFUSALS = ("[rejected]", "[remote rejected]", "denied", "Authentication failed", "could not read Username")
"""Words of git after which nothing was pushed."""


class GitError(Exception):
    """Git refused, and nothing was pushed; the text is what it said."""


class PushedPerhapsError(GitError):
    """A push of which nobody knows whether it got through."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a commit: its mode, and the hash of its content."""

    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class Clone:
    """A folder with a repository's objects, and the remote that they come from."""

    folder: Path
    remote: str

    def fetched(self, branch: str) -> str:
        """The newest commit of the remote's branch, which is here then. No name in the clone changes.

        Raises GitError.
        """
        ref = f"refs/heads/{branch}"
        listed = self._git("ls-remote", "--", self.remote, ref).split()
        if not listed:
            raise GitError(f"there is no branch {branch}: mend branch")
        self._git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", self.remote, ref)
        return listed[0]

    def entry(self, commit: str, file: str) -> Entry | None:
        """A file as it was in a commit."""
        found = self._git("ls-tree", "-z", "--full-tree", commit, "--", file).rstrip("\0")
        if not found:
            return None
        mode, kind, blob = found.partition("\t")[0].split()
        if kind != "blob" or mode == "120000":
            raise GitError(f"{file} is no file: mend file")
        return Entry(mode, blob)

    def content(self, entry: Entry) -> bytes:
        """What a file says."""
        return self._run("cat-file", "blob", entry.blob)

    def last_change(self, commit: str, file: str) -> tuple[str, str]:
        """The last commit of the branch itself (a merge counts as one) that changed a file, and its time."""
        said = self._git("log", "--first-parent", "-n", "1", "--format=%H %cI", commit, "--", file)
        found, _, at = said.strip().partition(" ")
        if not at:
            raise GitError(f"no commit of the history that is here changed {file}: is the clone shallow?")
        return found, at

    def has_parent(self, commit: str) -> bool:
        """Whether there is a commit before, and it is here."""
        return len(self._git("rev-list", "--parents", "-n", "1", commit).split()) > 1

    def with_file(self, tip: str, file: str, entry: Entry, message: str, now: datetime) -> str:
        """A new commit on top of another, in which one file is as in `entry`, and all else as it was."""
        with TemporaryDirectory(prefix="oakum-") as scratch:
            index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            self._git("read-tree", tip, environ=index)
            self._git("update-index", "--cacheinfo", f"{entry.mode},{entry.blob},{file}", environ=index)
            tree = self._git("write-tree", environ=index).strip()
        who = _US | {"DATE": now.isoformat()}
        as_us = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        return self._git("commit-tree", tree, "-p", tip, "-m", message, environ=as_us).strip()

    def push(self, commit: str, branch: str) -> None:
        """Push a commit, never by force. Raises GitError, PushedPerhapsError."""
        try:
            self._git("push", "--quiet", "--no-verify", "--", self.remote, f"{commit}:refs/heads/{branch}")
        except GitError as error:
            if any(word in str(error) for word in _REFUSALS):
                raise
            raise PushedPerhapsError(str(error)) from error

    def _git(self, *arguments: str, environ: dict[str, str] | None = None) -> str:
        return self._run(*arguments, environ=environ).decode(errors="replace")

    def _run(self, *arguments: str, environ: dict[str, str] | None = None) -> bytes:
        return run(self.folder, *arguments, environ=environ)


def run(folder: Path, *arguments: str, environ: dict[str, str] | None = None) -> bytes:
    """What git answers. Raises GitError."""
    inherited = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    silent = {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes"} | inherited | _ENVIRONMENT
    try:
        ran = subprocess.run(
            ["git", *_QUIET, *arguments],
            cwd=folder,
            env=silent | (environ or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WITHIN,
            check=False,
        )
    except FileNotFoundError as error:
        raise GitError("there is no git: install it beside Oakum") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git {arguments[0]} took longer than {WITHIN:.0f} s") from error
    if ran.returncode != 0:
        raise GitError(f"git {arguments[0]}: {_told(ran.stderr) or ran.returncode}")
    return ran.stdout


def _told(stderr: bytes) -> str:
    """What git said, on one line; a password in an address is not passed on."""
    said = " ".join(stderr.decode(errors="replace").split())
    return re.sub(r"//[^/@\s]+@", "//…@", said)[:_SAID]


@contextmanager
def opened(repository: str) -> Iterator[Clone]:
    """A clone that is there, or what is needed of a repository elsewhere, for a moment. Raises GitError.

    Of a clone with a remote called origin that remote is meant: what is only in the clone is not deployed.
    """
    there = Path(repository)
    origin = _origin(there) if there.is_dir() else ""
    if origin:
        yield Clone(there, origin)
        return
    with TemporaryDirectory(prefix="oakum-") as scratch:
        run(Path(scratch), "init", "--quiet", "--bare")
        yield Clone(Path(scratch), repository)


def _origin(folder: Path) -> str:
    try:
        return run(folder, "remote", "get-url", "origin").decode().strip()
    except GitError:
        return ""
