"""Back by a commit that restores the former content of one file, pushed to its branch."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import Clock
from bot.domain.declared_rollback import RollbackTarget
from bot.domain.rollback import Deployed, Rollback
from bot.rollback.clone import Clone, Entry, GitError, PushedPerhapsError, opened
from bot.rollback.way import NotToldError, RefusedError, UnsureError

_LONGEST = 60
"""Characters of a version; a file that says more is called by its hash."""


class GitWay:
    """A file in a repository names the version. Nothing is checked out, and nothing is forced."""

    def __init__(self, target: RollbackTarget, folder: Path, clock: Clock) -> None:
        repository = target.repository or ""
        there = folder / Path(repository).expanduser()
        self._repository = str(there) if there.is_dir() else repository
        self._branch, self._file, self._clock = target.branch, target.file or "", clock

    def look(self) -> Deployed:
        """The file on its branch, before the last commit that changed it, and when that came.

        Raises `NotToldError`.
        """
        try:
            with opened(self._repository) as clone:
                return self._look(clone, clone.fetched(self._branch))
        except GitError as error:
            raise NotToldError(str(error)) from error

    def roll_back(self, rollback: Rollback) -> None:
        """Commit the former content on top of the branch, and push it; a branch that moved refuses it.

        Raises `RefusedError`, `UnsureError`.
        """
        try:
            with opened(self._repository) as clone:
                tip = clone.fetched(self._branch)
                self._still(self._look(clone, tip), rollback)
                commit = self._commit(clone, tip, rollback)
                clone.push(commit, self._branch)
        except PushedPerhapsError as error:
            raise UnsureError(str(error)) from error
        except GitError as error:
            raise RefusedError(str(error)) from error

    def _look(self, clone: Clone, tip: str) -> Deployed:
        current = clone.entry(tip, self._file)
        if current is None:
            raise GitError(f"there is no file {self._file} on {self._branch}: mend file or branch")
        commit, at = clone.last_change(tip, self._file)
        former = clone.entry(f"{commit}^1", self._file) if clone.has_parent(commit) else None
        previous = _version(clone, former) if former else None
        return Deployed(_version(clone, current), previous, datetime.fromisoformat(at).astimezone(UTC))

    def _still(self, deployed: Deployed, rollback: Rollback) -> None:
        if (deployed.version, deployed.previous) != (rollback.version, rollback.previous):
            raise GitError(f"{self._branch} moved on meanwhile: {deployed.version} is there now")

    def _commit(self, clone: Clone, tip: str, rollback: Rollback) -> str:
        last, _ = clone.last_change(tip, self._file)
        former = clone.entry(f"{last}^1", self._file)
        if former is None:
            raise GitError(f"there is no former {self._file}")
        message = (
            f"Roll {rollback.name} back from {rollback.version} to {rollback.previous}\n\n"
            f"Oakum, for incident {rollback.incident}: the content of {self._file} before {last[:12]}.\n"
        )
        return clone.with_file(tip, self._file, former, message, self._clock())


def _version(clone: Clone, entry: Entry) -> str:
    """What the file says, if that is one short line; otherwise its hash."""
    with suppress(UnicodeDecodeError):
        said = clone.content(entry).decode().strip()
        if said and len(said) <= _LONGEST and said.isprintable():
            return said
    return entry.blob[:12]
