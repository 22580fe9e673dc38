"""What was worked out of a table's partitions lies beside their profiles."""

from typing import TYPE_CHECKING

from checks.profiles.grouping import NO_DAY, Group
from checks.profiles.remembered import Remembered

if TYPE_CHECKING:
    from checks.profiles.survey import Kept

_VERSION = "1"
"""Changes when a number would be worked out in another way."""

_PREFIX = "numbers of "
_GROUP: Group = (NO_DAY, None)


def remembered(kept: "Kept", identity: str) -> Remembered:
    """What was remembered of a table."""
    mark, body = kept.kept(_named(identity)).get(_GROUP, ("", b""))
    return Remembered(body if mark == _VERSION else b"")


def remember(kept: "Kept", identity: str, numbers: Remembered) -> None:
    """Keep it for the next run, if there is something new."""
    if numbers.has_news:
        kept.keep(_named(identity), {_GROUP: (_VERSION, numbers.pack())})


def are_numbers(identity: str) -> bool:
    """Whether it is what was worked out, and not profiles, that is kept under this name."""
    return identity.startswith(_PREFIX)


def _named(identity: str) -> str:
    return f"{_PREFIX}{identity}"
