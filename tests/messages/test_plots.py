"""Plots are SVG text that stands in a page: no scripts, no colours of their own, words as words."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from bot.messages.drawing import NARROW, WIDE
from bot.messages.marks import Mark
from bot.messages.plots import Bar, Curve, curve, timeline

DAY = date(2026, 3, 1)
LATER = DAY + timedelta(days=40)
HOSTILE = '$x$ <script>alert(1)</script> \x1b[2J 表\u202e & "quoted" \\frac'


def a_timeline(label="usage · age · null rate", width=WIDE, alt="one bar"):
    """A page that stood for a week before an outage."""
    bars = [Bar(label, DAY, DAY + timedelta(days=7), "page")]
    return timeline(bars, [Mark(DAY + timedelta(days=12), "13 Mar", "outage")], (DAY, LATER), width, alt)


def a_curve(values, width=WIDE, **changes):
    """Figures by day from the first of March on."""
    by_day = {DAY + timedelta(days=at): value for at, value in enumerate(values)}
    marks = [Mark(DAY + timedelta(days=2), "told", "ink"), Mark(DAY + timedelta(days=4), "outage", "outage")]
    return curve(Curve(what="rows", by_day=by_day, **changes), marks, width, "rows by day")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_plot_is_an_element_with_words_for_those_who_cannot_see_it(width):
    """It is well-formed, and its colours are variables of the page, which knows light from dark."""
    for drawn in (a_timeline(width=width), a_curve([1.0, 2.0, 9.0], width=width)):
        root = ElementTree.fromstring(drawn)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == root[0].text
        assert set(re.findall(r"(?:fill|stroke): ([^;\"]+)", drawn)) <= {
            "none", *(f"var(--{name})" for name in ("ink", "soft", "line", "page", "outage", "data", "card"))
        }  # fmt: skip


def test_words_stay_words():
    """They can be found, read aloud, and take the letters of the page."""
    drawn = a_timeline()
    assert ">usage · age · null rate</text>" in drawn
    assert ">13 Mar</text>" in drawn
    assert "font-family" not in drawn


def test_hostile_names_are_harmless():
    """Neither a script nor a formula, and no end of the drawing."""
    drawn = a_timeline(HOSTILE, alt=HOSTILE)
    root = ElementTree.fromstring(drawn)
    assert not [each for each in root.iter() if each.tag.endswith("script")]
    assert "$x$ &lt;script&gt;" in drawn


def test_two_plots_of_a_page_do_not_share_their_names():
    """What one refers to is its own."""
    one, other = (set(re.findall(r'id="([^"]+)"', each)) for each in (a_curve([1.0, 5.0]), a_timeline()))
    assert one
    assert not one & other


def test_the_same_figures_give_the_same_text():
    """A page that is written anew differs only where the data does."""
    assert a_curve([1.0, 2.0]) == a_curve([1.0, 2.0])


@pytest.mark.parametrize("values", [[], [0.0], [0.0, 0.0], [1e300, -1e300], [5e-324]])
def test_strange_figures_are_drawn_all_the_same(values):
    """None at all, nothing but zeros, the largest there are."""
    assert a_curve(values).startswith("<svg")


def test_words_that_would_meet_stand_one_below_the_other():
    """On a phone two outages of one week are near each other."""
    marks = [Mark(DAY + timedelta(days=at), f"{at + 1} Mar", "outage") for at in (30, 31, 32)]
    drawn = timeline([], marks, (DAY, LATER), NARROW, "three outages")
    heights = re.findall(r'y="([\d.]+)"[^>]*>3\d Mar<', drawn)
    assert len(set(heights)) == len(heights) == 3


def _heights(drawn):
    """How high up each word of March stands, and where the line of each outage ends, from the left."""
    parts = list(ElementTree.fromstring(drawn).iter())
    words = {each.text: float(each.attrib["y"]) for each in parts if str(each.text).endswith(" Mar")}
    lines = [each.attrib["d"] for each in parts if "stroke: var(--outage)" in each.attrib.get("style", "")]
    ends = [
        sorted(tuple(map(float, end)) for end in re.findall(r"([\d.]+) ([\d.]+)", line)) for line in lines
    ]
    return words, [min(y for _, y in each) for each in sorted(ends)]


def test_a_word_that_reaches_over_the_line_of_another_outage_stands_above_its_end():
    """Of two outages on a Saturday and a Sunday each word is beside its line, and no line goes through it."""
    marks = [Mark(DAY + timedelta(days=at), f"{at + 1} Mar", "outage") for at in (27, 28)]
    words, (first, second) = _heights(timeline([], marks, (DAY, LATER), NARROW, "two outages"))
    assert second < words["29 Mar"] < first < words["28 Mar"]


def test_words_of_many_outages_leave_room_for_the_bars():
    """The words stand above the label of the first bar, however many there are."""
    marks = [Mark(DAY + timedelta(days=at), f"{at + 1} Mar", "outage") for at in (24, 25, 26, 27, 28)]
    bar = Bar("usage", DAY + timedelta(days=22), DAY + timedelta(days=27), "page")
    drawn = timeline([bar], marks, (DAY, LATER), NARROW, "five outages")
    label = float(re.findall(r'y="([\d.]+)"[^>]*>usage<', drawn)[0])
    words, _ = _heights(drawn)
    assert words["25 Mar"] < label - 9


def test_one_figure_far_above_all_others_leaves_them_to_be_seen():
    """Where a day's middle value is a hundred times the usual one the axis is logarithmic, and says so."""
    usual = [20.0, 22.0, 18.0, 21.0]
    far = Curve(
        what="rows", by_day={DAY + timedelta(days=at): each for at, each in enumerate([*usual, 2000])}
    )
    assert far.caption == "rows; the axis is logarithmic"
    assert ">100</text>" in a_curve([*usual, 2000])
    assert ">100</text>" not in a_curve(usual)


@pytest.mark.parametrize("values", [[20.0, 0.0, 2000.0], [-1.0, 1.0, 90.0], [20.0, 22.0, 60.0], []])
def test_an_axis_from_zero_stays_where_it_can_be_read_or_where_there_is_no_other(values):
    """Nothing at or below zero has a place on a logarithmic axis."""
    said = Curve(what="rows", by_day={DAY + timedelta(days=at): each for at, each in enumerate(values)})
    assert said.caption == "rows"
    assert a_curve(values).startswith("<svg")
