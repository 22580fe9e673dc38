"""Prometheus asks: a real server, its own parser, numbers as of now."""

from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import audit_function
from bot.clock import StoppedClock
from bot.domain.declared import Deployment, Pipeline
from bot.domain.digest_intent import DigestMail
from bot.engine.heartbeat import ROUND
from bot.engine.loop import steps, tick
from bot.settings.load import Settings
from bot.store import outbox, pulses
from bot.store.store import open_store
from bot.web.metrics import metrics_routes
from bot.web.server import WebServer

FRIDAY = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def scrape(tmp_path):
    """What is counted, by name and labels; first with nothing but the store."""
    clock = StoppedClock(FRIDAY)
    store = open_store(f"sqlite:///{tmp_path / 'oakum.db'}", clock)
    table = {"source": "lake", "path": "x/*.parquet", "partition": {"column": "day"}}
    facts = {"pipeline": "churn", "owner": "maria", "channel": "#churn", "tables": {"usage": table}}
    deployment = Deployment.model_validate({"sources": {"lake": {"root": str(tmp_path)}}})
    settings = Settings(deployment=deployment, pipelines=(Pipeline.model_validate(facts),), folder=tmp_path)
    server = WebServer(metrics_routes(store, settings, clock), "127.0.0.1", 0)
    port = server.start()

    def scraped():
        with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            families = text_string_to_metric_families(answer.read().decode())
        return {(each.name, *each.labels.values()): each.value for one in families for each in one.samples}

    scraped.store, scraped.settings, scraped.clock = store, settings, clock
    yield scraped
    server.stop()
    store.close()


def test_before_anything_happened_nothing_is_claimed(scrape):
    """No age is told of what never was."""
    assert scrape() == {}


def test_rounds_checks_and_waiting_messages_are_counted(scrape):
    """With their ages in seconds."""
    tick(
        scrape.store,
        steps(scrape.store, scrape.settings, audit_function(scrape.settings, scrape.store.profiles)),
        scrape.clock(),
    )
    with scrape.store.write() as connection:
        outbox.put(connection, [DigestMail(checkup=1, person="maria")], scrape.clock())
    scrape.clock.move_forward(timedelta(seconds=90))
    told = scrape()
    assert told["oakum_round_age_seconds",] == 90
    assert told["oakum_last_check_seconds", "churn"] == 90
    assert told["oakum_outbox_messages", "email"] == 1
    assert told["oakum_outbox_oldest_seconds", "email"] == 90


def test_a_step_that_fails_is_named(scrape):
    """So that an alert can say which."""
    with scrape.store.write() as connection:
        pulses.went_well(connection, ROUND, scrape.clock())
        pulses.failed(connection, "check", scrape.clock(), "it broke")
    assert scrape()["oakum_failing_step", "check"] == 1
