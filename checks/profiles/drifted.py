"""A feature that is far from its reference: since which batch, and whether that lasts."""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.profiles.batches import Batch


@dataclass(frozen=True)
class Drifted:
    """A feature that has drifted, with its batches up to now."""

    name: str
    found: Sequence[Batch]
    p_value: float

    @property
    def run(self) -> Sequence[Batch]:
        """The unbroken run of drifted batches that ends with the newest."""
        return trailing(self.found, self._over)

    @property
    def _over(self) -> Sequence[bool]:
        """The newest is: either it is, or it is asked what would be said if the rows say so."""
        return [*(batch.over for batch in self.found[:-1]), True]

    @property
    def newest(self) -> Batch:
        """The batch that is judged."""
        return self.found[-1]

    @property
    def lasts(self) -> bool:
        """Two of the last three batches; or twice the limit at once."""
        twice = self.newest.distance > 2 * self.newest.limit
        return sum(self._over[-3:]) >= 2 or twice


def trailing(found: Sequence[Batch], bad: Sequence[bool]) -> Sequence[Batch]:
    """The bad batches at the end."""
    start = len(found)
    while start and bad[start - 1]:
        start -= 1
    return found[start:]
