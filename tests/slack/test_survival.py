"""`/pipeline survive`, and the check-list of what is muted while everything is broken at once."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.messages.survival import BRING
from checks.verdict import Outcome

Harbor = Any
JON, CHECKS = "U2JON", ("null_rate", "guards", "own", "duplicate_keys")
TABLES = ("usage", "orders", "plans")


@pytest.fixture
def storm(make_harbor: Callable[..., Harbor], breach: Any) -> Harbor:
    """`usage` is marked core; all fails, but what is found of plans is in order again."""
    table = {"source": "lake", "partition": {"column": "day"}}
    tables = {name: table | ({"core": True} if name == "usage" else {}) for name in TABLES}
    made = make_harbor("churn", tables=tables)
    said = [
        breach(check=check, table=name, summary=f"{check} of {name}") for name in TABLES for check in CHECKS
    ]
    made.says["churn"] = said
    made.round()
    made.says["churn"] = [
        each if each.table != "plans" else breach(check=each.check, table="plans", outcome=Outcome.OK)
        for each in said
    ]
    made.round(days=1)
    return made


def list_of(harbor: Harbor) -> dict[str, Any]:
    """The message with the check-list."""
    (found,) = (
        each
        for each in harbor.sandbox.messages("#churn")
        if "subtype" not in each and each["text"].startswith("Everything is broken")
    )
    return dict(found)


def test_the_message_offers_first_what_is_in_order_again(storm: Harbor, words: Any) -> None:
    """It is one message, edited in place; the core is named, with the reason."""
    told = words(list_of(storm))
    assert "Everything is broken at once: 12 of 12 checks fail" in told
    assert "*Watched:* `usage` (marked core)" in told
    assert told.index("`plans` in order since") < told.index("`orders` still failing")


def test_whoever_presses_brings_it_back(storm: Harbor, words: Any) -> None:
    """The message says who did; whoever comes second is told so."""
    message = list_of(storm)
    value = next(
        block["accessory"]["value"]
        for block in message["blocks"]
        if block.get("accessory", {}).get("action_id") == BRING
    )
    assert value == "1:plans"
    done = storm.sandbox.click(JON, "#churn", message["ts"], BRING, value).wait()
    assert done.acked, done.error
    assert "`plans` is back (*jon*" in storm.told(JON)
    assert "✓ `plans`: *jon*" in words(list_of(storm))


def test_it_can_be_typed(storm: Harbor) -> None:
    """Shown, brought back, ended; a typing mistake says what there is."""
    assert "Everything is broken at once" in storm.type(JON, "survive")
    assert "`orders` is back" in storm.type(JON, "survive bring orders", 2)
    assert "muted are orders, plans" in storm.type(JON, "survive bring nonsense", 3)
    assert "Which table?" in storm.type(JON, "survive bring", 4)
    assert "There is no pipeline" in storm.type(JON, "survive nonsense", 5)
    assert "is watched again" in storm.type(JON, "survive end", 6)
    assert "nothing is muted there" in storm.type(JON, "survive end churn", 7)
    assert "Not everything is broken in *churn*: 8 of 12 checks fail" in storm.type(JON, "survive churn", 8)


def test_health_tells_it_instead_of_a_ranking(storm: Harbor) -> None:
    """Nobody is told what to fix first."""
    said = storm.type(JON, "health")
    assert "There is no ranking now" in said
    assert "the first to fix" not in said
