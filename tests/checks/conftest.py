"""A small builder of made-up profiles and histories, and of tables in real files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from checks.declared import Table
from checks.history import History
from checks.profiles.distribution import Distribution, knots
from checks.profiles.frequencies import Frequencies
from checks.profiles.grouping import Group
from checks.profiles.profile import ColumnProfile, Profile
from checks.profiles.survey import KeptNowhere, Survey, survey
from checks.sources.files import FilesTable, connect

MONDAY = date(2026, 1, 5)
UNREMARKABLE = {"source": "lake", "path": "day=*/*.parquet", "partition": {"column": "day"}}


def distribution(values: Any, many: int = 1_000) -> Distribution:
    """The distribution of an array, as one scan would keep it."""
    return Distribution((knots(np.asarray(values, float), many),))


@dataclass
class Past:
    """Partitions of a made-up table, one a day from Monday 5 January 2026 on."""

    table: dict[str, Any] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    holidays: frozenset[date] = frozenset()
    start: date = MONDAY
    partitions: dict[date, Profile] = field(default_factory=dict)

    def add(
        self,
        rows: int = 1_000,
        nulls: Mapping[str, int] | None = None,
        values: Mapping[str, Any] | None = None,
        levels: Mapping[str, Mapping[str, int]] | None = None,
        on: date | None = None,
        **facts: Any,
    ) -> "Past":
        """One more day: how many rows, how many nulls of each column, and the values of watched ones, or the
        rows by level; names of levels may be told where they begin with `=`."""
        day = on or self.start + timedelta(days=len(self.partitions))
        columns = {name: ColumnProfile(nulls=count) for name, count in (nulls or {}).items()}
        for name, array in (values or {}).items():
            columns[name] = ColumnProfile(distribution=distribution(array))
        for name, counts in (levels or {}).items():
            columns[name] = ColumnProfile(levels=Frequencies(counts))
        facts.setdefault("columns", columns)
        facts.setdefault("schema", tuple((name, "float64") for name in facts["columns"]))
        self.partitions[day] = Profile(partition=day, rows=rows, **facts)
        return self

    def history(self, as_of: datetime | None = None) -> History:
        """What the checks are given, by default at nine on the morning after the newest day."""
        newest = max(self.partitions, default=self.start)
        morning = datetime(newest.year, newest.month, newest.day, 9, tzinfo=self.zone) + timedelta(days=1)
        table = Table.model_validate(UNREMARKABLE | self.table)
        known = dict(sorted(self.partitions.items()))
        return History("usage", table, known, as_of or morning, self.zone, self.holidays)


@pytest.fixture
def past() -> Callable[..., Past]:
    """Builds a made-up history: `past(key=["id"]).add(rows=10).history()`."""

    def build(zone: str = "UTC", holidays: Sequence[date] = (), start: date = MONDAY, **table: Any) -> Past:
        return Past(table, ZoneInfo(zone), frozenset(holidays), start)

    return build


@pytest.fixture
def of() -> Callable[..., Distribution]:
    """Builds the distribution of an array."""
    return distribution


class Lake:
    """A folder of Parquet and CSV files, and the table in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def parquet(self, file: str, columns: Mapping[str, Any]) -> Path:
        """Write columns (lists, arrays or Arrow arrays) as a Parquet file."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(pa.table(dict(columns)), path)
        return path

    def text(self, file: str, text: str) -> Path:
        """Write a CSV file."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def table(self, **declared: Any) -> FilesTable:
        """The table, on a DuckDB of its own."""
        table = Table.model_validate(UNREMARKABLE | declared)
        return FilesTable(connect(), "usage", self.root, table)

    def survey(self, **declared: Any) -> Survey:
        """All profiles of the table."""
        return survey(self.table(**declared), KeptNowhere())

    def profiles(self, **declared: Any) -> dict[date, Profile]:
        """The profiles by partition, everything being known."""
        return self.survey(**declared).known(datetime(2100, 1, 1, tzinfo=UTC), ZoneInfo("UTC"))

    def history(self, days: int, **declared: Any) -> History:
        """What the checks are given at nine on a day, counted from 1 January 2026 on."""
        table = Table.model_validate(UNREMARKABLE | declared)
        as_of = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=days - 1)
        return History("usage", table, self.profiles(**declared), as_of, ZoneInfo("UTC"))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """An empty folder to write files into."""
    return Lake(tmp_path)


class Shelf:
    """Profiles kept between surveys, in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[Group, tuple[str, bytes]]] = {}

    def kept(self, identity: str) -> Mapping[Group, tuple[str, bytes]]:
        """Everything that is kept of one table."""
        return dict(self.rows.get(identity, {}))

    def keep(self, identity: str, profiles: Mapping[Group, tuple[str, bytes]]) -> None:
        """Add or replace."""
        self.rows.setdefault(identity, {}).update(profiles)

    def forget(self, identity: str, groups: Iterable[Group]) -> None:
        """Drop."""
        for group in groups:
            self.rows[identity].pop(group, None)


@pytest.fixture
def shelf() -> Shelf:
    """An empty place for profiles."""
    return Shelf()
