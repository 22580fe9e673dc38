"""My settings on the home tab, and what goes by them."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.intent import IncidentMail
from bot.domain.wishes import Reach, Wishes
from bot.messages.render import mail
from bot.store import outbox, wishes

MARIA, JON, EVE = "U1MARIA", "U2JON", "U3EVE"
Words = Callable[[dict[str, Any]], str]


def choose(harbor: Any, user: str, menu: str, value: str) -> None:
    """Somebody opens their home and chooses."""
    harbor.sandbox.open_home(user).wait()
    harbor.sandbox.wait_for(lambda: harbor.sandbox.home(user))
    assert harbor.sandbox.click_home(user, menu, value).wait().acked


def chosen(harbor: Any, who: str) -> Wishes:
    """What is kept of them."""
    with harbor.store.read() as connection:
        return wishes.of(connection, who)


def rung(harbor: Any) -> set[tuple[str, str]]:
    """Who was paged by Slack, and where."""
    with harbor.store.read() as connection:
        return {(each.person, each.to) for each in outbox.pages(connection, 1, 1) if hasattr(each, "to")}


@pytest.mark.parametrize(
    ("reach", "places"), [("both", {"thread", "dm"}), ("dm", {"dm"}), ("channel", {"thread"})]
)
def test_pages_come_where_i_want_them(
    make_harbor: Callable[..., Any], breach: Callable[..., Any], reach: str, places: set[str]
) -> None:
    """Never nowhere."""
    made = make_harbor("churn")
    choose(made, MARIA, "wish_reach", reach)
    assert chosen(made, "maria").reach is Reach(reach)
    made.says["churn"] = [breach()]
    made.round()
    assert rung(made) == {("maria", place) for place in places}


def test_the_thread_says_who_was_told_in_private(
    make_harbor: Callable[..., Any], breach: Callable[..., Any], words: Words
) -> None:
    """Otherwise nobody in the channel knows that somebody is on the way."""
    made = make_harbor("churn")
    choose(made, MARIA, "wish_reach", "dm")
    made.says["churn"] = [breach()]
    made.round()
    told = [words(each) for each in made.sandbox.thread("#churn", made.message()["ts"])]
    assert any("maria is told by slack" in each for each in told)


def test_whether_i_still_have_it_is_asked_there_too(harbor: Any) -> None:
    """In private alone, if that is what I chose."""
    harbor.click(JON, "incident_acknowledge")
    choose(harbor, JON, "wish_reach", "dm")
    harbor.round(days=3)
    asked = [each for each in harbor.sandbox.messages(JON) if "are you still on it" in each["text"]]
    thread = harbor.sandbox.thread("#churn", harbor.message()["ts"])
    assert asked
    assert not [each for each in thread if "are you still on it" in each["text"]]


def test_mails_to_me_tell_my_time(harbor: Any) -> None:
    """Slack does so anyway."""
    choose(harbor, MARIA, "wish_zone", "Asia/Tokyo")
    assert chosen(harbor, "maria").timezone == ZoneInfo("Asia/Tokyo")
    told = harbor.desk.incident(1)
    about = SimpleNamespace(
        incident=told.incident, timeline=(), rollback=None, posts={}, incidents=(), zone=None
    )
    intent = IncidentMail(incident=1, round=1, hop=0, person="maria")
    assert "JST" not in mail(intent, about, harbor.settings).text
    about.zone = harbor.desk.wishes.zone("maria")
    assert "JST" in mail(intent, about, harbor.settings).text


def test_my_yesterday_is_that_of_my_clock(harbor: Any, words: Words) -> None:
    """The days of an answer are named with their zone."""
    choose(harbor, JON, "wish_zone", "Asia/Tokyo")
    harbor.sandbox.dm(JON, "how many pages yesterday?")
    harbor.sandbox.wait_for(lambda: "JST" in words(harbor.sandbox.messages(JON)[-1]))


def test_the_pipelines_zone_can_be_chosen_again(harbor: Any, words: Words) -> None:
    """And the home shows what is chosen."""
    choose(harbor, JON, "wish_zone", "Asia/Tokyo")
    choose(harbor, JON, "wish_zone", "pipeline")
    assert chosen(harbor, "jon") == Wishes()
    assert "My settings" in words(harbor.sandbox.home(JON))


def test_who_is_not_declared_has_nothing_to_set(harbor: Any, words: Words) -> None:
    """Nothing is sent to Eve: a setting would have no effect."""
    harbor.sandbox.open_home(EVE).wait()
    said = words(harbor.sandbox.wait_for(lambda: harbor.sandbox.home(EVE)))
    assert "You are not among the `people`" in said
    harbor.desk.wishes.choose("eve", "wish_reach", "dm")
    assert chosen(harbor, "eve") == Wishes()
