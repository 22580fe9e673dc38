"""Tables without days: one whole, overwritten in place. Its rows are of the day on which it was found so."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.declared import Table
from checks.sources.database import BYTES_A_VALUE, DatabaseTable, hashes
from checks.sources.files import FilesTable
from checks.sources.tables import LOAD_DAY, Bundle, QueryError, SourceTable, Unreadable

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend
    from ibis.backends.postgres import Backend as Postgres

UNSEEN = date(1970, 1, 1)


class Whole(SourceTable):
    """What is the same of files and of a database: every row is of one day, and of no load of its own."""

    day: date = UNSEEN
    """The day on which it was first found as it is now; whoever looks at it says so."""
    changed: datetime | None = None
    """When its files were written; None in a database, which does not tell."""

    def _day(self, rows: "ir.Table") -> Any:
        import ibis

        return ibis.literal(self.day)

    def _with_ours(self, rows: "ir.Table") -> "ir.Table":
        import ibis

        return super()._with_ours(rows).mutate(**{LOAD_DAY: ibis.null("int64")})


class WholeFiles(Whole, FilesTable):
    """All files of a path together."""

    def __init__(self, backend: "Backend", name: str, root: Path, table: Table) -> None:
        super().__init__(backend, name, root, table)
        self.identity = f"whole {self.identity}"

    def bundles(self, known: Collection[date] = ()) -> tuple[list[Bundle], list[Unreadable]]:
        """One bundle, also where the files have no rows."""
        found, unreadable = super().bundles()
        times = [Path(file).stat().st_mtime for bundle in found for file in bundle.files]
        self.changed = datetime.fromtimestamp(max(times), UTC) if times else None
        return found, unreadable

    def _by_day(self, files: Sequence[str]) -> tuple[dict[date | None, list[str]], list[Unreadable]]:
        return {self.day: list(files)}, []


class WholeDatabase(Whole, DatabaseTable):
    """All rows of a table or view."""

    def __init__(self, backend: "Postgres", url: str, name: str, table: Table) -> None:
        super().__init__(backend, url, name, table)
        self.identity = f"whole {self.identity}"

    def bundles(self, known: Collection[date] = ()) -> tuple[list[Bundle], list[Unreadable]]:
        """One bundle, also where there are no rows. To see a change, all rows are hashed."""
        self._demand_rights()
        try:
            mark = self._mark()
        except QueryError as error:
            self._leave_out_broken(self._rows(), error)
            mark = self._mark()
        schema = self.schema()
        self._demand_readable()
        text = repr([*sorted(mark.items()), schema])
        fingerprint = hashlib.sha256(text.encode()).hexdigest()[:32]
        size = mark["rows"] * len(schema) * BYTES_A_VALUE
        return [
            Bundle(self.day, (self.place,), fingerprint, schema, size, left_out=tuple(self._broken))
        ], self._left_out()

    def _mark(self) -> dict[str, Any]:
        rows = self._rows()
        (mark,) = self.fetch(rows.agg(rows=rows.count(), hashes=hashes(rows))).to_pylist()
        return dict(mark)

    def rows(self, bundles: Sequence[Bundle], exact: Collection[str] = ()) -> "ir.Table":
        """All rows, with the four columns of ours."""
        return self._with_ours(self._rows(exact))
