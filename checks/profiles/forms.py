"""In which forms the texts of a column are written, and whether a new form came in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checks.profiles.profile import Profile
from checks.profiles.signatures import KEPT, OTHER
from checks.sources.signature import MISSING_WORDS
from checks.statistics.distance import surprise

MIN_PARTITIONS, MIN_ROWS = 7, 200
LOOKED_BACK = 28
SHARE, ROWS, RARE, CHANCE = 0.01, 5, 0.001, 1e-6


@dataclass(frozen=True, slots=True)
class Turned:
    """A form that was not there: on which partitions, how many rows of the newest, and what was usual."""

    form: str
    usual: str
    profiles: Sequence[Profile]
    rows: int
    lost_zeros: bool


def turned(profiles: Sequence[Profile], column: str) -> Turned | None:
    """The new form that holds most rows of the newest partition, if one is new.

    It holds 1 % and five rows, at most 0.1 % in any of the 28 clean partitions before, and no chance would
    bring so many (binomial p < 1e-6 against the share of forms seen once). Partitions with a new form are
    not learned from; columns of more than twenty forms, or of free text, are not regular enough to judge.
    """
    if not _heavy(_written(profiles[-1], column)):  # as of all numbers: what is older is not touched
        return None
    clean: list[_Written] = []
    run: list[_Written] = []
    newest: list[str] = []
    for day in (_written(profile, column) for profile in profiles):
        newest = _new(day, clean[-LOOKED_BACK:], column)
        if newest:
            run.append(day)
        else:
            clean.append(day)
            run = []
    if not newest:
        return None
    last, known = run[-1], clean[-LOOKED_BACK:]
    most, pooled = max(newest, key=lambda form: last.forms[form]), _pooled(known)
    usual = max(pooled, key=lambda form: pooled[form])
    lost = _lost_zeros(last, known, column) and set(most) == {"9"}
    days = [each.profile for each in run]
    return Turned(most, usual, days, sum(last.forms[form] for form in newest), lost)


@dataclass(frozen=True, slots=True)
class _Written:
    """A partition, and the rows of a column by form; those that have one at all."""

    profile: Profile
    forms: Mapping[str, int]
    rows: int

    def share(self, form: str) -> float:
        return self.forms.get(form, 0) / max(1, self.rows)


def _written(profile: Profile, column: str) -> _Written:
    """Empty texts and words for missing ones are judged by the null rate."""
    found = profile.columns[column].values.signatures
    forms = {form: rows for form, rows in found.items() if form and form not in MISSING_WORDS}
    return _Written(profile, forms, sum(forms.values()))


def _pooled(days: Sequence[_Written]) -> Counter[str]:
    total: Counter[str] = Counter()
    for day in days:
        total.update(day.forms)
    return total


def _heavy(day: _Written) -> list[str]:
    return [form for form, rows in day.forms.items() if rows >= ROWS and rows >= SHARE * day.rows]


def _new(day: _Written, known: Sequence[_Written], column: str) -> list[str]:
    heavy = _heavy(day)
    if len(known) < MIN_PARTITIONS or not heavy:
        return []
    heavy = [form for form in heavy if not any(each.share(form) > RARE for each in reversed(known))]
    if not heavy:
        return []
    pooled = _pooled(known)
    total = sum(pooled.values())
    if total < MIN_ROWS or len(pooled) > KEPT or OTHER in pooled:
        return []
    once = (sum(rows == 1 for rows in pooled.values()) + 1) / total
    lost = _lost_zeros(day, known, column)
    return [
        form
        for form in heavy
        if not _counts_on(form, pooled, lost)
        and surprise(day.forms[form], day.rows, max(once, *(each.share(form) for each in known))) < CHANCE
    ]


def _counts_on(form: str, pooled: Counter[str], lost_zeros: bool) -> bool:
    """Whether only a number became longer or shorter, as numbers do: 999 orders, then 1000 of them.

    A date or a time (digits first, two separators of one kind) holds no such number.
    """
    if lost_zeros or (form.startswith("9") and any(form.count(sign) >= 2 for sign in "-/.: ")):
        return False
    return _without_lengths(form) in {_without_lengths(each) for each in pooled}


def _without_lengths(form: str) -> str:
    while "99" in form:
        form = form.replace("99", "9")
    return form.removeprefix("-")


def _lost_zeros(day: _Written, known: Sequence[_Written], column: str) -> bool:
    """Whether numbers used to begin with a zero, at least one of a hundred, and none does now."""
    zeros = sum(each.profile.columns[column].values.leading_zeros for each in known)
    rows = sum(each.rows for each in known)
    now = day.profile.columns[column].values.leading_zeros
    return not now and zeros >= SHARE * rows and (1 - zeros / max(1, rows)) ** day.profile.rows < CHANCE
