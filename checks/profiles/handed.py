"""A partition as it was handed over, beside what was agreed about its shape."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from checks.agreement import Agreed, Agreement, flat, root
from checks.declared import Table
from checks.documents import SEEN, Documents
from checks.profiles.profile import ColumnProfile, Profile
from checks.verdict import Failing, Outcome, Urgency, Verdict

Shape = Mapping[str, str]
"""Types by the names of columns and of the fields within them, in their order."""

LOOKED_BACK = 180
"""A trouble that has lasted for longer began so long ago."""

LOUD = ("missing", "type", "renamed", "shifted", "delimiter")
"""What is built on the table breaks, or reads something else."""


@dataclass(frozen=True)
class Handed:
    """The newest partition of a table, which began at `midnight`, beside what was agreed about it.

    It is the last of those that are judged.
    """

    name: str
    table: Table
    judged: Sequence[Profile]
    agreement: Agreement
    midnight: datetime
    documents: Mapping[str, Documents] = field(default_factory=dict)
    emptied: frozenset[str] = frozenset()
    """Columns that lost nearly all their values: null_rate tells of them."""

    @property
    def newest(self) -> Profile:
        """The partition that was handed over."""
        return self.judged[-1]

    def run(self, name: str, wrong: Callable[[ColumnProfile], int]) -> Sequence[Profile]:
        """The partitions, without a break up to the newest, in which rows of a column are wrong."""
        return self._back(lambda each: name in each.columns and wrong(each.columns[name]) > 0)

    def shaped(self, so: Callable[[Shape], bool]) -> Sequence[Profile]:
        """The partitions, without a break up to the newest, whose columns (and fields, with types) are so."""
        return self._back(lambda each: so(dict(flat(each.schema))))

    def _back(self, holds: Callable[[Profile], bool]) -> Sequence[Profile]:
        known = [each for each in self.judged if each.rows][-LOOKED_BACK:]
        start = len(known) - 1
        while start and holds(known[start - 1]):
            start -= 1
        return known[start:]

    @cached_property
    def now(self) -> Mapping[str, str]:
        """The type of each column, and of the fields within a nested one if any were agreed."""
        opened = {root(column.name) for column in self.agreement if column.name != root(column.name)}
        found: dict[str, str] = {}
        for column in self.newest.schema:
            documents = self.documents.get(column[0])
            shape = documents.shape(column[0]) if documents and column[0] in opened else flat((column,))
            found |= {name: kind for name, kind in shape if name == column[0] or column[0] in opened}
        return found

    def lacks(self, column: Agreed) -> bool:
        """Whether a column is not there; of a field of documents, whether no chance left it out.

        One that is there and cannot be read is told elsewhere.
        """
        if root(column.name) in self.newest.left_out:
            return False
        above, documents = root(column.name), self.documents.get(root(column.name))
        if column.name in self.now or documents is None or column.name == above:
            return column.name not in self.now
        return documents.lacks(column.name[len(above) :], 1.0 if column.required else SEEN)

    def in_order(self, names: Sequence[str]) -> list[str]:
        """Those whose place means something: the fields of a document have none."""
        return [name for name in names if name == root(name) or root(name) not in self.documents]

    def breach(
        self,
        column: str | tuple[str, ...] | None,
        kind: str,
        summary: str,
        affected: int | None = None,
        failing: Failing | None = None,
        urgency: Urgency | None = None,
        run: Sequence[Profile] = (),
    ) -> Verdict:
        """One column, or the whole table, that is not as agreed; without a count, all rows are affected.

        `run` are the partitions in which it is so, where that is known: the newest is the last of them.
        """
        run = run or [self.newest]
        return Verdict(
            check="contract",
            table=self.name,
            column=column,
            outcome=Outcome.BREACH,
            summary=summary,
            urgency=urgency or (Urgency.PAGE if kind in LOUD else Urgency.TICKET),
            since=run[0].first_event or self.midnight - (self.newest.partition - run[0].partition),
            bad=days_of(run),
            affected=self.newest.rows if affected is None else affected,
            volume=self.newest.rows,
            evidence={"kind": kind, "agreed": self.agreement.origin},
            failing=failing,
        )


def days_of(run: Sequence[Profile]) -> tuple[date, ...]:
    """The days of some partitions."""
    return tuple(each.partition for each in run)
