"""Each word behind /pipeline is typed on the page: what it answers, and what others see of it."""

import csv
import re
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checks.verdict import Outcome
from tests.browser.conftest import Seat, pages_of
from tests.slack.conftest import harbors, nulls

JON = "U2JON"
proves = pytest.mark.proves


@pytest.fixture(scope="module")
def crowd(tmp_path_factory, closing):
    """Friday evening, after the checkup: so much is open that each test has one problem to itself."""
    wrong = [nulls(f"c{number:02}", check=f"k{number:02}", affected=400 - number) for number in range(18)]
    right = [nulls(f"fine{number}", outcome=Outcome.OK) for number in range(30)]
    with harbors(tmp_path_factory.mktemp("crowd"), closing) as make:
        made = make("churn")
        made.says["churn"] = wrong + right
        made.round(hours=5, minutes=30)
        yield made


@pytest.fixture(scope="module")
def numbers():
    """What tells the problems of the crowd apart."""
    return count(1)


@pytest.fixture(scope="module")
def seat(browser, crowd):
    """Maria's, who types them all."""
    with pages_of(browser) as look:
        yield Seat(look(f"{crowd.sandbox.page_url}?as=U1MARIA#room/C1CHURN"))


@pytest.fixture(autouse=True)
def quiet(crowd, seat):
    """What was whispered in the test before is put away."""
    for each in crowd.sandbox.ephemerals("U1MARIA", "#churn"):
        crowd.sandbox.dismiss("U1MARIA", "#churn", each["ts"])
    expect(seat.page.locator("#messages .ephemeral")).to_have_count(0)


def word(typed, *answers):
    """A word, what the answer to it says, and perhaps what the message of the problem says then."""
    verb = typed.split()[0] if typed else "help"
    return pytest.param(typed, *answers, marks=proves(f"/pipeline {verb}"), id=typed or "nothing")


def new(crowd, numbers):
    """The number of a problem that no other test has, and the column of which its message tells."""
    number = next(numbers)
    return number, crowd.desk.incident(number).incident.lead.column


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        word("health", "churn is broken: do not rely on its data"),
        word("findings churn", r"\d+ problems open.*the focus, then the most costly"),
        word("backlog", r"\d+ problems in the backlog"),
        word("budget", r"churn · Alert budget: over budget, 18 pages"),
        word("tune", "No threshold is proposed. That takes 3 false alarms"),
        word("tuned", "All pages as its check says: no threshold was accepted."),
        word("noise", "churn is loud: it pages as its checks say"),
        word("debt", "Nothing was patched that is not fixed."),
        word("oncall", r"churn\s*1\. maria\s*2\. jon"),
        word("checkup", "Friday checkup: churn"),
        word("load", r"maria\s+\d+"),
        word("survive", "Not everything is broken in churn: 18 of 19 checks fail"),
        word("silence", "Nothing is silenced"),
        word("help", r"/pipeline health \[PIPELINE\]"),
        word("", "I watch churn"),
        word("share ack 1", "Share what?"),
        word("missed usage yesterday", "a form asks for the rest"),
        pytest.param("helth", r"I do not know helth\. Did you mean health\?", id="mistyped"),
        pytest.param("health chrun", r"There is no pipeline chrun\. Did you mean churn\?", id="misnamed"),
        pytest.param("ack 99", "There is no incident 99", id="unknown number"),
    ],
)
def test_a_word_is_answered_for_the_asker(seat, typed, answer):
    """As things are now; what is mistyped gets a suggestion."""
    seat.type(f"/pipeline {typed}")
    expect(seat.whisper).to_contain_text(re.compile(answer, re.DOTALL))
    expect(seat.whisper).to_contain_text("Only visible to you")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        word("why NUMBER", r"nulls of COLUMN grew.*id=4"),
        word("expert NUMBER", "Not yet a problem for an expert: there were not two checkups yet."),
        word("rollback NUMBER", "Nothing is declared that could be rolled back for churn"),
        word("promote NUMBER", r"Why\? /pipeline promote NUMBER the board"),
        word("close NUMBER", r"Why\? /pipeline close NUMBER"),
        word("snooze NUMBER forever", "like 30m, 2h or 3d"),
        word("assign NUMBER marla", r"Nobody is called marla\. Did you mean maria\?"),
        word("fixed NUMBER", "Nothing is owed for incident NUMBER"),
    ],
)
def test_a_word_about_one_problem_changes_nothing(seat, crowd, numbers, typed, answer):
    """It tells, or asks for what is missing."""
    number, column = new(crowd, numbers)
    seat.type(f"/pipeline {typed.replace('NUMBER', str(number))}")
    said = answer.replace("NUMBER", str(number)).replace("COLUMN", column)
    expect(seat.whisper).to_contain_text(re.compile(said, re.DOTALL))
    expect(
        seat.incident_of(f"nulls of {column} grew").get_by_role("button", name="Acknowledge")
    ).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "answer", "seen"),
    [
        word("ack NUMBER", "It is yours now", "maria has it since"),
        word("assign NUMBER @jon", "they have it now", "jon has it since"),
        word("snooze NUMBER 3d", "It sleeps.", "maria put it to sleep until"),
        word("resolve NUMBER a late export", "Resolved.", "resolved by maria .*: a late export"),
        word("false-alarm NUMBER a holiday", "Resolved.", "resolved by maria .*: false alarm: a holiday"),
        word("close NUMBER nobody reads it", "Closed, with the reason", "by maria .*: nobody reads it"),
        word("promote NUMBER the board asked", "It is the focus of churn until", "Fix this first"),
    ],
)
def test_a_word_that_acts_is_seen_by_all(seat, crowd, numbers, typed, answer, seen):
    """The asker hears that it is done; the message changes in place."""
    number, column = new(crowd, numbers)
    seat.type(f"/pipeline {typed.replace('NUMBER', str(number))}")
    expect(seat.whisper).to_contain_text(answer)
    expect(seat.incident_of(f"nulls of {column} grew")).to_contain_text(re.compile(seen))


@proves("/pipeline debt", "/pipeline fixed")
def test_a_patch_is_listed_until_it_is_said_to_be_fixed(seat, crowd, numbers):
    """Typed, from the patch to the fix."""
    number, column = new(crowd, numbers)
    seat.type(f"/pipeline resolve {number} patched: restarted it")
    expect(seat.whisper).to_contain_text("Resolved.")
    expect(seat.incident_of(f"nulls of {column} grew")).to_contain_text("patched, not fixed, by maria")
    seat.type("/pipeline debt")
    expect(seat.whisper).to_contain_text("1 patch owed a fix")
    seat.type(f"/pipeline fixed {number} a retry in the client")
    expect(seat.whisper).to_contain_text(f"incident {number} is fixed, and no debt any more")


@proves("/pipeline mute", "/pipeline go", "/pipeline health")
def test_a_pipeline_is_muted_and_pages_again(seat):
    """The channel hears who said so, and health does not hide it."""
    seat.type("/pipeline mute")
    expect(seat.whisper).to_contain_text("It is muted")
    expect(seat.message("churn is muted")).to_contain_text("says maria")
    seat.type("/pipeline health")
    expect(seat.whisper).to_contain_text("Muted by maria since")
    seat.type("/pipeline go")
    expect(seat.whisper).to_contain_text("It pages from the next checks on")
    expect(seat.message("churn pages from now on")).to_contain_text("says maria")


@proves("/pipeline share", "/pipeline health")
def test_an_answer_is_shared_with_the_name_of_who_asked(seat, crowd, sit):
    """Jon sees it as well, and whose wish it was."""
    jon = sit(crowd, JON)
    seat.type("/pipeline health share")
    shared = jon.message("shared the answer")
    expect(shared).to_contain_text("churn is broken")
    expect(shared).to_contain_text("maria asked /pipeline health")


@proves("/pipeline export")
def test_the_open_findings_arrive_as_a_file_in_private(seat, crowd, sit):
    """The channel is told nothing; the file opens as a table."""
    seat.type("/pipeline export")
    expect(seat.whisper).to_contain_text("I sent you the file in private")
    private = sit(crowd, place="app/messages")
    with private.page.expect_download() as arrived:
        private.message("open findings as CSV").get_by_role("link", name="findings-all").click()
    with Path(arrived.value.path()).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["pipeline"] for row in rows} == {"churn"}
    assert {row["check"] for row in rows} <= {f"k{number:02}" for number in range(18)}
