"""A shop in PostgreSQL: twenty days of orders, and somebody who may change everything."""

import psycopg
import pytest

from checks.declared import Table
from checks.sources.connection import connect
from checks.sources.database import DatabaseTable

DAYS = 20


@pytest.fixture
def server(postgres_url):
    """Somebody who may change everything, and a table `orders` of twenty days, ten rows each."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop; SET search_path = shop")
        connection.execute(
            "CREATE TABLE orders AS SELECT d * 10 + g AS id, date '2026-01-01' + d AS day, g AS amount,"
            f" 'note ' || g AS note FROM generate_series(0, {DAYS - 1}) d, generate_series(1, 10) g"
        )
        yield connection


@pytest.fixture
def of(postgres_url):
    """Opens a table of the shop."""

    def build(name, url=postgres_url, **declared):
        written = {"source": "any", "path": f"shop.{name}", "partition": {"column": "day"}, "key": ["id"]}
        return DatabaseTable(connect(url), url, name, Table.model_validate(written | declared))

    return build
