"""What somebody who wrote a plain value where settings stand probably meant, as it is to be written."""

import re
from typing import Any

from bot.settings.errors import Trail

_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+")
_SHARE = re.compile(rf"({_NUMBER.pattern}) ?%?")
_DURATION = re.compile(r"\d+[smhd]")
_TIME = re.compile(r"\d\d:\d\d")

_MEANT = {
    "null_rate": ("limit", _SHARE, "5%"),
    "drift": ("floor", _NUMBER, "0.05"),
    "freshness": ("warn_after", _DURATION, "6h"),
    "finish_by": ("time", _TIME, "06:30"),
}
"""The setting below a key that one value is, what it looks like, and an example."""
_WHOLE = {
    "reference": "{from: 2026-01-01, to: 2026-03-31}",
    "feeds": "{my_model: critical}",
    "cost": "{currency: USD, per_wrong_unit: 12, daily_units: 40000}",
    "checkup": '{cadence: weekly, at: "fri 15:00"}',
    "columns": "{amount: {primary: true}}",
}
_NUMBERS = {"limit": "5% or 0.05", "match": "99% or 0.99", "floor": "0.05"}
_NO_NUMBER = ("float_type", "float_parsing", "less_than", "greater_than")


_NAMES = ("tables", "columns", "feeds", "sources", "people")
"""Below these stand names that people gave."""


def like(trail: Trail, kind: str, value: Any) -> str:
    """`: write null_rate: {limit: 3%}` of a value that was refused at its place; empty where none helps."""
    key = str(trail[-1]) if trail else ""
    if trail[-2:-1] and trail[-2] in _NAMES:
        return ""
    if kind in _NO_NUMBER and key in _NUMBERS:
        return f": write one like {_NUMBERS[key]}"
    if kind in ("bool_type", "bool_parsing") and key in _MEANT:
        return f", or settings: write {key}: {_settings(key, value)}"
    if kind in ("model_type", "dict_type") and (key in _MEANT or key in _WHOLE):
        return f": write {key}: {_settings(key, value)}"
    return ""


def _settings(key: str, value: Any) -> str:
    if key not in _MEANT:
        return _WHOLE[key]
    below, meant, example = _MEANT[key]
    said = str(value)
    fits = not isinstance(value, bool) and meant.fullmatch(said)
    if fits and meant is _SHARE and not said.endswith("%") and float(said) > 1:
        said += "%"
    if not fits or (meant is _NUMBER and not 0 < float(said) < 1):
        said = example
    return f'{{{below}: "{said}"}}' if ":" in said else f"{{{below}: {said}}}"
