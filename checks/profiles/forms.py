"""In which forms the texts of a column are written, and whether a new form came in."""

from collections import Counter
from collections.abc import Sequence
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
    clean: list[Profile] = []
    run: list[Profile] = []
    newest: list[str] = []
    for profile in profiles:
        newest = _new(profile, clean[-LOOKED_BACK:], column)
        if newest:
            run.append(profile)
        else:
            clean.append(profile)
            run = []
    if not newest:
        return None
    forms = _forms(profiles[-1], column)
    most = max(newest, key=lambda form: forms[form])
    known = _pooled(clean[-LOOKED_BACK:], column)
    usual = max(known, key=lambda form: known[form])
    lost = _lost_zeros(profiles[-1], clean[-LOOKED_BACK:], column) and set(most) == {"9"}
    return Turned(most, usual, run, sum(forms[form] for form in newest), lost)


def _forms(profile: Profile, column: str) -> Counter[str]:
    """Rows by form; empty texts and words for missing ones are judged by the null rate."""
    found = profile.columns[column].values.signatures
    return Counter({form: rows for form, rows in found.items() if form and form not in MISSING_WORDS})


def _pooled(profiles: Sequence[Profile], column: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for profile in profiles:
        total.update(_forms(profile, column))
    return total


def _new(profile: Profile, known: Sequence[Profile], column: str) -> list[str]:
    forms = _forms(profile, column)
    many = sum(forms.values())
    heavy = [form for form, rows in forms.items() if rows >= ROWS and rows >= SHARE * many]
    if len(known) < MIN_PARTITIONS or not heavy:
        return []
    heavy = [form for form in heavy if not any(_share(each, form, column) > RARE for each in reversed(known))]
    if not heavy:
        return []
    pooled = _pooled(known, column)
    total = sum(pooled.values())
    if total < MIN_ROWS or len(pooled) > KEPT or OTHER in pooled:
        return []
    once = (sum(rows == 1 for rows in pooled.values()) + 1) / total
    lost = _lost_zeros(profile, known, column)
    return [
        form
        for form in heavy
        if not _counts_on(form, pooled, lost)
        and surprise(forms[form], many, max(once, *(_share(each, form, column) for each in known))) < CHANCE
    ]


def _share(profile: Profile, form: str, column: str) -> float:
    forms = _forms(profile, column)
    return forms[form] / max(1, sum(forms.values()))


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


def _lost_zeros(profile: Profile, known: Sequence[Profile], column: str) -> bool:
    """Whether numbers used to begin with a zero, at least one of a hundred, and none does now."""
    zeros = sum(each.columns[column].values.leading_zeros for each in known)
    rows = sum(_pooled(known, column).values())
    now = profile.columns[column].values.leading_zeros
    return not now and zeros >= SHARE * rows and (1 - zeros / max(1, rows)) ** profile.rows < CHANCE
