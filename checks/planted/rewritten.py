"""Texts that come to be written otherwise, in a part of the rows."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from checks.data import value_format
from checks.history import History
from checks.plant import SHARES, Plant, heaviest, is_breach, narrowed, rows_of, with_column
from checks.profiles.signatures import OTHER

ANOTHER = " #"
"""No column is written so by itself: a blank and a sign behind what is usual."""


def plants(history: History) -> Iterator[Plant]:
    """Of the column of texts that weighs most, free texts aside."""
    columns = history.judged[-1].columns
    texts = [each for each in columns if columns[each].values.signatures.keys() - {"", OTHER}]
    name = heaviest(history, texts)
    if name is None:
        return
    yield Plant(
        check="value_format",
        column=name,
        unit="% of rows",
        what=f"another form of `{name}`",
        says=lambda size: f"{size}% of `{name}` written otherwise",
        sizes=SHARES,
        is_seen=partial(_is_seen, narrowed(history, name, value_format.HISTORY + 1), name),
        guess=1.0,
    )


def _is_seen(history: History, name: str, size: float) -> bool:
    """So many rows, of those in the usual form, have another one."""
    newest = history.judged[-1]
    column = newest.columns[name]
    forms = dict(column.values.signatures)
    usual = max(forms.keys() - {"", OTHER}, key=lambda form: forms[form])
    turned = min(rows_of(size, newest.rows), forms[usual])
    forms |= {usual: forms[usual] - turned, usual + ANOTHER: turned}
    values = replace(column.values, signatures=forms)
    return is_breach(value_format.judge(with_column(history, name, replace(column, values=values))))
