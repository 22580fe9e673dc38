"""The page of `oakum hindsight` in a real browser: alone, at a desk, on a phone, by night, on paper."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from bot.domain.finding import Finding
from bot.domain.hindsight import Alarm, Outage, Replayed, looked_back
from bot.messages.hindsight_page import page as written
from checks.verdict import Row, Urgency

FIRST, LAST, BEGAN = date(2026, 1, 12), date(2026, 4, 20), date(2026, 3, 2)
OUTAGE = Outage(date(2026, 3, 14), "<script>document.title = 'taken over'</script> wrong prices")
LONG = "a_column_with_a_name_that_is_much_longer_than_any_phone_is_wide_" * 3


MIXES = {
    "kind": "levels", "column": "plan", "of": ["the reference", "Tue 3 Mar"], "rows": [1_200, 300],
    "levels": [["=free", 0.6, 0.3], [f"={LONG[:31]}…", 0.4, 0.3], ["=<b>new</b>", 0, 0.4]],
    "others": [0, 0, 0],
}  # fmt: skip


def an_alarm(
    told,
    over=None,
    table="usage",
    column="age",
    urgency=Urgency.PAGE,
    summary="3% of `age` are null",
    **facts,
):
    """Told on a morning, about the day before."""
    finding = Finding(
        **{"pipeline": "hindsight", "check": "null_rate"} | facts,
        table=table, column=column, segment=None, urgency=urgency,
        since=datetime.combine(told - timedelta(days=1), datetime.min.time(), UTC), summary=summary,
        affected=9, volume=300, days_to_break=0.0, bad=(told - timedelta(days=1),),
        rows=(Row(key={"account": "a<b>1"}, at=None, why="age is missing"),),
    )  # fmt: skip
    paged = told if urgency is Urgency.PAGE else None
    return Alarm(table=table, told=told, over=over, first=finding, with_it=1, loudest=urgency, paged=paged)


@pytest.fixture(scope="module")
def page_of_a_lake():
    """Two tables; one outage that was foretold, one that was not; a false alarm with a very long name."""
    days = [FIRST + timedelta(days=at) for at in range((LAST - FIRST).days)]
    missing = {day: 0.03 if day >= BEGAN else 0.002 for day in days}
    false = an_alarm(date(2026, 4, 10), column=LONG, urgency=Urgency.TICKET, summary=f"`{LONG}` moved")
    drift = an_alarm(
        BEGAN + timedelta(days=2), column="plan", summary="`plan` changed its mix", check="drift",
        evidence={"by_day": {str(BEGAN): 0.4}, "limit": 0.1, "distributions": MIXES},
    )  # fmt: skip
    usage = Replayed(
        table="usage", first=FIRST, last=LAST, alarms=[an_alarm(BEGAN + timedelta(days=1)), drift, false],
        rows=dict.fromkeys(days, 300), missing={"age": missing}, troubles=["day=2026-01-20: cannot be read"],
    )  # fmt: skip
    orders = Replayed(table="orders", first=FIRST, last=LAST, alarms=[])
    outages = [OUTAGE, Outage(date(2026, 2, 1))]
    return written(looked_back("lake", outages, [usage, orders], {"countries": "no column holds a day"}))


@pytest.fixture
def visit(browser, page_of_a_lake, tmp_path):
    """Open the page from the disk; whatever it asks of a network, or runs as a script, fails the test."""
    (tmp_path / "hindsight.html").write_text(page_of_a_lake, encoding="utf-8")
    opened, asked, said = [], [], []

    def visited(width=1280, **options):
        page = browser.new_page(viewport={"width": width, "height": 900}, **options)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto((tmp_path / "hindsight.html").as_uri())
        opened.append(page)
        return page

    yield visited
    assert [url for url in asked if not url.endswith("/hindsight.html")] == []
    assert said == []
    for page in opened:
        page.close()


def test_the_story_comes_first(visit):
    """How early, when, in which words, how loudly; then the outage of which nothing was said."""
    page = visit()
    foretold, other = page.locator(".story").nth(1), page.locator(".story").nth(0)
    expect(foretold).to_contain_text("11 days before")
    expect(foretold).to_contain_text("You would have been told on Tue 3 Mar, 11 days before:")
    expect(foretold.locator(".finding")).to_contain_text("usage: 3% of age are null")
    expect(foretold.locator(".tag")).to_have_text("page")
    expect(other).to_contain_text("Nothing was said")
    expect(page.locator("table tr").filter(has_text="usage")).to_contain_text("1")


def test_what_is_hostile_stays_text(visit):
    """The title of the page is ours."""
    page = visit()
    assert page.title() == "Oakum in hindsight"
    expect(page.locator("h3").filter(has_text="wrong prices")).to_contain_text("<script>")
    assert page.locator("script").count() == 0


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1280, "wide", "narrow"), (360, "narrow", "wide")])
def test_plots_are_drawn_for_the_width_and_nothing_sticks_out(visit, width, shown, hidden):
    """On a phone they are narrower drawings, not shrunken ones, and the page does not scroll sideways."""
    page = visit(width)
    expect(page.locator(f".{shown} svg").first).to_be_visible()
    expect(page.locator(f".{hidden} svg").first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('svg text')]
            .filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect().height))"""
    )
    assert smallest >= 10


def test_every_plot_has_words_for_those_who_cannot_see_it(visit):
    """What it shows, with figures and days."""
    page = visit()
    labels = [each.get_attribute("aria-label") for each in page.get_by_role("img").all()]
    assert any("Share of age that is missing" in each and "outage on 2026-03-14" in each for each in labels)
    assert any(
        each.startswith("plan, both distributions") and "<b>new</b> new, 40%" in each for each in labels
    )
    assert any(each.startswith("Time line: usage · age · null rate, from 2026-03-03") for each in labels)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_day_and_by_night(visit, scheme):
    """Text stands out from its card, also that of the plots."""
    page = visit(color_scheme=scheme)
    colours = page.evaluate(
        """() => ['.card p', '.card', '.wide svg text'].map(each => document.querySelector(each))
            .map((each, at) => getComputedStyle(each)[['color', 'backgroundColor', 'fill'][at]])"""
    )
    text, card, letters = (_brightness(each) for each in colours)
    assert (text < card) is (scheme == "light")
    assert abs(text - card) > 120
    assert abs(letters - card) > 60


def _brightness(colour):
    numbers = [float(each) for each in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    return sum(numbers) / 3


def test_on_paper_it_is_dark_on_white(visit):
    """Whatever the screen of the reader is set to, and with the wide plots."""
    page = visit(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.pdf().startswith(b"%PDF")
