"""What is declared in `oakum.yaml` and `pipelines/*.yaml`, as frozen objects."""

from datetime import time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from bot.domain.declared_rollback import RollbackTarget
from bot.domain.declared_routes import AppriseUrl, Channel, Routes, RoutingKey, WebAddress
from bot.domain.rights import Rights
from bot.domain.rota import Hours, Rota
from bot.domain.way import Route
from checks.declared import Declared, Table
from checks.notation import (
    LONGEST_NAME,
    Day,
    Duration,
    LocalTime,
    Matching,
    Name,
    Number,
    Text,
    WeekTime,
    Zone,
    a_list,
    no_switch,
)
from checks.price import Price


def _known_kind(value: Any) -> Any:
    if value not in ("files", "postgres"):
        raise ValueError(
            f"{value!r} cannot be read by this version: it reads files and postgres; write the "
            "tables of another database as Parquet or CSV files, and name their folder as root"
        )
    return value


def _time_to_answer(value: timedelta) -> timedelta:
    if value < timedelta(minutes=5):
        raise ValueError("nobody answers in less than five minutes: write one like 4h or 1d")
    return value


AnswerTime = Annotated[Duration, AfterValidator(_time_to_answer)]
Currency = Annotated[str, Matching("[A-Z]{3}", "write the currency as three letters, like USD")]
SlackMember = Annotated[str, Matching("[UW][A-Z0-9]+", "write the Slack member id, like U012ABC")]
SlackGroup = Annotated[
    str, Matching("S[A-Z0-9]+", "write the id of the user group, like S012ABC: its @handle may change")
]
FolderPath = Annotated[Text, Matching(r"[^\0]+", "no path holds a NUL: delete it")]
Address = Annotated[str, Matching(r"[^@\s<>]+@[^@\s<>]+", "write one address, like ana@example.com")]
StoreUrl = Annotated[
    str,
    Matching(
        r"sqlite://.*|postgres(ql)?(\+psycopg)?://\S+",
        "write sqlite:///oakum.db, or postgresql://user:${PASSWORD}@host/name",
    ),
]
DatabaseUrl = Annotated[
    str, Matching(r"postgres(ql)?://\S+", "write postgresql://user:${PASSWORD}@host/name")
]
PipelineName = Annotated[
    str,
    Field(max_length=LONGEST_NAME),
    Matching("[a-z0-9][a-z0-9_-]*", "write the name in small letters, digits, - and _, like ad-clicks"),
]
DaysOff = Annotated[
    Annotated[str, Tag("country")] | Annotated[tuple[Day, ...], Tag("days")],
    Discriminator(lambda value: "country" if isinstance(value, str) else "days"),
]
RouteNames = Annotated[tuple[Route, ...], BeforeValidator(a_list), Field(min_length=1)]


class Cost(Price):
    """What trouble of a pipeline costs: a wrong unit, a late hour, a missed event."""

    currency: Currency = "USD"
    """Three letters, like USD; the same for all pipelines, since their findings are ranked together."""
    wake_above: Number | None = Field(default=None, gt=0)
    """Nobody is paged outside working_hours for what costs less than this until they begin again."""


class Checkup(Declared):
    """When the audit is gone through with a person who signs off."""

    cadence: Literal["weekly", "light", "monthly"] = "weekly"
    """How often: weekly; light, every other week; monthly. The first of a quarter is always the deep one."""
    at: WeekTime = (4, time(15))
    """A weekday and a local time, like fri 15:00."""
    timezone: Zone | None = None
    """The time zone of `at`; without it, the pipeline's."""


class Person(Declared):
    """Somebody who can be told: by Slack member id, by e-mail, by services that they have to themselves."""

    slack: SlackMember | None = None
    """The Slack member id, like U012ABC (in a profile: Copy member ID)."""
    email: Address | None = None
    """One e-mail address."""
    pagerduty: Annotated[RoutingKey | None, Field(repr=False)] = None
    """The integration key of a service of their own; without it, that of routes.pagerduty."""
    apprise: Annotated[AppriseUrl | None, Field(repr=False)] = None
    """A service of their own, like ntfys://ntfy.sh/maria-oakum; without it, that of routes.apprise."""


class SlackTeam(Declared):
    """A team whose members Slack keeps, and tells: a user group, mentioned as one."""

    slack_group: SlackGroup
    """The id of the user group, like S012ABC (in its menu: Copy group ID)."""


Team = Annotated[
    Annotated[tuple[Name, ...], BeforeValidator(a_list), Field(min_length=1), Tag("people")]
    | Annotated[SlackTeam, Tag("group")],
    Discriminator(lambda value: "group" if isinstance(value, (dict, SlackTeam)) else "people"),
]


class Hop(Declared):
    """A step of the ladder: who is told, by which routes, and how long they have to acknowledge."""

    notify: Name = ""
    """A person, a schedule or a team of oakum.yaml."""
    rollback: Name | None = None
    """In place of notify, and only as the last step: what is rolled back, by its name in rollbacks."""
    by: RouteNames = ("slack",)
    """The routes, like [slack, email]: slack, slack_webhook, email, pagerduty, webhook, apprise."""
    wait: Duration = timedelta(minutes=5)
    """How long the person has to acknowledge before the next one is told, like 5m."""
    repeat: Annotated[int, BeforeValidator(no_switch)] = Field(default=0, ge=0, le=20)
    """How often the ladder is climbed again, from its first step to this one, before it goes on."""

    @model_validator(mode="after")
    def _either(self) -> "Hop":
        if self.rollback is None and not self.notify:
            raise ValueError("is missing; add notify: who is told")
        if self.rollback is not None and self.model_fields_set != {"rollback"}:
            raise ValueError("a step with rollback has nothing beside it: its countdown stands in rollbacks")
        return self


class Maintenance(Hours):
    """Hours of the week in which nobody is told of what is found."""

    tables: Annotated[tuple[Name, ...], BeforeValidator(a_list)] = ()
    """Only these tables; without it, all of the pipeline."""
    why: str = ""
    """What goes on then."""


class Source(Declared):
    """Where tables lie: a folder with files, or a PostgreSQL database."""

    kind: Annotated[Literal["files", "postgres"], BeforeValidator(_known_kind)] = "files"
    """What the source is."""
    root: FolderPath | None = None
    """Of files: the folder that their paths are relative to, itself relative to the folder of oakum.yaml."""
    url: Annotated[DatabaseUrl | None, Field(repr=False)] = None
    """Of a database: postgresql://user:${PASSWORD}@host/name."""
    ignore: Annotated[tuple[Text, ...], BeforeValidator(a_list)] = ()
    """Tables that need no owner, by name or path, like ["scratch_*", "landing/*"]."""
    owner: Name | None = None
    """Who answers for what lies there: a person or team, or "Billing team <billing@example.com>"."""

    @model_validator(mode="after")
    def _complete(self) -> "Source":
        wanted, other = ("root", "url") if self.kind == "files" else ("url", "root")
        if getattr(self, wanted) is None:
            raise ValueError(f"a source of {self.kind} needs {wanted}")
        if getattr(self, other) is not None:
            raise ValueError(f"a source of {self.kind} has no {other}: remove it, or mend kind")
        return self


class Schedule(Declared):
    """The local time of the daily checks; they also run before each checkup."""

    checks: LocalTime = time(9)
    """The time of day, like 09:00, in the deployment's time zone."""


class DrillPlan(Declared):
    """When everybody on a ladder gets a test page, by each of their routes."""

    at: WeekTime
    """A weekday and a local time, like tue 10:00."""
    weeks: Annotated[int, BeforeValidator(no_switch)] = Field(default=4, ge=1, le=52)
    """Every so many weeks."""
    answer_within: AnswerTime = timedelta(days=1)
    """How long answers are waited for, like 1d."""


class Web(Declared):
    """Where the bot can be reached by HTTP: jobs ping it, if they have the key."""

    host: Name = "127.0.0.1"
    """The address to listen on; 0.0.0.0 is reached from other machines."""
    port: Annotated[int, BeforeValidator(no_switch)] = Field(default=8700, ge=0, le=65535)
    """The port to listen on."""
    ping_key: Annotated[
        str, Matching(r"[\w-]{16,}", "write 16 letters and digits or more, best as ${OAKUM_PING_KEY}")
    ] = Field(repr=False)
    """What an address to ping holds, so that nobody else pings: /ping/KEY/PIPELINE."""


class Heartbeat(Declared):
    """A sign of life to an address outside, which raises the alarm when it stops."""

    url: WebAddress = Field(repr=False)
    """What is called at most once a minute, and only while all is well: best as ${OAKUM_HEARTBEAT_URL}."""


class Deployment(Declared):
    """`oakum.yaml`: what all pipelines share."""

    store: StoreUrl = "sqlite:///oakum.db"
    """Where the bot keeps its state: an SQLite file, relative to the folder of oakum.yaml, or PostgreSQL."""
    timezone: Zone = ZoneInfo("UTC")
    """The time zone of every pipeline that has none of its own, like Europe/Berlin."""
    schedule: Schedule = Schedule()
    """When the checks run."""
    sources: dict[Name, Source] = Field(default_factory=dict)
    """Where tables live, by name."""
    people: dict[Name, Person] = Field(default_factory=dict)
    """Who can be told, by name."""
    teams: dict[Name, Team] = Field(default_factory=dict)
    """Who is told together, by name: people and schedules, or a Slack user group."""
    schedules: dict[Name, Rota] = Field(default_factory=dict)
    """People who take turns, by name."""
    working_hours: Hours | None = None
    """When people work, like {days: mon-fri, from: "08:00", to: "19:00"}; outside, tickets wait."""
    policies: dict[Name, Annotated[tuple[Hop, ...], Field(min_length=1)]] = Field(default_factory=dict)
    """Ladders of people, by name: who is told first, who if nobody acknowledges."""
    rollbacks: dict[Name, RollbackTarget] = Field(default_factory=dict)
    """What can be rolled back as the last step of a ladder, by name."""
    routes: Routes = Routes()
    """The ways to reach people."""
    may: Rights = Rights()
    """Who may acknowledge, silence and so on."""
    drill: DrillPlan | None = None
    """When all routes are tried; without it, only by hand."""
    web: Web | None = None
    """Where the bot listens for pings of jobs; without it, nowhere."""
    heartbeat: Heartbeat | None = None
    """Who outside is told that all is well; without it, nobody."""

    @property
    def groups(self) -> dict[str, str]:
        """The teams whose members Slack keeps: the ids of the user groups, by name."""
        return {name: team.slack_group for name, team in self.teams.items() if isinstance(team, SlackTeam)}


class Pipeline(Declared):
    """`pipelines/NAME.yaml`: what somebody owns."""

    pipeline: PipelineName
    """The name of the pipeline."""
    owner: Name
    """The person of oakum.yaml who owns the fix."""
    channel: Channel
    """The Slack channel, in quotes, because # begins a comment in YAML."""
    policy: Name | None = None
    """The ladder of oakum.yaml that is climbed when nobody acknowledges."""
    ack_timeout: AnswerTime | None = timedelta(days=1)
    """Whoever has a page for so long is asked whether that is still so, like 8h; null asks nobody."""
    cost: Cost | None = None
    """What trouble costs; without it, findings are ranked by the share that is wrong and by criticality."""
    timezone: Zone | None = None
    """The time zone of finish_by and of the checkup; without it, the deployment's."""
    checkup: Checkup = Checkup()
    """When the weekly checkup is."""
    working_hours: Hours | None = None
    """When its people work; without it, those of oakum.yaml."""
    holidays: DaysOff = ()
    """A country, like DE or DE-BY, or a list of dates."""
    maintenance: Annotated[tuple[Maintenance, ...], BeforeValidator(a_list)] = ()
    """Hours of the week in which nobody is told of what is found, like those in which a warehouse is down."""
    runbook: str | None = None
    """Where to read what to do: an address that findings link to."""
    tables: dict[Name, Table] = Field(min_length=1)
    """The tables, by name."""

    @property
    def unchecked(self) -> tuple[tuple[str, str], ...]:
        """Assumptions that no check would see break: the table, and what is taken for granted."""
        return tuple(
            (name, assumption.says)
            for name, table in self.tables.items()
            for assumption in table.assumed
            if assumption.check is None
        )
