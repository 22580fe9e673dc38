"""Lines for a terminal: what they tell, and what of the data they never let through."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answer import Answer
from bot.messages.terminal import Line, Tally, answer_lines, day_line, finding_lines, new_errors
from checks.verdict import Row, Urgency

NOON = datetime(2013, 2, 15, 17, tzinfo=UTC)


def an_answer(*findings, errors=()):
    """An answer with these findings, and perhaps a pipeline that could not be checked."""
    section = SimpleNamespace(pipeline="flights", errors=errors, is_silent=bool(errors))
    return Answer(NOON, (), findings, (section,))


@given(st.text())
def test_no_control_character_gets_through(text):
    """Neither escapes nor line breaks nor marks that turn the direction of writing."""
    assert all(each.isprintable() for each in Line(text).text)


def test_a_space_that_does_not_break_is_a_space():
    """Money is written with one: 1,100–1,700 CHF."""
    assert Line("1,100–1,700\u00a0CHF\u2028").text == "1,100–1,700 CHF�"


def test_a_finding_says_what_since_when_and_why(story):
    """Times are local; the first rows by their keys."""
    finding = story.finding(affected=5, evidence={})
    lines = [line.text for line in finding_lines(finding, story.zone, story.now)]
    assert lines == [
        "  1. [page] weather: nulls of `wind_gust` grew from 2.1% to 23.8% since Fri 8 Feb",
        "     flights.weather · since Fri 8 Feb 04:00:00 EST · fix first",
        "     1st: null rate `weather.wind_gust` · 0.5% of 1k rows a day, feeds delay_model (critical), "
        "broken now, $2,100–5,200 a month",
        "     row origin=EWR, hour=4 at Fri 8 Feb 04:00:00: `wind_gust` is null",
        "     … and at least 4 more rows",
    ]


def test_hidden_values_are_told_once_below_all_findings(story):
    """Not below each finding, and before anything is said of how the pipelines are."""
    found = [story.finding(rank=at, segment="origin #1f3c0a2b") for at in (1, 2)]
    lines = [line.text for line in answer_lines(Answer(NOON, (), found, ()), story.zone)]
    said = "  the values of `weather.origin` are not shown: write `share: true` at a column to see them"
    assert (lines.count(said), lines[-1]) == (1, said)


def test_days_of_another_year_have_their_year(story):
    """Data of 2013 that is judged in 2026 did not break last week."""
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    text = "\n".join(line.text for line in finding_lines(story.finding(), story.zone, now))
    assert "since Fri 8 Feb 2013 04:00:00 EST · " in text
    assert "hour=4 at Fri 8 Feb 2013 04:00:00: " in text


def test_rows_that_are_not_shown_are_counted(story):
    """Never dropped silently; where no row is known, none is counted."""
    rows = tuple(Row(key={"id": at}, at=None, why="late") for at in range(9))

    def last(**facts):
        finding = story.finding(evidence={}, **facts)
        return [line.text for line in finding_lines(finding, story.zone, story.now)][-1]

    one = (date(2013, 2, 14),)
    assert last(rows=rows, affected=9, bad=one) == "     … and 6 more rows"
    assert last(rows=rows, affected=2) == "     … and at least 6 more rows"  # of several days
    assert last(rows=rows[:3], affected=3) == "     row id=2: late"
    assert "more row" not in last(rows=(), affected=3)


def test_every_factor_of_a_rank_is_shown_to_who_asks(story):
    """A price that was not declared is not invented."""
    found = story.finding(cost=None)
    told = finding_lines(found, story.zone, story.now, explained_among=[found])
    lines = [line.text.split() for line in told]
    factors = {words[0]: " ".join(words[1:]) for words in lines[-10:-1]}
    assert list(factors) == ["price", "affected", "time", "real", "days", "cost", "feeds", "weight", "score"]
    assert factors["cost"] == "no price declared"
    assert " ".join(lines[-1]) == "to change nothing else is open that could come before it"
    assert factors["feeds"] == "delay_model (critical): × 8"


def test_a_day_tells_what_is_new_and_counts_what_is_open(story):
    """A new page is red, a day with nothing new is quiet."""
    one, two = story.finding(), story.finding(column="visib", summary="visib is null", urgency=Urgency.TICKET)
    line = day_line(an_answer(one, two), an_answer(one), story.zone)
    assert (line.text, line.style) == ("Fri 15 Feb 2013  2 open, 1 new: weather: visib is null", "ticket")
    assert day_line(an_answer(one), an_answer(), story.zone).style == "page"
    assert day_line(an_answer(one), an_answer(one), story.zone).style == "note"
    assert day_line(an_answer(), an_answer(one), story.zone).text == "Fri 15 Feb 2013  nothing found"


def test_a_day_that_brought_much_is_still_one_line(story):
    """Two are named, the others counted."""
    many = [story.finding(column=f"c{at}", summary=f"c{at} is null") for at in range(5)]
    text = day_line(an_answer(*many), an_answer(), story.zone).text
    assert text.endswith("5 open, 5 new: weather: c0 is null; weather: c1 is null … and 3 more")


def test_why_not_everything_could_be_checked_is_told_where_it_changes():
    """A reason that stays is told once; one that went away and comes back is told again."""
    one, two = (SimpleNamespace(table="weather", what=what) for what in ("no file", "too old"))
    days = [(one,), (one,), (one, two, two), (two,), (), (one,)]
    said = [an_answer(errors=errors) for errors in days]
    told = [
        [line.text.rpartition(": ")[2] for line in new_errors(each, before)]
        for before, each in zip([None, *said], said, strict=False)
    ]
    assert told == [["no file"], [], ["too old"], [], [], ["no file"]]


def test_a_pipeline_is_silent_only_if_it_was_so_every_day(story):
    """One readable day is enough for a replay to have run."""
    failed, fine = an_answer(errors=(SimpleNamespace(what="no file"),)), an_answer()
    assert Tally().plus(failed, fine).plus(failed, fine).silent == {"flights": "no file"}
    assert Tally().plus(failed, fine).plus(fine, fine).silent == {}
    assert Tally().plus(fine, fine).plus(failed, fine).silent == {}


def test_a_replay_is_summed_up(story):
    """Days, days with findings, pages; in good grammar."""
    bad = an_answer(story.finding())
    tally = Tally().plus(an_answer(), an_answer()).plus(bad, an_answer())
    assert tally.line().text == "2 days, 1 of them with findings; 1 page"
    assert tally.plus(bad, bad).pages == 1
    assert bad.as_of + timedelta(days=1) > NOON


def test_a_broken_assumption_is_told(story):
    """In the owner's own words."""
    finding = story.finding(evidence={"assumptions": ["missing is null, never 0"]})
    told = [line.text.strip() for line in finding_lines(finding, UTC, story.now)]
    assert "this was taken for granted: missing is null, never 0" in told
