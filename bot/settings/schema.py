"""JSON Schemas of the configuration files, for completion in editors.

`python -m bot.settings.schema config/schema` writes them anew after the models have changed.
"""

import json
import sys
from pathlib import Path
from typing import Any

from bot.domain.declared import Deployment, Pipeline
from bot.settings.shapes import Pattern, keys, shapes, told
from bot.settings.unacted import OF_A_PIPELINE, OF_OAKUM, Unacted
from checks.declared import Declared

FILES: dict[str, tuple[type[Declared], tuple[Unacted, ...]]] = {
    "oakum.schema.json": (Deployment, OF_OAKUM),
    "pipeline.schema.json": (Pipeline, OF_A_PIPELINE),
}


def schema(root: type[Declared], unacted: tuple[Unacted, ...] = ()) -> dict[str, Any]:
    """The JSON Schema of a file, with the text of each key, and with the keys that are not acted on."""
    whole = root.model_json_schema(by_alias=True)
    for pattern, model in shapes(root).items():
        part = whole if not pattern else whole["$defs"][model.__name__]
        for key, text in told(model).items():
            part["properties"][key]["description"] = text
            part["properties"][key].pop("title", None)
    # Slack's tokens may be left out of the file: the environment has them.
    whole["$defs"].get("SlackRoute", {}).pop("required", None)
    if root is Pipeline:
        _inherit(whole)
    for pattern in (tuple(entry.where.split(".")) for entry in unacted):
        _allow(whole, root, pattern)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **whole}


def _inherit(whole: dict[str, Any]) -> None:
    """Tables have defaults, and need not say themselves what those do."""
    whole["$defs"]["Table"].pop("required", None)
    tables, text = whole["properties"]["tables"], "What the tables have in common: any keys of a table."
    whole["properties"]["defaults"] = {"$ref": "#/$defs/Table", "description": text}
    tables["description"] = "The tables, by name; a name like stg_* stands for every table that is called so."


def _allow(whole: dict[str, Any], root: type[Declared], pattern: Pattern) -> None:
    """Accept a key that is read but not acted on, where the model has no such key."""
    *above, key = pattern
    model = shapes(root).get(tuple(above))
    if model is None or key in keys(model):
        return
    part = whole if not above else whole["$defs"][model.__name__]
    part["properties"][key] = {"description": "Read but not acted on by this version."}


def written(root: type[Declared], unacted: tuple[Unacted, ...]) -> str:
    """The text of a schema file."""
    return json.dumps(schema(root, unacted), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, (model, unacted) in FILES.items():
        Path(sys.argv[1], name).write_text(written(model, unacted), encoding="utf-8")
