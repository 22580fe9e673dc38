"""What a scan counts of the values of each column, beside those that are missing; it adds up over loads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from checks.declared import Table
from checks.profiles import aging
from checks.profiles.coordinates import DEGREES, is_coordinate
from checks.sources.counting import count_where
from checks.sources.numbers import sane
from checks.sources.signature import HUGE
from checks.sources.tables import DAY
from checks.sources.written import misfits

if TYPE_CHECKING:
    import ibis.expr.types as ir

SENTINELS = (0, -1, -9, -99, -999, -9999, 9999, 99999, 999999)
SENTINEL_DAYS = ("0001-01-01", "1899-12-30", "1900-01-01", "1970-01-01", "2999-12-31", "9999-12-31")
"""Values that are often written where there is none."""

_NONE: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Values:
    """Counts of the values of a column in one partition; what does not apply to its type is 0.

    `low` to `variance` are of the `finite` numbers, those whose square is finite too. Of coordinates,
    `sixtieths` counts those whose fraction is .60 or more, `far` those beyond ±180. Of times, `late_days`
    counts those on the 13th of a month or later, `before_day` and `after_day` those before and after the
    partition's day, `swapped` those on its day with day and month swapped. `misfits` are texts that are not
    in the declared format. `signatures` are counted by `checks.sources.signature`, `words` by
    `checks.profiles.words`, `masses` by `checks.profiles.masses`. `huge` counts texts beyond `HUGE`. `ages`
    counts times, but for those of events and loads, by how many days before their partition's day they are
    at least. `rare` counts the values that are declared as such.
    """

    infinite: int = 0
    finite: int = 0
    low: float = 0.0
    high: float = 0.0
    mean: float = 0.0
    variance: float = 0.0
    sixtieths: int = 0
    late_days: int = 0
    before_day: int = 0
    after_day: int = 0
    misfits: int = 0
    leading_zeros: int = 0
    sentinels: Mapping[str, int] = field(default_factory=lambda: _NONE)
    signatures: Mapping[str, int] = field(default_factory=lambda: _NONE)
    ages: Mapping[str, int] = field(default_factory=lambda: _NONE)
    words: Mapping[str, int] = field(default_factory=lambda: _NONE)
    masses: Mapping[str, int] = field(default_factory=lambda: _NONE)
    swapped: int = 0
    far: int = 0
    huge: int = 0
    rare: Mapping[str, int] = field(default_factory=lambda: _NONE)

    @property
    def sd(self) -> float:
        """The standard deviation of the finite numbers."""
        return float(max(0.0, self.variance) ** 0.5)

    @property
    def astray(self) -> int:
        """Times on another day than the partition's."""
        return self.before_day + self.after_day


NOTHING = Values()


def add(one: Values, other: Values) -> Values:
    """The values of both together; mean and variance as Chan, Golub and LeVeque (1979) add them up."""
    if one == NOTHING or other == NOTHING:
        return other if one == NOTHING else one
    total = max(1, one.finite + other.finite)
    weight, moved = other.finite / total, other.mean - one.mean
    measured = [each for each in (one, other) if each.finite]
    return Values(
        infinite=one.infinite + other.infinite,
        finite=one.finite + other.finite,
        low=min((each.low for each in measured), default=0.0),
        high=max((each.high for each in measured), default=0.0),
        mean=one.mean + weight * moved,
        variance=(1 - weight) * one.variance + weight * other.variance + weight * (1 - weight) * moved**2,
        sixtieths=one.sixtieths + other.sixtieths,
        late_days=one.late_days + other.late_days,
        before_day=one.before_day + other.before_day,
        after_day=one.after_day + other.after_day,
        misfits=one.misfits + other.misfits,
        leading_zeros=one.leading_zeros + other.leading_zeros,
        sentinels=_sum(one.sentinels, other.sentinels),
        signatures=_sum(one.signatures, other.signatures),
        ages=_sum(one.ages, other.ages),
        words=_sum(one.words, other.words),
        masses=_sum(one.masses, other.masses),
        swapped=one.swapped + other.swapped,
        far=one.far + other.far,
        huge=one.huge + other.huge,
        rare=_sum(one.rare, other.rare),
    )


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> Mapping[str, int]:
    """Most columns count nothing of a kind."""
    if not one or not other:
        return one or other
    return {key: one.get(key, 0) + other.get(key, 0) for key in dict.fromkeys([*one, *other])}


def to_plain(values: Values) -> list[Any]:
    """The fields in order; of most columns only a few are set, so the rest is cut off."""
    plain = [getattr(values, each.name) for each in fields(Values)]
    unset = [getattr(NOTHING, each.name) for each in fields(Values)]
    while plain and plain[-1] == unset[len(plain) - 1]:
        plain.pop()
    return plain


def measures(rows: "ir.Table", name: str, table: Table, numbers: bool) -> dict[str, Any]:
    """What to count of a column in the fused GROUP BY, of numbers if wanted; `values` reads the answer."""
    column: Any = rows[name]
    kind, declared = column.type(), table.columns.get(name)
    found: dict[str, Any] = {}
    if is_number(column):
        return (
            _of_numbers(
                column, declared is not None and declared.watches_nulls is not None, is_coordinate(name)
            )
            if numbers
            else {}
        )
    if kind.is_date() or kind.is_timestamp():
        found["late_days"] = count_where(column.day() > 12)
        if name not in (table.event_time, table.loaded_at_field, table.day_column):
            found |= aging.measures(rows, name, pushes_down=numbers)
    if name == table.event_time or kind.is_date() or kind.is_timestamp():
        found |= _around(column.cast("date"), rows[DAY])
    if kind.is_string() and numbers:  # where the rows lie beside us, the texts themselves tell it
        found["huge"] = count_where(column.length() > HUGE)
    if declared and declared.format and kind.is_string():
        found["misfits"] = count_where(misfits(column, declared.format))
    if declared and declared.watches_nulls:
        found |= _days(column)
    return found


def is_number(column: Any) -> bool:
    """Whether a column holds numbers; truth values are none."""
    kind = column.type()
    return bool(kind.is_numeric() and not kind.is_boolean())


def _around(day: Any, partition: Any) -> dict[str, Any]:
    """Times before and after the partition's day, and on it with day and month swapped."""
    import ibis

    may_be = (partition.day() <= 12) & (partition.day() != partition.month())
    other = ibis.cases((may_be, ibis.date(partition.year(), partition.day(), partition.month())))
    return {
        "before_day": count_where(day < partition),
        "after_day": count_where(day > partition),
        "swapped": count_where(day == other),
    }


def _of_numbers(column: Any, sentinels: bool, degrees: bool) -> dict[str, Any]:
    number = column.cast("float64")
    usable = sane(number)
    found = {
        "finite": usable.count(),
        "low": usable.min(),
        "high": usable.max(),
        "mean": usable.mean(),
        "variance": usable.var(how="pop"),
    }
    if column.type().is_floating():
        found["infinite"] = count_where(number.isinf())
    if column.type().is_floating() and degrees:
        size = usable.abs()
        found["sixtieths"] = count_where(size - size.floor() >= 0.6)
        found["far"] = count_where(size > DEGREES)
    if sentinels:
        found |= {f"sentinel {each}": count_where(column == each) for each in SENTINELS}
    return found


def _days(column: Any) -> dict[str, Any]:
    """Days that are often written where there is none."""
    if not (column.type().is_date() or column.type().is_timestamp()):
        return {}
    day = column.cast("date").cast("string")
    return {f"sentinel {word}": count_where(day == word) for word in SENTINEL_DAYS}


def values(answer: Mapping[str, Any]) -> Values:
    """The values as the engine answered `measures`."""
    sentinels = {
        name.removeprefix("sentinel "): count
        for name, count in answer.items()
        if name.startswith("sentinel ") and count
    }
    plain = {name: value for name, value in answer.items() if " " not in name and value}
    return Values(**plain, sentinels=sentinels, ages=aging.counts(answer))
