"""What a refusal says to write is accepted."""

import re

import pytest
import yaml

from bot.settings.examples import like
from checks.column import Column
from checks.declared import Table


@pytest.mark.parametrize("key", ["null_rate", "drift"])
@pytest.mark.parametrize("value", ["3%", "3 %", 0.03, "0.5", 3, 30, 7.5, "a lot", -1, 100, True])
def test_settings_of_a_column_that_are_proposed_can_be_written(key, value):
    """Whatever stood there before."""
    said = like(("tables", "usage", "columns", "plan", key), "bool_type", value)
    assert Column.model_validate(yaml.safe_load(re.sub(r".*: write ", "", said))), said


@pytest.mark.parametrize("key", ["freshness", "finish_by", "reference", "feeds", "columns"])
@pytest.mark.parametrize("value", ["6h", "06:30", "6:30", 6, "model", ""])
def test_settings_of_a_table_that_are_proposed_can_be_written(key, value):
    """Whatever stood there before."""
    written = yaml.safe_load(like(("tables", "usage", key), "model_type", value).removeprefix(": write "))
    declared = {"source": "lake", "path": "x", "partition": {"column": "day"}}
    assert Table.model_validate(declared | written)


def test_names_that_people_gave_are_no_keys():
    """A column may be called cost."""
    assert like(("tables", "usage", "columns", "cost"), "model_type", 3) == ""
    assert like(("tables", "usage", "columns", "drift"), "model_type", 3) == ""
    assert like((), "model_type", 3) == ""
