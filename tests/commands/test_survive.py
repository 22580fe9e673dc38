"""`oakum survive`: what is muted while everything is broken at once, and how it comes back."""

import json
from contextlib import closing
from datetime import UTC, datetime

import pytest

from bot.domain.survival import Count, Item, Now, Survival
from bot.settings.load import load
from bot.store import survivals
from bot.store.store import open_store

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def begun(company, pipeline="churn"):
    """As the checks of Friday begin one: its incident is that of the pipeline."""
    settings = load(company.config, {}, routes=False)
    items = (Item(table="orders", now=Now.IN_ORDER, since=AT), Item(table="plans", now=Now.FAILING, since=AT))
    with closing(open_store(settings.deployment.store)) as store, store.write() as connection:
        survivals.add(
            connection,
            Survival(
                id=0,
                pipeline=pipeline,
                incident=1,
                begun_at=AT,
                count=Count(failing=8, checks=12),
                watched=("usage",),
                because="they feed churn_model (critical)",
                items=items,
            ),
        )


@pytest.fixture
def broken(lived):
    """Everything is broken in churn, and `usage` is watched."""
    begun(lived)
    return lived


def test_the_check_list_says_what_to_bring_back(broken):
    """What is in order stands first; the pipeline in which it is need not be named."""
    ran = broken.oakum("survive")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "churn: everything is broken at once: 8 of 12 checks fail",
        "  watched: usage (they feed churn_model (critical))",
        "  in order       orders, since Fri 20 Nov 2026, 09:00 UTC",
        "  still failing  plans, since Fri 20 Nov 2026, 09:00 UTC",
        "oakum survive bring TABLE churn brings one back",
    ]


def test_tables_come_back_one_by_one(broken):
    """A dry run only says what would; with the last one it is over, and who did it stands there."""
    dry = broken.oakum("survive", "bring", "orders", "churn", "--who", "maria", "--dry-run")
    assert dry.out == "orders would be back (maria). 1 more is muted.\n"
    assert "in order       orders" in broken.oakum("survive").out
    ran = broken.oakum("survive", "bring", "churn/orders", "--who", "maria")
    assert (ran.status, ran.out) == (0, "orders is back (maria). 1 more is muted.\n")
    assert "  back           orders: maria, " in broken.oakum("survive", "churn").out
    again = broken.oakum("survive", "bring", "orders", "--who", "jon")
    assert (again.status, again.out) == (0, "orders is back (maria). 1 more is muted.\n")
    last = broken.oakum("survive", "bring", "plans", "--who", "jon", "--format", "json")
    said = json.loads(last.out)
    assert (said["over"], [each["brought_by"] for each in said["tables"]]) == (True, ["maria", "jon"])
    assert "The last time was over " in broken.oakum("survive", "churn").out


def test_all_come_back_at_once(broken):
    """And once it is over there is nothing to end."""
    assert broken.oakum("survive", "end", "--dry-run").out == "Everything in churn would be watched again.\n"
    assert broken.oakum("survive", "end", "--who", "jon").out == "Everything in churn is watched again.\n"
    late = broken.oakum("survive", "end", "churn")
    assert (late.status, "churn is not in survival: nothing is muted there" in late.err) == (2, True)
    assert "(jon)" in broken.oakum("survive", "churn").out


def test_mistakes_are_told(broken):
    """With what there is."""
    for typed, said in (
        (("bring",), "Which table? `oakum survive` lists them"),
        (("bring", "usage"), "usage is not muted in churn; muted are orders, plans"),
        (("chrun",), "did you mean churn?"),
        (("end", "churn", "billing"), "oakum survive end churn"),
        (("bring", "orders", "billing"), "billing is not in survival"),
    ):
        ran = broken.oakum("survive", *typed)
        assert (ran.status, ran.out) == (2, "")
        assert said in " ".join(ran.err.split())


def test_where_not_everything_is_broken_it_says_so(lived):
    """And which pipeline, where there are several."""
    ran = lived.oakum("survive", "billing")
    assert (ran.status, ran.out.startswith("Not everything is broken in billing: 0 of ")) == (0, True)
    assert "of which pipeline? There are: billing, churn" in lived.oakum("survive").err
