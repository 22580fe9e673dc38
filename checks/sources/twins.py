"""Columns whose names the engine takes for one: it knows no capitals, and makes up a name for the second."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

_MADE_UP = re.compile(r"(.*)_\d+", re.DOTALL)


def twins(names: Sequence[str], in_path: Collection[str] = ()) -> str:
    """Which two columns are one to the engine, or which has no name, and what to change; empty if none.

    A column in the path counts for the one of the same name in the file.
    """
    if "" in names:
        return "one of its columns has no name: give it one"
    if again := next((name for name, times in Counter(names).items() if times > 1), None):
        return f"two of its columns are called `{again}`: give each a name of its own"
    known: dict[str, str] = {}
    for name in names:
        if (other := known.setdefault(name.lower(), name)) != name:
            return f"its columns `{other}` and `{name}` differ in capitals only: rename one of them"
    for name in in_path:
        if (other := known.get(name.lower(), name)) != name:
            said = f"its column `{other}` and the partition column `{name}` differ in capitals only"
            return f"{said}: rename one of them"
    return ""


def may_have_twins(names: Sequence[str]) -> bool:
    """Whether one of these names of the engine's may be made up: the second `a` is called a_1."""
    known = {name.lower() for name in names}
    return any((found := _MADE_UP.fullmatch(name.lower())) and found[1] in known for name in names)
