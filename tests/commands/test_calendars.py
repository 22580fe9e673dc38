"""Commands and a calendar: who is told by it, what doctor says of it, whom a drill calls."""

import json

import pytest

EVENTS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//tests//EN
BEGIN:VEVENT
UID:1
SUMMARY:On call: Maria Schmidt
DTSTART;VALUE=DATE:20260101
DTEND;VALUE=DATE:20260102
RRULE:FREQ=DAILY
EXDATE;VALUE=DATE:20261121
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:%s
DTSTART:20261120T120000Z
DTEND:20261120T180000Z
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
"""
LADDER = """\
  jon: {slack: U2JON}
schedules:
  primary: {calendar: %s, names: {Maria Schmidt: maria}}
policies:
  oncall:
    - {notify: primary, by: [slack, email], wait: 5m}
routes:
  slack: {bot_token: xoxb-1, app_token: xapp-1, api_url: "http://127.0.0.1:9/api/"}
  email: {smtp: "smtp://localhost:1"}
"""


@pytest.fixture
def ladder(company):
    """Churn's ladder begins with a calendar; `friday` is its event on Fridays from noon to six."""

    def make(friday="Jon", calendar="oncall.ics"):
        (company.config / "oncall.ics").write_text(EVENTS % friday)
        oakum = company.config / "oakum.yaml"
        oakum.write_text(oakum.read_text() + LADDER % calendar)
        churn = company.config / "pipelines" / "churn.yaml"
        churn.write_text(churn.read_text().replace("owner: maria\n", "owner: maria\npolicy: oncall\n"))
        return company

    return make


@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("2026-11-20T10:00", "maria (primary)"),
        ("2026-11-20T13:00", "jon (primary)"),
        ("2026-11-21T10:00", "nobody (primary)"),
        ("2031-11-21T10:00", "maria (primary)"),
    ],
)
def test_who_gets_asks_the_calendar(ladder, at, who):
    """At any time: the calendar is written out around it."""
    ran = ladder().oakum("who-gets", "churn", "--at", at, "--format", "json")
    assert json.loads(ran.out)["steps"][0]["who"] == who


@pytest.mark.parametrize("calendar", ["gone.ics", "${ONCALL_CALENDAR}", "http://127.0.0.1:9/s3cret"])
def test_who_gets_without_the_calendar_says_nobody(ladder, calendar):
    """It does not fail, whatever keeps the calendar from being read."""
    ran = ladder(calendar=f'"{calendar}"').oakum("who-gets", "churn", "--at", "2026-11-20T10:00")
    assert "nobody (primary): a gap, the next one is told at once" in ran.out
    assert "the calendar of primary cannot be read (" in ran.err
    assert "s3cret" not in ran.out + ran.err


def test_doctor_tells_what_the_calendar_lacks(ladder):
    """Who cannot be told by a route, and which events name nobody."""
    said = ladder(friday="Bob").oakum("doctor").out
    assert "ok       schedule primary: its calendar was read" in said
    assert "to mend  schedule primary: the event “Bob” at " in said
    assert "names nobody of people: mend it, or add to names who is meant" in said


def test_doctor_tells_whom_a_calendar_names_and_no_route_reaches(ladder):
    """Before the night in which they are on call."""
    said = ladder().oakum("doctor").out
    assert "to mend  policy oncall: [0].by[1]: jon cannot be told so: add people.jon.email" in said


def test_doctor_tells_that_a_calendar_cannot_be_read(ladder):
    """And what counts then. An address is shown nowhere."""
    ran = ladder(calendar='"http://127.0.0.1:9/s3cret.ics"').oakum("doctor")
    assert (
        "to mend  schedule primary: its calendar cannot be read (its server did not answer: ConnectError): "
        "nobody is on call by it"
    ) in ran.out
    assert "s3cret" not in ran.out + ran.err


def test_a_drill_calls_everybody_whom_the_calendar_names(ladder):
    """Not only whoever is on call now."""
    ran = ladder().oakum("drill", "--dry-run")
    assert [line for line in ran.out.splitlines() if "by slack" in line] == [
        "Would call jon by slack (oncall)",
        "Would call maria by slack (owner of billing, oncall)",
    ]


def test_without_the_extra_it_is_told_what_to_install(ladder, monkeypatch):
    """In one line."""
    company = ladder()
    monkeypatch.setitem(__import__("sys").modules, "bot.calendars.events", None)
    ran = company.oakum("who-gets", "churn")
    assert ran.status == 2
    assert "pip install 'oakum[calendars]'" in ran.err
    assert "pip install 'oakum[calendars]'" in company.oakum("doctor").out
