"""What the reference shows to be agreed: the shape that most of its partitions have."""

from collections import Counter
from collections.abc import Sequence

from checks.agreement import Agreed, Agreement, flat, root
from checks.profiles.having import having
from checks.profiles.profile import Profile

MIN_PARTITIONS = 7
MIN_ROWS = 1_000
"""A column counts as never null only when that many rows of the reference say so."""


def learn(reference: Sequence[Profile], lasting: bool = False) -> Agreement | None:
    """The columns of most partitions, in their most common order, each with its most common type.

    One bad day does not change what was agreed. A type counts only where the column has values: the type of
    nothing but nulls is a guess of the writer. None where fewer than seven partitions have rows.

    With `lasting`, the reference ends where the partition that is judged begins: what is missing in its last
    days and in none before is a trouble that lasts, and not agreed until it has lasted for half of it.
    """
    known = [each for each in reference if each.rows]
    if len(known) < MIN_PARTITIONS:
        return None
    shapes = [(each, flat(each.schema)) for each in known]
    orders = Counter(tuple(name for name, _ in shape) for _, shape in shapes)
    kinds: dict[str, Counter[str]] = {}
    for each, shape in shapes:
        for name, kind in shape:
            kinds.setdefault(name, Counter())[kind] += 1_000 if has_values(each, name) else 1
    return Agreement(
        columns=tuple(
            _agreed(known, name, kinds[name].most_common(1)[0][0], lasting)
            for name in orders.most_common(1)[0][0]
        ),
        origin=f"{len(known)} reference partitions",
    )


def _agreed(known: Sequence[Profile], name: str, kind: str, lasting: bool) -> Agreed:
    present = having(known, name)
    nulls = [each.columns[name].nulls for each in present]
    blanks = [each.columns[name].nan + each.columns[name].empty for each in present]
    full, whole = (_before_trouble(each) if lasting else len(each) for each in (nulls, blanks))
    rows, before = sum(each.rows for each in present[:full]), min(full, whole)
    return Agreed(
        name=name,
        kind=kind,
        required=rows >= MIN_ROWS and not any(nulls[:full]),
        blanks=any(blanks[:whole]),
        before=before if before < len(present) else 0,
    )


def has_values(profile: Profile, name: str) -> bool:
    """Whether the column, or the column that this field lies in, has anything but nulls."""
    column = profile.columns.get(name) or profile.columns.get(root(name))
    return column is None or column.nulls < profile.rows


def _before_trouble(missing: Sequence[int]) -> int:
    """How many partitions come before the last ones, in each of which something is missing; all of them where
    these are half or more."""
    before = len(missing)
    while before and missing[before - 1]:
        before -= 1
    return before if 2 * before > len(missing) else len(missing)
