"""What the states of the catalogue are about: the flights of New York, each word of them asked of `text`."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.checkup import Checkup, Day, Line, Strip
from bot.domain.declared import Deployment, Pipeline
from bot.domain.finding import Finding, Label, Money
from bot.domain.focus import Focus
from bot.domain.health import Health, Status
from bot.domain.incident import Act, Event, Incident, What, act, opened
from bot.domain.roster import roster
from bot.messages.digest import Place
from bot.messages.health import Bulletin
from bot.messages.surroundings import Surroundings, surroundings
from checks.notation import LONGEST_NAME
from checks.verdict import Failing, Row, Urgency
from tests.gallery.states import Text
from tests.messages.conftest import FRIDAY as FRIDAY
from tests.messages.conftest import NEW_YORK as NEW_YORK
from tests.messages.conftest import a_finding

BEGAN = datetime(2013, 2, 8, 9, 0, tzinfo=UTC)
NUMBER = 7
LINK = "https://harbor.slack.com/archives/C1/p7"
WEEK = [date(2013, 2, 8) + timedelta(days=step) for step in range(7)]


def named(text: Text, plain: str) -> str:
    """A name of the configuration, which is never empty, is real Unicode, and told apart from the others."""
    said = text(plain)
    return (
        plain
        if said == plain
        else said.encode(errors="replace").decode()[: LONGEST_NAME - len(plain)] + plain
    )


def nulls(text: Text, **changes: Any) -> Finding:
    """Wind gusts that go missing: ranked first, priced, with the rows and the assumption."""
    column = text("wind_gust")
    key = {text("origin"): text("EWR"), "hour": 4}
    facts: dict[str, Any] = {
        "pipeline": text("flights"),
        "table": named(text, "weather"),
        "column": column,
        "summary": f"nulls of `{column}` have grown since Fri 8 Feb: 2.1% → 23.8%",
        "feeds": (text("delay_model"), "critical"),
        "evidence": {
            "nulls": 238, "nan": 0, "empty": 0, "rows": 1000, "usual": 0.021, "limit": 0.05,
            "assumptions": [text("every station reports every hour")],
            "by_day": {str(day): [share] for day, share in zip(WEEK, _SHARES, strict=True)},
        },
        "rows": tuple(
            Row(key=key | {"hour": hour}, at=BEGAN + timedelta(hours=hour), why=f"`{column}` is null")
            for hour in (4, 5, 9, 11)
        ),
        "cost": Money(currency="USD", low=2100.0, high=5200.0, price=0.3, per="wrong unit", daily=1000.0),
        "failing": Failing(what="null", partitions=(WEEK[-2], WEEK[-1]), column=column),
    }  # fmt: skip
    return a_finding(**facts | changes)


_SHARES = (0.021, 0.034, 0.071, 0.118, 0.156, 0.201, 0.238)


def late(text: Text, **changes: Any) -> Finding:
    """A morning that came too late: a ticket, second."""
    facts: dict[str, Any] = {
        "check": "finish_window", "table": named(text, "flights_daily"), "column": None,
        "pipeline": text("flights"), "urgency": Urgency.TICKET, "rank": 2, "score": 1300.0,
        "summary": "Mon 11 Feb finished at 11:40, 5 h 10 min after 06:30",
        "since": datetime(2013, 2, 12, 11, 30, tzinfo=UTC), "bad": (date(2013, 2, 11),),
        "affected": 930, "volume": 930, "hours": (5.2, 168.0), "feeds": (text("weekly_report"), "low"),
        "evidence": {"days": finishes()}, "rows": (), "label": Label.ANNOYING,
        "cost": Money(currency="USD", low=1300.0, high=1300.0, price=260.0, per="late hour", daily=1.0),
    }  # fmt: skip
    return a_finding(**facts | changes)


def finishes() -> dict[str, Any]:
    """When each day of the week was there; Monday's five hours too late."""
    found: dict[str, Any] = {}
    for day in WEEK:
        due = datetime(day.year, day.month, day.day, 6, 30, tzinfo=NEW_YORK) + timedelta(days=1)
        end = (
            due + timedelta(hours=5, minutes=10) if day == date(2013, 2, 11) else due - timedelta(minutes=25)
        )
        late_ = end > due
        found[str(day)] = {
            "ok": not late_, "said": f"{end:%H:%M}", "due": due.isoformat(), "finished": end.isoformat(),
        }  # fmt: skip
    return found


def doubled(text: Text, **changes: Any) -> Finding:
    """Keys that come twice: a note, third."""
    facts: dict[str, Any] = {
        "check": "duplicate_keys", "table": named(text, "flights_daily"),
        "column": (text("carrier"), "flight"),
        "pipeline": text("flights"), "urgency": Urgency.TICKET, "rank": 3, "score": 120.0,
        "summary": "38 rows of Wed 13 Feb repeat a key", "label": Label.WILL_BREAK,
        "cost": Money(currency="USD", low=40.0, high=120.0, price=12.0, per="wrong unit", daily=930.0),
        "affected": 38, "volume": 930, "days_to_break": 12.0, "feeds": None, "bad": (date(2013, 2, 13),),
        "evidence": {
            "duplicates": 38, "rows": 930,
            "days": {"2013-02-13": {"ok": False, "said": "38", "duplicates": 38, "rows": 930}},
        },
        "rows": (Row(key={"carrier": text("EV"), "flight": 4087}, at=None, why=text("the same key twice")),),
    }  # fmt: skip
    return a_finding(**facts | changes)


def a_focus(text: Text) -> Focus:
    """The pin of the first incident, which stays though another one ranks higher by now."""
    return Focus(
        incident=NUMBER, name="wind_gust", score=3650.0, since=date(2013, 2, 14), cycle=None,
        why="it ranks first", who=text("maria"), stays=f"stays: {text('the board looks at it on Monday')}",
    )  # fmt: skip


def open_incident(text: Text, *findings: Finding, **changes: Any) -> Incident:
    """An incident of this afternoon; without findings, the one of the wind gusts, which is the focus."""
    found = findings or (nulls(text),)
    made = opened(NUMBER, found, FRIDAY - timedelta(hours=2))
    return replace(made, **{"focus": a_focus(text) if found[0].rank == 1 else None} | changes)


def paged(text: Text, *findings: Finding) -> Incident:
    """It was opened, and the first of the ladder was told."""
    return replace(open_incident(text, *findings), hop=1, next_hop_at=FRIDAY + timedelta(minutes=5))


def taken(text: Text, *findings: Finding) -> Incident:
    """Somebody has it."""
    return act(paged(text, *findings), Act.ACKNOWLEDGE, text("maria"), FRIDAY)


def resolved(text: Text, *findings: Finding) -> Incident:
    """Somebody ended it."""
    return act(taken(text, *findings), Act.RESOLVE, text("maria"), FRIDAY + timedelta(hours=1))


def an_event(text: Text, what: What, said: str = "", who: str | None = None, hours: float = 0) -> Event:
    """A line of a timeline."""
    return Event(at=FRIDAY + timedelta(hours=hours), kind=what, who=who and text(who), text=said)


def a_deployment(text: Text, **more: Any) -> Deployment:
    """Ana owns the flights; whoever has the week is paged first, then Jon, then a team that Slack keeps."""
    ana, jon, kim = (named(text, name) for name in ("ana", "jon", "kim"))
    primary, squad = named(text, "weather-primary"), named(text, "ml-infra")
    hops = [{"notify": primary}, {"notify": jon, "by": ["slack", "email"]}, {"notify": squad}]
    facts: dict[str, Any] = {
        "people": {kim: {"email": "kim@example.com"}, jon: {"slack": "U2JON"}, ana: {"slack": "U1ANA"}},
        "teams": {squad: {"slack_group": "S1INFRA"}},
        "schedules": {primary: {"rotation": "weekly", "people": [ana, kim], "handover": "mon 09:00"}},
        "policies": {"on-call": hops},
        "sources": {"lake": {"root": "lake"}},
        "rollbacks": {
            "delay-model": {
                "by": "git", "enabled": True, "repository": "models", "file": "version", "allowed": [ana],
            }
        },
        "timezone": "America/New_York",
    }  # fmt: skip
    return Deployment.model_validate(facts | more)


def a_pipeline(text: Text, name: str = "flights", **more: Any) -> Pipeline:
    """Two tables, a ladder and a runbook."""
    table = {"source": "lake", "path": "p/day=*/*.parquet", "partition": {"column": "day"}}
    tables = {named(text, "weather"): table, named(text, "flights_daily"): table}
    facts = {
        "pipeline": name, "owner": named(text, "ana"), "channel": "#flights-data", "policy": "on-call",
        "runbook": "https://example.com/runbooks/flights", "tables": tables,
    }  # fmt: skip
    return Pipeline.model_validate(facts | more)


def around(text: Text, **changes: Any) -> Surroundings:
    """What the messages of the flights need beside, where the app of Slack posts them."""
    deployment = a_deployment(text)
    made = surroundings(a_pipeline(text), deployment, roster(deployment, {}))
    return replace(made, **{"has_buttons": True} | changes)


def a_health(text: Text, status: Status, **changes: Any) -> Health:
    """How the flights are, with what the checks would have caught."""
    worth = f"would have caught 6% lost rows, 0.4 points of nulls in `{text('wind_gust')}`"
    facts: dict[str, Any] = {"pipeline": text("flights"), "status": status, "as_of": FRIDAY, "caught": worth}
    return Health(**facts | changes)


def a_bulletin(text: Text, *incidents: Incident, status: Status = Status.BROKEN, **changes: Any) -> Bulletin:
    """A pipeline's health and what is open in it."""
    facts = {
        "health": a_health(text, status), "incidents": incidents, "around": around(text),
        "links": {each.id: LINK for each in incidents},
    }  # fmt: skip
    return Bulletin(**facts | changes)


def three_open(text: Text) -> list[Incident]:
    """The focus, which somebody has, and two more."""
    return [
        taken(text),
        replace(open_incident(text, late(text)), id=8, hop=1, next_hop_at=FRIDAY + timedelta(minutes=4)),
        replace(open_incident(text, doubled(text)), id=9, opened_at=FRIDAY - timedelta(days=12)),
    ]


def bulletins(text: Text) -> list[Bulletin]:
    """The flights are broken, the bookings are fine, and of the crews nobody knows."""
    crews = a_health(
        text, Status.UNKNOWN, pipeline=text("crews"), as_of=None, caught="",
        unjudged={text("shifts"): text("its folder cannot be read")},
    )  # fmt: skip
    bookings = a_health(text, Status.HEALTHY, pipeline=text("bookings"))
    return [
        a_bulletin(text, *three_open(text)),
        a_bulletin(text, health=bookings),
        a_bulletin(text, health=crews),
    ]


def a_strip(table: str, check: str, *, bad: int = 0, said: str = "", note: str = "") -> Strip:
    """Seven days, the last `bad` of them failing."""
    days = [
        Day(day=day, ok=None if note else at < 7 - bad, said="" if at < 7 - bad else said)
        for at, day in enumerate(WEEK)
    ]
    return Strip(table=table, check=check, days=tuple(days), note=note)


def a_line(text: Text, summary: str, who: str | None = None, incident: int = 5) -> Line:
    """Something that happened during the week."""
    at = FRIDAY - timedelta(days=2)
    return Line(incident=incident, at=at, who=who and text(who), summary=text(summary))


def a_checkup(text: Text, **changes: Any) -> Checkup:
    """Friday's checkup of a healthy pipeline."""
    tables = named(text, "flights_daily"), named(text, "weather")
    checks = ("finish_window", "null_rate", "duplicate_keys")
    facts: dict[str, Any] = {
        "id": 3, "pipeline": text("flights"), "due_at": FRIDAY, "made_at": FRIDAY, "as_of": FRIDAY,
        "health": Status.HEALTHY, "unjudged": {}, "findings": (), "watched": tables, "unwatched": (),
        "weekly": tuple(a_strip(table, check) for table in tables for check in checks),
        "came": (), "went": (), "acknowledged": (),
        "caught": f"would have caught 6% lost rows, 0.4 points of nulls in `{text('wind_gust')}`",
    }  # fmt: skip
    return Checkup(**facts | changes)


def places(*findings: Finding) -> dict[str, Place]:
    """Where the findings are told."""
    return {each.fingerprint: Place(at, LINK) for at, each in enumerate(findings, start=NUMBER)}
