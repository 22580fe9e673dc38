"""A patch is no fix: it is owed until somebody says that the cause is gone."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.domain.incident import Event, What
from bot.domain.patch import debt, is_patch

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def told(*lines):
    """A timeline of what happened and what was said, an hour apart."""
    return [
        Event(at=NOON + timedelta(hours=place), kind=kind.value, who="maria", text=text)
        for place, (kind, text) in enumerate(lines)
    ]


@pytest.mark.parametrize(
    ("cause", "is_one"),
    [
        ("patched", True),
        ("Patched: restarted it", True),
        ("patchedness", False),
        ("fixed", False),
        ("", False),
    ],
)
def test_a_patch_is_what_somebody_calls_one(cause, is_one):
    """By the first word of the cause."""
    assert is_patch(cause) is is_one


def test_what_was_patched_is_owed_until_it_is_fixed():
    """With who did it and what they said; what came back and was fixed is no debt."""
    over = SimpleNamespace(is_resolved=True)
    patched = (What.OPENED, "nulls"), (What.RESOLVED, "patched: restarted the export")
    owed = debt(over, told(*patched))
    assert (owed.who, owed.at, owed.cause) == ("maria", NOON + timedelta(hours=1), "restarted the export")
    assert debt(over, told(*patched, (What.FIXED, "new client"))) is None
    assert debt(over, told(*patched, (What.REOPENED, ""), (What.RESOLVED, "wrote a retry"))) is None
    assert debt(SimpleNamespace(is_resolved=False), told(*patched, (What.REOPENED, ""))) is None
    assert debt(over, told((What.OPENED, "nulls"), (What.GONE, ""))) is None
