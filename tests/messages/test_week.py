"""The week in a few words, in both twins of the digest."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from bot.domain.health import Status
from bot.domain.week import Neighbour, Paged, Week
from bot.messages.digest import digest_message
from bot.messages.mail import digest_mail
from bot.messages.message import SlackMessage

Read = Callable[[SlackMessage], str]
MARIA = Paged(person="maria", times=3, nights=1)


def _bad(story: SimpleNamespace, **changes: Any) -> Any:
    return story.checkup(health=Status.BROKEN, findings=(story.finding(),), **changes)


def test_it_says_who_was_paged_and_what_became_of_the_health(story: SimpleNamespace, read: Read) -> None:
    """Also where nothing came or went."""
    week = Week(before=Status.DEGRADED, paged=(MARIA, Paged(person="jon", times=1)))
    checkup = _bad(story, week=week)
    text, mail = read(digest_message(checkup, story.around, {})), digest_mail(checkup, story.around, {})
    assert "*This week:* degraded → broken · 0 came" in text
    assert "Paged: maria 3 (1 at night), jon 1" in text
    for twin in (mail.text, mail.html):
        assert "degraded → broken" in twin
        assert "Paged: maria 3 (1 at night), jon 1" in twin


def test_what_is_new_is_marked(story: SimpleNamespace, read: Read) -> None:
    """The one to fix first, and those of the backlog."""
    old = story.finding()
    fresh = story.finding(rank=2, check="drift", table="flights", summary="distance drifts")
    week = Week(new=frozenset({fresh.fingerprint}))
    checkup = story.checkup(health=Status.BROKEN, findings=(old, fresh), week=week)
    text = read(digest_message(checkup, story.around, {}))
    assert "*Fix this first:*" in text
    assert "flights: distance drifts · *new*" in text
    assert "new · " in digest_mail(checkup, story.around, {}).text
    first = _bad(story, week=Week(new=frozenset({old.fingerprint})))
    assert "*Fix this first (new):*" in read(digest_message(first, story.around, {}))


def test_green_stays_three_lines_and_says_who_was_paged(story: SimpleNamespace) -> None:
    """Somebody got up, though all is well by Friday."""
    message = digest_message(story.checkup(week=Week(paged=(MARIA,))), story.around, {})
    lines = message.blocks[1]["text"]["text"].splitlines()
    assert len(lines) == 3
    assert lines[2].endswith("Paged: maria 3 (1 at night).")


def test_other_pipelines_of_the_channel_have_a_line_each(
    story: SimpleNamespace, read: Read, refused: Callable[[SlackMessage], list[str]]
) -> None:
    """The worst first, and those that do not fit are counted; what is not known is not called healthy."""
    some = [Neighbour(pipeline=f"p{at}<!channel>", health=Status.HEALTHY, findings=0) for at in range(12)]
    worst = Neighbour(pipeline="ads", health=Status.BROKEN, findings=2)
    checkup = story.checkup(week=Week(beside=(*some, worst)))
    message = digest_message(checkup, story.around, {})
    text = read(message)
    assert text.index("🔴 ads is broken, 2 findings") < text.index("🟢 p0&lt;!channel&gt; is healthy")
    assert "… and 5 more" in text
    assert refused(message) == []
    assert "ads is broken, 2 findings" in digest_mail(checkup, story.around, {}).text


def test_what_is_not_watched_takes_one_line(story: SimpleNamespace, read: Read) -> None:
    """Grey squares that never change say nothing."""

    def blind(table: str, check: str) -> Any:
        strip = story.strip(table, check, note="not watched")
        return replace(strip, days=tuple(replace(day, ok=None) for day in strip.days))

    weekly = (
        story.strip("usage", "null_rate", bad=1),
        blind("usage", "finish_window"),
        blind("usage", "duplicate_keys"),
        *(blind("raw", check) for check in ("finish_window", "null_rate", "duplicate_keys")),
    )
    text = read(digest_message(_bad(story, weekly=weekly), story.around, {}))
    assert "_not watched: finish window, duplicate keys_" in text
    assert "None of the three is watched: `raw`" in text
    assert "⬜" not in text


def test_everything_at_once_is_read_in_twenty_blocks(
    story: SimpleNamespace, read: Read, refused: Callable[[SlackMessage], list[str]]
) -> None:
    """The state first, the button last; nothing is left out."""
    findings = tuple(story.finding(rank=at, summary=f"problem {at}", column=f"c{at}") for at in range(1, 9))
    names = ("Thresholds", "Lineage", "Drill", "Nobody's", "Debt", "How often")
    checkup = story.checkup(
        kind="deep",
        health=Status.BROKEN,
        findings=findings,
        weekly=(story.strip("usage", "null_rate", bad=2),),
        came=(story.line(),),
        went=(story.line(),) * 9,
        acknowledged=(story.line(who="maria"),) * 9,
        unwatched=("planes",),
        unchecked=(("flights", "times are UTC"),),
        besides=tuple((name, ("first", "second")) for name in names),
        budget="over budget, 2 pages in 1 shift",
        focus_why="it costs more",
        week=Week(
            before=Status.HEALTHY,
            paged=(MARIA,),
            beside=(Neighbour(pipeline="ads", health=Status.HEALTHY, findings=0),),
        ),
        nudged="maria",
        nudged_at=story.now,
    )
    message = digest_message(checkup, story.around, {})
    text = read(message)
    assert len(message.blocks) <= 20
    assert all(name in text for name in names)
    assert "over budget" in text
    assert message.blocks[-1]["type"] == "actions"
    assert refused(message) == []
