"""The ways back that are declared: what is not declared is not loaded."""

from collections.abc import Mapping
from pathlib import Path

from bot.clock import Clock
from bot.domain.declared_rollback import RollbackTarget
from bot.rollback.way import Way


class MissingRollbackExtraError(Exception):
    """A rollback is declared whose library is not installed; says what to install."""


def opened(rollbacks: Mapping[str, RollbackTarget], folder: Path, clock: Clock) -> dict[str, Way]:
    """For each rollback, its way; paths are relative to `folder`. Raises `MissingRollbackExtraError`."""
    try:
        return {name: _way(target, folder, clock) for name, target in rollbacks.items()}
    except ModuleNotFoundError as error:
        raise MissingRollbackExtraError(
            f"a rollback needs {error.name}, which is not installed: pip install 'oakum[webhooks]'"
        ) from error


def _way(target: RollbackTarget, folder: Path, clock: Clock) -> Way:
    if target.by == "git":
        from bot.rollback.git import GitWay

        return GitWay(target, folder, clock)
    if target.by == "mlflow":
        from bot.rollback.mlflow import MlflowWay

        return MlflowWay(target)
    from bot.rollback.webhook import WebhookWay

    return WebhookWay(target, clock)
