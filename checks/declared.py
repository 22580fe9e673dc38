"""What an owner declares about a table: the part of the configuration that the checks read."""

from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    BeforeValidator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from checks.agreement import Agreed, Agreement
from checks.column import Column, Either
from checks.comparisons import Handoff, Lineage, OwnChecks, Seam
from checks.cut import NEED_DAYS, Partition
from checks.cut import PartitionBy as PartitionBy
from checks.notation import (
    Duration,
    LocalTime,
    Name,
    Names,
    Text,
    Values,
    Weekdays,
    Written,
    Zone,
    no_switch,
)
from checks.price import Price
from checks.reference import Reference as Reference
from checks.strict import Declared as Declared

Criticality = Literal["critical", "high", "normal", "low"]


class FinishBy(Declared):
    """When a partition is due: local time in the pipeline's time zone, `day_offset` days after its day."""

    time: LocalTime
    """The time of day, like 06:30, in the pipeline's time zone."""
    day_offset: Annotated[int, BeforeValidator(no_switch)] = Field(default=1, ge=0, le=366)
    """How many days after the partition's own day; 1 is the morning after."""
    days: Weekdays = (0, 1, 2, 3, 4, 5, 6)
    """The weekdays whose partitions are due, like mon-fri."""
    on_holidays: bool = True
    """Whether the partitions of the pipeline's holidays are due too."""


class RunLog(Declared):
    """A table with a row for each run of the job that makes the partitions, an orchestrator's, say."""

    source: Name | None = None
    """The name of a source in oakum.yaml; without it, the source of the table."""
    path: Text
    """Where the log lies: airflow/dag_run.csv, dbt's run_results*.json, or the table of a database."""
    partition: Name | None = None
    """The column with the day of the partition; without it, day_offset days before the run began."""
    started: Name | None = None
    """The column that says when a run began."""
    finished: Name
    """The column that says when it ended; empty while it is under way."""
    status: Name | None = None
    """The column that says how it ended; without it, what has ended has ended well."""
    success: Values = ("success",)
    """The words of `status` that mean that all went well."""
    where: dict[Name, Written] = Field(default_factory=dict)
    """Which rows of the log are about this table, like {dag_id: churn}."""
    timezone: Zone = ZoneInfo("UTC")
    """The time zone of times that name none, and of the days in `partition`."""


class Freshness(Declared):
    """How old the newest row may be."""

    warn_after: Duration | None = None
    """From this age on it is a ticket, like 6h."""
    error_after: Duration | None = None
    """From this age on it is a page, like 24h."""

    @model_validator(mode="after")
    def _in_order(self) -> "Freshness":
        if self.warn_after is None and self.error_after is None:
            raise ValueError("say from which age on: warn_after, error_after or both, like 6h")
        if self.warn_after and self.error_after and self.error_after < self.warn_after:
            raise ValueError("error_after comes before warn_after: swap them")
        return self


def _read_contract(value: Any, info: ValidationInfo) -> Any:
    """The file that is named, as whoever reads the configuration reads it."""
    if not isinstance(value, str):
        return value
    if info.context is None:
        raise ValueError("a contract is named by its file, and none can be read here")
    return info.context["contract"](value)


Contract = Annotated[
    Agreement | None, BeforeValidator(_read_contract), WithJsonSchema({"type": "string", "minLength": 1})
]


class Assumption(Declared):
    """What an owner takes for granted; without a check, only people can tell whether it holds."""

    says: Text
    """The assumption, in a sentence, like "missing is null, never 0"."""
    check: Name | None = None
    """The check whose findings break it, like null_rate, or the name of one of the table's own."""
    columns: Names = ()
    """The columns that it is about; without them, it is about the whole table. Not of a check of your own."""

    def is_broken_by(self, check: str, column: str | tuple[str, ...] | None) -> bool:
        """Whether a finding of this check, about this column or these, says that it does not hold."""
        about = (column,) if isinstance(column, str) else column or ()
        if check == "own" and self.check in about:  # its name stands where others name a column
            return True
        return check == self.check and (not self.columns or not set(self.columns).isdisjoint(about))


AssumptionSetting = Annotated[
    Annotated[str, Field(min_length=1), Tag("switch")] | Annotated[Assumption, Tag("settings")], Either
]


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Table(Declared):
    """A named set of rows in a source, cut into partitions, or one whole."""

    source: Name
    """The name of a source in oakum.yaml."""
    path: Text | None = None
    """Of files: where they lie, relative to the root of the source, like usage/day=*/*.parquet, or with the
    day in their names, like usage_%Y-%m-%d.csv; of a database: the table, like public.usage, where it is not
    the table's own name."""
    partition: Partition
    """How the table is cut: {column: day}, or none where it is one whole that is overwritten in place."""
    key: Names = ()
    """The columns that no two rows share; with them, duplicates are looked for."""
    unique_within: Literal["table", "partition"] = "table"
    """Where a key may stand only once."""
    segment: Annotated[Names, BeforeValidator(_one_or_more)] = ()
    """A column, or a list, whose values are looked into one by one: country, or [country, source]."""
    event_time: Name | None = None
    """The column that says when a row happened: "since" is told by it."""
    loaded_at_field: Name | None = None
    """The column that says when a row arrived: whether a partition was finished in time is told by it."""
    finish_by: FinishBy | None = None
    """When a partition is due."""
    freshness: Freshness | None = None
    """How old the newest row may be, by its loaded-at or else its event time."""
    run_log: RunLog | None = None
    """Where it is written when the job that makes the partitions ran."""
    contract: Contract = None
    """A file of the Open Data Contract Standard that says what was agreed, like contracts/usage.odcs.yaml."""
    reference: Reference | None = None
    """What batches are compared with: a period, {from: …, to: …}, or a training set of its own, {path: …};
    without it, the 28 clean batches before."""
    feeds: dict[Name, Criticality] = Field(default_factory=dict)
    """What is built on the table (models, reports, other tables), and how critical that is."""
    cost: Price | None = None
    """What trouble of this table costs, where it is not as the pipeline says."""
    assumptions: tuple[AssumptionSetting, ...] = ()
    """What is taken for granted: sentences, or {says: …, check: …} where a check would see it break."""
    core: bool = True
    """Whether the pipeline's health is unknown while the table is unjudged."""
    columns: dict[Name, Column] = Field(default_factory=dict)
    """What is known of its columns; not all need to be listed."""
    reconciliation: tuple[Seam, ...] = ()
    """The seams to other tables, and what must add up there."""
    checks: OwnChecks = ()
    """Checks of your own: SQL or a function that returns the wrong rows."""
    lineage: Lineage | None = None
    """Where the values come from: three records are traced back."""
    takes_from: tuple[Handoff, ...] = ()
    """The tables that hand columns to this one: both shapes are compared, no history is needed."""

    @model_validator(mode="after")
    def _says_nothing_of_days(self) -> "Table":
        named = [name for name in NEED_DAYS if getattr(self, name) is not None]
        if named and not self.has_days:
            say = f"remove it; where it is inherited, write {named[0]}: ~"
            raise ValueError(f"a table with partition: none has no days, and no {named[0]}: {say}")
        return self

    @property
    def period(self) -> Reference | None:
        """The reference, where it is a period of the table itself."""
        return self.reference if self.reference is not None and self.reference.is_period else None

    @property
    def has_days(self) -> bool:
        """Whether it is cut by days; otherwise it is one whole, and its days are those of our looks at it."""
        return self.day_column is not None

    @property
    def day_column(self) -> str | None:
        """The column that holds the day."""
        return None if self.partition == "none" else self.partition.column

    def is_document(self, name: str) -> bool:
        """Whether a column holds JSON documents."""
        declared = self.columns.get(name)
        return declared is not None and declared.kind == "json"

    @property
    def day_offset(self) -> int:
        """How many days after its own day a partition is made; the day after, where nothing says so."""
        return self.finish_by.day_offset if self.finish_by else 1

    @property
    def assumed(self) -> tuple[Assumption, ...]:
        """The assumptions, those that are mere sentences too."""
        said = self.assumptions
        return tuple(Assumption(says=each) if isinstance(each, str) else each for each in said)

    def allowed(self, name: str) -> Agreed:
        """What the values of a column must be: as declared beside it, otherwise as in the contract."""
        given = self.contract.column(name) if self.contract else None
        agreed, declared = given or Agreed(name=name), self.columns.get(name, Column())
        return Agreed(
            name=name,
            kind=agreed.kind,
            logical=agreed.logical,
            required=agreed.required if declared.required is None else declared.required,
            values=declared.values or agreed.values,
            low=agreed.low if declared.minimum is None else declared.minimum,
            high=agreed.high if declared.maximum is None else declared.maximum,
            blanks=agreed.blanks and declared.required is None,
            default=declared.said_default or agreed.default,
        )

    @property
    def limited(self) -> tuple[Agreed, ...]:
        """The columns whose values are limited, and how."""
        given = [column.name for column in self.contract or ()]
        each = (self.allowed(name) for name in dict.fromkeys([*given, *self.columns]))
        return tuple(agreed for agreed in each if agreed.limits_values)

    @property
    def named_columns(self) -> tuple[str, ...]:
        """Every column the configuration names: the table must have them all."""
        single = [self.event_time, self.loaded_at_field]
        named = [*self.key, *(name for name in single if name), *self.segment, *self.columns]
        return tuple(dict.fromkeys(named))
