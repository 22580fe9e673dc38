"""Repeated keys of a table whose database gives a query less time than all days at once would take.

Days are looked at together only two parts at a time, smaller ones until the limit is kept; what comes here
are the rows that have a key in common with another one, and they are put in order here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from checks.declared import Table
from checks.sources.files import connect
from checks.sources.tables import DAY, Bundle, TooSlowError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

TIMES = "oakum: times"
"""How many rows are alike in all that is asked of them."""

Keyed = Callable[[Sequence[Bundle]], "ir.Table | None"]


class Asked(Protocol):
    """What a table is asked through."""

    @property
    def table(self) -> Table:
        """As it is declared."""

    def fetch(self, rows: "ir.Table") -> "pa.Table":
        """The answer to a query."""


@dataclass(frozen=True, slots=True)
class Brought:
    """Rows that were brought here, and who answers queries about them."""

    table: Table
    rows: "ir.Table"

    def fetch(self, rows: "ir.Table") -> "pa.Table":
        """The answer to a query."""
        backend = self.rows.get_backend()
        found: pa.Table = backend.con.sql(backend.compile(rows)).to_arrow_table()
        return found


@dataclass
class Patience:
    """Asks for the rows that repeat a key, with fewer days where a query took too long."""

    source: Asked
    keyed: Keyed
    within: bool
    too_many: int = 2**31
    """So many days at once were not answered in time."""

    def brought(self, new: Sequence[Bundle], old: Sequence[Bundle]) -> Brought | None:
        """The rows of all days that have a key of the new ones which occurs twice; None where none does.

        Raises `TooSlowError` where not even one day beside another can be asked.
        """
        import pyarrow as pa

        found = [part for part in self._repeated(new, [] if self.within else old) if part.num_rows]
        if not found:
            return None
        duckdb = connect()
        duckdb.con.register("found", pa.concat_tables(found))
        duckdb.con.execute(
            f'CREATE TABLE rows AS SELECT DISTINCT * FROM found, range("{TIMES}") AS each(nth)'
        )
        return Brought(self.source.table, duckdb.table("rows").drop(TIMES, "nth"))

    def _repeated(self, new: Sequence[Bundle], old: Sequence[Bundle]) -> list["pa.Table"]:
        days = len(new) + len(old)
        if days < self.too_many:
            try:
                return self._asked(new, old)
            except TooSlowError:
                self.too_many = days
                if len(new) == 1 and len(old) <= 1:
                    raise
        if len(old) > len(new):
            half = len(old) // 2
            return [*self._repeated(new, old[:half]), *self._repeated(new, old[half:])]
        first, second = new[: len(new) // 2], new[len(new) // 2 :]
        before = [] if self.within else [*old, *first]
        return [*self._repeated(first, old), *self._repeated(second, before)]

    def _asked(self, new: Sequence[Bundle], old: Sequence[Bundle]) -> list["pa.Table"]:
        import ibis

        fresh, rows = self.keyed(new), self.keyed([*new, *old])
        if fresh is None or rows is None:
            return []
        key = [name for name in fresh.columns if name.startswith("key_")] + [DAY] * self.within
        if old:
            rows = rows.semi_join(fresh, key)
        often = rows.group_by(key).agg(**{TIMES: rows.count()}).filter(ibis._[TIMES] > 1)
        again = rows.semi_join(often, key)
        return [self.source.fetch(again.group_by(again.columns).agg(**{TIMES: again.count()}))]
