"""The evidence as a picture: each kind that is drawn."""

from datetime import date, timedelta
from typing import Any

from bot.messages.message import Picture
from bot.messages.picture import picture
from tests.gallery.states import Text
from tests.gallery.troubles import doubled, late, nulls, open_incident

_DAYS = [date(2013, 1, 18) + timedelta(days=step) for step in range(28)]


def _of(text: Text, finding: Any) -> Picture:
    drawn = picture(open_incident(text, finding))
    assert drawn is not None
    return drawn


def plot_of_nulls(text: Text) -> Picture:
    """Nulls by day beside what is usual, with the trend and the limit."""
    shares = [0.021 + 0.003 * (at % 3) for at in range(21)] + [
        0.034,
        0.071,
        0.118,
        0.156,
        0.201,
        0.225,
        0.238,
    ]
    evidence = {
        "nulls": 238, "rows": 1000, "usual": 0.023, "limit": 0.05, "direction": "growing",
        "points_a_day": 3.4,
        "by_day": {str(day): [share] for day, share in zip(_DAYS, shares, strict=True)},
    }  # fmt: skip
    return _of(text, nulls(text, evidence=evidence, bad=tuple(_DAYS[-7:])))


def plot_of_numbers(text: Text) -> Picture:
    """A distribution before and after."""
    kept = {
        "kind": "numbers", "column": text("wind_speed"), "of": ["the reference", "Thu 14 Feb"],
        "unit": "values", "sd": 10.0, "rows": [8_400, 300], "axis": [0.0, 90.0],
        "masses": [[-999.0, 0.0, 0.012]], "before": [0.01, 0.2, 0.5, 0.28, 0.01],
        "now": [0.01, 0.1, 0.4, 0.46, 0.018], "quantiles": [[10, 30, 40, 50, 80], [10, 31, 44, 60, 85]],
    }  # fmt: skip
    summary = f"`{text('wind_speed')}` shifted by +0.40 sd since Thu 14 Feb"
    return _of(text, nulls(text, check="drift", summary=summary, evidence={"distributions": kept}))


def plot_of_levels(text: Text) -> Picture:
    """The mix of a category before and after, level by level."""
    kept = {
        "kind": "levels", "column": text("carrier"), "of": ["the reference", "Thu 14 Feb"],
        "rows": [4_000, 930], "others": [9, 0.1, 0.11],
        "levels": [[f"={text('UA')}", 0.4, 0.3], [f"={text('EV')}", 0.3, 0.0], [f"={text('ZZ')}", 0, 0.4]],
    }  # fmt: skip
    summary = f"`{text('carrier')}` changed its mix since Thu 14 Feb"
    return _of(text, nulls(text, check="drift", summary=summary, evidence={"distributions": kept}))


def plot_of_rows(text: Text) -> Picture:
    """Rows by day beside what was expected."""
    rows = {str(day): [900 + 10 * (day.day % 4), 920] for day in _DAYS[:-1]} | {str(_DAYS[-1]): [410, 920]}
    summary = "410 rows on Thu 14 Feb, 920 expected"
    evidence = {"rows": 410, "expected": 920, "by_day": rows}
    changes = {"check": "row_count", "column": None, "bad": (_DAYS[-1],)}
    return _of(text, nulls(text, summary=summary, evidence=evidence, **changes))


def plot_of_finish_times(text: Text) -> Picture:
    """When each day's data was there, beside when it was due."""
    return _of(text, late(text))


def plot_of_repeated_keys(text: Text) -> Picture:
    """Rows that repeat a key, by day."""
    days = {str(day): {"duplicates": 38 if day == _DAYS[-2] else 0} for day in _DAYS[-14:]}
    return _of(text, doubled(text, evidence={"duplicates": 38, "rows": 930, "days": days}))
