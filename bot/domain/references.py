"""What each table was compared with in an audit, told from the settings that were logged with it."""

from collections.abc import Mapping
from typing import Any

from bot.domain.thresholds import MARK
from checks.profiles.standing import named_as
from checks.reference import Reference

_KEYS = ("from", "to", "path")


def references(settings: Mapping[str, Any]) -> dict[str, str]:
    """By table, what people call its reference; a training set that could not be read then is left out."""
    found: dict[str, str] = {}
    for table in dict.fromkeys(key.partition(".")[0] for key in settings if "." in key):
        said = {key: settings.get(f"{table}.reference.{key}") for key in _KEYS}
        declared = Reference.model_validate(said) if any(said.values()) else None
        if name := named_as(declared, settings.get(f"{table}.{MARK}", "")):
            found[table] = name
    return found
