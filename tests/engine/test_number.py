"""The daily line about the first number: one message, edited each day."""

from bot.domain.number_intent import NumberPost, NumberUpdate
from checks.verdict import Outcome, Verdict

PRIMARY = {"sessions": {"primary": True, "drift": False}}


def watched(day, ok=True):
    """What the check says of the first number."""
    return Verdict(
        check="null_rate",
        table="usage",
        column="sessions",
        outcome=Outcome.OK if ok else Outcome.BREACH,
        evidence={"days": {day: {"ok": ok, "said": "0.5%"}}},
    )


def test_it_is_posted_once_and_edited_afterwards(make_world, says):
    """The channel is not filled with good news."""
    table = {"source": "lake", "path": "u/*", "partition": {"column": "day"}, "columns": PRIMARY}
    world = make_world(says.declared(tables={"usage": table}))
    world.checks.says["churn"] = [watched("2026-11-19")]
    world.round()
    world.checks.says["churn"] = [watched("2026-11-20")]
    world.round(days=1)
    told = [intent for intent, _ in world.slack.said if isinstance(intent, (NumberPost, NumberUpdate))]
    assert [type(each) for each in told] == [NumberPost, NumberUpdate]
    assert [str(each.number.day) for each in told] == ["2026-11-19", "2026-11-20"]


def test_a_pipeline_without_a_first_number_has_no_line(world, says):
    """Nothing is said where nothing was chosen."""
    world.checks.says["churn"] = [says.good()]
    world.round()
    assert not [intent for intent, _ in world.slack.said if isinstance(intent, NumberPost)]
