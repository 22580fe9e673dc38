"""What `oakum check` says where everything is broken at once."""

from types import SimpleNamespace
from typing import Any

from bot.domain.declared import Pipeline
from bot.domain.survival import Count, Item, Now, Survival, brought_back
from bot.messages.survival import back_lines, survival_lines, with_survival
from checks.verdict import Outcome, Urgency

CHECKS = ("null_rate", "row_count", "drift", "freshness")


def answered(failing: int, **tables: Any) -> Any:
    """An answer about one pipeline with a table `a`, of whose four checks so many fail."""
    common = {"source": "lake", "partition": {"column": "day"}}
    facts = {"pipeline": "churn", "owner": "maria", "channel": "#churn"}
    declared = Pipeline.model_validate(
        facts | {"tables": {"a": common} | {name: common | each for name, each in tables.items()}}
    )
    said = [
        SimpleNamespace(
            check=check,
            table="a",
            outcome=Outcome.BREACH if at < failing else Outcome.OK,
            urgency=Urgency.TICKET,
            follows="",
        )
        for at, check in enumerate(CHECKS)
    ]
    found = [each for each in said if each.outcome is Outcome.BREACH]
    result = SimpleNamespace(verdicts=said)
    return SimpleNamespace(
        checked=[SimpleNamespace(pipeline=declared, result=result)],
        sections=[SimpleNamespace(pipeline="churn", findings=found)],
    )


def test_one_line_says_what_to_watch_first() -> None:
    """And why it is that."""
    said = answered(4, b={"feeds": {"model": "critical"}})
    (line,) = survival_lines(said)
    assert line.text == (
        "everything is broken at once: 4 of 4 checks fail; watch first: b (they feed model (critical))"
    )


def test_where_nothing_tells_what_is_core_it_says_so() -> None:
    """Whoever reads it knows what to declare."""
    (line,) = survival_lines(answered(4))
    assert line.text.endswith("4 of 4 checks fail; nothing tells which tables are core")


def test_the_object_has_it_too() -> None:
    """An additive key of each pipeline; null where not everything is broken."""
    told = {"pipelines": [{"pipeline": "churn"}, {"pipeline": "unusable"}]}
    fine, broken = (with_survival(told, answered(failing, b={"core": True})) for failing in (3, 4))
    assert fine["pipelines"][0]["everything_is_broken"] is None
    assert [each["everything_is_broken"] for each in broken["pipelines"]] == [
        {
            "failing": 4,
            "checks": 4,
            "follow": 0,
            "watch_first": ["b"],
            "rest": ["a"],
            "because": "marked core",
        },
        None,
    ]


def test_whoever_brings_a_table_back_sees_what_wakes(story: SimpleNamespace) -> None:
    """Or would: that is what a dry run is for."""
    items = tuple(Item(table=name, now=Now.IN_ORDER, since=story.now) for name in ("orders", "plans"))
    facts = {"id": 1, "pipeline": "flights", "incident": 7, "begun_at": story.now, "watched": ("weather",)}
    survival = Survival(**facts, count=Count(failing=8, checks=12), because="core", items=items)
    after = brought_back(survival, "orders", "maria", story.now)
    asleep = [story.incident()]
    head, woke = (line.text for line in back_lines(after, "orders", asleep, dry_run=True))
    assert head == "orders would be back (maria). 1 more is muted."
    assert woke.startswith("  would wake: no. 7, ")
    assert [line.text for line in back_lines(after, "orders", asleep, dry_run=False)][1].startswith(
        "  woke: no. 7,"
    )
