"""What is planted in the demo's data: three defects of the kind that a busy team does not see.

All are in the flights of February 2013, in the weeks around the demo's Friday, 2013-02-15. The weather is
left as it is: it has a defect of its own.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # see flights.py
    from duckdb import DuckDBPyConnection

LIST = "planted.json"


@dataclass(frozen=True, kw_only=True)
class Plant:
    """What was planted: which checks should find it, the nearest one first, where, and its story."""

    checks: tuple[str, ...]
    column: str | None
    first: date
    last: date
    sentence: str
    pipeline: str = "flights"
    table: str = "flights"

    def listed(self) -> list[dict[str, Any]]:
        """The entries of the written list, one a check; they have the keys of `config/demo/known.yaml`."""
        days = {"from": str(self.first), "to": str(self.last)}
        return [
            {"pipeline": self.pipeline, "check": check, "table": self.table, "column": self.column}
            | {"days": days, "sentence": self.sentence}
            for check in self.checks
        ]


def nulls_that_grow(database: "DuckDBPyConnection") -> Plant:
    """A lookup goes stale: from 4 February on, each day 0.3 % more of all flights have no distance.

    All are flights of ExpressJet (EV), about a sixth of the flights, so that counts and totals look as ever.
    A flight number that is lost mostly stays lost. Mended on the 22nd.
    """
    first, last = date(2013, 2, 4), date(2013, 2, 21)
    database.execute(
        """
        UPDATE flights SET distance = NULL
        FROM (SELECT day, flight, time_hour,
                     row_number() OVER (PARTITION BY day ORDER BY md5('lost' || flight), time_hour) AS place
              FROM flights WHERE carrier = 'EV') AS lost,
             (SELECT day, count(*) AS total FROM flights GROUP BY day) AS days
        WHERE flights.carrier = 'EV' AND flights.time_hour = lost.time_hour AND flights.flight = lost.flight
          AND flights.day = days.day AND flights.day BETWEEN $first AND $last
          AND lost.place <= round(0.003 * (flights.day - $first + 1) * days.total)
        """,
        {"first": first, "last": last},
    )
    sentence = (
        "From 4 February on, ever more ExpressJet (EV) flights have no distance: each day 0.3 points more of "
        "all flights, as when a lookup of routes is no longer refreshed."
    )
    return Plant(checks=("null_rate",), column="distance", first=first, last=last, sentence=sentence)


def a_replayed_batch(database: "DuckDBPyConnection") -> Plant:
    """A worker was restarted and sent its last batch again: the flights from JFK between 12:00 and 14:59.

    The same keys arrive a second time, half an hour later, before the day is due.
    """
    day = date(2013, 2, 13)
    database.execute(
        """
        INSERT INTO flights
        SELECT * REPLACE (loaded_at + INTERVAL 31 MINUTE AS loaded_at)
        FROM flights WHERE day = $day AND origin = 'JFK' AND hour BETWEEN 12 AND 14
        """,
        {"day": day},
    )
    sentence = (
        "On 13 February the flights from JFK between 12:00 and 14:59 arrived a second time, half an hour "
        "later, as when a worker is restarted and sends its last batch again."
    )
    return Plant(checks=("duplicate_keys", "row_count"), column=None, first=day, last=day, sentence=sentence)


def a_late_day(database: "DuckDBPyConnection") -> Plant:
    """The job of one night hung and was started again by hand: the day is complete at 11:40, not by 05:40."""
    day = date(2013, 2, 11)
    database.execute(
        """
        UPDATE flights SET loaded_at = loaded_at + (
            SELECT TIMESTAMPTZ '2013-02-12 11:40:30-05' - max(loaded_at) FROM flights WHERE day = $day)
        WHERE day = $day
        """,
        {"day": day},
    )
    sentence = (
        "The flights of Monday, 11 February were complete at 11:40 on Tuesday, as when a job hangs at night "
        "and somebody starts it again in the morning."
    )
    return Plant(checks=("finish_window",), column=None, first=day, last=day, sentence=sentence)


PLANTS: Sequence[Callable[["DuckDBPyConnection"], Plant]] = (nulls_that_grow, a_replayed_batch, a_late_day)


def plant(database: "DuckDBPyConnection") -> list[dict[str, Any]]:
    """Plant all of them, and give the list of what was planted."""
    return [entry for one in PLANTS for entry in one(database).listed()]


def planted(folder: Path) -> list[dict[str, Any]]:
    """The written list of what was planted in the data that was prepared in a folder."""
    entries: list[dict[str, Any]] = json.loads((folder / LIST).read_text(encoding="utf-8"))
    return entries
