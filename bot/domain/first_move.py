"""The first move to make: where to look first, in one sentence, by what the check found.

It names the load, the column and the day, so that nobody has to think at three in the morning.
"""

from collections.abc import Callable, Mapping
from datetime import date

from bot.domain.finding import Finding
from checks.declared import Table


def first_move(finding: Finding, table: Table | None, today: date) -> str:
    """One sentence without markup but backticks; empty where nothing more is known than the headline says."""
    told = finding.evidence.get("kind")
    moves = _MOVES.get(finding.check, {})
    say = moves.get(str(told)) or moves.get("")
    move = say(_Facts(finding, table, today)) if say else ""
    return f"{move[0].upper()}{move[1:]}." if move else ""


class _Facts:
    """What the sentences are made of."""

    def __init__(self, finding: Finding, table: Table | None, today: date) -> None:
        self._finding, self._table, self._today = finding, table, today
        named = (finding.column,) if isinstance(finding.column, str) else finding.column or ()
        self.column = ", ".join(_code(name) for name in named) or "the column"
        self.table = _code(finding.table)

    @property
    def load(self) -> str:
        """The load of Mon 12 Feb; the newest load."""
        return (
            f"the load of {self._called(min(self._finding.bad))}" if self._finding.bad else "the newest load"
        )

    @property
    def newest(self) -> str:
        """The newest load that is bad."""
        return (
            f"the load of {self._called(max(self._finding.bad))}" if self._finding.bad else "the newest load"
        )

    @property
    def writer(self) -> str:
        """What writes the table, as far as it is declared."""
        made_from = f" from {self.origin}" if self._origins else ""
        return f"the job that writes {self.table}{made_from}"

    @property
    def origin(self) -> str:
        """The tables upstream, as far as they are declared."""
        return ", ".join(self._origins) or f"what {self.table} is made from"

    @property
    def _origins(self) -> list[str]:
        return [_code(each.table) for each in self._table.takes_from] if self._table else []

    @property
    def key(self) -> str:
        """The columns that tell its rows apart."""
        names = self._table.key if self._table else ()
        return ", ".join(map(_code, names)) or "the key"

    def _called(self, day: date) -> str:
        return f"{day:%a %-d %b}" if day.year == self._today.year else f"{day:%a %-d %b %Y}"


Say = Callable[[_Facts], str]


def _code(name: str) -> str:
    return f"`{name.replace('`', 'ʼ')}`"


def _nulls(it: _Facts) -> str:
    return (
        f"look at {it.load}: compare {it.column} in {it.origin} with the day before, "
        f"and what was deployed to {it.writer} since"
    )


def _growing(it: _Facts) -> str:
    return (
        f"nothing broke at once: group the rows without {it.column} by source or country, from {it.load} on, "
        "and see which part grows"
    )


_MOVES: Mapping[str, Mapping[str, Say]] = {
    "null_rate": {
        "": _nulls,
        "growing": _growing,
        "disguised": lambda it: (
            f"find out who writes that word into {it.column} since {it.load}, and have it written as NULL"
        ),
        "segment": lambda it: (
            f"look at what delivers that one segment: {it.column} is there in the others, "
            f"so begin with its source in {it.load}"
        ),
    },
    "duplicate_keys": {
        "": lambda it: (
            f"see whether {it.load} was loaded twice or a join in {it.writer} fans out: "
            f"group by {it.key} and compare two rows of one key"
        ),
        "replayed": lambda it: (
            f"a batch came twice: look at the retries of {it.writer} in {it.load}, "
            "and take the second copy out before anything is trained on it"
        ),
    },
    "row_count": {
        "": lambda it: (
            f"count the rows of {it.origin} for {it.newest}: if they are there, "
            f"{it.writer} lost them; if not, ask upstream"
        ),
        "hour": lambda it: (
            f"look for a gap in {it.newest}: whether {it.origin} has these hours, "
            f"and load them again if it has"
        ),
        "segment": lambda it: f"ask whoever delivers that segment: the others are there in {it.newest}",
    },
    "finish_window": {
        "": lambda it: f"open the newest run of {it.writer}: whether it waits, failed, or never began",
        "late": lambda it: (
            f"compare how long {it.writer} took with the week before, step by step: it finished, but too late"
        ),
        "missing": lambda it: f"start {it.writer} again for {it.newest}, after a look at why it did not run",
        "failed": lambda it: f"read the error of the last run of {it.writer}, then start it again",
        "unfinished": lambda it: f"see what the run of {it.writer} waits for: a part of the rows is there",
    },
    "freshness": {
        "": lambda it: f"open the newest run of {it.writer}: no newer row has come",
        "stopped": lambda it: (
            f"see whether {it.writer} still runs at all, and whether it was moved or renamed"
        ),
        "stale": lambda it: (
            f"see whether {it.writer} copies an old file: the rows are those of the day before"
        ),
        "frozen": lambda it: f"look at the join that fills {it.column}: it brings the same values every day",
        "copied": lambda it: f"compare {it.newest} with the day before: {it.writer} wrote one day twice",
    },
    "drift": {
        "": lambda it: (
            f"compare {it.column} of {it.newest} with the reference by segment, "
            f"and ask {it.origin} what changed then"
        ),
        "range": lambda it: (
            f"look at the rows of {it.column} outside the range: a unit, a sign or a default that changed"
        ),
        "mass_point": lambda it: (
            f"find out who writes that one value into {it.column}: most often it is a default"
        ),
        "new_level": lambda it: f"ask who added the level of {it.column}, and whether the model knows it",
    },
    "contract": {
        "": lambda it: f"compare the schema of {it.newest} with what was agreed, and ask its producer"
    },
    "value_format": {
        "": lambda it: f"look at how {it.column} is written from {it.load} on, and at what parses it"
    },
    "reconciliation": {"": lambda it: f"run both sides for {it.newest} and compare them key by key"},
    "lineage": {"": lambda it: f"follow one of these records by hand from {it.origin} to {it.table}"},
    "rare_events": {"": lambda it: f"see whether {it.origin} still has that event since {it.load}"},
}
