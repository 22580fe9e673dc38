"""/pipeline export and share: a file for the asker, an answer for all."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

MARIA, JON = "U1MARIA", "U2JON"


def the_file(harbor: Any, user: str) -> list[dict[str, str]]:
    """What is in the newest file that somebody was sent in private."""

    def sent() -> Any:
        return [each for each in harbor.sandbox.messages(user) if each.get("files")]

    (file,) = harbor.sandbox.wait_for(sent)[-1]["files"]
    text = harbor.sandbox.state.files[file["id"]].content.decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_the_open_findings_come_as_a_file_in_private(harbor: Any) -> None:
    """The channel sees nothing of it."""
    before = len(harbor.sandbox.messages("#churn"))
    assert "I sent you the file in private: 1 open finding as CSV. As of" in harbor.type(JON, "export")
    (row,) = the_file(harbor, JON)
    assert (row["incident"], row["pipeline"], row["column"], row["urgency"]) == (
        "1",
        "churn",
        "sessions",
        "page",
    )
    assert (row["affected"], row["volume"], row["pipeline_status"]) == ("200", "1000", "broken")
    assert len(harbor.sandbox.messages("#churn")) == before


@pytest.mark.parametrize(
    "said", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1+1", "＝1+1", '=cmd|"/c calc"!A1']
)
def test_a_hostile_cell_is_not_run(
    make_harbor: Callable[..., Any], breach: Callable[..., Any], said: str
) -> None:
    """A value of the data may look like a formula."""
    made = make_harbor("churn")
    made.says["churn"] = [breach(summary=said)]
    made.round()
    made.type(JON, "export churn")
    (row,) = the_file(made, JON)
    assert row["summary"].startswith("'")


def test_of_several_pipelines_one_is_exported_or_all(
    make_harbor: Callable[..., Any], breach: Callable[..., Any]
) -> None:
    """A mistyped one gets a suggestion, and no file."""
    made = make_harbor("churn", "ads")
    made.says |= {"churn": [breach()], "ads": [breach(), breach(column="plan", check="drift")]}
    made.round()
    assert "3 open findings" in made.type(JON, "export")
    assert "2 open findings" in made.type(JON, "export ads", 2)
    assert "Did you mean `churn`?" in made.type(JON, "export chrun", 3)


def test_where_nothing_is_open_no_file_is_sent(make_harbor: Callable[..., Any]) -> None:
    """Nor is that said to be all well."""
    made = make_harbor("churn")
    assert "Nothing is open: there is nothing to export. Not judged lately: churn." in made.type(
        JON, "export"
    )
    assert not made.sandbox.messages(JON)


@pytest.mark.parametrize("typed", ["health share", "share health", "health churn share"])
def test_an_answer_is_shared_with_the_name_of_who_asked(harbor: Any, words: Any, typed: str) -> None:
    """By their wish alone."""
    before = len(harbor.sandbox.messages("#churn"))
    assert harbor.sandbox.command(JON, "#churn", "/pipeline", typed).wait().acked
    told = harbor.sandbox.wait_for(lambda: harbor.sandbox.messages("#churn")[before:])
    assert "churn is broken" in words(told[0])
    assert "*jon* asked" in words(told[0])
    assert not harbor.sandbox.ephemerals(JON, "#churn")


def test_what_acts_is_not_shared_and_a_mistake_is_for_the_asker_alone(harbor: Any) -> None:
    """A cause may end with the word."""
    assert "Share what?" in harbor.type(JON, "share ack 1")
    assert "Did you mean `churn`?" in harbor.type(JON, "health chrun share", 2)
    assert "Resolved." in harbor.type(JON, "resolve 1 two jobs wrote the same share", 3)
    assert harbor.desk.incident(1).timeline[-1].text == "two jobs wrote the same share"
