"""What an owner declares about one column."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import Discriminator, Field, Tag, model_validator

from checks.agreement import Default
from checks.notation import Number, Share, TimeFormat, Values, Written
from checks.strict import Declared

_S = TypeVar("_S", bound=Declared)


class NullRate(Declared):
    """Settings of the null-rate check of one column."""

    limit: Share | None = None
    """The share of nulls, like 5%, that must never be crossed."""


class Drift(Declared):
    """Settings of the drift check of one column."""

    floor: Number | None = Field(default=None, gt=0, lt=1)
    """The smallest distance that counts as drift: 0.05, or 0.1 where the method is psi; of vectors the cosine
    distance of their centroid, 0.01."""
    method: Literal["ks", "chi_square", "psi"] | None = None
    """How batches are compared: ks (numbers by their D), chi_square (categories by their total variation), or
    psi; without it, numbers by ks and all else by chi_square."""


def _settings_or_switch(value: Any) -> str:
    return "settings" if isinstance(value, (dict, Declared)) else "switch"


Switch = Annotated[bool, Tag("switch")]
Either = Discriminator(_settings_or_switch)
NullRateSetting = Annotated[Annotated[NullRate, Tag("settings")] | Switch, Either]
DriftSetting = Annotated[Annotated[Drift, Tag("settings")] | Switch, Either]


class Column(Declared):
    """What is known of one column."""

    kind: Literal["numeric", "categorical", "text", "time", "vector", "json"] | None = None
    """What the values are; without it, what the file says. Of json, texts that hold documents, the contract
    looks at a sample."""
    primary: bool = False
    """A primary feature: its null rate and its drift are judged without being listed."""
    weight: Number = Field(default=1.0, gt=0)
    """How much the column matters beside the others when findings are ranked."""
    null_rate: NullRateSetting | None = None
    """Judge the trend of the share of nulls: true, false, or {limit: 5%}."""
    drift: DriftSetting | None = None
    """Judge each batch against the reference: true, false, or {floor: 0.05, method: psi}."""
    required: bool | None = None
    """Whether every row must have a value, NaN and empty texts being none; without it, what the contract or
    the reference says."""
    default: Written | None = None
    """What is written where there is no value: 0 for zero-filled, ~ for NULL; without it, nobody said."""
    values: Values = ()
    """All values that may occur, like [free, pro, team]."""
    rare: Values = ()
    """Values that are rare and matter, like [fraud, chargeback]: it is told when one vanishes."""
    minimum: Number | None = None
    """The smallest value that may occur."""
    maximum: Number | None = None
    """The largest value that may occur."""
    format: TimeFormat | None = None
    """How a text must be written, in the directives of `strptime`, like "%Y-%m-%d"."""
    share: bool = False
    """Whether values of the column may leave the source, for instance into Slack."""

    @model_validator(mode="after")
    def _null_is_no_value(self) -> "Column":
        if self.required and self.said_default == Default(None):
            raise ValueError("a required column has no NULL: remove default: ~, or required: true")
        return self

    @model_validator(mode="after")
    def _rare_may_occur(self) -> "Column":
        strange = [each for each in self.rare if self.values and each not in self.values]
        if strange:
            raise ValueError(f"{strange[0]!r} is rare and not among values: mend it, or add it there")
        if self.rare and self.kind in ("vector", "json"):
            raise ValueError(f"a column of {self.kind} has no single values: remove rare")
        return self

    @model_validator(mode="after")
    def _compares_as_it_can(self) -> "Column":
        method = self.drift.method if isinstance(self.drift, Drift) else None
        if method and self.kind == "vector":
            raise ValueError("vectors are compared by norm and centroid: remove drift.method")
        cannot = {"ks": ("categorical", "text", "time", "vector", "json"), "chi_square": ("numeric",)}
        if self.kind in cannot.get(method or "", ()):
            other = "chi_square or psi" if method == "ks" else "ks or psi"
            raise ValueError(f"drift by {method} does not go with kind: {self.kind}: choose {other}")
        return self

    @property
    def said_default(self) -> Default | None:
        """The default that is declared; None where nobody said."""
        return Default(self.default) if "default" in self.model_fields_set else None

    @property
    def watches_nulls(self) -> NullRate | None:
        """The null-rate settings in force, or None where nulls of this column are not judged."""
        return _in_force(self.null_rate, self.primary, NullRate())

    @property
    def watches_drift(self) -> Drift | None:
        """The drift settings in force, or None where drift of this column is not judged."""
        if self.kind in ("time", "vector", "json"):
            return None
        return _in_force(self.drift, self.primary, Drift())

    @property
    def watches_vectors(self) -> Drift | None:
        """The settings of a column of vectors, or None where it holds none, or they are not judged."""
        if self.kind != "vector":
            return None
        return _in_force(True if self.drift is None else self.drift, self.primary, Drift())

    def is_category(self, number: bool) -> bool:
        """Whether its values are compared as categories; `number` says whether they are numbers."""
        said = isinstance(self.drift, Drift) and self.drift.method == "chi_square"
        return not number or said or self.kind in ("categorical", "text")


def _in_force(value: _S | bool | None, primary: bool, default: _S) -> _S | None:
    if value is None:
        return default if primary else None
    if isinstance(value, bool):
        return default if value else None
    return value
