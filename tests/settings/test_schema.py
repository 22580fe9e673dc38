"""Editors complete the keys that the loader accepts."""

import json
from pathlib import Path

import pytest

from bot.settings.schema import FILES, schema, written

CONFIG = Path(__file__).parents[2] / "config"


@pytest.mark.parametrize("name", FILES)
def test_the_schema_files_are_current(name):
    """After a change of the models: `python -m bot.settings.schema config/schema`."""
    assert (CONFIG / "schema" / name).read_text(encoding="utf-8") == written(*FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_explained(name):
    """An editor shows a sentence for each key."""
    whole = schema(*FILES[name])
    for part in [whole, *whole["$defs"].values()]:
        for key, entry in part["properties"].items():
            assert entry.get("description"), key


def test_what_tables_have_in_common_may_be_written_once():
    """An editor accepts `defaults`, and a table that leaves its source to them."""
    whole = schema(*FILES["pipeline.schema.json"])
    assert whole["properties"]["defaults"]["$ref"] == "#/$defs/Table"
    assert "required" not in whole["$defs"]["Table"]


def test_every_configuration_that_people_copy_names_its_schema():
    """The first line of each file tells the editor, and the path in it exists."""
    for path in [*CONFIG.glob("*/oakum.yaml"), *CONFIG.glob("*/pipelines/*.yaml")]:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        marker, _, where = first.partition("=")
        assert marker == "# yaml-language-server: $schema", path
        assert json.loads((path.parent / where).read_text(encoding="utf-8"))["properties"]
