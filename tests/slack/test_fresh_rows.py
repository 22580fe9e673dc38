"""The rows beside their source are judged with buttons; the bound follows at once."""

from dataclasses import replace
from typing import Any

from bot.domain.fresh_rows import FreshRow
from bot.store import checkups
from bot.store.row_table import row_answers

Harbor = Any
JON = "U2JON"
ROW = FreshRow(
    table="usage",
    source="crm",
    day="2026-11-19",
    key={"id": 4},
    source_rows=1,
    columns={"plan": "tariff"},
)


def test_whoever_looks_says_of_each_row_whether_it_is_right(harbor: Harbor, monkeypatch: Any) -> None:
    """The last answer counts; it is kept with who, when, and by which route."""
    keep = checkups.add
    monkeypatch.setattr(
        checkups, "add", lambda connection, said: keep(connection, replace(said, rows=(ROW,) * 3))
    )
    harbor.round(hours=6)
    assert "Are they right?" in str(harbor.message())
    harbor.click(JON, "fresh_rows")
    assert "Right" in str(harbor.sandbox.wait_for(lambda: harbor.sandbox.ephemerals(JON, "#churn")))
    ts = harbor.sandbox.ephemerals(JON, "#churn")[0]["ts"]
    for times, action in enumerate(("0_right", "1_right", "1_wrong", "2_unsure"), 2):
        done = harbor.sandbox.click(JON, "#churn", ts, f"fresh_row_{action}").wait()
        assert done.acked, done.error
        said = harbor.told(JON, times)
    assert "Noted: cannot tell. 1 wrong of 2 looked at so far: at most 97% are wrong" in said
    harbor.deliver()
    assert "1 wrong of 2 looked at so far: at most 97% are wrong" in str(harbor.message())
    harbor.click(JON, "checkup_sign_off")
    harbor.deliver()
    assert "jon* looked" in str(harbor.message())
    with harbor.store.read() as connection:
        kept = connection.execute(row_answers.select()).all()
    assert [
        (each.row, each.who, each.answer, each.by) for each in sorted(kept, key=lambda each: each.row)
    ] == [
        (0, "jon", "right", "slack"),
        (1, "jon", "wrong", "slack"),
        (2, "jon", "cannot tell", "slack"),
    ]
