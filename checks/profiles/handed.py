"""A partition as it was handed over, beside what was agreed about its shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from checks.agreement import Agreed, Agreement, flat, root
from checks.declared import Table
from checks.documents import SEEN, Documents
from checks.profiles.profile import Profile
from checks.verdict import Failing, Outcome, Urgency, Verdict

LOUD = ("missing", "type", "renamed", "shifted", "delimiter")
"""What is built on the table breaks, or reads something else."""


@dataclass(frozen=True)
class Handed:
    """The newest partition of a table, which began at `midnight`, beside what was agreed about it."""

    name: str
    table: Table
    newest: Profile
    agreement: Agreement
    midnight: datetime
    documents: Mapping[str, Documents] = field(default_factory=dict)
    emptied: frozenset[str] = frozenset()
    """Columns that lost nearly all their values: null_rate tells of them."""

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
    ) -> Verdict:
        """One column, or the whole table, that is not as agreed; without a count, all rows are affected."""
        return Verdict(
            check="contract",
            table=self.name,
            column=column,
            outcome=Outcome.BREACH,
            summary=summary,
            urgency=urgency or (Urgency.PAGE if kind in LOUD else Urgency.TICKET),
            since=self.newest.first_event or self.midnight,
            bad=(self.newest.partition,),
            affected=self.newest.rows if affected is None else affected,
            volume=self.newest.rows,
            evidence={"kind": kind, "agreed": self.agreement.origin},
            failing=failing,
        )
