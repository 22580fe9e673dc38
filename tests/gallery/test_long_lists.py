"""A list that is too long is cut with the number of those left and a way to see them: never silently."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.beforehand import Beforehand, Happened, Kind
from bot.domain.checkup import Checkup
from bot.domain.course import Course, Stretch
from bot.domain.finding import Finding
from bot.domain.health import Status
from bot.domain.incident import Incident, What
from bot.domain.patch import Debt
from bot.domain.silence import Preview, Target
from bot.domain.tiredness import Page
from bot.domain.tuned import Tuned
from bot.domain.week import Neighbour, Paged, Week
from bot.messages.answers import findings_message, opened_message
from bot.messages.backlog import backlog_message
from bot.messages.beforehand import beforehand_message
from bot.messages.debt import debt_message
from bot.messages.details import details
from bot.messages.digest import digest_message
from bot.messages.health import Bulletin, health_message
from bot.messages.health_then import Time, health_then_message
from bot.messages.home import home_view
from bot.messages.incident import incident_message
from bot.messages.mail import digest_in_full, digest_mail
from bot.messages.message import SlackMessage
from bot.messages.on_call import on_call_message
from bot.messages.on_call_then import Then, duty_then_message, on_call_then_message
from bot.messages.paged import duty_message, never_paged, pages_message
from bot.messages.silence import Foreseen, preview_message
from bot.messages.tuning import tuned_message
from bot.messages.weekly import weekly_text
from tests.gallery.checkups import bad_week
from tests.gallery.reading import markup_of
from tests.gallery.states import as_it_is as plain
from tests.gallery.troubles import (
    FRIDAY,
    NEW_YORK,
    a_bulletin,
    a_health,
    a_line,
    a_strip,
    an_event,
    around,
    late,
    nulls,
    open_incident,
    resolved,
)

MANY = 60
NAMES = [f"p{number:02d}" for number in range(MANY)]
PATCHED = tuple(f"{name}, patched by ana 40 days ago: restarted" for name in NAMES)
MORE = re.compile(r"… and (?:at least )?([\d,]+) more[^\n]*")
WAY = re.compile(
    r"/pipeline \w+|oakum \w+|what changed before incident \d+|who is on call for NAME|how was NAME"
    r"|the thread|the SQL below returns them all"
)


def read(said: Any) -> str:
    """All markup of a message or a view."""
    return "\n".join(markup_of(said))


def incidents() -> list[Incident]:
    """Sixty tickets that can wait."""
    return [replace(open_incident(plain, late(plain, rank=n + 2)), id=n + 1, focus=None) for n in range(MANY)]


def one() -> list[Bulletin]:
    """Exactly one pipeline, in which sixty problems are open."""
    return [a_bulletin(plain, *incidents())]


def several() -> list[Bulletin]:
    """Sixty pipelines with a focus each, half of them not judged lately, each with a dozen blind tables."""
    blind = {f"t{number}": "its folder cannot be read" for number in range(12)}
    return [
        a_bulletin(
            plain,
            replace(open_incident(plain), id=100 + at),
            health=a_health(
                plain, Status.BROKEN, pipeline=name, unjudged=blind, as_of=FRIDAY if at % 2 else None
            ),
        )
        for at, name in enumerate(NAMES)
    ]


def a_long_week() -> Checkup:
    """A checkup with sixty of everything."""
    lines = tuple(a_line(plain, f"no. {number}", "maria") for number in range(MANY))
    return replace(
        bad_week(plain),
        findings=tuple(nulls(plain, table=name, rank=at + 1) for at, name in enumerate(NAMES)),
        went=lines,
        acknowledged=lines,
        unjudged=dict.fromkeys(NAMES, "its folder cannot be read"),
        unwatched=tuple(NAMES),
        weekly=tuple(a_strip(name, "null_rate", bad=2) for name in NAMES),
    )


def long_details() -> SlackMessage:
    """Nine columns of one load, and a story of sixty events."""
    days = tuple(date(2013, 1, 1) + timedelta(days=at) for at in range(40))
    found = [nulls(plain, column=f"c{at}", rank=0 if at else 1, bad=days) for at in range(9)]
    story = [an_event(plain, What.CHANGED, f"no. {number}") for number in range(MANY)]
    return details(open_incident(plain, *found), around(plain), story)


def a_long_preview() -> SlackMessage:
    """A silence that puts sixty incidents to sleep, and for which nobody of sixty people is paged."""
    seen = Preview(sleeping=tuple(incidents()), covered=1, of=2)
    return preview_message(
        Foreseen(
            target=Target(pipeline="flights"),
            until=FRIDAY,
            why="",
            tables=["weather"],
            people=NAMES,
            seen=seen,
        ),
        NEW_YORK,
    )


def thresholds() -> list[Tuned]:
    """Sixty thresholds that people accepted."""
    return [
        Tuned(id=at, pipeline=name, table=None, check=None, before=1.0, after=1.1, at=FRIDAY, who="ana")
        for at, name in enumerate(NAMES)
    ]


def long_load() -> list[Finding]:
    """Sixty columns of one load."""
    return [nulls(plain, column=f"c{at:02d}", rank=0 if at else 1) for at in range(MANY)]


def before(incident: int, many: int = 30) -> Beforehand:
    """A night in which thirty things were changed, the last one just before."""
    happened = [
        Happened(FRIDAY - timedelta(minutes=many - at), Kind.SETTINGS, f"weather: c{at:02d} 5% → 8%")
        for at in range(many)
    ]
    lead = replace(open_incident(plain), id=incident)
    return Beforehand(incident=lead, begins=FRIDAY - timedelta(days=1), ends=FRIDAY, happened=happened)


def changes(name: str) -> Course:
    """Sixty changes of a pipeline's state, with sixty problems open in each, and as many that came later."""
    states = (Status.HEALTHY, Status.BROKEN)
    told = [
        Stretch(FRIDAY, FRIDAY, a_health(plain, states[number % 2]), tuple(incidents()))
        for number in range(MANY)
    ]
    return Course(name, told, [(each, FRIDAY) for each in incidents()])


DAY = Time(FRIDAY - timedelta(days=1), FRIDAY, NEW_YORK, "yesterday")
LADDERS = [(name, around(plain)) for name in NAMES]
THEN = Then(FRIDAY, FRIDAY + timedelta(days=7), NEW_YORK)
RUNG = [Page(person=f"u{name}", incident=1, pipeline=name, at=FRIDAY) for name in NAMES]
OWED = [Debt(incident=resolved(plain), who="ana", at=FRIDAY, cause="restarted") for _ in NAMES]
LISTS: dict[str, Callable[[], Any]] = {
    "findings of one": lambda: findings_message(one()),
    "findings of several": lambda: findings_message(several()),
    "what began": lambda: opened_message(
        [(each, one()[0], FRIDAY) for each in incidents()], one(), "last week", (FRIDAY, FRIDAY), NEW_YORK
    ),
    "changes of one": lambda: health_then_message([changes("p")], DAY),
    "courses of several": lambda: health_then_message([changes(each) for each in NAMES], DAY),
    "health of one": lambda: health_message(one()),
    "health of several": lambda: health_message(several()),
    "backlog of one": lambda: backlog_message(one(), FRIDAY),
    "focuses": lambda: backlog_message([*several(), *one()], FRIDAY),
    "home of one": lambda: home_view(one(), FRIDAY, NEW_YORK, "ana"),
    "home of several": lambda: home_view(several(), FRIDAY, NEW_YORK, "ana"),
    "ladders": lambda: on_call_message(LADDERS, FRIDAY),
    "ladders then": lambda: on_call_then_message(LADDERS, THEN, FRIDAY),
    "duties then": lambda: duty_then_message("ana", LADDERS, THEN, FRIDAY, you=True),
    "duties": lambda: duty_message("ana", LADDERS, FRIDAY),
    "pages": lambda: pages_message(RUNG, FRIDAY, FRIDAY, NEW_YORK, NAMES),
    "details": long_details,
    "same root": lambda: incident_message(open_incident(plain, *long_load()), around(plain)),
    "before several": lambda: beforehand_message([(before(7), NEW_YORK), (before(8), NEW_YORK)]),
    "besides": lambda: digest_message(
        replace(bad_week(plain), besides=(("Patch debt", PATCHED), ("What nobody owns", PATCHED))),
        around(plain),
        {},
    ),
    "digest": lambda: digest_message(a_long_week(), around(plain), {}),
    "weekly checks": lambda: SlackMessage(text=weekly_text(a_long_week().weekly)),
    "debts": lambda: debt_message(OWED, NEW_YORK),
    "a silence": a_long_preview,
    "thresholds": lambda: tuned_message(thresholds(), NEW_YORK),
}


@pytest.mark.parametrize("name", LISTS)
def test_what_is_left_is_counted_and_can_be_seen(name: str) -> None:
    """Behind each "… and 12 more" stands what to type for them."""
    told = read(LISTS[name]())
    left = [each.group() for each in MORE.finditer(told)]
    assert left, told
    assert [each for each in left if not WAY.search(each)] == []


def test_the_count_is_of_pipelines_and_not_of_lines() -> None:
    """A ladder of three steps is one of those left."""
    told = read(on_call_message(LADDERS, FRIDAY))
    shown = len(re.findall(r"^\*p\d\d\*$", told, re.MULTILINE))
    assert f"… and {MANY - shown} more: `/pipeline oncall NAME`" in told


def test_naming_the_only_pipeline_would_show_no_more() -> None:
    """So all of them are a file away."""
    told = read(findings_message(one()))
    assert "… and 52 more: `/pipeline export flights` sends them all as a file" in told
    assert "NAME" not in told


def test_names_in_a_sentence_are_counted_too() -> None:
    """Who was never paged for sixty pipelines reads how many there are."""
    assert "… and 55 more" in read(never_paged("you", NAMES))
    judged = read(findings_message(several()))
    assert re.search(r"Not judged lately: p00, p02, p04, p06, p08 … and 25 more: `/pipeline health`", judged)


def test_what_changed_before_one_incident_is_told_in_full() -> None:
    """That is the way to those which an answer about several leaves out, the nearest last."""
    several = read(beforehand_message([(before(7), NEW_YORK), (before(8), NEW_YORK)]))
    assert "c29" in several
    assert "… and 22 more: “what changed before incident 7?” tells them all" in several
    alone = read(beforehand_message([(before(7), NEW_YORK)]))
    assert [name for name in (f"c{at:02d} 5%" for at in range(30)) if name not in alone] == []
    flood = read(beforehand_message([(before(7, many=900), NEW_YORK)]))
    left = re.search(r"([\d,]+) before these, for which there is no room", flood)
    assert left is not None
    assert flood.count("settings, noticed") == 900 - int(left.group(1))


def test_details_name_each_finding_of_the_incident() -> None:
    """What the message counts as of the same root is there, by its column."""
    told = read(details(open_incident(plain, *long_load()), around(plain)))
    assert [name for name in (f"c{at:02d}" for at in range(MANY)) if name not in told] == []


@pytest.mark.parametrize("form", ["text", "html"])
def test_what_a_mail_leaves_out_can_be_read(form: str) -> None:
    """Each part says how many more there are, and the command that leaves nothing out."""
    week = Week(
        paged=tuple(Paged(person=name, times=1) for name in NAMES),
        beside=tuple(Neighbour(pipeline=name, health=Status.BROKEN, findings=1) for name in NAMES),
    )
    checkup = replace(a_long_week(), besides=(("Patch debt", PATCHED),), week=week)
    told = getattr(digest_mail(checkup, around(plain), {}), form)
    left = [each.group() for each in re.finditer(r"(?:…|\.\.\.) and [\d,]+ more[^\n]*", told)]
    assert len(left) >= 6, told
    assert [each for each in left if not WAY.search(each)] == []
    whole = digest_in_full(checkup, around(plain))
    assert " more: " not in whole
    assert [name for name in NAMES if whole.count(name) < 5] == []
