"""The home tab: mine first."""

from collections.abc import Callable
from typing import Any

MARIA, JON, EVE = "U1MARIA", "U2JON", "U3EVE"
Words = Callable[[dict[str, Any]], str]


def home(harbor: Any, words: Words, user: str) -> str:
    """What somebody reads who opens it."""
    harbor.sandbox.open_home(user).wait()
    return words(harbor.sandbox.wait_for(lambda: harbor.sandbox.home(user)))


def test_what_i_have_and_what_i_am_next_for_stands_first(harbor: Any, words: Words) -> None:
    """Maria was paged, so Jon is next; then she has it."""
    assert "_you are next, at" in home(harbor, words, JON)
    harbor.click(MARIA, "incident_acknowledge")
    assert "_you have it_" in home(harbor, words, MARIA)
    harbor.sandbox.open_home(JON).wait()
    harbor.sandbox.wait_for(lambda: "next for nothing" in words(harbor.sandbox.home(JON)))


def test_the_focus_that_i_have_stands_there_once(
    make_harbor: Callable[..., Any], breach: Any, words: Words
) -> None:
    """On top, where it says that it is mine; what else is mine stands below."""
    made = make_harbor("churn", "ads")
    made.says |= {name: [breach(column="age")] for name in ("churn", "ads")}
    made.round()
    made.desk.acknowledge(1, "maria")
    first, _, rest = home(made, words, MARIA).partition("_you have it_")
    assert "incident 1" in first
    assert "Mine" not in rest
    assert "incident 1" not in rest
    made.desk.acknowledge(2, "maria")
    made.sandbox.open_home(MARIA).wait()
    made.sandbox.wait_for(lambda: "Also mine" in words(made.sandbox.home(MARIA)))
    said = words(made.sandbox.home(MARIA))
    assert said.count("_you have it_") == 2
    assert [said.count(f"incident {number}") for number in (1, 2)] == [1, 1]


def test_my_pipelines_are_told_apart_from_others(make_harbor: Callable[..., Any], words: Words) -> None:
    """Those that I own, or may be paged for; who is on none sees all."""
    made = make_harbor("churn", "ads")
    declared = [
        each if each.pipeline == "churn" else each.model_copy(update={"owner": "jon", "policy": None})
        for each in made.settings.pipelines
    ]
    object.__setattr__(made.settings, "pipelines", tuple(declared))
    said = home(made, words, MARIA)
    mine, others = said.split("*Others*")
    assert "My pipelines" in mine
    assert "churn" in mine.split("My pipelines")[1]
    assert "ads" in others
    assert "*Others*" not in home(made, words, EVE)


def test_who_is_on_call_now_and_who_is_next_is_told(harbor: Any, words: Words) -> None:
    """Of each pipeline of mine."""
    assert "*churn*: *maria*; if there is no answer, *jon*" in home(harbor, words, JON)


def test_sixty_open_incidents_fit(make_harbor: Callable[..., Any], breach: Any, words: Words) -> None:
    """What does not fit is counted."""
    made = make_harbor("churn")
    made.says["churn"] = [breach(column=f"c{number}", check=f"k{number}") for number in range(60)]
    made.round()
    assert "… and" in home(made, words, JON)
