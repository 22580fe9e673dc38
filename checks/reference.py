"""What batches are compared with, as an owner declares it: a period of the table, or a training set."""

from datetime import date

from pydantic import Field, model_validator

from checks.notation import Day, Name, Text
from checks.strict import Declared

NO_DATES = "without dates: weekdays are not told apart"
"""What is to be known of a training set."""


class Reference(Declared):
    """What batches are compared with: the period {from, to}, both days included, or the rows of {path}."""

    from_: Day | None = Field(default=None, alias="from")
    """The first day of a period of this table."""
    to: Day | None = None
    """The last day of the period."""
    path: Text | None = None
    """In place of a period, a training set in the same source: training.parquet, or a table of a database."""
    model: Name | None = None
    """Not yet: a model and its version, like churn@production, whose training set MLflow names."""

    def __contains__(self, day: date) -> bool:
        return self.from_ is not None and self.to is not None and self.from_ <= day <= self.to

    @property
    def is_period(self) -> bool:
        """Whether it is some days of the table itself."""
        return self.path is None

    def named(self, mark: str = "") -> str:
        """What people call it; `mark` tells the states of a training set apart."""
        if self.path is None:
            return f"{self.from_}..{self.to}"
        return f"{self.path} (as of {mark})" if mark else self.path

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Reference":
        if self.model is not None:
            say = f"the training set of {self.model} is asked of MLflow, which comes in a later version"
            raise ValueError(f"{say}: name its file by path, or its period by from and to")
        days = self.from_ is not None, self.to is not None
        if self.path is not None and any(days):
            raise ValueError(
                "is a period and a file at once: keep from and to, or path (`~` takes away what is inherited)"
            )
        if self.path is None and not all(days):
            raise ValueError("say what it is: from and to, like {from: 2026-01-01, to: 2026-03-31}, or path")
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError("the reference ends before it begins: swap from and to")
        return self
