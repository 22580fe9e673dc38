"""What a batch is compared with, in words and figures, and what speaks against it: its age, its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date

from checks.declared import Reference
from checks.figures import counted
from checks.profiles.batches import Batch
from checks.profiles.profile import Profile
from checks.profiles.referred import TrainingSet
from checks.reference import NO_DATES
from checks.statistics.distance import MIN_BATCHES

ROLLING = "the 28 clean batches before"
OLD_DAYS = 180
"""A reference that ended longer before a batch is said to be old."""

PERIOD_ROWS, TRAINING_ROWS = 200, 1_000
"""With fewer rows with a value a reference is said to be small."""


def named(declared: Reference | None, training: TrainingSet | None) -> str | None:
    """What people call the reference; None for a training set that cannot be read."""
    return named_as(declared, training.mark if training else "")


def named_as(declared: Reference | None, mark: str) -> str | None:
    """The same by the mark of the training set; empty for one that could not be read."""
    if declared is None:
        return ROLLING
    return declared.named(mark) if declared.is_period or mark else None


@dataclass(frozen=True)
class Standing:
    """The reference of one column of a batch; `period` are the partitions of a declared one."""

    batch: Batch
    declared: Reference | None
    training: TrainingSet | None
    period: Sequence[Profile]

    @property
    def _days(self) -> list[date]:
        name = self.batch.feature.name
        return [each.partition for each in self.period if name in each.columns]

    @property
    def rows(self) -> int:
        """The rows with a value that it is compared with, of any weekday."""
        return sum(each.rows for each in self.batch.reference)

    @property
    def doubts(self) -> list[str]:
        """What is to be known of the reference before its word is taken."""
        if self.declared is None:
            return []
        return self._of_period() if self.training is None else self._of_training(self.training)

    def _of_period(self) -> list[str]:
        days, said = self._days, []
        old = (self.batch.day - max(days)).days if days else 0
        if old > OLD_DAYS:
            said.append(f"the reference ended {old} days before")
        if len(days) < MIN_BATCHES:
            said.append(
                f"the reference has {counted(len(days), 'batch', 'batches')}, fewer than {MIN_BATCHES}"
            )
        if self.rows < PERIOD_ROWS:
            said.append(f"the reference has {counted(self.rows, 'row')}, fewer than {PERIOD_ROWS}")
        return said

    def _of_training(self, training: TrainingSet) -> list[str]:
        said = [NO_DATES]
        written = training.profile.seen
        old = (self.batch.day - written.astimezone(UTC).date()).days if written else 0
        if old > OLD_DAYS:
            said.append(f"the reference was written {old} days before")
        if self.rows < TRAINING_ROWS:
            said.append(f"the reference has {counted(self.rows, 'row')}, fewer than {TRAINING_ROWS:,}")
        elif self.rows < self.batch.values.rows:
            said.append(f"the reference has {counted(self.rows, 'row')}, fewer than the batch")
        return said

    @property
    def evidence(self) -> dict[str, object]:
        """What it is, as a check shows it."""
        newest = max(self._days, default=None) if self.declared and self.training is None else None
        return {
            "is": named(self.declared, self.training),
            "rows": self.rows,
            **({"newest": newest.isoformat()} if newest else {}),
            **({"doubts": self.doubts} if self.doubts else {}),
        }
