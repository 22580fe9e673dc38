"""Values that are missing, in one watched column after the other."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.column import NullRate
from checks.data import null_rate
from checks.history import History
from checks.plant import SHARES, Plant, is_breach, only, rows_of, with_newest
from checks.profiles.having import having
from checks.profiles.missing import missing
from checks.profiles.null_series import Series
from checks.statistics.baseline import walk
from checks.statistics.distance import surprise
from checks.statistics.trend import expit, log_odds


def plants(history: History) -> Iterator[Plant]:
    """One for each column whose nulls are judged."""
    for name, column in history.table.columns.items():
        settings = column.watches_nulls
        if settings is None or name not in history.judged[-1].columns:
            continue
        yield Plant(
            check="null_rate",
            column=name,
            unit="points of nulls",
            what=f"nulls in `{name}`",
            says=partial(_says, name),
            sizes=SHARES,
            is_seen=partial(_is_seen, only(history, name), name),
            guess=_guess(history, name, settings),
        )


def _says(name: str, size: str) -> str:
    return f"{size} point{'' if size == '1' else 's'} of nulls in `{name}`"


def _is_seen(history: History, name: str, size: float) -> bool:
    """So many rows more have no value, of those that have one."""
    newest = history.judged[-1]
    column = newest.columns[name]
    more = min(rows_of(size, newest.rows), newest.rows - missing(newest, name))
    columns = {**newest.columns, name: replace(column, nulls=column.nulls + more)}
    return is_breach(null_rate.judge(with_newest(history, replace(newest, columns=columns))))


def _guess(history: History, name: str, settings: NullRate) -> float:
    """The first size that is past the declared limit, or past the calibrated one and no chance."""
    newest = history.judged[-1]
    series = Series(name, settings, having(history.judged, name, null_rate.HISTORY_DAYS))
    odds = [log_odds(count, rows) for count, rows in zip(series.counts, series.rows, strict=True)]
    level = walk(odds, series.weekdays, floor=null_rate.FLOOR, limits=True)[-1]
    usual = expit(level.expected)
    jump = max(expit(level.expected + level.limit), usual + null_rate.SMALLEST_JUMP)
    for size in SHARES:
        share = series.rate + size / 100
        if settings.limit is not None and share > settings.limit:
            return size
        count = missing(newest, name) + rows_of(size, newest.rows)
        if share >= jump and surprise(count, newest.rows, usual) < null_rate.CHANCE:
            return size
    return SHARES[-1]
