"""Numbers too few, or of too few days, to say that their scale is what it was: a good word names them."""

from collections.abc import Mapping, Sequence

from checks.profiles.profile import Profile
from checks.profiles.rescaled import MIN_PARTITIONS, MIN_ROWS

NAMED = 3
_NUMBERS = ("int", "uint", "float", "decimal")


def scale_unseen(series: Mapping[str, Sequence[Profile]]) -> str:
    """Of which columns the scale could not be looked at, and why; empty where there are none. Each comes with
    the partitions that have it, the newest last."""
    numbers = {name: profiles for name, profiles in series.items() if _is_number(name, profiles[-1])}
    full = {name: [_is_full(name, each) for each in profiles] for name, profiles in numbers.items()}
    few = [name for name, known in full.items() if not known[-1]]
    young = [name for name, known in full.items() if known[-1] and sum(known[:-1]) < MIN_PARTITIONS]
    said = [
        f"{_listed(names)} ({why})"
        for names, why in (
            (few, f"fewer than {MIN_ROWS} numbers in it"),
            (young, f"fewer than {MIN_PARTITIONS} earlier partitions of {MIN_ROWS} numbers"),
        )
        if names
    ]
    return f"could not look at the scale of {', of '.join(said)}" if said else ""


def _is_number(name: str, newest: Profile) -> bool:
    return dict(newest.schema).get(name, "").startswith(_NUMBERS)


def _is_full(name: str, profile: Profile) -> bool:
    return profile.columns[name].values.finite >= MIN_ROWS


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(f'`{name}`' for name in names[:NAMED])}{more}"
