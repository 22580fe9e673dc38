"""What the demo tells of its findings: planted or real, open or over, each cause once."""

from datetime import date

import pytest

from bot.domain.answer import Answer
from bot.domain.health import Health, Status
from bot.messages.story import UNEXPLAINED, chapters, notes, story_lines, tell, to_object

STORM = {
    "pipeline": "flights",
    "check": "null_rate",
    "table": "weather",
    "column": ["wind_gust", "visib"],
    "days": {"from": "2013-02-13", "to": "2013-02-14"},
    "sentence": "A storm took the mast.",
}


@pytest.fixture
def week(story):
    """Makes the answers of a week from the findings of each day."""

    def made(*days):
        return [Answer(story.now, (), findings, ()) for findings in days]

    return made


def test_a_finding_is_planted_if_the_plants_say_so(story, week):
    """By place and days; else it is real, explained or not."""
    gust, visib = story.finding(), story.finding(column="visib", rank=2)
    other = story.finding(column="temp", rank=3)
    told = tell(week([gust, visib, other]), [gust], [STORM | {"column": "wind_gust"}], [STORM])
    assert [(each.finding.column, each.open, each.origin) for each in told] == [
        ("wind_gust", True, "planted"),
        ("visib", False, "real"),
        ("temp", False, "real"),
    ]
    assert told[2].sentence == UNEXPLAINED


def test_a_story_is_about_its_own_days(story, week):
    """The same column on other days has another cause."""
    old = story.finding(bad=(date(2013, 1, 31),))
    (told,) = tell(week([old]), [], [STORM], [])
    assert (told.origin, told.sentence) == ("real", UNEXPLAINED)


def test_what_is_open_is_told_as_it_stands_now(story, week):
    """With the rank among the open incidents, not with that of the day it was found."""
    then, now = story.finding(rank=5), story.finding(rank=1)
    (told,) = tell(week([then]), [now], [STORM], [])
    assert (told.open, told.finding.rank) == (True, 1)


def test_each_cause_is_told_once(story, week):
    """Three columns of one storm are one paragraph; what nobody explained stays apart."""
    columns = [story.finding(column=name, rank=at) for at, name in enumerate(("wind_gust", "visib"), start=1)]
    strange = [story.finding(column=name, rank=9) for name in ("a", "b")]
    told = tell(week([*columns, *strange]), columns, [], [STORM])
    first, over = chapters(told)
    assert (first.title, over.title) == ("Fix this first", "Came and went this week")
    assert [len(cause) for cause in (*first.causes, *over.causes)] == [2, 1, 1]


def test_healthy_is_never_told_without_what_it_is_worth(story, week):
    """Measured or not."""
    health = [
        Health(pipeline=name, status=Status.HEALTHY, as_of=story.now, caught=said)
        for name, said in (("a", "would have caught 6% lost rows"), ("b", ""))
    ]
    _, *lines = [line.text for line in story_lines([], health, week([])[0], story.zone)]
    assert lines == [
        "  a is healthy; would have caught 6% lost rows",
        "  b is healthy; what it would have caught was not measured",
    ]


def test_the_terminal_tells_health_then_chapters(story, week):
    """Marked in capitals whether it is real; the source of what is claimed is named."""
    finding = story.finding()
    answers = week([finding])
    told = tell(answers, [finding], [], [STORM | {"source": "The weather service."}])
    health = [Health(pipeline="flights", status=Status.BROKEN, as_of=story.now)]
    lines = [line.text for line in story_lines(told, health, answers[-1], story.zone)]
    assert lines == [
        "Friday checkup · Fri 15 Feb 2013, 15:00 EST",
        "  flights is broken",
        "",
        "Fix this first",
        "  1. weather: nulls of `wind_gust` grew from 2.1% to 23.8% since Fri 8 Feb",
        "     since Fri 8 Feb 04:00 · 24% of 1k rows a day, feeds delay_model (critical), broken now, "
        "$2,100–5,200 a month",
        "     REAL: A storm took the mast.",
        "     Source: The weather service.",
    ]


def test_the_page_has_what_was_planted_before_what_is_real(story, week):
    """Plain text: the marks of the terminal are left out."""
    gust, visib = story.finding(), story.finding(column="visib", summary="`visib` is null")
    told = tell(
        week([gust, visib]), [gust], [STORM | {"column": "wind_gust", "sentence": "We did it."}], [STORM]
    )
    (planted, first), (real, second) = notes(told, story.zone)
    assert (planted, real) == ("Planted by us", "Real, as it was in 2013")
    assert first[0].startswith("We did it.\nFound (open): weather: nulls of wind_gust grew")
    assert second == ["A storm took the mast.\nFound (over): weather: visib is null"]


def test_the_json_names_the_same(story, week):
    """For whoever reads it by machine."""
    finding = story.finding()
    assert to_object(tell(week([finding]), [], [STORM], [])) == [
        {
            "fingerprint": finding.fingerprint,
            "summary": finding.summary,
            "open": False,
            "origin": "planted",
            "explanation": "A storm took the mast.",
            "source": None,
        }
    ]
