"""A day by the hour: in words, as a picture for a phone, and never a crash."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imread

from bot.domain.drawable import is_drawable
from bot.messages.drawing import BY_NIGHT, INKS, NARROW, WIDE
from bot.messages.evidence_plot import PHONE, plot_of
from bot.messages.hours import hours_of

DAY = datetime(2026, 5, 12)  # noqa: DTZ001 (the clock on the wall)
HOSTILE = '😀 <script>alert(1)</script> $x$ \x1b[2J \u202eעברית & "q" \\frac <!channel> ' + "x" * 300


def at(hour):
    return (DAY + timedelta(hours=hour)).isoformat(timespec="minutes")


def by_hour(rows, since=14, until=24, first=0, **more):
    """Evidence of a day: rows of each hour, of which 100 are usual."""
    hours = {at(first + place): [many, 100] for place, many in enumerate(rows)}
    kept = {"day": "2026-05-12", "usual": "the median of 8 Tuesdays", "hours": hours, **more}
    return {"by_hour": kept | {"differs": [at(since), at(until)]}}


STOPPED = by_hour([100] * 14 + [0] * 10)
FLIPPED = {
    "shares_by_hour": {
        "day": "2026-05-12", "of": "email is missing", "first": "2026-05-12T14:03:20",
        "hours": {at(hour): [1 if hour < 14 else 47 if hour == 14 else 50, 100, 0.01] for hour in range(24)},
        "differs": [at(14), at(24)],
    }
}  # fmt: skip


@pytest.fixture
def lost(story):
    """A finding on the rows of a table, with this evidence."""
    return lambda evidence, **facts: story.finding(check="row_count", column=None, evidence=evidence, **facts)


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (STOPPED, "none after 14:00"),
        (by_hour([0] * 6 + [100] * 18, 0, 6), "none before 06:00"),
        (by_hour([100] * 3 + [0] * 2 + [100] * 19, 3, 5), "none from 03:00 to 05:00"),
        (by_hour([100] * 10 + [40] * 14, 10), "560 after 10:00, 1,400 are usual"),
        (by_hour([100] * 10 + [300] * 2 + [100] * 12, 10, 12), "600 from 10:00 to 12:00, 200 are usual"),
        (by_hour([100] * 13 + [24] + [0] * 10, last="2026-05-12T13:14:30"), "none after 13:15"),
        (by_hour([100] * 13 + [99] + [0] * 10, last="2026-05-12T13:59:58"), "none after 14:00"),
        (by_hour([100] * 14 + [0] * 10, last="2026-05-11T03:00:00"), "none after 14:00"),
        (by_hour([100] * 22 + [0] * 2, 18, 20, first=-4), "none after 18:00"),
        (by_hour([100] * 26 + [0] * 6, 26, 32), "none after 02:00 (+1)"),
    ],
)
def test_its_title_says_from_when_to_when(lost, evidence, said):
    """In the words of a clock on the wall, and to the minute where the last row is known."""
    found = hours_of(lost(evidence))
    assert found.title == f"weather: rows of Tue 12 May by hour: {said}"
    assert plot_of(lost(evidence)).alt.startswith(
        f"{found.title}. Bars: rows of each hour; grey line: the med"
    )


def test_those_who_cannot_see_it_are_told_the_hours_beside_the_edge(lost):
    """What was there, and what is usual."""
    assert plot_of(lost(STOPPED)).alt.endswith(" 13:00: 100, usually 100; 14:00: 0, usually 100.")


def test_shares_are_told_before_and_after(story):
    """From the minute of the first row on; the hour in which it began counts to neither side."""
    found = hours_of(story.finding(evidence=FLIPPED))
    assert found.title == "weather: email is missing, Tue 12 May by hour: 50% after 14:03, 1% before"
    assert found.mark == datetime(2026, 5, 12, 14, 3, 20)  # noqa: DTZ001 (the clock on the wall)
    assert found.alt.endswith(" 13:00: 1%, the day before 1%; 14:00: 47%, the day before 1%.")


def test_a_day_whose_hours_say_nothing_is_drawn_among_the_days(lost):
    """The hours are kept as evidence all the same."""
    kept = {key: each for key, each in STOPPED["by_hour"].items() if key != "differs"}
    found = lost({"by_hour": kept, "by_day": {"2026-05-12": [1_400, 2_400]}}, bad=(date(2026, 5, 12),))
    assert "Rows by day" in plot_of(found).alt


def test_both_distributions_of_a_drift_come_first(story):
    """They are what a drift is about."""
    evidence = FLIPPED | {"distributions": "of another version"}
    assert plot_of(story.finding(check="drift", evidence=evidence)) is None


def test_a_format_by_the_hour_is_reason_enough_for_a_picture(story):
    """A check that keeps nothing by day has one now."""
    found = story.finding(check="value_format", evidence=FLIPPED)
    assert is_drawable(found)
    assert not is_drawable(replace(found, evidence={"rows": 3}))


@pytest.mark.parametrize("evidence", [STOPPED, FLIPPED])
def test_it_is_drawn_for_a_phone_a_page_and_the_night(lost, evidence):
    """The picture brings its ground along; on a page it takes the page's colours."""
    plot = plot_of(lost(evidence))
    assert imread(io.BytesIO(plot.picture())).shape[1] == int(PHONE * 220)
    assert (imread(io.BytesIO(plot.picture()))[..., 3] == 1).all()
    for width in (WIDE, NARROW):
        element = plot.element(width)
        assert not [colour for colour in INKS.values() if colour in element]
        assert ElementTree.fromstring(element).attrib["aria-label"] == plot.alt
    assert BY_NIGHT["data"] in plot.file()


@pytest.mark.parametrize("evidence", [STOPPED, FLIPPED, by_hour([100] * 71 + [0], 47, 48, first=-24)])
@pytest.mark.parametrize("width", [PHONE, NARROW, WIDE])
def test_no_word_sticks_out_or_lies_on_another(lost, evidence, width):
    """Of the hours below and the word of the mark, as the letters of the drawing measure them."""
    figure = plot_of(lost(evidence)).drawn(width)
    FigureCanvasAgg(figure).draw()
    renderer = figure.canvas.get_renderer()
    for text in figure.findobj(lambda each: hasattr(each, "get_text") and each.get_text()):
        box = text.get_window_extent(renderer)
        assert -1 <= box.x0 <= box.x1 <= figure.bbox.width + 1, text
    (axes,) = figure.axes
    labels = [each.get_window_extent(renderer) for each in axes.get_xticklabels() if each.get_text()]
    assert all(one.x1 < other.x0 for one, other in pairwise(labels))


def test_hostile_names_are_harmless(lost):
    """Neither a script nor a formula, nothing that turns text around."""
    flipped = {"shares_by_hour": FLIPPED["shares_by_hour"] | {"of": HOSTILE}}
    for evidence in (by_hour([100] * 14 + [0] * 10, usual=HOSTILE), flipped):
        drawn = plot_of(replace(lost(evidence), table=HOSTILE)).file()
        root = ElementTree.fromstring(drawn)
        assert not [each for each in root.iter() if each.tag.endswith("script")]
        assert not re.search("[\x1b\u202e]", drawn)


@pytest.mark.parametrize(
    "changes",
    [
        {"hours": {}}, {"hours": None}, {"hours": {"x": [1, 2]}}, {"hours": {at(0): [1]}},
        {"hours": {at(0): 3}},
        {"differs": ["x", "y"]}, {"differs": [at(14)]}, {"differs": 3}, {"differs": [at(99), at(100)]},
        {"day": None}, {"day": "x"}, {"last": "x"}, {"first": 3}, {"hours": {at(0): ["x", "y", "z"]}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["by_hour", "shares_by_hour"])
def test_hours_that_another_version_kept_are_not_drawn(lost, name, changes):
    """Rather than a crash, now or when they are drawn; what is not read does no harm."""
    kept = (STOPPED | FLIPPED)[name] | changes
    for evidence in ({name: kept}, {name: "x"}, {name: [1]}):
        plot = plot_of(lost(evidence, since=datetime(2026, 5, 12, tzinfo=UTC)))
        assert plot is None or plot.picture()
