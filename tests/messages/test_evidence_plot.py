"""The plot of a finding: both distributions for eyes, and in words for those who cannot see it."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from bot.messages.drawing import BY_NIGHT, INKS, NARROW, WIDE
from bot.messages.evidence_plot import PHONE, distributions, plot_of
from bot.messages.moved import what_moved
from bot.messages.sheet import wrapped

HOSTILE = '😀 <script>alert(1)</script> $x$ \x1b[2J \u202eעברית & "q" \\frac ' + "x" * 300
NUMBERS = {
    "kind": "numbers", "column": "age", "of": ["the reference", "Thu 19 Nov"], "unit": "values", "sd": 10.0,
    "rows": [8_400, 300], "axis": [0.0, 90.0], "masses": [[-999.0, 0.0, 0.012]],
    "before": [0.01, 0.2, 0.5, 0.28, 0.01], "now": [0.01, 0.1, 0.4, 0.46, 0.018],
    "quantiles": [[10, 30, 40, 50, 80], [10, 31, 44, 60, 85]],
}  # fmt: skip
LEVELS = {
    "kind": "levels", "column": "plan", "of": ["the reference", "Thu 19 Nov"], "rows": [4_000, 1],
    "levels": [["=free", 0.6, 0.5], ["=pro", 0.3, 0], ["=unknown", 0, 0.02]], "others": [192, 0.1, 0.48],
}  # fmt: skip


def words_of(drawn):
    return [each.text for each in ElementTree.fromstring(drawn).iter() if each.tag.endswith("text")]


def test_a_number_is_told_by_its_title_its_rows_and_what_moved():
    """In words of the drawing, which can be found and read aloud."""
    words = words_of(distributions("usage: `age` shifted by +0.40 sd", NUMBERS).file())
    for said in (
        "usage: age shifted by +0.40 sd",
        "the reference, 8,400 rows   ",
        "Thu 19 Nov, 300 rows   ",
        "−999: 0% → 1.2%",
        "Moved, in sd: 25%\u00a0+0.10, median\u00a0+0.40, 75%\u00a0+1.00, 95%\u00a0+0.50",
        "Outside the axis: 2% of the reference, 2.8% of Thu 19 Nov",
    ):
        assert any(said.strip() == each.strip() for each in words), said


def test_a_category_is_told_level_by_level():
    """New ones and those that are gone are called so; the others are told together."""
    words = words_of(distributions("usage: `plan` changed its mix", LEVELS).file())
    assert {"free", "60% → 50%", "gone, was 30%", "new, 2%", "192 other levels", "10% → 48%"} <= set(words)


@pytest.mark.parametrize("kept", [NUMBERS, LEVELS])
def test_those_who_cannot_see_it_are_told_the_same(kept):
    """What it is about, whose rows, and the figures."""
    alt = distributions("usage: it moved", kept).alt
    assert alt.startswith(f"usage: it moved. {kept['column']}, both distributions: the reference, ")
    assert ("−999 from 0% to 1.2%" if kept is NUMBERS else "unknown new, 2%") in alt


@pytest.mark.parametrize("kept", [NUMBERS, LEVELS])
def test_one_drawing_is_an_element_a_file_and_a_picture(kept):
    """On a page it takes the page's colours; alone it brings those of night along; as a PNG it is sharp."""
    plot = distributions("usage: it moved", kept)
    for width in (WIDE, NARROW):
        element = plot.element(width)
        assert not [colour for colour in INKS.values() if colour in element]
        assert ElementTree.fromstring(element).attrib["aria-label"] == plot.alt
    alone = plot.file()
    assert "prefers-color-scheme: dark" in alone
    assert BY_NIGHT["data"] in alone
    picture = plot.picture()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == int(PHONE * 220)


@pytest.mark.parametrize("kept", [NUMBERS, LEVELS])
def test_hostile_names_are_harmless(kept):
    """Neither a script nor a formula, nothing that turns text around, and no end of the drawing."""
    levels = {"levels": [[f"={HOSTILE}", 0.5, 0.6]]} if kept is LEVELS else {}
    drawn = distributions(HOSTILE, kept | {"column": HOSTILE, **levels}).file()
    root = ElementTree.fromstring(drawn)
    assert not [each for each in root.iter() if each.tag.endswith("script")]
    assert not re.search("[\x1b\u202e]", drawn)
    assert "$x$" in "".join(words_of(drawn))


@pytest.mark.parametrize("kept", [NUMBERS, LEVELS])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_word_sticks_out(kept, width):
    """However long the names: as the letters of the drawing measure them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    levels = {"levels": [["=" + "m" * 32, 0.5, 0.6], ["=" + "表" * 32, 0.5, 0]]} if kept is LEVELS else {}
    plot = distributions("usage: `age` " + "moved on and on " * 30, kept | {"column": "x" * 300, **levels})
    figure = plot.drawn(width)
    FigureCanvasAgg(figure)
    renderer = figure.canvas.get_renderer()
    for text in figure.findobj(lambda each: hasattr(each, "get_text") and each.get_text().isascii()):
        box = text.get_window_extent(renderer)
        assert -1 <= box.x0 <= box.x1 <= figure.bbox.width + 1, text


@pytest.mark.parametrize(
    "kept",
    [
        None, [], "x", {}, {"kind": "numbers"}, NUMBERS | {"axis": [1, 1]}, NUMBERS | {"now": []},
        NUMBERS | {"quantiles": []}, NUMBERS | {"masses": [1]}, LEVELS | {"others": []}, LEVELS | {"of": []},
        LEVELS | {"rows": None},
    ],
)  # fmt: skip
def test_what_another_version_kept_is_not_drawn(kept):
    """Rather than a crash: the finding is told all the same."""
    assert distributions("usage: it moved", kept) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"before": [0.0] * 5, "now": [0.0] * 5},
        {"rows": [8_400, 1], "now": [0, 0, 0, 1, 0]},
        {"unit": "none", "sd": 0.0, "axis": [0, 1]},
        {"masses": [[1e300, 0, 1], [-1e300, 0, 0.1], [45, 0.5, 0], [400, 0, 0.2]]},
        {"quantiles": [[0] * 5, [1e300] * 5]},
    ],
)
def test_strange_figures_are_drawn_all_the_same(changes):
    """One row, no figure on the axis, infinities."""
    plot = distributions("usage: it moved", NUMBERS | changes)
    assert plot.picture().startswith(b"\x89PNG")
    ElementTree.fromstring(plot.file())


def test_nulls_and_rows_are_drawn_by_day(story):
    """With what is usual, or was expected, and the day on which it began."""
    days = [date(2026, 11, 1) + timedelta(days=at) for at in range(9)]
    by_day = {str(day): at / 100 for at, day in enumerate(days)}
    nulls = story.finding(evidence={"by_day": by_day, "usual": 0.01}, bad=tuple(days[5:]))
    words = words_of(plot_of(nulls).file())
    assert {"since", "Share that is missing, by day; dashed: usual"} <= set(words)
    rows = {str(day): [100 + at, 120] for at, day in enumerate(days)}
    lost = story.finding(check="row_count", column=None, evidence={"by_day": rows}, bad=(days[-1],))
    assert "Rows by day; dashed: expected" in words_of(plot_of(lost).file())
    assert plot_of(replace(lost, evidence={"kind": "hours"})) is None


def test_a_title_is_wrapped_and_never_endless():
    """Four lines at most."""
    assert len(wrapped("word " * 500, 280, 10)) == 4
    assert all(len(line) < 60 for line in wrapped("x" * 500, 280, 10))


def test_what_moved_is_told_in_a_line(story):
    """The quantiles and the segment, or the levels; of what is no shift nothing."""
    shift = {"kind": "shift", "moved_sd": {"50%": 0.4}, "segment": "country = DE: +0.90 sd"}
    said = what_moved(story.finding(check="drift", evidence=shift))
    assert said == "moved, in sd: 50% +0.40; most in country = DE: +0.90 sd"
    mixed = {"kind": "shift", "levels": {"=free": [0.6, 0.52], "#1f": [0.0, 0.02]}}
    said = what_moved(story.finding(check="drift", evidence=mixed))
    assert said == "moved: free 60% → 52%, a level 0% → 2%"
    assert what_moved(story.finding(check="drift", evidence={"kind": "creep", "moved_sd": {"x": 1}})) == ""
    assert what_moved(story.finding(check="drift", evidence={"kind": "shift", "moved_sd": 3})) == ""


def test_a_picture_can_be_read_by_night_too():
    """It brings its ground along: dark letters on a dark page could not be read."""
    from matplotlib.image import imread

    picture = distributions("usage: it moved", NUMBERS).picture()
    pixels = imread(io.BytesIO(picture))
    assert (pixels[..., 3] == 1).all()
    assert pixels[0, 0, :3].min() > 0.98


def test_nulls_that_grow_are_drawn_with_their_trend_and_limit(story):
    """The slope that the check found, through the days since it grows; the limit with its figure."""
    days = [date(2026, 11, 1) + timedelta(days=at) for at in range(9)]
    evidence = {
        "by_day": {str(day): max(0, at - 3) / 100 for at, day in enumerate(days)},
        "usual": 0.0, "limit": 0.04, "direction": "growing", "points_a_day": 1.0,
    }  # fmt: skip
    plot = plot_of(story.finding(evidence=evidence, bad=tuple(days[4:])))
    words = words_of(plot.file())
    assert "limit 4%" in words
    assert "Share that is missing, by day; dashed: usual; yellow: its trend" in " ".join(words)
    assert "0% on 2026-11-01 and 5% on 2026-11-09" in plot.alt
    assert "the limit is 4%" in plot.alt


def test_finish_times_are_drawn_by_the_clock(story):
    """Beside the window; a day that never finished is a cross, and named in words."""
    finished = {18: "2026-11-19T05:30:00-05:00", 19: "2026-11-20T08:12:00-05:00", 20: None}
    days = {
        f"2026-11-{day}": {"ok": day == 18, "finished": at, "due": f"2026-11-{day + 1}T06:30:00-05:00"}
        for day, at in finished.items()
    }
    late = story.finding(
        check="finish_window", column=None, evidence={"days": days}, bad=(date(2026, 11, 19),)
    )
    plot = plot_of(late)
    assert "Finished, by day; dashed: due; ✕: not finished" in words_of(plot.file())
    for said in ("05:30 on 2026-11-18 and 08:12 on 2026-11-19", "06:30 on", "no figure on 2026-11-20"):
        assert said in plot.alt
    never = {day: each | {"finished": None, "ok": False} for day, each in days.items()}
    assert plot_of(replace(late, evidence={"days": never})).picture().startswith(b"\x89PNG")


def test_repeated_keys_are_drawn_by_day(story):
    """As many as each day has."""
    days = {"2026-11-19": {"duplicates": 0}, "2026-11-20": {"duplicates": 41}}
    plot = plot_of(story.finding(check="duplicate_keys", column=None, evidence={"days": days}, bad=()))
    assert "Rows that repeat a key, by day: 0 on 2026-11-19 and 41 on 2026-11-20" in plot.alt


@pytest.mark.parametrize(
    "check", ["null_rate", "row_count", "rare_events", "duplicate_keys", "finish_window"]
)
@pytest.mark.parametrize(
    "kept", [None, {}, [], "x", {"2026-11-20": None}, {"no day": {"ok": False}}, {"x": 1}]
)
def test_days_that_another_version_kept_are_not_drawn(story, check, kept):
    """Rather than a crash."""
    found = story.finding(check=check, evidence={"by_day": kept, "days": kept}, bad=(date(2026, 11, 20),))
    assert plot_of(found) is None
