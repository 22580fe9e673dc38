"""A feature that is far from its reference: since which batch, and whether that lasts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from checks.profiles.batches import Batch


@dataclass(frozen=True)
class Drifted:
    """A feature that has drifted, with its batches up to now.

    The newest is over its limit: it certainly is, or it is asked what would be said if the rows say so. An
    earlier one in doubt tells nothing, and is passed over: it neither ends a drift, nor begins one, nor is it
    called bad. No rows of days gone by are read for it, and what is said does not depend on whether somebody
    looked on that day.
    """

    name: str
    found: Sequence[Batch]
    p_value: float

    @property
    def newest(self) -> Batch:
        """The batch that is judged."""
        return self.found[-1]

    @property
    def run(self) -> Sequence[Batch]:
        """The drifted batches since the last one that was not: they end with the newest."""
        return [*takewhile(self._is_over, self._backwards())][::-1]

    @property
    def lasts(self) -> bool:
        """Two of the last three batches; or twice the limit at once."""
        twice = self.newest.distance > 2 * self.newest.limit
        return sum(map(self._is_over, islice(self._backwards(), 3))) >= 2 or twice

    def _backwards(self) -> Iterator[Batch]:
        """The newest and, one by one, those before it that are not in doubt."""
        yield self.newest
        yield from (batch for batch in reversed(self.found[:-1]) if not batch.in_doubt)

    def _is_over(self, batch: Batch) -> bool:
        return batch is self.newest or batch.over
