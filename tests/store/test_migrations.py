"""The schema's history, up and down."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from bot.domain.intent import DigestPost, IncidentPage
from bot.domain.rollback import Rollback, Stand, unwanted
from bot.store import incidents, outbox, rollbacks, survival_tables, tables
from bot.store.migrations import FOLDER, REVISIONS, downgrade, upgrade
from bot.store.store import Store

METADATA = survival_tables.METADATA
"""With the tables of every file."""
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_migrations_make_the_tables_that_the_code_reads(store: Store) -> None:
    """No drift between the metadata and the migrations."""
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_every_migration_can_be_taken_back_and_done_again(store: Store) -> None:
    """Down to nothing, up to the newest."""
    with store.write() as connection:
        downgrade(connection)
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
    with store.write() as connection:
        upgrade(connection)
        assert set(METADATA.tables) < set(inspect(connection).get_table_names())


def test_messages_of_an_older_store_know_their_incident(store: Store) -> None:
    """What was said of it before is found as before."""
    page = IncidentPage(incident=7, channel="#churn", round=1, hop=0, person="maria", to="dm")
    with store.write() as connection:
        outbox.put(connection, [page, DigestPost(checkup=1, channel="#churn")], NOON)
        downgrade(connection, "0007")
        upgrade(connection)
        assert outbox.told(connection, 7, 1, 0) is not None
        kept = connection.execute(select(tables.outbox.c.incident).order_by(tables.outbox.c.id)).scalars()
        assert list(kept) == [7, None]


def test_an_older_version_does_not_forget_what_was_rolled_back(store: Store) -> None:
    """What a person had asked for was done, once and for ever; a ladder of the same round had asked, too."""
    ladders = Rollback(incident=1, round=1, name="model", asked_at=NOON, look_at=NOON, stand=Stand.STOPPED)
    done = replace(ladders, stand=Stand.DONE, version="v7", previous="v6", claimed_at=NOON, asked_by="maria")
    asked = replace(ladders, stand=Stand.ASKED, asked_by="maria")
    with store.write() as connection:
        facts = {"pipeline": "churn", "group_key": "g", "opened_at": NOON, "findings": []}
        connection.execute(insert(tables.incidents).values(state="open", hop=0, round=1, fence=0, **facts))
        for each in (ladders, done, asked):
            rollbacks.ask(connection, each)
        downgrade(connection, "0010")
        upgrade(connection)
        kept = rollbacks.of_incident(connection, 1)
        assert [each.stand for each in kept] == [Stand.STOPPED, Stand.DONE, Stand.ASKED]
        assert rollbacks.before(connection, kept[2], "v7") == kept[1]
        incident = incidents.get(connection, 1)
    assert (
        unwanted(kept[2], incident) == "the incident was taken up meanwhile"
    )  # an older version says so, too


def test_a_migration_that_fails_leaves_nothing_behind(store: Store) -> None:
    """The schema changes in one transaction."""

    class PowerCutError(Exception):
        pass

    def cut_short() -> None:
        with store.write() as connection:
            downgrade(connection)
            raise PowerCutError

    with pytest.raises(PowerCutError):
        cut_short()
    with store.read() as connection:
        assert set(METADATA.tables) < set(inspect(connection).get_table_names())


def test_the_known_revisions_are_those_in_the_folder() -> None:
    """Which schema is too new is decided without reading the migrations, so the list must be true."""
    scripts = ScriptDirectory(str(FOLDER))
    assert tuple(reversed([script.revision for script in scripts.walk_revisions()])) == REVISIONS


def test_a_percent_sign_in_the_path_is_no_trouble(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Oakum is installed is not for it to choose."""
    odd = tmp_path / "100%s"
    odd.symlink_to(FOLDER)
    monkeypatch.setattr("bot.store.migrations.FOLDER", odd)
    with store.write() as connection:
        downgrade(connection)
        upgrade(connection)


def test_the_tables_can_be_made_on_postgresql() -> None:
    """Every type compiles there, and moments carry their zone."""
    made = " ".join(
        str(CreateTable(table).compile(dialect=postgresql.dialect())) for table in METADATA.sorted_tables
    )
    assert "TIMESTAMP WITHOUT TIME ZONE" not in made
    assert "opened_at TIMESTAMP WITH TIME ZONE" in made
