"""The first move and the SQL to copy, as the details show them."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from bot.domain.declared import Source
from bot.messages.details import details
from checks.verdict import Failing

DAY = date(2013, 2, 14)


def told(story: SimpleNamespace, **changes: Any) -> Any:
    """The details of an incident whose rows lie in files."""
    around = replace(story.around, sources={"s": Source(kind="files", root="/lake")})
    found = story.finding(**changes)
    return details(story.incident(found), around)


def test_the_details_say_what_to_do_first_and_how_to_find_every_row(
    story: SimpleNamespace, read: Any, refused: Any
) -> None:
    """One sentence, and one statement for the engine that reads the files."""
    failing = Failing(what="missing", partitions=(DAY,), column="wind_gust")
    message = told(story, failing=failing)
    assert "*First:* Look at the load of Wed 13 Feb" in read(message)
    assert "*All failing rows*, for DuckDB\n```\nSELECT *\nFROM read_parquet(['/lake/p/*.parquet']" in read(
        message
    )
    assert "DATE '2013-02-14'" in read(message)
    assert refused(message) == []


def test_hostile_names_stay_within_their_block(story: SimpleNamespace, read: Any, refused: Any) -> None:
    """What would end the block, or is too long for it, is left to the terminal; nobody is mentioned."""
    for name in ("a```b", "x" * 3000, "<!channel> & <@U1>"):
        message = told(story, column=name, failing=Failing(what="null", partitions=(DAY,), column=name))
        assert refused(message) == []
        assert "<!channel>" not in str(message.blocks)
        assert ("oakum check --explain" in read(message)) is (name != "<!channel> & <@U1>")


def test_where_nothing_is_known_of_the_rows_there_is_no_sql(story: SimpleNamespace, read: Any) -> None:
    """Nor where the source is not declared any more."""
    assert "All failing rows" not in read(told(story))
    failing = Failing(what="missing", partitions=(DAY,), column="wind_gust")
    said = details(story.incident(story.finding(failing=failing)), story.around)
    assert "All failing rows" not in read(said)


def test_what_the_details_leave_out_is_counted(story: SimpleNamespace, read: Any) -> None:
    """Of several bad days only rows of the newest are counted; days and figures are never cut silently."""
    said = read(told(story))
    assert "… and at least 237 more rows" in said
    days = {f"2013-01-{day:02}": {"ok": True, "said": "0"} for day in range(1, 21)}
    assert "the last 14 of 20 days" in read(told(story, evidence={"days": days}))
    figures = {f"figure_{at}": at for at in range(20)}
    assert "… and 8 more" in read(told(story, evidence=figures))
