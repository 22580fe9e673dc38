"""The tables. A change here needs a migration: a test compares the two."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.budget_tables import outages as outages
from bot.store.budget_tables import tuned as tuned
from bot.store.focus_table import focus as focus
from bot.store.metadata import METADATA as METADATA
from bot.store.row_table import row_answers as row_answers
from bot.store.types import Moment, OptionalDay
from bot.store.wishes_table import wishes as wishes

profiles = Table(
    "profiles",
    METADATA,
    Column("identity", Text, primary_key=True),  # source and table, whatever pipeline declares them
    Column("partition", Date, primary_key=True),
    Column("load_day", OptionalDay, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

runs = Table(
    "runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False),
    Column("table_name", Text, nullable=False),
    Column("partition", Date, nullable=False),
    Column("started", Moment),
    Column("finished", Moment),
    Column("status", String(40), nullable=False),
    Column("said", Text, nullable=False),
    Column("source", Text, nullable=False),
    UniqueConstraint("pipeline", "table_name", "partition", "source", "started", name="uq_runs_one"),
)

audits = Table(
    "audits",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False),
    Column("as_of", Moment, nullable=False),
    Column("report", JSON, nullable=False),
    Index("ix_audits_newest", "pipeline", "as_of"),
)

baselines = Table(
    "baselines",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False),
    Column("as_of", Moment, nullable=False),
    Column("report", JSON, nullable=False),
    Index("ix_baselines_newest", "pipeline", "as_of"),
)

findings = Table(
    "findings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("audit_id", ForeignKey("audits.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("fingerprint", String(16), nullable=False, index=True),
    Column("rank", Integer, nullable=False),
    Column("urgency", String(10), nullable=False),
    Column("label", String(40), nullable=False),
    Column("record", JSON, nullable=False),
)

incidents = Table(
    "incidents",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False, index=True),
    Column("group_key", Text, nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", Text),
    Column("resolved_at", Moment),
    Column("resolved_by", Text),
    Column("held_since", Moment),
    Column("asked_at", Moment),
    Column("snoozed_until", Moment),
    Column("snoozed_by", Text),
    Column("hop", Integer, nullable=False),
    Column("next_hop_at", Moment),
    Column("round", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("came_back", JSON, nullable=False, server_default="[]"),
    Column("calm_since", Moment),
    Index("ix_incidents_due", "state", "next_hop_at"),
)

# Two engines that find the same trouble at once: the second one's insert fails, and its round is repeated.
Index(
    "uq_incidents_unresolved",
    incidents.c.group_key,
    unique=True,
    sqlite_where=text("state <> 'resolved'"),
    postgresql_where=text("state <> 'resolved'"),
)

timeline = Table(
    "timeline",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("who", Text),
    Column("text", Text, nullable=False),
    Column("by", String(20)),
)

outbox = Table(
    "outbox",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("route", String(20), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("lane", Text, nullable=False),
    Column("root", Text, index=True),
    Column("incident", Integer, index=True),  # what it is about, where that is one
    Column("state", String(10), nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("claimed_until", Moment),
    Column("error", Text),
    Column("sent_at", Moment),
    Column("receipt", JSON(none_as_null=True)),
    Index("ix_outbox_queue", "route", "state", "due_at"),
    Index("ix_outbox_state", "state", "incident"),
)

UNSENT = text("outbox.state IN ('waiting', 'claimed')")
"""As words, not as parameters: otherwise the index below is not recognized."""
_UNSENT = text("state IN ('waiting', 'claimed')")
Index(
    "ix_outbox_next",
    outbox.c.route,
    outbox.c.priority,
    outbox.c.id,
    sqlite_where=_UNSENT,
    postgresql_where=_UNSENT,
)

held_lanes = Table(
    "held_lanes",
    METADATA,
    Column("route", String(20), primary_key=True),
    Column("lane", Text, primary_key=True),
    Column("until", Moment, nullable=False),
)

checkups = Table(
    "checkups",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("signed_off_by", Text),
    Column("signed_off_at", Moment),
    Column("report", JSON, nullable=False),
    UniqueConstraint("pipeline", "due_at", name="uq_checkups_once"),
)

stages = Table(
    "stages",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False, index=True),
    Column("stage", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Text),
)

accepted = Table(
    "accepted",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False, index=True),
    Column("incident_id", ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("findings", JSON, nullable=False),
)

silences = Table(
    "silences",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("pipeline", Text, nullable=False),
    Column("table_name", Text),
    Column("column_name", Text),
    Column("check_name", Text),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_by", Text),
)

rollbacks = Table(
    "rollbacks",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("stand", String(10), nullable=False, index=True),
    Column("asked_at", Moment, nullable=False),
    Column("look_at", Moment, nullable=False),
    Column("version", Text),
    Column("previous", Text),
    Column("deployed_at", Moment),
    Column("ends_at", Moment),
    Column("claimed_at", Moment),
    Column("called_at", Moment),
    Column("over_at", Moment),
    Column("asked_by", Text),
    Column("who", Text),
    Column("said", Text, nullable=False),
)

# A ladder asks once; a person may ask again.
Index(
    "uq_rollbacks_round",
    rollbacks.c.incident_id,
    rollbacks.c.round,
    unique=True,
    sqlite_where=rollbacks.c.asked_by.is_(None),
    postgresql_where=rollbacks.c.asked_by.is_(None),
)

# At most once, ever: for one incident, and of one version, whichever incident asks.
for _name, _columns in (
    ("uq_rollbacks_claimed_incident", [rollbacks.c.incident_id]),
    ("uq_rollbacks_claimed_version", [rollbacks.c.name, rollbacks.c.version]),
):
    Index(
        _name,
        *_columns,
        unique=True,
        sqlite_where=text("claimed_at IS NOT NULL"),
        postgresql_where=text("claimed_at IS NOT NULL"),
    )

drills = Table(
    "drills",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("who", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("is_closed", Boolean, nullable=False),
    Column("about", Text, nullable=False),
)

drill_calls = Table(
    "drill_calls",
    METADATA,
    Column("drill_id", ForeignKey("drills.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("route", String(20), primary_key=True),
    Column("policies", JSON, nullable=False),
    Column("confirmed_at", Moment),
    Column("confirmed_by", Text),
)

calendars = Table(
    "calendars",
    METADATA,
    Column("fingerprint", String(64), primary_key=True),  # of the address, which is a secret
    Column("tried_at", Moment, nullable=False),
    Column("read_at", Moment),
    Column("changed_at", Moment),
    Column("trouble", Text, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    Column("body", LargeBinary),
)

slack_events = Table(
    "slack_events",
    METADATA,
    Column("fingerprint", String(64), primary_key=True),  # of the id that Slack gave it
    Column("at", Moment, nullable=False, index=True),
)

pulses = Table(
    "pulses",
    METADATA,
    Column("name", String(100), primary_key=True),
    Column("ok_at", Moment),
    Column("failed_at", Moment),
    Column("error", Text),
)
